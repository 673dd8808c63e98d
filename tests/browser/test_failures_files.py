"""Files, look-ups and other pages that do not come: said, held, and there after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Page, Request, Route, expect

from data.locale import texts
from data.models import Layer
from layouts import ids
from tests import shared
from tests.browser.axe import violations
from tests.browser.serving import Watch, at_rest, cut_network
from tests.browser.test_failures import the_held

UPDATE = "_dash-update-component"
READY_MS = 60_000
DECK = ("/present?ready=redlining&lang=es", "#deck[data-ready]")
SHEET = ("/fact-sheets?determinant=food&lang=es", ".sheets__actions")


def refuse(route: Route) -> None:
    """For so long that the page does not ask again by itself."""
    route.fulfill(status=503, headers={"Retry-After": "60"}, body="{}")


@dataclass(frozen=True)
class Errand:
    """A file that is asked for by `press`, and the words while it is made and while it waits."""

    page: tuple[str, str]
    press: str
    asks: str
    making: str
    where: str
    waits: str


ERRANDS = {
    "pack": Errand(
        DECK, '[data-deck="zip"]', "slides.zip", "pack.button.saving", ".deck-status",
        "present.turn",
    ),
    "pptx": Errand(
        DECK, '[data-deck="pptx"]', "slides.pptx", "present.saving", ".deck-status", "present.turn"
    ),
    "pdf": Errand(
        DECK, '[data-deck="pdf"]', "slides.pdf", "present.saving", ".deck-status", "present.turn"
    ),
    "sheet": Errand(
        SHEET, "a[download]", "city.pdf", "fact_sheets.making", "#network", "network.busy"
    ),
}  # fmt: skip


# Files of slides go one way, whatever they end in.
@pytest.mark.parametrize(
    "name",
    ["pack", "sheet", *(pytest.param(one, marks=pytest.mark.full) for one in ("pptx", "pdf"))],
)
def test_a_file_is_said_to_be_made_and_comes_after_all(name: str, page: Page, watch: Watch) -> None:
    errand, said = ERRANDS[name], texts("es")
    watch.expect_failing(errand.asks)
    address, part = errand.page
    page.goto(address)
    page.wait_for_selector(part, timeout=READY_MS)
    held: list[Route] = []
    asked = f"**/*{errand.asks}*"
    page.route(asked, lambda route: held.append(route))  # noqa: PLW0108
    page.click(errand.press)
    expect(page.locator(errand.where)).to_contain_text(said.t(errand.making))
    refuse(the_held(held, page))
    expect(page.locator(errand.where)).to_contain_text(said.t(errand.waits))
    again = page.get_by_role("button", name=said.t("network.retry"))
    page.unroute(asked)
    page.route(asked, lambda route: route.fulfill(status=200, body=b"made"))
    with page.expect_download() as saved:
        again.click()
    assert saved.value.suggested_filename.endswith(errand.asks.rpartition(".")[2])
    expect(page.locator("#network button")).to_have_count(0)


def test_slides_are_edited_without_a_network_and_play_again_after_it(
    page: Page, watch: Watch
) -> None:
    """No button to play what is not there yet; what was changed meanwhile is what plays."""
    said = texts("es")
    watch.allowed.append(r"^console error: Failed to load resource: net::ERR_INTERNET_DISCONN")
    page.goto(DECK[0])
    page.wait_for_selector(DECK[1], timeout=READY_MS)
    slides = page.locator(".deck-item")
    count = slides.count()
    cut_network(page)
    slides.last.locator('[data-deck="delete"]').click()
    play = page.locator('[data-deck="play"], [data-deck="from"]')
    assert play.evaluate_all("found => found.every((button) => button.disabled)")
    expect(page.locator(".deck-status")).to_have_text(said.t("present.waits"))
    page.context.set_offline(False)
    page.wait_for_selector(DECK[1], timeout=READY_MS)
    expect(slides).to_have_count(count - 1)
    assert play.evaluate_all("found => found.every((button) => !button.disabled)")


def test_a_tab_of_its_own_says_why_its_file_does_not_come(page: Page, watch: Watch) -> None:
    said = texts("es")
    watch.expect_failing(".pdf")
    page.goto(SHEET[0])
    page.wait_for_selector(SHEET[1])
    page.route("**/*.pdf*", refuse)
    with page.context.expect_page() as opened:
        page.click("a[target=_blank]")
    tab = opened.value
    expect(tab.get_by_role("status")).to_have_text(said.t("network.busy"))
    expect(tab.locator("html")).to_have_attribute("lang", "es")
    page.unroute("**/*.pdf*")

    def comes(request: Request) -> bool:
        return request.method == "GET" and "city.pdf" in request.url

    with page.context.expect_event("request", comes):
        page.get_by_role("button", name=said.t("network.retry")).click()


def test_searching_works_after_the_index_came_late(page: Page, watch: Watch) -> None:
    said = texts("es")
    watch.expect_failing("places.json")
    page.route("**/places.json*", refuse)
    page.goto("/methods?lang=es")
    field = page.locator(".place-search__field")
    field.fill("armour")
    status = page.locator(".place-search__status")
    expect(status).to_contain_text(said.t("places.search.unavailable"))
    retry = page.get_by_role("button", name=said.t("network.retry"))
    expect(retry).to_be_visible()
    page.unroute("**/places.json*")
    # at once: the page asks again by itself too, and then there is no button any more
    retry.evaluate_all("(found) => found.forEach((button) => button.click())")
    expect(page.locator("#network button")).to_have_count(0)
    field.fill("armour f")
    expect(page.locator("[role=option]").first).to_contain_text("Armour Fields")


def test_a_location_is_found_after_the_shapes_came_late(page: Page, watch: Watch) -> None:
    """Shapes that are missing never say that the visitor is outside the city."""
    said = texts("es")
    watch.expect_failing(".geojson")
    services = shared.services()
    area = services.atlas.areas(Layer.NEIGHBORHOOD).set_index("area_id").loc["113"]
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": area["lon"], "latitude": area["lat"]})
    page.goto("/places?lang=es")
    at_rest(page)
    page.route("**/*.geojson", refuse)
    page.click(f"#{ids.PLACES_LOCATE}")
    expect(page.locator("#network")).to_contain_text(said.t("network.busy"))
    page.click(f"#{ids.PLACES_LOCATE}")
    page.wait_for_timeout(300)
    expect(page.locator("main")).to_contain_text(said.t("explore.locate.searching"))
    page.unroute("**/*.geojson")
    page.get_by_role("button", name=said.t("network.retry")).click()
    page.wait_for_url("**/place/neighborhood-113?lang=es")


def test_the_page_is_not_given_up_while_the_network_is_cut(page: Page, watch: Watch) -> None:
    """A form, a place of the search, then a link: the last of them opens by itself."""
    watch.allowed.append(r"^console error: Failed to load resource: net::ERR_INTERNET_DISCONN")
    said = texts("es")
    page.goto(SHEET[0])
    before = page.url
    page.wait_for_selector(SHEET[1])
    cut_network(page)
    page.locator(".sheets__form button[type=submit]").click()
    bar = page.locator("#network")
    expect(bar).to_contain_text(said.t("network.next"))
    page.locator(".place-search__field").fill("armour")
    expect(bar).not_to_contain_text(said.t("network.next"))
    page.keyboard.press("Enter")
    expect(bar).to_contain_text(said.t("network.next"))
    page.locator(".shell__group", has_text="Datos").locator("summary").click()
    page.click('.shell__link[href*="methods"]')
    expect(bar).to_contain_text(said.t("network.next"))
    assert page.url == before
    page.context.set_offline(False)
    page.wait_for_url("**/methods?lang=es")


@pytest.mark.parametrize(
    ("lang", "theme"), [pytest.param("en", "light", marks=pytest.mark.full), ("es", "dark")]
)
def test_the_bar_and_what_waits_have_no_violation(
    page: Page, watch: Watch, lang: str, theme: str
) -> None:
    """Waiting, failed and done; the focus of a keyboard is not lost with the button."""
    said = texts(lang)
    page.set_viewport_size({"width": 390, "height": 844})
    held = remove_a_place(page, watch, lang, theme)
    bar = page.locator("#network")
    expect(bar).to_contain_text(said.t("network.waiting"))
    assert violations(page, "#network") == []
    refuse(the_held(held, page))
    expect(bar).to_contain_text(said.t("network.until"))
    assert [*violations(page, "#network"), *violations(page, "#compare-places")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.unroute(f"**/{UPDATE}")
    bar.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(bar).to_contain_text(said.t("network.done"))
    assert violations(page, "#network") == []
    expect(page.locator('[data-compare="remove"][data-value="city"]')).to_be_focused()


def test_a_picture_waits_for_what_its_address_says(page: Page, watch: Watch) -> None:
    held = remove_a_place(page, watch, "en", "light")
    with page.expect_download() as saved:
        page.click('[data-compare="svg"]')
        the_held(held, page).continue_()
    sheet = saved.value.path().read_text(encoding="utf-8")
    assert "Armour Fields" in sheet
    assert "64130" not in sheet + saved.value.suggested_filename


# Colors that the system gives words of the bar and of the mark, and their grounds.
FORCED = """() => [...document.querySelectorAll("#network p, #network button")].map((part) => {
  const style = getComputedStyle(part);
  const ground = (at) => {
    const color = getComputedStyle(at).backgroundColor;
    return /^rgba.*, 0\\)$/.test(color) ? ground(at.parentElement) : color;
  };
  return [style.color, ground(part)];
})"""


@pytest.mark.parametrize(
    ("theme", "system"),
    [("light", "dark"), pytest.param("dark", "light", marks=pytest.mark.full)],
)
def test_the_bar_has_the_colors_of_high_contrast(
    page: Page, watch: Watch, theme: str, system: Literal["light", "dark"]
) -> None:
    """What axe reads is not what is painted, so only the system's two colors are expected."""
    page.emulate_media(forced_colors="active", color_scheme=system)
    remove_a_place(page, watch, "en", theme, refused=True)
    expect(page.locator("#network button")).to_be_visible()
    black, white = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
    pair = [white, black] if system == "dark" else [black, white]
    assert page.evaluate(FORCED) == [pair, pair]


def remove_a_place(
    page: Page, watch: Watch, lang: str, theme: str, *, refused: bool = False
) -> list[Route]:
    """On Compare; gives the request, which waits, unless it is refused."""
    held: list[Route] = []
    watch.expect_failing(UPDATE)
    places = "places=neighborhood-102,zip-64130,city"
    page.goto(f"/compare?{places}&lang={lang}&theme={theme}")
    page.wait_for_selector(".cmp-line")
    at_rest(page)
    page.route(f"**/{UPDATE}", lambda route: refuse(route) if refused else held.append(route))
    page.click('[data-compare="remove"][data-value="zip-64130"]')
    return held

"""Whatever fails or lasts: it is said in words, charts that lag are marked, nothing is lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from data.locale import texts
from tests.browser.axe import violations
from tests.browser.fields import choose
from tests.browser.serving import PATIENCE_MS, Watch, arrive, at_rest, cut_network

UPDATE = "_dash-update-component"
AREAS = "#map-graph .map-areas path"
# So long that no test sees the page ask again by itself.
LATER = {"Retry-After": "60"}
HTML = "<!DOCTYPE html><title>Sign in to the Wi-Fi</title>"
NO_RELOAD_BY_ITSELF = "sessionStorage.setItem('kc-reloads', '9')"
# What happens to a request, and the text that says so.
FAULTS: dict[str, tuple[Callable[[Route], None], str]] = {
    "cut": (lambda route: route.abort(), "unreachable"),
    "503": (
        lambda route: route.fulfill(status=503, headers=LATER, body="{}"),
        "busy",
    ),
    "429": (lambda route: route.fulfill(status=429, headers=LATER, body="{}"), "busy"),
    "500": (lambda route: route.fulfill(status=500, headers=LATER, body="{}"), "broken"),
    "wifi": (
        lambda route: route.fulfill(status=200, content_type="text/html", body=HTML),
        "strange",
    ),
    "failed callback": (
        lambda route: route.fulfill(
            status=200, json={"multi": True, "response": {}, "sideUpdate": {"failure": {}}}
        ),
        "broken",
    ),
}


def the_held(held: list[Route], page: Page) -> Route:
    """The request that was held; what the page says of it may come before the test hears of it."""
    limit = time.monotonic() + PATIENCE_MS / 1000
    while not held:
        page.wait_for_timeout(20)
        assert time.monotonic() < limit, "nothing was asked for"
    return held.pop()


def press_again(page: Page, words: str) -> None:
    """Press the button of `words`, unless the page was faster and asked by itself."""
    button = page.get_by_role("button", name=words)
    button.evaluate_all("found => found.forEach((button) => button.click())")


@dataclass(frozen=True)
class Case:
    """A page, what is done there, what then waits, and what shows that it was done."""

    path: str
    ready: str
    acts: tuple[Callable[[Page], None], ...]
    waits: str
    shows: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]


CASES = {
    "explore": Case(
        "/",
        AREAS,
        (
            lambda page: choose(page, "factor-select", "internet"),
            lambda page: choose(page, "factor-select", "insurance"),
        ),
        "#map-card .chart-card__plot",
        (("#scatter-title", "internet"), ("#scatter-title", "insurance")),
        ("cut", "503", "429", "500", "wifi", "failed callback"),
    ),
    "gaps": Case(
        "/gaps",
        ".gaps .chart-card",
        (
            lambda page: choose(page, "gaps-outcome", "Homicides"),
            lambda page: choose(page, "gaps-outcome", "Life expectancy"),
        ),
        ".gaps .chart-card__plot >> nth=0",
        (("#gaps-finding", "homicide"), ("#gaps-finding", "life expectancy")),
        ("503", "cut"),
    ),
    "compare": Case(
        "/compare?places=neighborhood-102,neighborhood-113,zip-64130",
        ".cmp-line",
        (
            lambda page: page.click('[data-compare="remove"][data-value="zip-64130"]'),
            lambda page: page.click('[data-compare="down"] >> nth=0'),
        ),
        "#compare-rows",
        (("#compare-places", "Armour"), ("#compare-places", "Armour")),
        ("500", "wifi"),
    ),
    "place": Case(
        "/place/neighborhood-113?lang=es&theme=dark#spine-title",
        "#spine-table-details summary",
        (lambda page: page.click("#spine-table-details summary"),),
        "#spine-table",
        (("#spine-table table", "Esperanza de vida"),),
        ("cut",),
    ),
}


@dataclass(frozen=True)
class Busy:
    """A server that is busy, and how often it is asked before the visitor is left to decide."""

    lang: str
    theme: str
    status: int
    retry_s: int
    asked: int


@pytest.mark.parametrize(
    "busy",
    [
        Busy("es", "dark", 503, 3, 11),
        pytest.param(Busy("en", "light", 429, 3, 11), marks=pytest.mark.full),
        Busy("en", "light", 503, 100, 4),  # five minutes are enough
        pytest.param(Busy("es", "dark", 429, 3600, 1), marks=pytest.mark.full),
    ],
)
def test_a_busy_server_says_who_comes_first_and_is_not_asked_for_ever(
    busy: Busy, page: Page, watch: Watch
) -> None:
    """Nobody asks before the server said, nor all at the same moment; then a button stands."""
    said, held, asked = texts(busy.lang), [], 0
    watch.expect_failing(UPDATE)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/compare?places=zip-64130,zip-64113,city&lang={busy.lang}&theme={busy.theme}")
    page.wait_for_selector(".cmp-line")
    at_rest(page)
    page.route(f"**/{UPDATE}", lambda route: held.append(route))  # noqa: PLW0108
    page.evaluate("Math.random = () => 0.8")
    bar, button = page.locator("#network"), page.get_by_role("button", name=said.t("network.retry"))
    expect(bar).to_have_attribute("role", "status")
    with page.expect_request(f"**/{UPDATE}"):
        remove(page, "zip-64113")
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    latest_ms = busy.retry_s * 1200
    while asked < busy.asked:
        the_held(held, page).fulfill(
            status=busy.status,
            headers={"Retry-After": str(busy.retry_s), "X-Waiting-Before": str(30 - asked)},
            body="{}",
        )
        asked += 1
        last = asked == busy.asked
        words = "stopped" if last else "line"
        expect(bar).to_contain_text(said.t(f"network.{words}", n=31 - asked))
        expect(button).to_be_visible()
        page.clock.fast_forward(600_000 if last else latest_ms - 100)
        page.wait_for_timeout(100)
        assert not held
        page.clock.fast_forward(0 if last else 200)
    page.clock.resume()
    assert violations(page, "#network") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.unroute(f"**/{UPDATE}")
    button.click()
    expect(page.locator(".cmp-place")).to_have_count(2)
    expect(page.locator("#network button")).to_have_count(0)


@pytest.mark.parametrize("name", CASES)
def test_a_request_that_fails_is_said_marked_and_made_good(
    name: str, page: Page, watch: Watch
) -> None:
    case, said = CASES[name], texts("es" if "lang=es" in CASES[name].path else "en")
    watch.expect_failing(UPDATE)
    page.goto(case.path)
    page.wait_for_selector(case.ready)
    at_rest(page)
    for number, fault in enumerate(case.faults):
        act = number % len(case.acts)
        behave, words = FAULTS[fault]
        page.route(f"**/{UPDATE}", behave)
        case.acts[act](page)
        expect(page.locator("#network")).to_contain_text(said.t(f"network.{words}"))
        expect(page.locator(case.waits)).to_have_attribute("aria-busy", "true")
        page.unroute(f"**/{UPDATE}")
        press_again(page, said.t("network.retry"))
        where, shown = case.shows[act]
        expect(page.locator(where)).to_contain_text(shown)
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        expect(page.locator("#network button")).to_have_count(0)


# Where every part of a page stands that says it waits, and what it shows.
BOXES = """() => [...document.querySelectorAll(
    ".chart-card__plot, .chart-card__plot > *, [id^=compare-], .map-stage"
  )].filter((part) => part.offsetParent).map((part) => {
    const { x, y, width, height } = part.getBoundingClientRect();
    return [part.id || part.className, x, y + scrollY, width, height].join(" ");
  })"""


@pytest.mark.parametrize(
    ("name", "width"), [("explore", 1366), ("gaps", 390), ("compare", 390), ("compare", 1366)]
)
def test_what_waits_keeps_its_place(name: str, width: int, page: Page) -> None:
    """On a slow network somebody reads on, or is about to press."""
    case = CASES[name]
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(case.path)
    page.wait_for_selector(case.ready)
    at_rest(page)
    before = page.evaluate(BOXES)
    page.route(f"**/{UPDATE}", lambda _route: None)
    case.acts[0](page)
    words = texts("en").t("network.updating")
    expect(page.locator(case.waits)).to_have_attribute("data-behind", words)
    assert page.evaluate(BOXES) == before


def test_a_page_of_another_version_says_so_and_renews_itself_with_its_address(
    page: Page, watch: Watch
) -> None:
    """Never under the hands of somebody who types. A cut connection is nobody's business."""
    watch.expect_failing("")
    said = texts("es")
    page.goto("/?lang=es")
    page.wait_for_selector(AREAS)
    at_rest(page)
    told: list[str] = []
    page.evaluate(
        """() => new MutationObserver(() => (window.told =
            (window.told || "") + document.getElementById("network").textContent))
            .observe(document.getElementById("network"), { childList: true })"""
    )
    page.route(f"**/{UPDATE}", lambda route: route.abort(), times=1)
    choose(page, "factor-select", "internet")
    expect(page.locator("#scatter-title")).to_contain_text("internet")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert said.t("network.unreachable") not in page.evaluate("window.told || ''")

    def of_another_version(route: Route) -> None:
        told.append(route.request.headers["page-version"])
        route.continue_(headers={**route.request.headers, "page-version": "0123456789ab"})

    page.route(f"**/{UPDATE}", of_another_version)
    page.evaluate("window.mark = true")
    choose(page, "factor-select", "seguro")
    page.locator("[data-place-search] input").first.fill("Armour")
    expect(page.locator("#network")).to_contain_text(said.t("network.renewed"))
    expect(page.get_by_role("button", name=said.t("network.reload"))).to_be_visible()
    page.wait_for_timeout(2600)
    assert page.evaluate("window.mark")
    page.unroute(f"**/{UPDATE}")
    with page.expect_navigation():
        page.evaluate("document.activeElement.blur()")
    expect(page.locator("#first")).to_have_count(0)
    expect(page.locator("#scatter-title")).to_contain_text("seguro")
    expect(page.locator("#factor-select")).to_have_value(re.compile("uninsured"))
    expect(page.locator("#network button")).to_have_count(0)
    assert set(told) == {page.evaluate("document.documentElement.dataset.version")}


@pytest.mark.parametrize(
    ("lang", "width"), [("es", 390), pytest.param("en", 1366, marks=pytest.mark.full)]
)
def test_what_was_asked_without_a_network_comes_by_itself(
    page: Page, watch: Watch, lang: str, width: int
) -> None:
    """A place is marked at once, and the panel says what it waits for."""
    said = texts(lang)
    # also what the page asks for by itself while the network is cut
    watch.allowed.append(r"^console error: Failed to load resource: net::ERR_INTERNET_DISCONN")
    page.goto(f"/?lang={lang}&theme=dark")
    page.wait_for_selector(AREAS)
    page.set_viewport_size({"width": width, "height": 844})
    cut_network(page)
    page.evaluate("kcExplore.choose(['neighborhood-102'])")
    expect(page.locator("#selection-waiting")).to_contain_text("Armour Fields")
    expect(page.locator("#selection-panel")).to_be_hidden()
    expect(page.locator("#network")).to_contain_text(said.t("network.offline"))
    page.wait_for_function("document.querySelector('#map-graph .has-chosen .is-chosen')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.set_offline(False)
    expect(page.locator("#selection-panel")).to_contain_text("Armour Fields")
    expect(page.locator("#selection-waiting")).to_be_hidden()
    expect(page.locator("#network button")).to_have_count(0)


def remove(page: Page, place: str) -> None:
    page.click(f'[data-compare="remove"][data-value="{place}"]')


def only_two_places(page: Page) -> None:
    """The earlier removal still counts, although its answer never showed."""
    expect(page.locator(".cmp-place")).to_have_count(2)
    expect(page.locator(".cmp-places")).to_have_attribute("data-places", "neighborhood-102,city")
    assert parse_qs(urlsplit(page.url).query)["places"] == ["neighborhood-102,city"]


@dataclass(frozen=True)
class Race:
    """Two choices of a page; the answer to the first comes after that to the second."""

    path: str
    ready: str
    first: Callable[[Page], None]
    second: Callable[[Page], None]
    shown: Callable[[Page], Any]


RACES = {
    "explore": Race(
        "/",
        AREAS,
        lambda page: choose(page, "factor-select", "internet"),
        lambda page: choose(page, "factor-select", "insurance"),
        lambda page: (
            expect(page.locator("#factor-select")).to_have_value(re.compile("uninsured")),
            expect(page.locator("#scatter-title")).to_contain_text("insurance"),
        ),
    ),
    "gaps": Race(
        "/gaps?lang=es",
        ".gaps .chart-card",
        lambda page: choose(page, "gaps-outcome", "Homicidios"),
        lambda page: choose(page, "gaps-outcome", "Diabetes"),
        lambda page: (
            expect(page.locator("#gaps-outcome")).to_have_value(re.compile("diabetes")),
            expect(page.locator("#gaps-finding")).to_contain_text("diabetes"),
        ),
    ),
    "compare": Race(
        "/compare?places=neighborhood-102,neighborhood-113,zip-64130,city",
        ".cmp-line",
        lambda page: remove(page, "zip-64130"),
        lambda page: remove(page, "neighborhood-113"),
        only_two_places,
    ),
}


@pytest.mark.parametrize("name", RACES)
def test_waiting_is_visible_and_a_late_answer_changes_nothing(name: str, page: Page) -> None:
    race = RACES[name]
    said = texts("es" if "lang=es" in race.path else "en")
    page.goto(race.path)
    page.wait_for_selector(race.ready)
    at_rest(page)
    held: list[Route] = []
    late = {"holding": True}
    page.route(
        f"**/{UPDATE}",
        lambda route: held.append(route) if late["holding"] else route.continue_(),
    )
    race.first(page)
    expect(page.locator("#network")).to_contain_text(said.t("network.waiting"))
    expect(page.locator("#main")).to_have_attribute("aria-busy", "true")
    late["holding"] = False
    race.second(page)
    race.shown(page)
    for route in held:
        route.continue_()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.wait_for_timeout(300)
    race.shown(page)


@pytest.mark.parametrize(
    ("part", "act"),
    [
        ("map_paths.zip", "zip"),
        (".csv", "#map-card a[download]"),
        ("/_dash-layout", None),
    ],
)
def test_files_shapes_and_the_first_load_come_after_all(
    page: Page, watch: Watch, part: str, act: str | None
) -> None:
    said = texts("en")
    watch.expect_failing(part)
    page.route(f"**/*{part}*", lambda route: route.abort())
    if act == "zip":
        page.goto("/")
        page.wait_for_selector("#map-graph.is-living")
        page.select_option("#geography-select", act)
    else:
        arrive(page, "/")
    if part == ".csv":
        page.wait_for_selector(AREAS)
        page.click(str(act))
    expect(page.locator("#network")).to_contain_text(said.t("network.unreachable"))
    if part == ".csv":
        with page.expect_download() as saved:
            page.unroute(f"**/*{part}*")
            press_again(page, said.t("network.retry"))
        assert saved.value.suggested_filename.endswith(".csv")
    else:
        page.unroute(f"**/*{part}*")
        press_again(page, said.t("network.retry"))
    page.wait_for_selector(f"{AREAS}[data-place^=zip]" if act == "zip" else AREAS)
    expect(page.locator("#network button")).to_have_count(0)


def test_a_script_that_came_and_cannot_be_run_is_said(page: Page, watch: Watch) -> None:
    """It is fetched first and run later, out of the browser's cache, which may have lost it."""
    watch.expect_failing("dash_html_components")
    page.add_init_script(NO_RELOAD_BY_ITSELF)

    def only_fetched(route: Route) -> None:
        is_run = route.request.resource_type == "script"
        route.abort() if is_run else route.continue_()

    page.route(re.compile("dash_html_components"), only_fetched)
    arrive(page, "/")
    expect(page.locator("#network")).to_contain_text(texts("en").t("network.scripts"))
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("how", ["button", "network"])
def test_a_part_of_the_page_that_is_missing_is_said(page: Page, watch: Watch, how: str) -> None:
    watch.expect_failing("dash_renderer")
    bundle = re.compile(r"dash_renderer")
    page.add_init_script(NO_RELOAD_BY_ITSELF)
    page.route(bundle, lambda route: route.abort())
    arrive(page, "/")
    expect(page.locator("#network")).to_contain_text(texts("en").t("network.scripts"))
    expect(page.locator("h1")).to_be_visible()
    page.unroute(bundle)
    if how == "button":
        page.get_by_role("button", name=texts("en").t("network.reload")).click()
    else:
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#first")).to_have_count(0)

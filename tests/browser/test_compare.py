"""Compare in a real browser: keyboard, Back, one place a card on a phone, paper, picture."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from data.models import Geography, PlaceId
from data.outline import OwnWord, circle
from tests.browser.axe import violations
from tests.browser.fields import find
from tests.browser.pictures import in_words
from tests.browser.serving import at_rest

PLACES = "neighborhood-64,zip-64113,council_district-3,city"
PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
LAPTOP_PX, PHONE_PX = 2600, 5000  # of two places
DRAWN = str(PlaceId(Geography.OWN, OwnWord(circle(-94.5646, 39.0535, 0.5)).area_id))


def open_compare(page: Page, query: str = f"?places={PLACES}") -> None:
    page.goto(f"/compare{query}")
    page.wait_for_selector(".cmp-line")
    at_rest(page)


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('.compare details').forEach(one => one.open = true)")


def names(page: Page) -> list[str]:
    return page.locator(".cmp-place__name").all_inner_texts()


@pytest.mark.parametrize(
    ("places", "query", "size"),
    [
        pytest.param(PLACES, "&lang=en", None, marks=pytest.mark.full),
        pytest.param(PLACES, "&lang=es&theme=dark&order=clearest", None, marks=pytest.mark.full),
        pytest.param(PLACES, "&lang=es", PHONE, marks=pytest.mark.full),
        ("zip-64130,city", "&lang=es&theme=dark", PHONE),
        pytest.param("zip-64130,city", "&theme=dark", None, marks=pytest.mark.full),
        pytest.param(PLACES, "&theme=dark", PHONE, marks=pytest.mark.full),
    ],
)
def test_no_violation(page: Page, places: str, query: str, size: dict[str, int] | None) -> None:
    if size:
        page.set_viewport_size(size)  # type: ignore[arg-type]
    open_compare(page, f"?places={places}{query}")
    unfold(page)
    assert violations(page) == []


def test_the_empty_page_and_its_open_list_have_no_violation(page: Page) -> None:
    page.goto("/compare")
    page.click("#compare-add")
    page.wait_for_selector("#compare-add-list [role=option]:visible")
    assert violations(page) == []


def test_places_are_ordered_by_keyboard_and_back_undoes_it(page: Page) -> None:
    open_compare(page)
    before = names(page)
    down = page.locator('[data-compare="down"][data-value="neighborhood-64"]')
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cmp-place__name").first).to_have_text(before[1])
    page.wait_for_url("**places=zip-64113,neighborhood-64,council_district-3,city")
    expect(down).to_be_focused()
    expect(page.locator("#live")).to_have_text("Knoches Park is now number 2 of 4.")
    page.go_back()
    expect(page.locator(".cmp-place__name").first).to_have_text(before[0])


def test_places_are_ordered_by_drag(page: Page) -> None:
    open_compare(page)
    items = page.locator(".cmp-place")
    items.nth(2).drag_to(items.nth(0))
    expect(page.locator(".cmp-place__name").first).to_have_text("District 3")
    page.wait_for_url("**places=council_district-3,*")


def test_places_are_added_removed_and_compared_with_another(page: Page) -> None:
    open_compare(page, "?places=zip-64130,city")
    find(page, "compare-add", "64113")
    expect(page.locator(".cmp-place")).to_have_count(3)
    page.click('[data-compare="baseline"][data-value="zip-64113"]')
    expect(page.locator("main h1")).to_contain_text("ZIP 64113 are told apart")
    page.click('[data-compare="remove"][data-value="city"]')
    expect(page.locator(".cmp-place")).to_have_count(2)
    page.wait_for_url("**/compare?places=zip-64130,zip-64113&baseline=zip-64113")
    page.click('[data-compare="add"][data-value="city"]')
    expect(page.locator(".cmp-place")).to_have_count(3)


def test_the_order_is_in_the_address(page: Page) -> None:
    """Life expectancy stays first; what is folded stays as it was left."""
    open_compare(page, f"?places={PLACES}&show=differences")
    first = page.locator("tbody[data-row]").first
    page.locator("details.cmp-group > summary").first.click()
    expect(first).to_have_attribute("data-row", "life_expectancy")
    page.click('[data-compare="order"][data-value="clearest"]')
    expect(page.locator(".cmp-group--shown .cmp-theme")).to_have_text(
        ["Length of life", "Clearest first", "Neither better nor worse"]
    )
    expect(first).to_have_attribute("data-row", "life_expectancy")
    expect(page.locator("details.cmp-group[open]")).to_have_count(1)
    page.wait_for_url("**order=clearest")
    page.reload()
    page.wait_for_selector(".cmp-line")
    expect(page.locator(".cmp-group--shown .cmp-theme")).to_have_count(3)


@pytest.mark.parametrize(
    ("places", "lang"),
    [
        ("neighborhood-129,neighborhood-32", "es"),
        (f"{DRAWN},city", "en"),
        pytest.param("zip-64130,zip-64113", "en", marks=pytest.mark.full),
        pytest.param("council_district-3,council_district-1", "es", marks=pytest.mark.full),
        pytest.param("group-ivanhoe,zip-64113", "en", marks=pytest.mark.full),
    ],
)
def test_two_places_are_short(page: Page, places: str, lang: str) -> None:
    """Two thousand six hundred pixels on a laptop, five thousand on a phone, in one line each."""
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    open_compare(page, f"?places={places}&lang={lang}")
    height = "document.documentElement.scrollHeight"
    assert page.evaluate(height) <= LAPTOP_PX
    for gap in page.locator(".cmp-group--shown .cmp-line__difference").all():
        number, interval = gap.locator(".cmp-glyph"), gap.locator(".cmp-line__interval")
        if interval.count():
            one, other = number.bounding_box(), interval.bounding_box()
            assert one and other and abs(one["y"] - other["y"]) < other["height"] / 2
    marks = page.locator(".cmp-group--shown path.cmp-mark").count()
    assert page.evaluate("window.kcCompareImage.compose().source").count("<path") == marks
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate(height) <= PHONE_PX
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_phone_shows_one_place_beside_the_baseline(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_compare(page)
    first = page.locator("tbody[data-row=life_expectancy]")
    shown = first.locator(".cmp-line:visible .cmp-line__place")
    expect(shown).to_have_text(["Knoches Park", "The city"])
    page.get_by_role("button", name="District 3", exact=True).click()
    expect(shown).to_have_text(["District 3", "The city"])
    page.mouse.wheel(0, 2500)
    expect(page.locator(".cmp-cards__baseline")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_row_is_cited_with_the_numbers_of_every_place(page: Page) -> None:
    open_compare(page)
    # where nothing can be copied, it is selected
    refuse = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }"
    page.evaluate(refuse)
    page.get_by_role("link", name="Cite: Life expectancy").press("Enter")
    expect(page.locator("#said")).to_contain_text("copy it yourself")
    cited = page.evaluate("getSelection().toString()")
    row = page.locator("tbody[data-row=life_expectancy]")
    for part in ("place", "value .cmp-line__interval", "difference", "words"):
        for said in row.locator(f".cmp-line__{part}").all_inner_texts():
            assert " ".join(said.split()) in cited
    assert (row.get_attribute("data-source") or "") in cited
    assert "measure=life_expectancy" in cited


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_a_phone_shows_every_place_and_opens_what_is_folded(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"/compare?places={PLACES}&lang=es")
    first = page.locator("tbody[data-row=life_expectancy]")
    expect(first.locator(".cmp-line:visible")).to_have_count(4)
    folded = page.locator("details.cmp-group tbody[data-row]").first
    expect(folded).to_be_hidden()
    page.locator("details.cmp-group > summary").first.click()
    expect(folded).to_be_visible()


def test_paper_shows_every_place_and_names_the_sources(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_compare(page)
    page.emulate_media(media="print")
    first = page.locator("tbody[data-row=life_expectancy]")
    expect(first.locator(".cmp-line:visible")).to_have_count(4)
    expect(page.locator(".cmp-sources li").first).to_be_visible()
    expect(page.locator(".cmp-controls")).to_be_hidden()
    expect(page.locator("details.cmp-group").first).to_be_hidden()


def test_the_picture_names_places_years_and_sources(page: Page) -> None:
    open_compare(page, f"?places=neighborhood-117,{PLACES}")
    unfold(page)
    source = page.evaluate("window.kcCompareImage.compose().source")
    for words in (
        "Knoches Park",
        "ZIP 64113",
        "2010–2015",
        "National Center for Health Statistics",
        "14 killed here: 96.1",
        "from 10 to 19 events",
    ):
        assert words in source
    found = in_words(source)
    for shape in page.locator(".cmp-legend li").all():
        assert shape.inner_text().split()[-1] in found
    with page.expect_download() as saved:
        page.click('[data-compare="png"]')
    assert saved.value.suggested_filename.startswith("kansas-city-compare-")

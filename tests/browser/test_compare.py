"""Compare in a real browser: keyboard, Back, one place a card on a phone, paper, picture."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.fields import find
from tests.browser.pictures import in_words
from tests.browser.serving import at_rest

PLACES = "neighborhood-64,zip-64113,council_district-3,city"
PHONE = {"width": 390, "height": 844}


def open_compare(page: Page, query: str = f"?places={PLACES}") -> None:
    page.goto(f"/compare{query}")
    page.wait_for_selector(".cmp-line")
    at_rest(page)


def names(page: Page) -> list[str]:
    return page.locator(".cmp-place__name").all_inner_texts()


@pytest.mark.parametrize(
    ("query", "size"),
    [
        pytest.param("&lang=en", None, marks=pytest.mark.full),
        ("&lang=es&theme=dark&order=clearest", None),
        pytest.param("&lang=es", PHONE, marks=pytest.mark.full),
        ("&theme=light&show=differences", PHONE),
        pytest.param("&theme=dark&show=differences", PHONE, marks=pytest.mark.full),
    ],
)
def test_no_violation(page: Page, query: str, size: dict[str, int] | None) -> None:
    if size:
        page.set_viewport_size(size)  # type: ignore[arg-type]
    open_compare(page, f"?places={PLACES}{query}")
    page.evaluate("document.querySelectorAll('.cmp-group').forEach(group => group.open = true)")
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
    expect(page.locator("main h1")).to_contain_text("ZIP 64113 apart")
    page.click('[data-compare="remove"][data-value="city"]')
    expect(page.locator(".cmp-place")).to_have_count(2)
    page.wait_for_url("**/compare?places=zip-64130,zip-64113&baseline=zip-64113")
    page.click('[data-compare="add"][data-value="city"]')
    expect(page.locator(".cmp-place")).to_have_count(3)


def test_the_filter_and_the_order_are_in_the_address(page: Page) -> None:
    open_compare(page)
    every = page.locator(".cmp-measure").count()
    page.click('[data-compare="show"][data-value="differences"]')
    expect(page.locator('[data-compare="show"][aria-pressed="true"]')).to_have_text(
        "Only what the test tells apart"
    )
    page.click('[data-compare="order"][data-value="clearest"]')
    expect(page.locator(".cmp-group")).to_have_count(2)  # the second is of who lives there
    assert 0 < page.locator(".cmp-measure").count() < every
    page.wait_for_url("**show=differences&order=clearest")
    page.reload()
    page.wait_for_selector(".cmp-line")
    expect(page.locator(".cmp-group")).to_have_count(2)


def test_screen_and_download_say_the_same(page: Page) -> None:
    open_compare(page, f"?places={PLACES}&show=differences")
    href = page.locator(".cmp-tools a[download]").first.get_attribute("href")
    text = page.request.get(href or "").body().decode("utf-8-sig")
    records = list(csv.DictReader(io.StringIO(text)))
    verdicts = {"better": "better", "worse": "worse", "not_different": "cannot be told apart"}
    shown = page.locator(".cmp-line").evaluate_all(
        "lines => lines.map(line => line.querySelector('.cmp-line__words').textContent)"
    )
    assert len(shown) == len(records)
    for words, record in zip(shown, records, strict=True):
        assert words.startswith(verdicts.get(record["baseline_verdict"], "")), record


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


def test_paper_shows_every_place_and_names_the_sources(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_compare(page)
    page.emulate_media(media="print")
    first = page.locator("tbody[data-row=life_expectancy]")
    expect(first.locator(".cmp-line:visible")).to_have_count(4)
    expect(page.locator(".cmp-sources li").first).to_be_visible()
    expect(page.locator(".cmp-controls")).to_be_hidden()


def test_the_picture_names_places_years_and_sources(page: Page) -> None:
    open_compare(page, f"?places=neighborhood-117,{PLACES}")
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

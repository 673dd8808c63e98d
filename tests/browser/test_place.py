"""One place in a real browser: accessible, on a phone, on paper, with its link and its tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from layouts import ids
from tests.browser.axe import violations
from tests.browser.serving import at_rest

PLACE = "/place/zip-64130"
DRAWN = f"#{ids.chart(ids.SPINE).graph} .main-svg"


def visit(page: Page, path: str = PLACE) -> None:
    page.goto(path)
    page.wait_for_selector(DRAWN)
    at_rest(page)


@pytest.mark.parametrize(
    ("path", "width"),
    [
        (f"{PLACE}?lang=es&theme=dark", 390),
        pytest.param("/place/neighborhood-100?theme=light", 390, marks=pytest.mark.full),
        pytest.param("/place/council_district-3?theme=dark", 1366, marks=pytest.mark.full),
        ("/place/city?lang=es", 1366),
    ],
)
def test_no_violation_and_no_sideways_scrolling(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    visit(page, path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_header_is_one_line_on_a_phone_and_unfolds_by_keyboard(page: Page, lang: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/methods?lang={lang}")
    header = page.locator(".shell__header")
    expect(page.locator(".place-search__field")).to_be_visible()
    assert header.bounding_box()["height"] < 56  # one finger and the line under it
    links = page.locator(".shell__nav a, .shell__switch[data-set-param=theme]")
    expect(links.first).to_be_hidden()
    page.keyboard.press("Tab")  # the skip link
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for link in links.all():
        expect(link).to_be_visible()
    assert violations(page, ".shell__header") == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()


def test_tables_open_by_keyboard(page: Page) -> None:
    visit(page)
    page.locator(f"#{ids.chart(ids.SPINE).table_details} summary").press("Enter")
    table = page.locator(f"#{ids.chart(ids.SPINE).table} table")
    expect(table).to_contain_text("Life expectancy")
    # the page around it is judged above
    assert violations(page, f"#{ids.chart(ids.SPINE).table_details}") == []


def test_it_is_shared_printed_and_left_for_a_neighbor(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # half an escape in the anchor breaks nothing: the watch fails on an error of the page
    visit(page, f"{PLACE}#%E0%A4%A")
    page.get_by_role("button", name="Share").click()
    expect(page.locator(f"#{ids.SHARE_STATUS}")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") is True
    page.locator(".neighbors a").first.click()
    page.wait_for_url(lambda url: "/place/" in url and "zip-64130" not in url)
    page.wait_for_selector(DRAWN)


def test_this_place_can_be_presented(page: Page) -> None:
    visit(page)
    page.get_by_role("link", name="Present this place").click()
    page.wait_for_selector("#deck[data-ready]")
    title = page.get_by_label("Title of slide 1")
    expect(title).to_have_value(re.compile(r".+ and the city"))


def test_two_sheets_of_paper_without_controls_and_the_charts_as_before(
    page: Page, tmp_path: Path
) -> None:
    visit(page, f"{PLACE}?lang=es")
    size = f"(() => {{ const svg = document.querySelector('{DRAWN}');" \
           " return [svg.getAttribute('width'), svg.getAttribute('height')]; })()"  # fmt: skip
    before = page.evaluate(size)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(size) != before
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"JSON.stringify({size}) === '{_json(before)}'")
    for selector in (".place__actions", ".place__way"):
        expect(page.locator(selector).first).to_be_visible()
    assert_two_sheets(page, tmp_path)
    page.emulate_media(media="print")
    for selector in (".place__actions", ".place__way"):
        expect(page.locator(selector).first).to_be_hidden()


def test_a_neighborhood_of_long_names_is_two_sheets_too(page: Page, tmp_path: Path) -> None:
    visit(page, "/place/neighborhood-100?lang=es")
    assert_two_sheets(page, tmp_path)


def assert_two_sheets(page: Page, folder: Path) -> None:
    printed = page.pdf(path=str(folder / "place.pdf"), prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def _json(parts: list[str]) -> str:
    return '["' + '","'.join(parts) + '"]'

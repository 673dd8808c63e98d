"""One place in a real browser: accessible, on a phone, on paper, with its link and its tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from layouts import ids
from tests.browser.test_accessibility import violations

PLACE = "/place/zip-64130"
DRAWN = f"#{ids.chart(ids.SPINE).graph} .main-svg"


def visit(page: Page, path: str = PLACE) -> None:
    page.goto(path)
    page.wait_for_selector(DRAWN)


@pytest.mark.parametrize(
    ("path", "width"),
    [
        (f"{PLACE}?lang=es&theme=dark", 390),
        ("/place/neighborhood-100?theme=light", 390),
        ("/place/council_district-3?theme=dark", 1366),
        ("/place/city?lang=es", 1366),
    ],
)
def test_no_violation_and_no_sideways_scrolling(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    visit(page, path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_half_an_escape_in_the_anchor_breaks_nothing(page: Page) -> None:
    visit(page, f"{PLACE}#%E0%A4%A")  # the watch fails on an error of the page


def test_tables_open_by_keyboard(page: Page) -> None:
    visit(page)
    page.locator(f"#{ids.chart(ids.SPINE).table_details} summary").press("Enter")
    table = page.locator(f"#{ids.chart(ids.SPINE).table} table")
    expect(table).to_contain_text("Life expectancy")
    assert violations(page) == []


def test_share_copies_the_address(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page)
    page.get_by_role("button", name="Share").click()
    expect(page.locator(f"#{ids.SHARE_STATUS}")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_this_place_can_be_presented(page: Page) -> None:
    visit(page)
    page.get_by_role("link", name="Present this place").click()
    page.wait_for_selector("#deck[data-ready]")
    title = page.get_by_label("Title of slide 1")
    expect(title).to_have_value(re.compile(r".+ and the city"))


@pytest.mark.parametrize("selector", [".place__actions", ".place__way"])
def test_what_cannot_be_clicked_is_not_printed(page: Page, selector: str) -> None:
    visit(page, "/place/zip-64130?lang=es")
    expect(page.locator(selector).first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(selector).first).to_be_hidden()


def test_print_opens_the_dialog_of_the_browser(page: Page) -> None:
    visit(page)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") is True


@pytest.mark.parametrize("path", [PLACE, "/place/neighborhood-100?lang=es"])
def test_two_sheets_of_letter_paper(page: Page, path: str, tmp_path: Path) -> None:
    visit(page, path)
    printed = page.pdf(path=str(tmp_path / "place.pdf"), prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_charts_get_their_own_size_back_after_printing(page: Page) -> None:
    visit(page)
    size = f"(() => {{ const svg = document.querySelector('{DRAWN}');" \
           " return [svg.getAttribute('width'), svg.getAttribute('height')]; })()"  # fmt: skip
    before = page.evaluate(size)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(size) != before
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"JSON.stringify({size}) === '{_json(before)}'")


def _json(parts: list[str]) -> str:
    return '["' + '","'.join(parts) + '"]'


def test_a_neighbor_is_one_click_away(page: Page) -> None:
    visit(page)
    page.locator(".neighbors a").first.click()
    page.wait_for_selector(DRAWN)
    assert page.url.split("/")[-1] != "zip-64130"

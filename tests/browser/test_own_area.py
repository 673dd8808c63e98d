"""An area drawn in a real browser: by pointer, by keys, from a list, and on to paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from layouts import ids, paths
from tests.browser.axe import violations
from tests.browser.serving import at_rest

MAP = ".own__svg"
SHOW = f"#{ids.OWN} button[type=submit]"
MOST_ACTIONS = 6  # from the map to the sheet that a printer gets


class Visitor:
    """Counts what a visitor does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def press(self, selector: str, **options: object) -> None:
        self.actions += 1
        self.page.click(selector, **options)


def open_map(page: Page, query: str = "") -> None:
    page.goto(f"{paths.OWN}{query}")
    page.wait_for_selector(f"{MAP} .own__home", state="attached")
    at_rest(page)


def test_a_drawn_parish_comes_to_paper_in_few_actions(page: Page) -> None:
    open_map(page)
    visitor = Visitor(page)
    visitor.press('[name="way"][value="circle"]')
    visitor.press(MAP)
    visitor.press(SHOW)
    page.wait_for_selector("#place-title")
    assert "shape=" in page.url
    expect(page.locator(".place [role=note]").first).to_be_visible()
    visitor.press(f".place a[href*='{paths.FACT_SHEETS}?place=own-']")
    printing = page.locator(f"a[href*='{paths.FACT_SHEETS}/'][href*='.pdf']:not([download]).button")
    expect(printing).to_be_visible()
    visitor.actions += 1  # it opens in a viewer, which this browser has not
    answer = page.request.get(printing.get_attribute("href"))
    assert answer.ok
    assert answer.body().startswith(b"%PDF")
    assert visitor.actions <= MOST_ACTIONS


@pytest.mark.parametrize(
    ("query", "width"),
    [("?lang=es", 390), pytest.param("?theme=dark", 1366, marks=pytest.mark.full)],
)
def test_the_map_is_for_everybody(page: Page, query: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_map(page, query)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.focus(MAP)
    status, corners = page.locator("[data-own-status]"), page.locator(".own__handle")
    for key in ("+", "+", "+", "Enter", *["ArrowRight"] * 6, "Enter", *["ArrowDown"] * 6, "Enter"):
        page.keyboard.press(key)
    expect(corners).to_have_count(3)
    expect(status).to_have_text(re.compile("3"))
    page.keyboard.press("Enter")  # takes hold of the corner under the cross
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")  # takes back how the corner was moved
    page.keyboard.press("Delete")
    expect(corners).to_have_count(2)
    page.keyboard.press("Backspace")
    expect(corners).to_have_count(3)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.own__svg')") is None
    page.click(SHOW)
    page.wait_for_selector("#place-title")
    page.click(f"a[href*='{paths.OWN}'][href*='edit=yes']")  # and back to change it
    page.wait_for_selector(f"{MAP} .own__home", state="attached")
    expect(page.locator(".own__handle")).to_have_count(3)


def test_the_map_says_what_to_do_and_a_circle_goes_round_a_place_of_the_list(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_map(page)
    status, said = page.locator("[data-own-status]"), set()
    for way in ("draw", "pick", "circle"):
        page.check(f'[name="way"][value="{way}"]')
        expect(status).to_be_visible()
        said.add(status.inner_text())
    assert len(said) == 3
    assert all(text.strip() for text in said)
    listed = page.locator(".own__go select")
    assert listed.locator("optgroup").count() > 1
    listed.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".own__outline")).to_have_attribute("d", re.compile("^M"))
    first = page.locator(".own__outline").get_attribute("d")
    listed.select_option(index=listed.locator("option").count() - 1)  # of another kind
    expect(page.locator(".own__outline")).not_to_have_attribute("d", first)
    page.click(SHOW)
    page.wait_for_selector("#place-title")


def test_a_line_that_meets_itself_is_not_sent(page: Page) -> None:
    open_map(page)
    box = page.locator(MAP).bounding_box()
    for x, y in ((0.4, 0.4), (0.6, 0.6), (0.6, 0.4), (0.4, 0.6)):
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.click(SHOW)
    assert page.url.endswith(paths.OWN)
    page.locator(MAP).scroll_into_view_if_needed()
    first = page.locator(".own__handle").first.bounding_box()
    page.mouse.move(first["x"] + first["width"] / 2, first["y"] + first["height"] / 2)
    page.mouse.down()
    page.mouse.move(first["x"] + 0.1 * box["width"], first["y"] + 0.35 * box["height"], steps=5)
    page.mouse.up()
    page.click(SHOW)
    page.wait_for_selector("#place-title")


def test_neighborhoods_are_picked_on_the_map_or_in_the_list(page: Page) -> None:
    open_map(page)
    page.check('[name="way"][value="pick"]')
    for home in ("52", "53"):
        page.check(f'[name="pick"][value="{home}"]')
    expect(page.locator(".own__home.is-picked")).to_have_count(2)
    page.fill("#own-name", "Ivanhoe & Co")
    page.click(SHOW)
    page.wait_for_selector("#place-title")
    expect(page.locator("#place-title")).to_have_text("Ivanhoe & Co")
    assert re.search("pick=5[23]%2C5[23]$", page.url)
    assert "miles" not in page.url

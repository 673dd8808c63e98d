"""Stories of one's own: they stay in the browser, survive a reload, and are never sent."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from data.decks.deck import view_of
from data.decks.words import WORDS, WordKind, fields_of
from tests.browser.axe import violations

HOSTILE = "<img src=x onerror=\"document.title='owned'\"> & 100% <script>owned()</script>"


def opened(page: Page, path: str) -> None:
    page.goto(path)
    page.mouse.move(9, 9)  # scripts wake by a touch
    page.wait_for_selector(".own-form")


def told(page: Page, text: str, name: str = "", place: str = "") -> None:
    page.fill("#own-text", text)
    page.fill("#own-teller", name)
    page.fill("#own-place", place)
    page.check("#own-consent")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_own_stories_stay_in_the_browser(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, "/stories?lang=es")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    told(page, HOSTILE, "Rosa", "64130")
    told(page, "Pagamos la renta o la luz.")
    items = page.locator(".own-item")
    expect(items).to_have_count(2)
    expect(items.first.locator("blockquote")).to_have_text(HOSTILE)
    assert page.locator(".own-item img, .own-item script").count() == 0
    assert "owned" not in page.title()
    assert violations(page, ".own") == []
    # what may tell of somebody is asked about once, and kept by whoever says so again
    page.fill("#own-text", "Llame al 816-555-0134")
    page.check("#own-consent")
    page.locator(".own-form [type=submit]").click()
    expect(page.locator(".own-hints")).to_contain_text("816-555-0134")
    assert violations(page, ".own-form") == []
    expect(items).to_have_count(2)
    page.locator(".own-form [type=submit]").click()
    expect(items).to_have_count(3)
    items.nth(2).locator("button").nth(2).click()
    expect(items).to_have_count(2)
    items.first.locator("[data-add-slide]").click()
    assert sent == []
    view = view_of(json.loads(page.evaluate("localStorage.getItem('kc-deck')"))[0])
    assert view is not None
    assert (view.page, view.chart) == (WORDS, WordKind.STORY)
    told_again = fields_of(WordKind.STORY, view.query)
    assert told_again == {"text": HOSTILE, "teller": "Rosa, 64130"}
    opened(page, "/stories?lang=en")
    expect(page.locator(".own-item blockquote").first).to_have_text(HOSTILE)


def test_the_wall_prints_the_cards_alone(page: Page) -> None:
    opened(page, "/stories")
    told(page, "We kept the oven open to heat the kitchen.", "Rosa")
    page.evaluate("() => { window.print = () => {}; }")
    page.locator(".own-tools button", has_text="wall").click()
    page.emulate_media(media="print")
    expect(page.locator(".own-item")).to_be_visible()
    expect(page.locator(".wall-title")).to_be_visible()
    for gone in ("#press", "#what", ".own-form", ".own-item__tools", ".shell__header"):
        expect(page.locator(gone).first).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#press")).to_be_visible()

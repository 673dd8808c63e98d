"""Shared stories by keyboard alone on a small phone, and their moderator, as axe sees them."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from data.locale import texts
from layouts import paths
from tests.browser.axe import violations
from tests.sharing import TOKEN, Site, site_of

T = texts("es").t
MOST_TABS = 40
STORY = "El camión pasa cada hora. Mi hijo Marcos espera conmigo."


class Quiet(WSGIRequestHandler):
    def log(self, *_said: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with site_of() as found:
        yield found


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """The site on a port, in a thread: what it keeps is at hand."""
    server = make_server("127.0.0.1", 0, site.app.server, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached")


def held(page: Page) -> None:
    """Clean to axe, no wider than the phone, and without any script of its own."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.scripts.length") == 0


def test_a_story_is_shared_and_taken_back_by_keyboard(phone: Page, site: Site) -> None:
    page = phone
    page.goto(f"{paths.SHARE}?lang=es")
    held(page)
    tab_to(page, "#text")
    page.keyboard.type(STORY)
    for box in ("#aloud", "#online"):
        tab_to(page, box)
        page.keyboard.press("Space")
    tab_to(page, "#age")
    page.keyboard.press("Space")
    assert (
        page.evaluate("document.querySelector('.sending__trap').getBoundingClientRect().right") < 0
    )
    tab_to(page, "button[value=check]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#hints")
    held(page)
    assert page.locator("mark").all_inner_texts() == ["Marcos"]
    tab_to(page, "button[value=send]")
    page.keyboard.press("Enter")
    code = page.locator(".code").inner_text()
    held(page)
    page.goto(f"{paths.YOURS}?lang=es")
    tab_to(page, "#code")
    page.keyboard.type(code.lower())
    page.keyboard.press("Enter")
    page.wait_for_selector(".told")
    held(page)
    tab_to(page, "button[value=take_back]")
    page.keyboard.press("Enter")
    page.get_by_text(T("share.gone.said")).wait_for()
    assert site.store.kept() == ()


def test_what_is_wrong_leads_to_its_field(phone: Page) -> None:
    page = phone
    page.goto(f"{paths.SHARE}?lang=es&theme=dark")
    page.locator("button[value=check]").click()
    page.locator(".notice[role=alert]").wait_for()
    assert page.title().startswith(T("common.tone.warning"))
    held(page)
    page.get_by_role("link", name=T("share.errors.no_use")).click()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "aloud"


def test_a_moderator_reads_on_a_phone(phone: Page, site: Site) -> None:
    page = phone
    site.tell()
    page.goto(f"{paths.MODERATE}?lang=es")
    held(page)
    page.fill("#key", TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_selector(".moderated")
    held(page)
    assert page.evaluate("document.cookie") == ""
    page.locator("button[value=approve]").click()
    page.get_by_text(T("share.moderate.did.approve")).wait_for()
    page.goto(f"{paths.STORIES}?lang=es")
    page.locator("#shared ~ .voices .voice").wait_for()
    assert violations(page, ".main") == []

"""The story in a real browser: on paper, two sheets, in every language, without a script too."""

from __future__ import annotations

import re
from io import BytesIO
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from data.cities.city import city
from data.locale import texts
from data.story.results import Screen
from data.story.sentences import headline
from layouts import ids
from tests import shared
from tests.browser.serving import at_rest

PAPERS = ("Letter", "A4")
SHEETS = 2


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u202f\u2060]", "", normalize("NFKC", text))


def assert_two_sheets(page: Page, lang: str) -> None:
    """All that is said and drawn is on two sheets of either size."""
    told = [headline(shared.services().story.data, screen, texts(lang)) for screen in Screen]
    for paper in PAPERS:
        printed = PdfReader(BytesIO(page.pdf(format=paper)))
        assert len(printed.pages) == SHEETS, (lang, paper)
        words = squeezed("".join(sheet.extract_text() for sheet in printed.pages))
        assert [sentence for sentence in told if squeezed(sentence) not in words] == []
        # a label of each drawing, so that none is missing on paper
        assert all(label in words for label in ("7.05", "79.8", "85")), (lang, paper)


@pytest.mark.parametrize("lang", ["es", pytest.param("en", marks=pytest.mark.full)])
def test_it_prints_on_two_sheets(page: Page, lang: str) -> None:
    page.goto(f"/story?lang={lang}&place={city().examples[0]}")
    at_rest(page)
    # a chart that was touched is plotly's, and gives way to its cell on paper
    page.hover(f"#{ids.chart(ids.GAP_GROUPS).graph}")
    page.wait_for_selector(f"#{ids.chart(ids.GAP_GROUPS).graph} .main-svg", state="attached")
    assert_two_sheets(page, lang)


@pytest.mark.parametrize("lang", ["en", pytest.param("es", marks=pytest.mark.full)])
def test_without_a_script_it_is_whole_and_prints_the_same(
    browser: Browser, server_url: str, lang: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server_url}/story?lang={lang}&place={city().examples[0]}")
    assert page.locator("h1:visible").count() == 1
    for screen in Screen:
        assert page.locator(f".story__screen--{screen} .chart-card__plot").first.is_visible()
    assert_two_sheets(page, lang)
    context.close()

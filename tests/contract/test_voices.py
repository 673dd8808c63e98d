"""Stories beside numbers: marked as stories, at most two, and nothing where nobody told one."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from data.cities.city import city
from data.locale import LANGUAGES, texts
from layouts.components.voices import MOST_BESIDE, press_of_place

SHOWN = ("/place/zip-64130", "/place/council_district-3", "/place/city", "/fact-sheets")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", SHOWN)
def test_voices_are_marked_as_stories(real_client: FlaskClient, path: str, lang: str) -> None:
    said = real_client.get(f"{path}?lang={lang}").get_data(as_text=True)
    _, _, after = said.partition('id="voices"')
    section = after.partition("</section>")[0]
    voices = re.findall(r'<article class="voice">(.*?)</article>', section, re.DOTALL)
    assert 1 <= len(voices) <= MOST_BESIDE
    t = texts(lang).t
    assert t("stories.beside") in section
    for voice in voices:
        assert t("stories.press_label") in voice
        assert 'href="https://' in voice
        assert 'lang="en"' in voice  # the original, whatever the page's language


def test_a_place_that_nobody_spoke_of_shows_none(real_client: FlaskClient) -> None:
    assert press_of_place("zip-64111") == ()
    assert 'id="voices"' not in real_client.get("/place/zip-64111").get_data(as_text=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_stories_shows_every_voice_whole(real_client: FlaskClient, lang: str) -> None:
    said = real_client.get(f"/stories?lang={lang}").get_data(as_text=True)
    assert said.count('class="voice__label"') == len(city().press_quotes)
    for quote in city().press_quotes:
        assert quote.url in said
        assert quote.quote.en.replace("&", "&amp;") in said
        assert quote.quote.get(lang) in said
    assert texts(lang).t("stories.press_official") in said

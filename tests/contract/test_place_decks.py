"""The deck of a place has something to say for every place there is, and says whose it is."""

from __future__ import annotations

import random
import re

import pytest

from callbacks.routing import show_page
from data.deck import ready_decks
from data.locale import LANGUAGES, texts
from data.models import Role
from data.place import CITY_PLACE
from data.place_around import places_around
from data.ready_place import deck_for
from data.repository.engine import EXTRACT, sqlite_url
from data.sentences.place import place_name, place_title
from data.services import Services
from data.settings import Settings
from data.view_state import Theme
from layouts.slides.build import build_slide
from layouts.slides.place import LIFE, lead_measure
from tests.contract.test_ids import walk

SERVICES = Services.open(sqlite_url(EXTRACT))
READY = ready_decks()["neighborhood"]
# The city has the deck of its own gap, and no map of places like it.
EVERY_PLACE = [p.place_id for p in SERVICES.place_index.places if p.place_id != CITY_PLACE]
# Without life expectancy, with three residents, with none, outside the city, of every kind.
HARD = [
    "neighborhood-113", "neighborhood-U1", "neighborhood-U4", "neighborhood-155", "zip-64012",
    "zip-64130", "council_district-3",
]  # fmt: skip
SAMPLE = [*HARD, *random.Random(9).sample(EVERY_PLACE, 4)]


def names(place_id: str, lang: str) -> tuple[str, str]:
    data = SERVICES.place(place_id)
    about = (data.area.name, data.area.area_id, data.geography, texts(lang))
    return place_title(*about), place_name(*about)


def check(place_id: str, lang: str) -> None:
    deck = deck_for(SERVICES, READY, place_id, lang)
    around = [place_id, *places_around(SERVICES, place_id)]
    assert len(deck.slides) == len(READY.slides)
    for view in deck.slides:
        slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
        assert slide is not None and slide.figures and slide.lead and slide.source, view
        assert any(name in view.title for name in names(place_id, lang)), view
        if view.page == "gaps":  # of the whole city
            continue
        of = [name for place in around for name in names(place, lang)]
        assert any(name in slide.lead for name in of), (view, slide.lead)
        assert any(letter.isdigit() for letter in slide.lead), (view, slide.lead)
        assert "homicid" not in slide.lead.casefold(), (view, slide.lead)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "places", [SAMPLE, pytest.param(EVERY_PLACE, marks=pytest.mark.full)], ids=["sample", "all"]
)
def test_no_slide_of_a_place_is_empty(places: list[str], lang: str) -> None:
    for place_id in places:
        check(place_id, lang)


def test_a_place_leads_with_life_expectancy_then_a_social_factor() -> None:
    for place_id in EVERY_PLACE:
        led = lead_measure(SERVICES.place(place_id))
        if led is not None and led.indicator.id != LIFE:
            assert led.indicator.role is Role.FACTOR, place_id


def test_places_without_people_are_not_offered() -> None:
    page = show_page(SERVICES, Settings(), "/present", "")
    markup = "".join(str(getattr(part, "data-html", "")) for part in walk(page))
    offered = set(re.findall(r'<option value="([^"]+)"', markup))
    empty = {p.place_id for p in SERVICES.place_index.places if not p.people_2020}
    assert len(offered) > 290 and empty and not offered & empty

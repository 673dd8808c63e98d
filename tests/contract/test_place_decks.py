"""The deck of a place has something to say for every place there is, and says whose it is."""

from __future__ import annotations

import random
import re

import pytest

from callbacks.routing import show_page
from data.address import Theme
from data.atlas.around import places_around
from data.cities.city import city
from data.decks.deck import GAPS, View, ready_decks
from data.locale import LANGUAGES, texts
from data.models import CITY_PLACE, Role, Verdict
from data.place.results import COMPARED
from data.place.sentences import place_name, place_title
from data.sentences.words import subject
from data.settings import Settings
from layouts.figures.place.measures import lead_measure, measures
from layouts.slides.slide import Slide, parted
from tests.contract.test_ids import walk
from tests.one_slide import build_slide
from tests.shared import services

SERVICES = services()
READY = ready_decks()["neighborhood"]
# The city has the deck of its own gap, and no map of places like it.
EVERY_PLACE = [p.place_id for p in SERVICES.place_index.places if p.place_id != CITY_PLACE]
# Without life expectancy, with three residents, with none, outside the city, of every kind.
HARD = [
    "neighborhood-113", "neighborhood-U1", "neighborhood-U4", "neighborhood-155", "zip-64012",
    "zip-64130", "council_district-3",
]  # fmt: skip
YEARS = re.compile(r"\b(19|20)\d\d\b")
# What a slide must not open with.
NOTHING = re.compile("no number|no value|no one lives|nothing stands out|no tiene|nadie|nada")
NOT_CONTRACTED = re.compile(r"\b(de|a) el\b")  # Spanish says `del` and `al`
NO_DIFFERENCE = re.compile("The test cannot tell|La prueba no distingue")
SAMPLE = [*HARD, *random.Random(9).sample(EVERY_PLACE, 4)]


def names(place_id: str, lang: str) -> tuple[str, str]:
    data = SERVICES.place.data(place_id)
    about = (data.area.name, data.area.area_id, data.geography, texts(lang))
    return place_title(*about), place_name(*about)


def slides_of(
    place_id: str, lang: str, *, measure: str = "", most: int | None = None
) -> list[tuple[View, Slide]]:
    """The first slides of a deck: none empty, in each headline years and a named place."""
    deck = SERVICES.decks.of_place(READY, place_id, lang, measure=measure)
    around = [place_id, *(at for at, _ in places_around(SERVICES.atlas, place_id))]
    assert len(deck.slides) == len(READY.slides)
    made = []
    for view in deck.slides[:most]:
        slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
        assert slide is not None and slide.figures and slide.lead and slide.source, view
        assert any(name in slide.title for name in names(place_id, lang)), view
        (at,) = [p for p in around if f"places={p}" in view.query or view.page == f"place/{p}"]
        assert any(name in slide.lead for name in names(at, lang)), (view, slide.lead)
        if at != place_id and view.page != GAPS:  # the place around it is in the title too
            assert any(name in slide.title for name in names(at, lang)), view
        assert YEARS.search(slide.lead), (view, slide.lead)
        said = f"{slide.title} {slide.lead} {slide.more}"
        assert lang != "es" or not NOT_CONTRACTED.search(said), (view, said)
        assert not NOTHING.search(parted(slide.lead, 0)[0].casefold()), (view, slide.lead)
        if view.page == f"place/{at}":  # a difference that is none is said where it leads
            led = lead_measure(SERVICES.place.data(at), measure)
            is_none = led is not None and led.verdict is Verdict.NOT_DIFFERENT
            assert bool(NO_DIFFERENCE.search(f"{slide.lead} {slide.more}")) >= is_none, view
        made.append((view, slide))
    return made


def check(place_id: str, lang: str) -> None:
    for view, slide in slides_of(place_id, lang):
        assert "homicid" not in f"{slide.title} {slide.lead} {slide.more}".casefold(), view
        assert not any("homicid" in str(row).casefold() for row in slide.chart.rows), view


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "places", [SAMPLE, pytest.param(EVERY_PLACE, marks=pytest.mark.full)], ids=["sample", "all"]
)
def test_no_slide_of_a_place_is_empty(places: list[str], lang: str) -> None:
    for place_id in places:
        check(place_id, lang)


def test_a_place_leads_with_life_expectancy_then_a_social_factor() -> None:
    for place_id in EVERY_PLACE:
        data = SERVICES.place.data(place_id)
        led, life = lead_measure(data), data.values[city().life_expectancy]
        factors = [value for value in measures(data) if value.indicator.role is Role.FACTOR]
        assert all(value is life or value in factors for value in measures(data))
        if life.shown and life.verdict in COMPARED:
            assert led is life, place_id
        elif factors:
            assert led in factors, place_id


@pytest.mark.parametrize("measure", READY.measures)
@pytest.mark.parametrize(
    "places", [SAMPLE, pytest.param(EVERY_PLACE, marks=pytest.mark.full)], ids=["sample", "all"]
)
def test_what_is_chosen_to_lead_leads(places: list[str], measure: str) -> None:
    for place_id in places:
        ((view, slide),) = slides_of(place_id, "en", measure=measure, most=1)
        led = SERVICES.atlas.catalogue.indicator(measure)
        at = view.page.partition("/")[2]
        if (
            measure != city().life_expectancy
            or SERVICES.place.data(at).values[city().life_expectancy].verdict in COMPARED
        ):
            assert subject(led, "en") in slide.lead.casefold(), (view, slide.lead)


def test_the_deck_for_the_city_is_that_of_its_gap() -> None:
    for lang in LANGUAGES:
        assert SERVICES.decks.of_place(READY, CITY_PLACE, lang) == ready_decks()["gap"].deck(lang)


def test_a_measure_that_cannot_lead_is_said() -> None:
    page = show_page(
        SERVICES, Settings(), "/present", "?ready=neighborhood&place=zip-64130&measure=smoking"
    )
    assert "smoking" in str(page) and "zip-64130" in str(page)


def test_places_without_people_are_not_offered() -> None:
    page = show_page(SERVICES, Settings(), "/present", "")
    markup = "".join(str(getattr(part, "data-html", "")) for part in walk(page))
    offered = set(re.findall(r'<option value="([^"]+)"', markup))
    empty = {p.place_id for p in SERVICES.place_index.places if not p.people_2020}
    assert len(offered) > 290 and empty and not offered & empty


@pytest.mark.parametrize(("district", "is_below"), [("1", True), ("3", False)])
def test_the_name_of_a_high_dot_leaves_the_title_of_its_axis(district: str, is_below: bool) -> None:
    view = View("explore", "scatter", f"by=council_district&places=council_district-{district}")
    slide = build_slide(SERVICES, view, lang="en", theme=Theme.LIGHT)
    assert slide is not None
    notes = slide.figures[0]["layout"]["annotations"]
    (name,) = [note for note in notes if f"District {district}" in note["text"]]
    assert (name["ay"] > 0) is is_below

"""What leads a sheet or a slide says something true of its number.

A count is "counted, not estimated", never "not tested"; no "0.0 % graded D" where the land was not
graded. Places x determinants x languages; `make test` walks a seeded sample.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from data.address import Theme
from data.atlas.places import find_place
from data.catalogue.determinants import determinants
from data.cities.city import city
from data.decks.deck import COMPARE, PLACE, View
from data.fact_sheets import sentences as say
from data.fact_sheets.compute import FactSheet
from data.locale import LANGUAGES, texts
from data.models import Geography, IntervalKind, Layer
from data.place.results import PlaceValue
from data.sentences.words import value_text
from layouts import ids
from layouts.charts.offered import COMPARED_ROW
from layouts.figures.place.spine import build_spine
from layouts.theme import LIGHT_PALETTE
from tests.one_slide import build_slide
from tests.shared import services

SERVICES = services()
PLACES = sorted(SERVICES.compare.places)
SAMPLE = random.Random(9).sample(PLACES, 10)
COUNTS = [
    i for i in SERVICES.atlas.catalogue.indicators.values() if i.interval is IntervalKind.CENSUS
]
UNTESTED = re.compile(
    r"not tested|no test\b|cannot be tested|sin prueba|no se puso a prueba|ninguna prueba"
)


def ungraded(place: str) -> bool:
    """True where less than half of the people lived on land that was graded in 1939."""
    geography, area_id = find_place(SERVICES.atlas, place) or (Geography.CITY, "city")
    areas = SERVICES.atlas.areas(Layer(geography.value)).set_index("area_id")
    return bool(areas.loc[area_id, "main_grade"] == city().graded_land.ungraded)


def told(sheet: FactSheet, lang: str) -> Iterator[tuple[PlaceValue, str]]:
    """What the sheet says of each number: its finding, then its facts, each of one measure."""
    if not sheet.has_fifths and sheet.headline is not None:
        yield sheet.headline, say.finding(sheet, texts(lang))
    yield from zip(sheet.facts, say.facts(sheet, texts(lang)), strict=True)


def check_sheets(place: str, lang: str) -> None:
    for determinant in determinants():
        sheet = SERVICES.fact_sheets.data(determinant, place)
        for value, said in told(sheet, lang):
            if value.indicator.interval is IntervalKind.CENSUS:
                assert not UNTESTED.search(said), (determinant, place, said)
            if value.indicator.id == city().graded_land.indicator and ungraded(place):
                none = value_text(0.0, value.indicator, lang)
                assert none not in said, (determinant, place, said)


def check_slides(place: str, lang: str) -> None:
    """The lead of a place's slide, and of the slide of each count beside another place."""
    other = PLACES[PLACES.index(place) - 1]
    values = SERVICES.place.data(place).values
    shown = [count.id for count in COUNTS if count.id in values and values[count.id].shown]
    chosen = [f"measure={count}" for count in shown]
    views = [View(f"{PLACE}/{place}", ids.SPINE, query) for query in ("", *chosen)]
    views += [
        View(COMPARE, COMPARED_ROW, f"places={place},{other}&measure={count.id}")
        for count in COUNTS
    ]
    for view in views:
        slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
        if slide is None:
            continue
        if "measure=" in view.query:
            assert not UNTESTED.search(slide.chart.sentence), slide.lead
        if ungraded(place) and city().graded_land.indicator in view.query:
            assert not re.search(r"\b0\.0", slide.lead), slide.lead


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_leads_is_true_of_its_number(lang: str) -> None:
    for place in SAMPLE:
        check_sheets(place, lang)
    for place in SAMPLE[:3]:
        check_slides(place, lang)


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_leads_is_true_of_its_number(lang: str) -> None:
    for place in PLACES:
        check_sheets(place, lang)
        check_slides(place, lang)


def test_the_walk_meets_land_without_a_grade() -> None:
    assert sum(map(ungraded, PLACES)) > 100
    assert len(COUNTS) > 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_chart_praises_land_that_was_not_graded(lang: str) -> None:
    """Chart, table and slide of a place say that it was not graded, not 0 % graded D."""
    spoken = texts(lang)
    words, seen = spoken.t("place.spine.not_graded"), 0
    name = SERVICES.atlas.catalogue.indicator(city().graded_land.indicator).name.get(lang)
    for place in SAMPLE:
        value = SERVICES.place.data(place).values.get(city().graded_land.indicator)
        if value is None or not value.not_graded:
            continue
        chart = build_spine(
            SERVICES.place.data(place),
            themes=SERVICES.atlas.catalogue.themes,
            place=place,
            modelled=False,
            sources=list(SERVICES.atlas.catalogue.sources.values()),
            theme=LIGHT_PALETTE,
            texts=spoken,
        )
        marks = next(trace for trace in chart.figure["data"] if trace["mode"] == "markers")
        assert name not in marks["text"]
        assert [row["value"] for row in chart.rows if row["indicator"] == name] == [words]
        view = View(f"{PLACE}/{place}", ids.SPINE, f"measure={city().graded_land.indicator}")
        slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
        assert slide is not None and slide.chart.rows[0]["value"] == words
        seen += 1
    assert seen > 1

"""Ranking slides: chosen places by name, all others in counted bands, a key, text that fits.

Every measure and geography, with and without chosen places; `make test` walks a seeded sample.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from data.address import Theme
from data.cities.city import city
from data.decks.deck import EXPLORE, View
from data.explore.results import ExploreData
from data.explore.state import MAX_PLACES, parse_view
from data.locale import LANGUAGES, texts
from data.models import Geography, Kind, Role, Verdict
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.figures.explore.ranking_bands import MODELLED, MOST_NAMED, MOST_ROWS
from layouts.figures.inputs import ordered_places
from layouts.slides.distance import CHART_PX, LINE_PX, longest_px, text_px
from layouts.slides.powerpoint.native_chart import XyChart
from layouts.slides.powerpoint.read_figure import charts_of
from layouts.slides.slide import Slide
from layouts.theme import mark_style
from layouts.typefaces.text_fit import ELLIPSIS, bare
from tests.one_slide import build_slide
from tests.shared import services

SERVICES = services()
OUTCOMES = [
    indicator.id
    for indicator in SERVICES.atlas.catalogue.indicators.values()
    if indicator.role is Role.OUTCOME
]
FACTOR = "poverty_150"
COUNTS = (0, 1, 3, MAX_PLACES)
CHOICES = list(product(OUTCOMES, city().mapped, COUNTS, LANGUAGES))
ALWAYS = [
    choice
    for choice in CHOICES
    if choice[0] in ("life_expectancy", "homicide_rate") and choice[2] in (0, 3)
]
HEAD_PX = 3 * LINE_PX  # title and the city's name over the rows, the scale under them


@pytest.mark.parametrize(
    ("outcome", "by", "count", "lang"), [*ALWAYS, *random.Random(9).sample(CHOICES, 16)]
)
def test_a_ranking_slide_names_and_counts(
    outcome: str, by: Geography, count: int, lang: str
) -> None:
    check(outcome, by, count, lang)


@pytest.mark.full
@pytest.mark.parametrize("by", city().mapped)
def test_every_ranking_slide_names_and_counts(by: Geography) -> None:
    for choice in (choice for choice in CHOICES if choice[1] is by):
        check(*choice)


def check(outcome: str, by: Geography, count: int, lang: str) -> None:
    # tracts of another census are no places of this measure
    known = sorted(SERVICES.explore.data(outcome, FACTOR, by).frame["place_id"])
    chosen = random.Random(9).sample(known, min(count, len(known)))
    query = f"outcome={outcome}&by={by.value}&places={','.join(chosen)}&lang={lang}"
    state = parse_view(query, SERVICES.atlas.catalogue, SERVICES.atlas.place_ids).state
    if state.outcome != outcome or state.by is not by:
        return  # the page offers no such choice
    data = explore_charts.data_of(SERVICES, state)
    slide = build_slide(SERVICES, View(EXPLORE, ids.RANKING, query), lang=lang, theme=Theme.LIGHT)
    assert slide is not None
    if not slide.figures:
        assert data.frame["outcome"].isna().all()
        return
    assert_counted(slide, data, lang)
    assert_named(slide, data, frozenset(chosen), lang)
    assert_fits(slide)
    assert data.outcome.years in slide.lead


def rows_of(slide: Slide) -> list[str]:
    (figure,) = slide.figures
    labels = figure["layout"]["yaxis"]["ticktext"]
    return [" ".join(bare(label.replace("<br>", " ")).split()) for label in labels]


def told(words: str) -> str:
    return " ".join(words.replace("\u00a0", " ").split())


def assert_counted(slide: Slide, data: ExploreData, lang: str) -> None:
    """The key has every shape that is drawn with its number; they add up to the places shown."""
    shown = ordered_places(data, "outcome", texts(lang)).valued
    modelled = data.outcome.kind is Kind.MODELLED
    said = shown["verdict"].fillna("").replace("", Verdict.NOT_TESTED.value)
    expected = {MODELLED: len(shown)} if modelled else said.value_counts().to_dict()
    words = told(slide.more)
    found = {}
    for entry in slide.chart.travels.key:
        assert told(f"{entry.glyph} {entry.said}") in words
        assert entry.glyph == mark_style(entry.shape, "light").glyph
        found[entry.shape] = int(re.match(r"\d+", entry.said)[0])  # type: ignore[index]
    assert found == expected
    assert sum(found.values()) == len(shown)
    rows = rows_of(slide)
    if any(mark_style(shape, "light").glyph in row for shape in found for row in rows):
        counted = [int(n) for row in rows for n in re.findall(r"^[▲▼○•◇△▽] (\d+) ", row)]
        assert sum(counted) == len(shown), rows
    drawn = {
        str(symbol) for trace in slide.figures[0]["data"] for symbol in trace["marker"]["symbol"]
    }
    assert drawn <= {mark_style(shape, "light").symbol for shape in found}


def assert_named(slide: Slide, data: ExploreData, chosen: frozenset[str], lang: str) -> None:
    """A chosen place has a row with its whole name, or is named in words."""
    places = ordered_places(data, "outcome", texts(lang))
    names = {
        row.place_id: str(row.name)
        for part in (places.valued, places.few, places.missing)
        for row in part.itertuples()
    }
    rows = rows_of(slide)
    with_row = [*places.valued["place_id"], *places.few["place_id"]]
    wanted = [place for place in with_row if place in chosen]
    named = [place for place in wanted if any(row.startswith(names[place]) for row in rows)]
    assert len(named) >= min(len(wanted), MOST_NAMED)
    if len(with_row) <= MOST_ROWS:
        assert len(rows) == len(with_row)
    native = charts_of(slide, texts(lang))[0]
    assert isinstance(native, XyChart)
    assert [" ".join(row.split()) for row in native.rows] == rows
    everything = told(f"{slide.lead} {slide.more} {slide.also} {' '.join(rows)}")
    assert all(told(names[place]) in everything for place in chosen)
    assert ELLIPSIS not in "".join(rows)


def assert_fits(slide: Slide) -> None:
    """Names and words stand inside the picture, and no line on another one."""
    (figure,) = slide.figures
    layout: Mapping[str, Any] = figure["layout"]
    labels, margin = layout["yaxis"]["ticktext"], layout["margin"]
    assert longest_px(labels) <= margin["l"]
    assert max(label.count("<br>") + 1 for label in labels) * LINE_PX * len(labels) <= CHART_PX
    plot_px = layout["width"] - margin["l"] - margin["r"]
    for note in layout["annotations"]:
        if note["yref"] == "y":
            assert text_px(note["text"]) <= plot_px, note["text"]
    heights = [y for trace in figure["data"] for y in trace["y"]]
    assert min(heights) > -0.5 and max(heights) < len(labels) - 0.5

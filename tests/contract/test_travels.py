"""What travels with a number: every flag, source and year of a page is in the text of each output.

Charts x places x languages. `make test` walks a seeded sample, `make test-all` everything.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation

from data.address import Theme
from data.catalogue.determinants import determinants
from data.cities.city import city
from data.decks.deck import COMPARE, EXPLORE, GAPS, PLACE, Deck, View
from data.explore.state import MapMode, ViewState
from data.locale import LANGUAGES, texts
from data.models import Geography
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.charts.registry import PAGES as CHARTS_OF_PAGES
from layouts.fact_sheets.content import content, live_path, main_chart
from layouts.figures.chart import Chart
from layouts.figures.inputs import TABLE_FLAGS
from layouts.paper.live_code import printed
from layouts.slides.pdf_pages import pdf_content
from layouts.slides.player import payload
from layouts.slides.powerpoint.file import pptx_file
from layouts.slides.slide import Slide
from layouts.theme import MARKS, mark_style
from tests.one_slide import build_slide
from tests.shared import services

SERVICES = services()
PLACES = tuple(SERVICES.compare.places)
PAIRS = (
    ("homicide_rate", "poverty_2015"), ("life_expectancy", "no_vehicle"),
    ("life_expectancy", "poverty_150"), ("diabetes_2015", "crowding"),
    ("homicide_rate", "no_internet"), ("life_expectancy", "ice_2019"),
)  # fmt: skip
GROUPS = ("poverty_2015", "council_district", "holc_1939")
SAMPLED = 7
DAY = date(2026, 1, 1)


def explore_views() -> list[View]:
    return [
        View(EXPLORE, chart, f"outcome={outcome}&factor={factor}&by={by.value}&map={mode.value}")
        for outcome, factor in PAIRS
        for by in city().mapped
        for chart in ids.CHARTS
        for mode in (MapMode if chart == ids.MAP else (MapMode.OUTCOME,))
    ]


def gap_views() -> list[View]:
    return [
        View(GAPS, chart, f"outcome={outcome}&group={group}")
        for outcome in ("life_expectancy", "homicide_rate", "diabetes_2015")
        for group in GROUPS
        for chart in sorted(CHARTS_OF_PAGES[GAPS].entries)
    ]


def place_views() -> list[View]:
    return [
        View(f"{PLACE}/{place}", chart, "")
        for place in sorted(PLACES)
        for chart in (ids.SPINE, ids.EXPECTED, ids.BESIDE)
    ]


def compare_views() -> list[View]:
    places = sorted(PLACES)
    return [
        View(COMPARE, "compare", f"places={one},{other},city")
        for one, other in zip(places[::2], places[1::2], strict=False)
    ]


EVERY = {
    "explore": explore_views(),
    "gaps": gap_views(),
    "place": place_views(),
    "compare": compare_views(),
}
ALWAYS = [
    View(EXPLORE, ids.SCATTER, "outcome=homicide_rate"),
    View(EXPLORE, ids.MAP, "outcome=homicide_rate&map=both"),
    View(EXPLORE, ids.RANKING, "outcome=homicide_rate"),
    View(f"{PLACE}/neighborhood-60", ids.SPINE, ""),
    View(f"{PLACE}/neighborhood-60", ids.BESIDE, ""),
    View(GAPS, ids.GAP_PATTERNS, "group=holc_1939"),
]


def sample() -> list[View]:
    chosen = random.Random(9)
    return [*ALWAYS, *(view for views in EVERY.values() for view in chosen.sample(views, SAMPLED))]


# Its slide cites each publication under its own heading.
QUOTED = {ids.GAP_DEATHS}


# -- text of the outputs ------------------------------------------------------------------------


def live(path: str) -> str:
    return f"https://example.org{path}"


def in_player(view: View, slide: Slide, lang: str) -> str:
    """The player, and the HTML file, which holds the same."""
    made = payload(SERVICES, Deck((view,)), lang=lang, live_url=live)["slides"][0]
    return " ".join(str(made[key]) for key in ("title", "lead", "more", "also", "source"))


def in_pdf(view: View, slide: Slide, lang: str) -> str:
    page = pdf_content([slide], texts=texts(lang), live_url=live, made=DAY)["pages"][0]
    return " ".join(str(page[key]) for key in ("title", "lead", "more", "source", "address"))


def in_powerpoint(view: View, slide: Slide, lang: str) -> str:
    page = Presentation(BytesIO(pptx_file([slide], texts=texts(lang), live_url=live))).slides[0]
    words = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]
    words.append(page.notes_slide.notes_text_frame.text)
    return " ".join(words)


OUTPUTS: Mapping[str, Callable[[View, Slide, str], str]] = {
    "player and HTML": in_player,
    "PDF": in_pdf,
    "PowerPoint": in_powerpoint,
}


def short_address(chart: Chart, lang: str) -> str:
    """As it is printed, of a site that others can open."""
    assert chart.travels.address, chart.title
    return printed(live(chart.travels.address), lang)


def told(text: str) -> str:
    return " ".join(unescape(text).replace("\u00a0", " ").split())


def owed(chart: Chart) -> Iterator[str]:
    """What must be readable beside the chart wherever it is shown."""
    if chart.notes:
        yield chart.travels.source_short or chart.travels.source or chart.notes[0]
    yield from chart.travels.flags
    if chart.figure:
        yield from (f"{entry.glyph} {entry.said}" for entry in chart.travels.key)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_flags_sources_years_and_shapes_are_in_every_output(lang: str) -> None:
    for view in sample():
        assert_travels(view, lang)


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(EVERY))
def test_every_view_travels(kind: str, lang: str) -> None:
    for view in EVERY[kind]:
        assert_travels(view, lang)


def assert_travels(view: View, lang: str) -> None:
    slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
    if slide is None:
        return
    assert_key_is_what_is_drawn(slide)
    for name, read in OUTPUTS.items():
        found = told(read(view, slide, lang))
        assert short_address(slide.chart, lang) in found, (name, view)
        for words in owed(slide.chart) if view.chart not in QUOTED else ():
            assert told(words) in found, (name, view, words)
    if slide.chart.travels.source:
        notes = told(f"{slide.source} {slide.also}")
        assert told(slide.chart.travels.source) in notes, view
    if view.page.startswith((PLACE, COMPARE)):
        spoken = told(slide.also)
        assert all(told(row.get("interval", "")) in spoken for row in slide.chart.rows), view


def assert_key_is_what_is_drawn(slide: Slide) -> None:
    """The key has exactly the shapes of the marks, where the marks have shapes of verdicts."""
    entries = slide.chart.travels.key
    if not entries or not slide.figures:
        return
    by_symbol: dict[str, set[str]] = {}
    for shape in MARKS:
        by_symbol.setdefault(mark_style(shape, "light").symbol, set()).add(shape)
    drawn = {str(symbol) for figure in slide.figures for symbol in symbols(figure)}
    keyed = {mark_style(entry.shape, "light").symbol for entry in entries}
    assert keyed <= drawn
    assert {symbol for symbol in drawn if symbol in by_symbol and symbol != "circle"} <= keyed


_BY_NUMBER = {0: "circle", 5: "triangle-up", 6: "triangle-down", 100: "circle-open"}


def symbols(figure: Mapping[str, Any]) -> Iterator[str]:
    """Names of the shapes of all dots."""
    for trace in figure["data"]:
        found = trace.get("marker", {}).get("symbol", "")
        for symbol in found if isinstance(found, (list, tuple)) else [found]:
            yield _BY_NUMBER.get(symbol, str(symbol))


# -- what the page shows ------------------------------------------------------------------------


CHOICES = [(pair, by, mode) for pair in PAIRS for by in city().mapped for mode in MapMode]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_flag_of_a_table_is_said_of_the_chart(lang: str) -> None:
    for choice in random.Random(9).sample(CHOICES, SAMPLED):
        assert_flags(*choice, lang)


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_flag_of_every_table_is_said(lang: str) -> None:
    for choice in CHOICES:
        assert_flags(*choice, lang)


def assert_flags(pair: tuple[str, str], by: Geography, mode: MapMode, lang: str) -> None:
    """The flags of a chart are those of its rows: none is lost, none is made up."""
    state = ViewState(outcome=pair[0], factor=pair[1], by=by, lang=lang, map_mode=mode)
    for name in ids.CHARTS:
        chart, sides = explore_charts.build(SERVICES, state, name), _sides(name, mode)
        noted, said = _noted(chart, sides), " ".join(chart.travels.flags)
        for flag in TABLE_FLAGS:
            words = texts(lang).t(f"figures.flag.{flag.value}")
            assert (words in said) == (words in noted), (name, pair, by, words)
        assert set(chart.travels.flags) <= set(chart.notes)
        assert chart.notes[0] == chart.travels.source
        years = [data_years(pair[side == "factor"]) for side in sides]
        assert all(year in chart.notes[0] and year in chart.title for year in years)


def _noted(chart: Chart, sides: tuple[str, ...]) -> str:
    """What the table says beside the values of each side."""
    keys = {"outcome": "note", "factor": "factor_note"}
    shown = {column.key for column in chart.columns}
    assert {"both_note"} <= shown or {keys[side] for side in sides} <= shown
    return " ".join(
        row[keys[side]]
        for side in sides
        for row in chart.rows
        if row[f"{side}_interval"] or row[side][:1].isdigit() or row[side][:1] in "$\u2212"
    )


def _sides(name: str, mode: MapMode) -> tuple[str, ...]:
    if name == ids.SCATTER or (name == ids.MAP and mode is MapMode.BOTH):
        return ("outcome", "factor")
    return ("factor",) if name == ids.MAP and mode is MapMode.FACTOR else ("outcome",)


def data_years(indicator: str) -> str:
    return SERVICES.atlas.catalogue.indicators[indicator].years


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axes_carry_the_years_of_outcome_and_factor(lang: str) -> None:
    for outcome, factor in PAIRS:
        state = ViewState(outcome=outcome, factor=factor, lang=lang)
        chart = explore_charts.build(SERVICES, state, ids.SCATTER)
        words = " ".join(note["text"] for note in chart.figure["layout"]["annotations"])
        if chart.figure["data"]:
            assert data_years(outcome) in words and data_years(factor) in words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_says_its_flags_and_shapes_under_its_strips(lang: str) -> None:
    places = random.Random(9).sample(sorted(PLACES), 12)
    for determinant in sorted(determinants()):
        for place in places:
            assert_sheet(determinant, place, lang)


@pytest.mark.full
@pytest.mark.parametrize("determinant", sorted(determinants()))
def test_every_sheet_says_its_flags_and_shapes(determinant: str) -> None:
    for place in sorted(PLACES):
        assert_sheet(determinant, place, "es")


def assert_sheet(determinant: str, place: str, lang: str) -> None:
    sheet, spoken = SERVICES.fact_sheets.data(determinant, place), texts(lang)
    chart = main_chart(SERVICES, sheet, spoken)
    # a code costs more than all the rest: where one sheet of a place has the address, all do
    is_first = determinant == min(determinants())
    at = live(live_path(determinant, place, lang)) if is_first else ""
    made = content(SERVICES, sheet, texts=spoken, paper="letter", made=DAY, live=at)
    under = told(made["words"]["interval"])
    if sheet.values and is_first:
        assert made["words"]["address"] == short_address(chart, lang), (determinant, place)
    for words in (*chart.travels.flags, *(f"{e.glyph} {e.said}" for e in chart.travels.key)):
        assert told(words) in under, (determinant, place, words)
    for value in sheet.values:
        for flag in (flag for flag in TABLE_FLAGS if value.shown and flag in value.flags):
            assert told(spoken.t(f"figures.flag.{flag.value}")).lower() in under.lower()

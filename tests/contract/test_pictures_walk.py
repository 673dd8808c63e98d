"""Every kind of chart goes through the static renderer whole: each dot, interval, area and word."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.address import Theme
from data.decks.deck import View
from data.explore.state import MapMode, Overlay, ViewState
from data.gaps.state import GapState
from data.locale import LANGUAGES, texts
from data.models import Geography
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.charts import gaps as gaps_charts
from layouts.charts.gaps import CHARTS as GAP_CHARTS
from layouts.charts.place import build_chart
from layouts.figures.base import CLEAR
from layouts.pictures.canvas import Sheet
from layouts.pictures.look import Look
from layouts.pictures.maps import outlines
from layouts.pictures.picture import draw
from layouts.request import PageRequest
from layouts.theme import palette
from tests.one_slide import build_slide
from tests.shared import services
from tests.sheet_words import placed, said
from tests.slide_views import opening_views, ready_views, wide_views
from tests.unit.layouts.pictures import readback

SERVICES = services()
N, Z, D, T = (
    Geography.NEIGHBORHOOD, Geography.ZIP, Geography.COUNCIL_DISTRICT, Geography.TRACT,
)  # fmt: skip
# One for each thing that a figure of Explore can hold.
PAIRS = (
    ("life_expectancy", "poverty_2015", N),
    ("homicide_rate", "share_black_2019", Z),  # too few events
    ("diabetes_2015", "no_vehicle", N),  # modelled
    ("diabetes_2015", "ice_2019", Z),  # never paired: words instead of dots
    ("cancer_places", "uninsured", D),  # no verdict, few places
    ("life_expectancy", "median_income_2015", T),  # dollars
    ("life_expectancy", "redlined_1939", N),
)
GROUPS = (
    ("life_expectancy", "poverty_2015", N),
    ("life_expectancy", "holc_1939", None),
    ("homicide_rate", "council_district", None),
    ("homicide_rate", "poverty_2015", Z),
    ("diabetes_2015", "poverty_2015", N),
)
PLACES = ("neighborhood-113", "zip-64130", "council_district-3")
_TAG = re.compile(r"<[^>]+>")


def explore() -> Iterator[Any]:
    for outcome, factor, by in PAIRS:
        for lang, theme in zip(LANGUAGES, (Theme.LIGHT, Theme.DARK), strict=True):
            shared = {"outcome": outcome, "factor": factor, "by": by, "lang": lang, "theme": theme}
            for mode in MapMode:
                state = ViewState(**shared, map_mode=mode, overlays=frozenset(Overlay))
                yield pytest.param(ids.MAP, state, id=f"map-{mode.value}-{outcome}-{by}-{lang}")
            for name in (ids.SCATTER, ids.RANKING):
                yield pytest.param(name, ViewState(**shared), id=f"{name}-{outcome}-{by}-{lang}")


def plain(text: str) -> list[str]:
    """Lines of a label as they are read."""
    return [html.unescape(_TAG.sub("", line)) for line in re.split(r"<br\s*/?>", text) if line]


def assert_whole(figure: Mapping[str, Any]) -> None:
    """Everything of the figure is on the sheet, at its number."""
    colors = palette("light")
    sheet = draw(figure, width_px=700, height_px=figure["layout"].get("height", 600),
                 look=Look(colors))  # fmt: skip
    words = said(sheet)
    dots, lines, bars = readback.dots(sheet), readback.lines(sheet), readback.intervals(sheet)
    expected_words: list[str] = []
    for number, trace in enumerate(figure["data"]):
        modes = str(trace.get("mode", "")).split("+")
        if "text" in modes:
            expected_words += [line for text in trace["text"] for line in plain(text)]
        if trace["type"] == "choropleth":
            _assert_areas(sheet, trace, number)
        if trace["type"] == "scatter":
            points = _points(trace)
            if "markers" in modes and points:
                assert dots[number].tolist() == points
            if "lines" in modes and trace["line"]["width"]:
                drawn = [row for row in lines[number].tolist() if not np.isnan(row).any()]
                assert drawn == points
            if trace.get("error_x", {}).get("array"):
                _assert_bars(trace, bars.get(number))
    for entry in figure["layout"].get("annotations", ()):
        expected_words += plain(entry["text"])
    for key, axis in figure["layout"].items():
        if key.startswith(("xaxis", "yaxis")) and axis.get("showticklabels") is not False:
            expected_words += [line for text in axis.get("ticktext", ()) for line in plain(text)]
    assert not set(expected_words) - set(words)
    _assert_unhidden(sheet)
    shapes = [a for a in sheet.figure.artists if a.get_gid() == "shape"]
    assert len(shapes) == len(figure["layout"].get("shapes", ()))


def _assert_unhidden(sheet: Sheet) -> None:
    """What parts words from the grid lies under every mark; only letters on a map have a halo."""
    artists = sheet.figure.artists
    marks = [
        artist.get_zorder()
        for artist in artists
        if str(artist.get_gid() or "").endswith(("-lines", "-intervals", "-dots"))
    ]
    grounds = [artist.get_zorder() for artist in artists if artist.get_gid() == "ground"]
    assert not (marks and grounds) or max(grounds) < min(marks)
    assert not [words for words in placed(sheet) if words.halo and words.get_gid() != "letter"]


def _points(trace: Mapping[str, Any]) -> list[list[float]]:
    pairs = zip(trace["x"], trace["y"], strict=True)
    return [
        [float(x), float(y)]
        for x, y in pairs
        if x is not None and y is not None and math.isfinite(x) and math.isfinite(y)
    ]


def _assert_bars(trace: Mapping[str, Any], drawn: Any) -> None:
    error = trace["error_x"]
    if error.get("visible") is False:  # the quiet dots of counted bands
        assert drawn is None
        return
    below = error.get("arrayminus", error["array"])
    ends = [
        (x - minus, x + plus)
        for x, minus, plus in zip(trace["x"], below, error["array"], strict=True)
        if x is not None and minus + plus > 0
    ]
    assert np.allclose(drawn[:, :2] if drawn is not None else [], ends or [])


def _assert_areas(sheet: Sheet, trace: Mapping[str, Any], number: int) -> None:
    shapes = outlines(Path(trace["geojson"]).name)
    known = [area for area in trace["locations"] if area in shapes]
    drawn = [
        path
        for artist in sheet.figure.artists + sheet.figure.findobj()
        if str(artist.get_gid() or "").startswith((f"trace-{number}-#", f"trace-{number}-{CLEAR}"))
        for path in artist.get_paths()
    ]
    found = {path.vertices.tobytes() for path in drawn}
    assert found == {shapes[area].vertices.tobytes() for area in known}
    # a few tracts that only touch the city have no boundary on the screen either
    if "tract" not in trace["geojson"]:
        assert len(known) == len(trace["locations"])


@pytest.mark.parametrize(("name", "state"), list(explore()))
def test_charts_of_explore_are_drawn_whole(name: str, state: ViewState) -> None:
    assert_whole(explore_charts.build(SERVICES, state, name).figure)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("choice", GROUPS, ids=lambda choice: "-".join(map(str, choice)))
def test_charts_of_gaps_are_drawn_whole(choice: Any, lang: str) -> None:
    outcome, group, by = choice
    state = GapState(outcome=outcome, group=group, by=by, lang=lang)
    drawn = 0
    for name in GAP_CHARTS.entries:
        chart = gaps_charts.build(SERVICES, state, name)
        if chart is not None and chart.figure.get("data"):
            assert_whole(chart.figure)
            drawn += 1
    assert drawn >= 7


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place_id", PLACES)
def test_charts_of_a_place_are_drawn_whole(place_id: str, lang: str) -> None:
    request = PageRequest(
        services=SERVICES, pathname=f"/place/{place_id}", query="", parameters={},
        texts=texts(lang), theme=Theme.LIGHT, default_lang="en", link=str, asset=str,
    )  # fmt: skip
    data = SERVICES.place.data(place_id)
    for name in ids.PLACE_CHARTS:
        theme = palette(request.theme.value)
        chart = build_chart(SERVICES, data, name, theme=theme, texts=request.texts)
        if chart is not None:
            assert_whole(chart.figure)


VIEWS = (*opening_views(), *wide_views(), *ready_views(*PLACES))


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.page}-{view.chart}")
def test_figures_of_slides_are_drawn_whole(view: View) -> None:
    for lang in LANGUAGES:
        slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
        assert slide is not None
        for figure in slide.figures:
            assert_whole(figure)

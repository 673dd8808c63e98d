"""The sentence over a chart of a place counts what the chart draws: every place and number."""

from __future__ import annotations

import re

import pytest

from data.locale import LANGUAGES, texts
from layouts.figures.place.spine import build_spine
from layouts.theme import LIGHT_PALETTE
from tests.shared import services

SERVICES = services()
PLACES = [place.place_id for place in SERVICES.place_index.places]
UP, DOWN, SAME = "triangle-up", "triangle-down", "circle-open"


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.full)])
@pytest.mark.parametrize("modelled", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_counts_its_rows(lang: str, modelled: bool, every: int) -> None:
    walked = 0
    for place in PLACES[::every]:
        chart = build_spine(
            SERVICES.place.data(place),
            themes=SERVICES.atlas.catalogue.themes,
            sources=list(SERVICES.atlas.catalogue.sources.values()),
            place=place,
            modelled=modelled,
            theme=LIGHT_PALETTE,
            texts=texts(lang),
        )
        marks = next(trace for trace in chart.figure["data"] if trace["mode"] == "markers")
        said = [int(number) for number in re.findall(r"\b\d+\b", chart.sentence.replace(place, ""))]
        if not marks["x"]:
            continue
        assert said[0] == len(marks["x"]), (place, chart.sentence)
        if len(said) == 6:
            shapes = list(marks["marker"]["symbol"])
            _, tested, better, worse, other, same = said
            walked += 1
            assert tested == better + worse + other + same
            assert same == shapes.count(SAME), place
            assert better + worse + other == shapes.count(UP) + shapes.count(DOWN), place
    assert walked == 0 if modelled else walked > 200 // every

"""Figures for the back row: nothing is lost, nothing leaves its column, words stay in the scale."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import pytest

from data.gaps.results import GroupKind
from data.locale import texts
from layouts.figures.base import BARS, INTERVALS
from layouts.figures.gaps.age_split import build_age_split
from layouts.figures.gaps.by_race import build_life_by_race, build_measures_by_race
from layouts.figures.gaps.equity_dots import build_equity_dots
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.slide_room import GAP_PX, INNER_PX
from layouts.slides.distance import CHART_PX, SCALE, for_distance
from layouts.theme import palette
from layouts.typefaces.text_fit import bare
from tests.unit.layouts.figures import gap_example as example

LIGHT, EN = palette("light"), texts("en")
NAN = float("nan")


def a_panel(number: int, rows: int) -> Panel:
    dots = [
        Dot(value=number + 10.0 * row, lower=NAN, upper=NAN, said=f"{row} %", hover="",
            color="#000000")
        for row in range(rows)
    ]  # fmt: skip
    named = tuple(Row(f"Group number {row} of {rows}", (dot,)) for row, dot in enumerate(dots))
    return Panel(title=f"<b>Measure {number} of the health of everyone</b>, 2015", rows=named)


def drawn(panels: int, rows: int):
    figure = panels_figure([a_panel(n, rows) for n in range(panels)], theme=LIGHT, scale=SCALE)
    return figure, for_distance(figure)


def by_line(figures):
    return [list(part) for _, part in groupby(figures, key=lambda f: f["layout"]["meta"]["line"])]


@pytest.mark.parametrize("panels", range(1, 9))
@pytest.mark.parametrize("rows", [1, 3, 6])
def test_every_panel_is_drawn_with_all_its_dots_inside_the_width(panels, rows):
    figure, found = drawn(panels, rows)
    assert len(found) == panels
    assert [t["x"] for f in found for t in f["data"]] == [t["x"] for t in figure["data"]]
    for line in by_line(found):
        width = sum(f["layout"]["width"] for f in line) + GAP_PX * (len(line) - 1)
        assert width <= INNER_PX + len(line)
        assert max(f["layout"]["margin"]["l"] for f in line) < INNER_PX / 3
        assert len({f["layout"]["margin"]["t"] for f in line}) == 1  # rows stand side by side


@pytest.mark.parametrize(("panels", "lines"), [(1, 1), (3, 1), (4, 2), (5, 2), (8, 2)])
def test_more_than_three_panels_stand_in_two_lines(panels, lines):
    _, found = drawn(panels, 3)
    assert len(by_line(found)) == lines
    for line in by_line(found):
        shown = [f["layout"]["yaxis"].get("showticklabels", True) for f in line]
        assert shown == [True] + [False] * (len(line) - 1)  # rows are named once a line


@pytest.mark.parametrize("panels", [1, 3, 8])
def test_words_at_dots_stay_inside_the_scale(panels):
    _, found = drawn(panels, 3)
    for figure in found:
        low, high = figure["layout"]["xaxis"]["range"]
        margin = figure["layout"]["margin"]
        px = (high - low) / (figure["layout"]["width"] - margin["l"] - margin["r"])
        for trace in figure["data"]:
            for x, words in zip(trace["x"], trace["text"], strict=True):
                half = len(bare(words)) * 14.5 / 2 * px  # 29 px, half as wide as high
                assert low <= x - half and x + half <= high


def test_titles_are_wrapped_to_their_column_and_keep_their_words():
    for panels in (1, 4):
        figure, found = drawn(panels, 3)
        titles = [n for f in found for n in f["layout"]["annotations"] if "Measure" in n["text"]]
        before = [n["text"] for n in figure["layout"]["annotations"] if "Measure" in n["text"]]
        said = [" ".join(bare(n["text"].replace("<br>", " ")).split()) for n in titles]
        assert said == [bare(text) for text in before]


def test_no_break_spaces_hold_a_number_and_its_unit_together():
    assert wrapped("Fourth fifth 5.4–10.6\u202f%", 8) == "Fourth fifth<br>5.4–10.6\u202f%"


@pytest.mark.parametrize("kind", list(GroupKind))
def test_groups_of_the_gap_keep_value_interval_and_line(kind):
    chart = build_equity_dots(example.gaps(kind=kind), theme=LIGHT, texts=EN, scale=SCALE)
    (figure,) = for_distance(chart.figure)
    for before, after in zip(chart.figure["data"], figure["data"], strict=True):
        assert after["x"] == before["x"]
        assert after.get("error_x", {}).get("array") == before.get("error_x", {}).get("array")
    assert len(figure["layout"]["shapes"]) == len(chart.figure["layout"]["shapes"])


def test_bars_of_ages_leave_a_gap_between_rows():
    chart = build_age_split(example.gaps(), theme=LIGHT, texts=EN, scale=SCALE)
    (figure,) = for_distance(chart.figure)
    bars = next(t for t in figure["data"] if t["mode"] == "lines")
    rows = len(figure["layout"]["yaxis"]["ticktext"])
    assert 12 <= bars["line"]["width"] < 0.7 * CHART_PX / rows


def test_published_values_by_race_need_no_row_for_what_was_left_out():
    life = build_life_by_race(example.by_race(), "county", theme=LIGHT, texts=EN, scale=SCALE)
    measures = build_measures_by_race(example.by_race(), theme=LIGHT, texts=EN, scale=SCALE)
    for chart in (life, measures):
        dots = sum(len(t["x"]) for t in chart.figure["data"])
        assert sum(len(t["x"]) for f in for_distance(chart.figure) for t in f["data"]) == dots
    labels = [x for f in for_distance(life.figure) for x in f["layout"]["yaxis"]["ticktext"]]
    assert not any("left out" in label for label in labels)
    assert not any("left out" in n["text"] for n in life.figure["layout"]["annotations"])


def test_only_bars_get_the_height_of_a_row() -> None:
    def drawn(role: Mapping[str, str]) -> float:
        ends = {"x": [0, 1, None, 0, 2], "y": [0, 0, None, 1, 1]}
        style = {"width": 16, "color": "#123456"}
        line = {"type": "scatter", "meta": role, "mode": "lines", **ends, "line": style}
        rows = {"ticktext": ["a", "b"], "tickvals": [0, 1], "range": [1.5, -0.5]}
        layout = {"yaxis": rows, "xaxis": {"range": [0, 2]}, "margin": {"l": 10, "r": 0, "t": 0}}
        (figure,) = for_distance({"data": [line], "layout": {**layout, "height": 100}})
        return float(figure["data"][0]["line"]["width"])

    assert drawn(INTERVALS) < 50
    assert drawn(BARS) > 100

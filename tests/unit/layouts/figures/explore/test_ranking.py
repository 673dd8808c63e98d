"""The ranking: worst first, shapes by the stored verdict, ranks only where they are allowed."""

from __future__ import annotations

import numpy as np
import pytest

from data.locale import texts
from layouts.figures.base import PLACES, point_index
from layouts.figures.explore.ranking import build_ranking
from layouts.theme import palette, verdict_style
from tests.unit.layouts.figures.example import example

EN = texts("en")
LIGHT = palette("light")


def test_the_dark_end_comes_first():
    shortest = build_ranking(example(), theme=LIGHT, texts=EN).figure["data"][0]["x"]
    assert shortest == sorted(shortest)
    most = build_ranking(example("diabetes_2015"), theme=LIGHT, texts=EN).figure["data"][0]["x"]
    assert most == sorted(most, reverse=True)


def test_bars_reach_the_interval():
    data = example()
    trace = build_ranking(data, theme=LIGHT, texts=EN).figure["data"][0]
    frame = data.frame.set_index("place_id")
    bars = trace["error_x"]
    below = bars.get("arrayminus", bars["array"])
    for row, x, up, down in zip(trace["customdata"], trace["x"], bars["array"], below, strict=True):
        assert x + up == pytest.approx(frame.loc[row[0], "outcome_upper"], abs=0.11)
        assert x - down == pytest.approx(frame.loc[row[0], "outcome_lower"], abs=0.11)


def test_unequal_sides_stay_unequal():
    data = example()
    data.frame["outcome_upper"] = data.frame["outcome"] + 5.0
    bars = build_ranking(data, theme=LIGHT, texts=EN).figure["data"][0]["error_x"]
    assert bars["symmetric"] is False
    assert bars["arrayminus"][0] < bars["array"][0] == 5.0


def test_shapes_and_colors_are_those_of_the_verdict():
    data = example()
    trace = build_ranking(data, theme=LIGHT, texts=EN).figure["data"][0]
    verdicts = data.frame.set_index("place_id")["verdict"]
    numbers = {"triangle-up": 5, "triangle-down": 6, "circle-open": 100}
    marker = trace["marker"]
    scale = {round(position * marker["cmax"]): color for position, color in marker["colorscale"]}
    for row, symbol, said in zip(
        trace["customdata"], marker["symbol"], trace["hovertext"], strict=True
    ):
        verdict = verdicts[row[0]]
        if verdict != "not_tested":
            style = verdict_style(verdict, "light")
            assert symbol == numbers[style.symbol]
            assert scale[symbol] == style.color
        assert said.lower() == EN.t(f"figures.verdict.{verdict}")


def test_too_few_to_rate_come_last_without_a_dot_of_a_value():
    chart = build_ranking(example("homicide_rate"), theme=LIGHT, texts=EN)
    dots, few = (t for t in chart.figure["data"] if t.get("meta") == PLACES)
    assert few["y"] == [len(dots["y"])]
    assert few["x"] == few["error_x"]["arrayminus"] == [18.4]
    assert few["marker"]["symbol"] == "line-ns-open"


def test_a_modelled_outcome_has_neither_rank_nor_verdict():
    data = example("diabetes_2015")  # the frame holds ranks and verdicts all the same
    chart = build_ranking(data, theme=LIGHT, texts=EN)
    trace = chart.figure["data"][0]
    assert "hovertext" not in trace
    assert trace["marker"]["symbol"] == "diamond-open"
    assert EN.t("figures.hover.rank", n=11, range="%{customdata[4]}") not in trace["hovertemplate"]
    assert not {"rank", "verdict"} & {column.key for column in chart.columns}


def test_a_measured_rank_is_a_range():
    chart = build_ranking(example(), theme=LIGHT, texts=EN)
    trace = chart.figure["data"][0]
    assert {row[4] for row in trace["customdata"]} == {"1–11"}
    assert "%{customdata[4]}" in trace["hovertemplate"]
    assert {row["rank"] for row in chart.rows[:11]} == {"1–11"}


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_height_grows_with_rows_and_type(scale):
    layout = build_ranking(example(), theme=LIGHT, texts=EN, scale=scale).figure["layout"]
    rows = len(layout["yaxis"]["ticktext"])
    assert rows == 11
    assert layout["height"] - rows * 22 * scale == pytest.approx(70 * scale)
    assert layout["font"]["size"] == 12 * scale


def test_the_city_is_a_line_with_its_name():
    layout = build_ranking(example(), theme=LIGHT, texts=EN).figure["layout"]
    assert [shape["x0"] for shape in layout["shapes"]] == [75.9]
    assert "city 75.9" in {note["text"] for note in layout["annotations"]}


def test_missing_places_are_in_the_table_and_the_notes():
    chart = build_ranking(example(), theme=LIGHT, texts=EN)
    assert "neighborhood-11" not in point_index(chart)
    assert chart.rows[-1]["outcome"] == "–"
    assert "Not shown, for lack of a value: 1 neighborhood." in chart.notes


def test_no_interval_no_bars():
    data = example()
    data.frame[["outcome_lower", "outcome_upper"]] = np.nan
    trace = build_ranking(data, theme=LIGHT, texts=EN).figure["data"][0]
    assert trace["error_x"] == {"visible": False}
    assert trace["customdata"][0][1] == "66.0"

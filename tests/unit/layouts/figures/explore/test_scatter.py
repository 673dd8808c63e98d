"""The scatter: dots by people, a fit with its band, what must stand on the chart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import orjson
import pytest

from data.locale import texts
from layouts.figures.base import PLACES
from layouts.figures.explore.scatter import (
    ALL_DOTS_PX2,
    LARGEST_DOT_PX,
    _largest_dot,
    build_scatter,
)
from layouts.theme import palette
from tests.unit.layouts.figures.example import association, example

EN = texts("en")
LIGHT = palette("light")


def dots(chart):
    (trace,) = (t for t in chart.figure["data"] if t.get("meta") == PLACES)
    return trace


def words(chart):
    return " ".join(note["text"] for note in chart.figure["layout"]["annotations"])


def test_a_dot_stands_at_both_values_and_its_area_is_people():
    data = example()
    trace = dots(build_scatter(data, theme=LIGHT, texts=EN))
    frame = data.frame.set_index("place_id")
    for row, x, y, size in zip(
        trace["customdata"], trace["x"], trace["y"], trace["marker"]["size"], strict=True
    ):
        assert x == pytest.approx(frame.loc[row[0], "factor"], abs=0.051)
        assert y == pytest.approx(frame.loc[row[0], "outcome"], abs=0.051)
        assert size == pytest.approx(frame.loc[row[0], "people"], rel=0.05)
    marker = trace["marker"]
    assert marker["sizemode"] == "area"
    largest = (2 * data.frame["people"].iloc[:11].max() / marker["sizeref"]) ** 0.5
    assert largest == pytest.approx(LARGEST_DOT_PX, rel=0.02)


def test_the_chart_itself_says_r_n_its_worth_and_that_dots_are_places():
    said = words(build_scatter(example(), theme=LIGHT, texts=EN))
    assert "r = −0.75 (−0.95 to −0.10)" in said
    assert "11 neighborhoods, worth about 5" in said
    assert "Each dot is a place, not a person" in said
    assert "city 75.9" in said and "city 19.5%" in said
    assert "Life expectancy (years)" in said and "Poverty (%)" in said


def test_line_and_band_are_those_of_the_association():
    found = association()
    band, line, _ = build_scatter(example(), theme=LIGHT, texts=EN).figure["data"]
    assert line["y"] == [round(found.fit[0], 2), round(found.fit[-1], 2)]
    assert band["y"][:5] == [round(value, 2) for value in found.fit_lower]
    assert band["y"][5:] == [round(value, 2) for value in found.fit_upper[::-1]]


def test_without_an_association_there_is_no_line_and_the_sentence_says_why():
    chart = build_scatter(example(associated=False), theme=LIGHT, texts=EN)
    assert len(chart.figure["data"]) == 1
    assert "r =" not in words(chart)
    assert chart.sentence == EN.t("explore.reason.few_areas")


def test_a_value_never_meets_what_it_was_made_from():
    data = example("diabetes_2015", "no_high_school", associated=False)
    data = replace(data, association_reason=data.rule.reason)
    chart = build_scatter(data, theme=LIGHT, texts=EN)
    assert chart.figure["data"] == []
    assert words(chart).replace("<br>", " ") == EN.t(data.rule.reason) == chart.sentence


def test_a_modelled_outcome_carries_its_warning():
    chart = build_scatter(example("diabetes_2015"), theme=LIGHT, texts=EN)
    assert EN.t("figures.scatter.modelled") in words(chart)
    assert EN.t("caveats.modelled_expected") in chart.notes
    assert set(chart.notes) >= {EN.t(key) for key in example("diabetes_2015").rule.warnings}


def test_too_few_events_are_not_drawn_but_said_to_count():
    chart = build_scatter(example("homicide_rate"), theme=LIGHT, texts=EN)
    assert "neighborhood-10" not in {row[0] for row in dots(chart)["customdata"]}
    assert EN.t("figures.note.few_in_fit") in chart.notes


@pytest.mark.parametrize("factor", ["poverty_2015", "median_income_2015", "ice_2019"])
def test_every_unit_of_a_factor_draws(factor):
    chart = build_scatter(example(factor_id=factor), theme=palette("dark"), texts=texts("es"))
    assert b"NaN" not in orjson.dumps(chart.figure)


def test_many_places_of_one_size_leave_room_for_each_other():
    few, many = np.full(6, 80_000.0), np.full(145, 3_000.0)
    assert _largest_dot(few) == LARGEST_DOT_PX
    assert len(many) * _largest_dot(many) ** 2 == pytest.approx(ALL_DOTS_PX2)

"""Pictures of gaps: what is drawn, said, listed and downloaded is one and the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.gaps.results import GroupKind
from data.locale import texts
from layouts.figures.gaps.age_split import build_age_split
from layouts.figures.gaps.by_race import build_life_by_race, build_measures_by_race
from layouts.figures.gaps.clusters import build_clusters, cluster_colors
from layouts.figures.gaps.concentration import build_concentration
from layouts.figures.gaps.equity_dots import build_equity_dots, build_potential
from layouts.figures.gaps.groups_map import build_groups_map, legend_entries, map_colors
from layouts.figures.gaps.measures import build_measures, in_words
from layouts.theme import palette
from tests.comparatives import find_comparatives
from tests.unit.data.sentences.gaps import a_gap
from tests.unit.layouts.figures import gap_example as example

LIGHT, EN, ES = palette("light"), texts("en"), texts("es")
KINDS = list(GroupKind)


def dots(chart):
    return next(t for t in chart.figure["data"] if t["mode"] == "markers+text")


def spans(chart):
    return [t for t in chart.figure["data"] if t["mode"] == "lines+markers+text"]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("kind", KINDS)
def test_dots_table_and_download_hold_the_same_groups_in_order(kind, lang):
    data = example.gaps(kind=kind)
    chart = build_equity_dots(data, theme=LIGHT, texts=texts(lang))
    values = [group.value for group in data.groups]
    assert dots(chart)["x"] == values
    assert dots(chart)["y"] == list(range(len(values)))
    assert [row["value"] for row in chart.rows] == [f"{value:.1f}" for value in values]
    column = chart.csv_columns.index("value")
    assert [row[column] for row in chart.csv_rows] == values
    assert all(len(row) == len(chart.csv_columns) for row in chart.csv_rows)
    assert {column.key for column in chart.columns} <= set(chart.rows[0])


def test_the_size_of_the_gap_is_drawn_only_where_the_test_found_one():
    data = example.gaps()
    sure = spans(build_equity_dots(data, theme=LIGHT, texts=EN))
    assert [sure[0]["x"][0], sure[0]["x"][-1]] == [70.0, 78.0]
    unsure = replace(data, gap=a_gap(claim_allowed=False))
    assert spans(build_equity_dots(unsure, theme=LIGHT, texts=EN)) == []
    assert spans(build_equity_dots(replace(data, gap=None), theme=LIGHT, texts=EN)) == []


def test_too_few_events_have_no_dot_and_no_rate():
    chart = build_equity_dots(example.events(few=True), theme=LIGHT, texts=EN)
    assert len(dots(chart)["x"]) == 4
    reach = next(t for t in chart.figure["data"] if t["mode"] == "markers")
    assert reach["x"] == [9.5] and reach["y"] == [4]
    assert "fewer than 10" in chart.rows[-1]["value"]
    assert chart.csv_rows[-1][chart.csv_columns.index("value")] == ""


def test_shapes_carry_a_district_s_verdict_and_ungraded_land_is_untested():
    districts = example.gaps(kind=GroupKind.COUNCIL_DISTRICT)
    chart = build_equity_dots(districts, theme=LIGHT, texts=EN)
    assert dots(chart)["marker"]["symbol"] == ["triangle-down", "circle-open", "triangle-up"]
    assert [row["verdict"] for row in chart.rows] == [
        EN.t(f"figures.verdict.{verdict}") for verdict in example.VERDICTS
    ]
    grades = build_equity_dots(example.gaps(kind=GroupKind.HOLC_GRADE), theme=LIGHT, texts=EN)
    assert dots(grades)["marker"]["symbol"] == ["circle"] * 5
    sizes = dots(grades)["marker"]["size"]
    assert sizes[-1] < min(sizes[:-1])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_names_of_groups_compare_no_outcome(kind, lang):
    data = example.gaps(kind=kind)
    spoken = texts(lang)
    factor = data.grouping.factor
    ends = [] if factor is None else [factor.factor_words.worst, factor.factor_words.best]
    names = [row["group"] for row in build_equity_dots(data, theme=LIGHT, texts=spoken).rows]
    assert len(set(names)) == len(names)
    for name in names:
        assert not find_comparatives(name, lang, ignoring=[end.get(lang) for end in ends])


def test_the_map_paints_each_place_in_the_color_of_its_group_s_dot_and_legend():
    data = example.gaps()
    chart = build_groups_map(
        data, theme=LIGHT, texts=EN, hatch={"none": "[[-94.6, 39.0, -94.5, 39.1]]"}
    )
    areas, ground, hatch = chart.figure["data"]
    colors = list(map_colors(data, LIGHT).values())
    marker = dots(build_equity_dots(data, theme=LIGHT, texts=EN))["marker"]
    assert marker["color"] == colors
    assert [color for color, _, _ in legend_entries(data, LIGHT, EN)[1]] == colors
    assert areas["locations"] == ["a", "b", "c"]
    assert areas["z"] == [0, 1, 2]
    assert areas["colorscale"][::2] == [[round(i / 5, 6), color] for i, color in enumerate(colors)]
    assert ground["locations"] == ["none"]
    assert hatch["type"] == "scattergeo"
    assert [row[2] for row in chart.csv_rows] == list(data.map.groups)


def test_potential_stands_where_the_gain_ends_whatever_the_direction():
    chart = build_potential(example.gaps(), theme=LIGHT, texts=EN)
    drawn = dots(chart)
    assert drawn["x"] == [74.0, 78.0]
    assert drawn["error_x"]["array"][1] == drawn["error_x"]["arrayminus"][1] == 1.0
    down = example.events()
    found = replace(down.potential, now=30.0, potential=20.0, gain=example.Estimate(-10, -12, -8))
    chart = build_potential(replace(down, potential=found), theme=LIGHT, texts=EN)
    assert chart.csv_rows[1][:4] == ("potential", 20.0, 18.0, 22.0)


def test_no_potential_no_chart():
    with pytest.raises(ValueError, match="potential"):
        build_potential(example.gaps(kind=GroupKind.HOLC_GRADE), theme=LIGHT, texts=EN)


def test_bars_of_ages_start_at_zero_and_add_up_to_the_gap():
    data = example.gaps()
    chart = build_age_split(data, theme=LIGHT, texts=EN)
    bars, ends = chart.figure["data"]
    assert bars["x"][::3] == [0, 0, 0]
    assert bars["x"][1::3] == ends["x"]
    assert sum(ends["x"]) == pytest.approx(data.ages.total)
    assert chart.rows[-1]["years"] == "8.00"
    bands = [row for row in chart.csv_rows if row[0] == "band"]
    assert sum(row[3] for row in bands) == pytest.approx(data.ages.total)


def test_the_curve_ends_at_everything_and_its_table_lies_on_it():
    chart = build_concentration(example.events(), theme=LIGHT, texts=EN)
    line = chart.figure["data"][1]
    assert (line["x"][-1], line["y"][-1]) == (1.0, 1.0)
    assert chart.rows[0]["events"] == "0%"
    assert chart.rows[2]["events"] == "50%"
    assert chart.rows[1]["events"] == "25%"
    assert chart.rows[-1]["events"] == "100%"
    with pytest.raises(ValueError, match="curve"):
        build_concentration(example.gaps(), theme=LIGHT, texts=EN)


def test_four_measures_in_words_and_all_of_them_in_the_table():
    data = example.gaps()
    chart = build_measures(data, texts=EN)
    assert [name for name, _ in in_words(data, EN)] == [
        EN.t(f"gaps.measures.name.{name}") for name in ("d", "r", "sii", "rii")
    ]
    assert [row[0] for row in chart.csv_rows] == [m.name for m in data.measures]
    assert chart.rows[0]["interval"] == "6.80–9.20"
    assert in_words(example.gaps(kind=GroupKind.COUNCIL_DISTRICT), EN) == []


@pytest.mark.parametrize(("lang", "order"), [("en", ["black en", "white en"]),
                                             ("es", ["black es", "white es"])])  # fmt: skip
def test_published_values_are_alphabetical_and_never_joined(lang, order):
    city, county = (
        build_life_by_race(example.by_race(), place, theme=LIGHT, texts=texts(lang)).figure
        for place in ("city", "county")
    )
    assert all("lines" not in trace["mode"] for trace in (*city["data"], *county["data"]))
    assert {trace["xaxis"] for trace in county["data"]} == {"x"}
    assert city["layout"]["xaxis"]["range"] == county["layout"]["xaxis"]["range"]
    labels = county["layout"]["yaxis"]["ticktext"]
    assert [label for label in labels if label in order] == order


def test_a_group_left_out_has_no_dot_and_says_why():
    data = example.by_race()
    life = build_life_by_race(data, "county", theme=LIGHT, texts=EN)
    (county,) = (t for t in life.figure["data"] if t["x"])
    assert county["x"] == [73.7, 78.6, 76.6]
    said = [note["text"].strip() for note in life.figure["layout"]["annotations"]]
    assert EN.t("gaps.race.left_out.few_residents") in said
    measures = build_measures_by_race(data, theme=LIGHT, texts=EN)
    row = next(row for row in measures.csv_rows if row[4] == "asian")
    assert row[5] == "" and row[7] == "few_residents"


def test_a_quoted_difference_is_words_and_no_dot():
    chart = build_life_by_race(example.by_race(), "city", theme=LIGHT, texts=EN)
    said = " ".join(note["text"].replace("<br>", " ") for note in
                    chart.figure["layout"]["annotations"])  # fmt: skip
    assert "6.5 years of life" in said
    assert 6.5 not in [x for trace in chart.figure["data"] for x in trace["x"]]


def test_clusters_are_painted_darkest_where_they_are_worst():
    data = example.clusters()
    source = example.CATALOGUE.source_of(data.outcome)
    chart = build_clusters(data, source=source, theme=LIGHT, texts=EN)
    assert cluster_colors(data, LIGHT) == {"low_low": LIGHT.outcome[4]}
    rest, found = chart.figure["data"]
    assert found["locations"] == ["29095000100"]
    assert set(rest["locations"]) == {"29095000200", "29095000300"}
    assert [row[1] for row in chart.csv_rows] == list(data.clusters)
    assert chart.csv_rows[2][2] == ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_drawn_is_finite(kind):
    for builder in (build_equity_dots, build_groups_map):
        figure = builder(example.gaps(kind=kind), theme=LIGHT, texts=ES).figure
        for trace in figure["data"]:
            numbers = [x for key in ("x", "y", "z") for x in trace.get(key, []) if x is not None]
            assert np.isfinite(np.array(numbers, dtype=float)).all()

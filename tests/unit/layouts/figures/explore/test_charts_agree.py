"""One frame, four faces: picture, table, download and hover cannot disagree."""

from __future__ import annotations

import pytest

from data.catalogue.loader import load_catalogue
from data.locale import texts
from data.models import Geography, IntervalKind, Kind
from layouts.figures.base import PLACES
from layouts.figures.explore.map import build_map
from layouts.figures.explore.ranking import build_ranking
from layouts.figures.explore.scatter import build_scatter
from layouts.theme import palette
from tests.unit.layouts.figures.example import example


def charts(data, lang="en"):
    common = {"theme": palette("light"), "texts": texts(lang)}
    return (
        build_map(data, mode="outcome", **common),
        build_scatter(data, **common),
        build_ranking(data, **common),
    )


def rows(chart):
    trace = next(t for t in chart.figure["data"] if t.get("meta") == PLACES)
    return trace["customdata"], trace["text"]


@pytest.mark.parametrize("outcome", ["life_expectancy", "diabetes_2015", "homicide_rate"])
def test_three_charts_carry_the_same_rows_in_the_same_order(outcome):
    drawn = [rows(chart) for chart in charts(example(outcome))]
    assert drawn[0] == drawn[1] == drawn[2]


@pytest.mark.parametrize("outcome", ["life_expectancy", "homicide_rate"])
def test_table_says_what_the_hover_says(outcome):
    for chart in charts(example(outcome)):
        table = {row["place_id"]: row for row in chart.rows}
        assert len(table) == 12
        for row in rows(chart)[0]:
            shown = table[row[0]]
            assert row[1] == f"{shown['outcome']} ({shown['outcome_interval']})"
            assert row[2] == shown["coverage"]


def test_columns_have_a_cell_in_every_row_and_a_label_in_both_languages():
    for lang in ("en", "es"):
        for chart in charts(example(), lang):
            labels = [column.label for column in chart.columns]
            assert len(set(labels)) == len(labels)
            assert all(column.key in row for column in chart.columns for row in chart.rows)


def test_download_holds_unrounded_numbers_with_interval_verdict_years_and_source():
    data = example()
    for chart in charts(data):
        table = {row[0]: dict(zip(chart.csv_columns, row, strict=True)) for row in chart.csv_rows}
        for record in data.frame.to_dict("records"):
            line = table[record["place_id"]]
            if line["value"] == "":
                assert record["name"] == "Place 11"
                continue
            assert line["value"] == record["outcome"]
            assert line["lower"] == record["outcome_lower"]
            assert line["verdict"] == record["verdict"]
            assert chart.csv_shared["years"] == "2010–2015"
            assert "National Center for Health Statistics" in chart.csv_shared["publisher"]
            assert line["factor_lower"] == ""


def test_a_place_is_called_what_people_call_it():
    data = example(geography=Geography.COUNCIL_DISTRICT)
    data.frame["name"] = data.frame["area_id"]
    assert "District 3" in rows(charts(data)[0])[1]
    unnamed = example()
    unnamed.frame.loc[0, "name"] = "(unnamed)"
    assert "Zona sin nombre 0" in rows(charts(unnamed, "es")[0])[1]


def test_notes_name_the_source_and_never_repeat():
    for lang in ("en", "es"):
        for chart in charts(example("diabetes_2015"), lang):
            assert "500 Cities" in chart.notes[0] and "2015" in chart.notes[0]
            assert len(set(chart.notes)) == len(chart.notes)


def test_every_indicator_carries_the_caveat_of_its_kind():
    for indicator in load_catalogue().indicators.values():
        if indicator.kind is Kind.MODELLED:
            assert "modelled_expected" in indicator.caveats, indicator.id
        if indicator.kind is Kind.PARTLY_MODELLED:
            assert "partly_predicted" in indicator.caveats, indicator.id
        if indicator.interval is IntervalKind.NONE:
            assert "no_interval" in indicator.caveats, indicator.id

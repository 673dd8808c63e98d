"""Rows of a comparison: screen, table and download are one; positions follow the values."""

from __future__ import annotations

from math import isfinite

import pytest

from data.compare.state import Order, Show
from data.locale import LANGUAGES, texts
from data.models import Polarity, Role
from layouts.figures.chart import Chart
from layouts.figures.compare.rows import build_compare, scale_of
from layouts.figures.compare.tables import CSV_COLUMNS
from tests.shared import services

SERVICES = services()
DATA = SERVICES.compare.data(
    ("neighborhood-64", "zip-64113", "zip-64130", "council_district-3", "neighborhood-13", "city"),
    "zip-64113",
)
STATES = [(show, order) for show in Show for order in Order]
WORDS = ("value", "interval", "difference", "difference_interval", "result", "note")


def chart(show: Show = Show.ALL, order: Order = Order.THEME, lang: str = "en") -> Chart:
    return build_compare(DATA, show=show, order=order, texts=texts(lang))


def drawn(built: Chart) -> list[tuple[str, str, list[object]]]:
    """Indicator, place and line of every line on the screen, in its order."""
    return [
        (row["id"], place["id"], line)
        for group in built.figure["groups"]
        for row in group["rows"]
        for place, line in zip(built.figure["places"], row["lines"], strict=True)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("show", "order"), STATES)
def test_table_download_and_screen_are_the_same_rows(show: Show, order: Order, lang: str) -> None:
    built = chart(show, order, lang)
    lines = drawn(built)
    assert len(lines) == len(built.rows) == len(built.csv_rows) > 0
    for (indicator, place, line), row, numbers in zip(
        lines, built.rows, built.csv_rows, strict=True
    ):
        record = dict(zip(CSV_COLUMNS, numbers, strict=True))
        assert (record["indicator"], record["place_id"]) == (indicator, place)
        assert line[5:] == [row[key] for key in WORDS]
        assert (record["value"] == "") == (row["interval"] == "" and line[2] is None)
        assert (record["difference"] == "") == (row["difference"] == "")
    assert {column.key for column in built.columns} == set(built.rows[0])


def test_the_filter_keeps_real_differences_and_changes_no_result() -> None:
    every = {(i, p): line for i, p, line in drawn(chart())}
    kept = drawn(chart(Show.DIFFERENCES))
    real = {row.indicator.id for row in DATA.rows if row.is_different}
    assert {indicator for indicator, _, _ in kept} == real
    assert all(every[indicator, place] == line for indicator, place, line in kept)


def test_the_clearest_difference_comes_first() -> None:
    groups = chart(order=Order.CLEAREST).figure["groups"]
    assert [group["key"] for group in groups] == ["real", "context", "untested"]
    clearness = {row.indicator.id: row.clearness for row in DATA.rows}
    sizes = [clearness[row["id"]] for row in groups[0]["rows"]]
    assert sizes == sorted(sizes, reverse=True)
    assert all(not isfinite(clearness[row["id"]]) for row in groups[2]["rows"])


@pytest.mark.parametrize("show", Show)
def test_what_has_no_direction_is_never_ordered_by_size(show: Show) -> None:
    """Who lives somewhere differs most of all and is no finding: it stands after the verdicts."""
    groups = {g["key"]: g["rows"] for g in chart(show, Order.CLEAREST).figure["groups"]}
    rows = {row.indicator.id: row for row in DATA.rows}
    for key in ("real", "tested"):
        for row in groups.get(key, ()):
            indicator = rows[row["id"]].indicator
            assert indicator.role in (Role.OUTCOME, Role.FACTOR), indicator.id
            assert indicator.polarity is not Polarity.NONE, indicator.id
    context = [row["id"] for row in groups["context"]]
    assert context == [name for name in rows if name in set(context)]
    assert {"single_parent", "share_white_2023"} <= set(context)
    listed = [row["id"] for found in groups.values() for row in found]
    assert sorted(listed) == sorted(
        name for name, row in rows.items() if show is Show.ALL or row.is_different
    )


def test_positions_follow_the_values_on_one_scale() -> None:
    rows = {row.indicator.id: row for row in DATA.rows}
    for group in chart().figure["groups"]:
        for drawn_row in group["rows"]:
            row = rows[drawn_row["id"]]
            low, high = scale_of(row)
            for value, line in zip(row.values, drawn_row["lines"], strict=True):
                at = line[2]
                assert (at is None) == (value is None or not isfinite(value.value))
                if at is not None and value is not None:
                    assert 0 <= at <= 100
                    assert at == pytest.approx((value.value - low) / (high - low) * 100, abs=0.06)
                points = [x for x in line[2:5] if x is not None]
                assert all(0 <= x <= 100 for x in points)
            if isfinite(row.city):
                assert drawn_row["city"][0] == pytest.approx(
                    (row.city - low) / (high - low) * 100, abs=0.06
                )


def test_few_homicides_are_a_limit_and_no_dot() -> None:
    row = next(
        row
        for group in chart().figure["groups"]
        for row in group["rows"]
        if row["id"] == "homicide_rate"
    )
    few = row["lines"][1]  # ZIP 64113
    assert few[1] == "few"
    assert few[2] is None
    assert few[4] > few[3]
    assert few[5].startswith("fewer than 10 in 11 years")


def test_only_real_differences_have_a_colored_mark() -> None:
    rows = {row.indicator.id: row for row in DATA.rows}
    places = [place.place_id for place in DATA.places]
    for indicator, place, line in drawn(chart()):
        pair = rows[indicator].results[places.index(place)]
        if line[1] in ("better", "worse"):
            assert pair is not None
            assert pair.is_real


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_source_is_named_with_its_years(lang: str) -> None:
    notes = " ".join(chart(lang=lang).notes)
    for row in DATA.rows:
        assert row.source.publisher in notes
        assert row.indicator.years in notes

"""Rows of a comparison: screen, table and download are one; positions follow the values."""

from __future__ import annotations

from math import isfinite
from typing import Any

import pytest

from data.compare.parts import Part, parts_of
from data.compare.results import CompareRow
from data.compare.state import Order
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
WORDS = ("value", "interval", "difference", "difference_interval", "result", "note")


PARTS = parts_of(DATA)


def chart(order: Order = Order.THEME, lang: str = "en") -> Chart:
    return build_compare(DATA, order=order, texts=texts(lang))


def rows_of(built: Chart, part: Part | None = None) -> list[dict[str, Any]]:
    """Rows of one part, or of the whole page, in its order."""
    return [
        row
        for group in built.figure["groups"]
        if part is None or group["key"] == part.value
        for section in group["sections"]
        for row in section["rows"]
    ]


def drawn(built: Chart) -> list[tuple[str, str, list[object]]]:
    """Indicator, place and line of every line on the screen, in its order."""
    return [
        (row["id"], place["id"], line)
        for row in rows_of(built)
        for place, line in zip(built.figure["places"], row["lines"], strict=True)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("order", Order)
def test_table_download_and_screen_are_the_same_rows(order: Order, lang: str) -> None:
    """The file has the older releases too, after the rows of the page and marked."""
    built = chart(order, lang)
    lines = drawn(built)
    records = [dict(zip(CSV_COLUMNS, numbers, strict=True)) for numbers in built.csv_rows]
    assert len(lines) == len(built.rows) > 0
    assert len(records) == len(DATA.rows) * len(DATA.places)
    for (indicator, place, line), row, record in zip(lines, built.rows, records, strict=False):
        assert (record["indicator"], record["place_id"]) == (indicator, place)
        assert line[5:] == [row[key] for key in WORDS]
        assert (record["value"] == "") == (row["interval"] == "" and line[2] is None)
        assert (record["difference"] == "") == (row["difference"] == "")
    assert {column.key for column in built.columns} == set(built.rows[0])
    parts = {row.indicator.id: part.value for part, found in PARTS.items() for row in found}
    assert all(record["page_part"] == parts[record["indicator"]] for record in records)
    assert {record["page_part"] for record in records[len(lines) :]} == {Part.EARLIER.value}


def test_the_order_changes_no_result() -> None:
    every, ordered = drawn(chart()), drawn(chart(Order.CLEAREST))
    assert sorted(map(str, every)) == sorted(map(str, ordered)) and every != ordered


def test_the_clearest_difference_comes_first_and_what_has_no_side_last() -> None:
    """Who has no better and no worse may differ most of all: it is never ordered by size."""
    (group,) = [g for g in chart(Order.CLEAREST).figure["groups"] if g["key"] == Part.APART.value]
    lead, real, no_side = ([row["id"] for row in one["rows"]] for one in group["sections"])
    rows = {row.indicator.id: row for row in DATA.rows}
    assert lead == ["life_expectancy"]
    sizes = [rows[name].clearness for name in real]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) > 5
    for name in real:
        assert rows[name].indicator.role in (Role.OUTCOME, Role.FACTOR), name
        assert rows[name].indicator.polarity is not Polarity.NONE, name
    assert no_side == ["single_parent"]


def test_positions_follow_the_values_on_one_scale() -> None:
    rows = {row.indicator.id: row for row in DATA.rows}
    for drawn_row in rows_of(chart()):
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
    row = next(row for row in rows_of(chart()) if row["id"] == "homicide_rate")
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
    notes = chart(lang=lang).notes
    assert len(notes) == len(set(notes))
    for part, rows in PARTS.items():
        for row in rows if part is not Part.EARLIER else ():
            named = [note for note in notes if note.startswith(source_of(row, lang))]
            assert len(named) == 1 and row.indicator.years in named[0]


def source_of(row: CompareRow, lang: str) -> str:
    return f"{row.source.publisher}, {row.source.title.get(lang)}: "

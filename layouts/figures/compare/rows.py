"""Places side by side: a row a measure, a line a place, dots with intervals on one scale.

The rows are a table that layouts/pages/compare/rows.py writes from `figure`: positions run from 0
to 100 along the row's own scale. Screen, table and download are made from the same display rows, so
they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import isfinite, nan
from typing import Any

from data.catalogue.schema import Indicator
from data.compare.parts import Part, parts_of
from data.compare.rest import against_rest, is_rest
from data.compare.results import CompareData, ComparedValue, CompareRow, PairResult
from data.compare.sentences import (
    PAIR,
    baseline_name,
    contracted,
    difference_interval,
    difference_unit,
    headline,
    is_around,
    partner_name,
    place_name,
    printed_pair,
    result_text,
    signed_amount,
    signed_number,
    title,
    value_name,
)
from data.compare.state import Order
from data.locale import Texts
from data.locale.format import join_list
from data.models import Flag, Kind, Verdict
from data.sentences.words import (
    counted_value,
    few_text,
    interval_text,
    measure,
    opening,
    short_name,
    value_text,
)
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.compare.groups import Group, grouped
from layouts.figures.compare.tables import BASELINE, CSV_COLUMNS, csv_lines, source_notes
from layouts.figures.inputs import TABLE_FLAGS, flag_note
from layouts.figures.tables import Lazy
from layouts.figures.travels import Cited, flags_of_values, travels

# Room at both ends of a scale, as a share of its length.
_ROOM = 0.04
_NOTED = tuple(flag for flag in TABLE_FLAGS if flag is not Flag.SURROUNDING_TRACT)
FEW = "few"
# Shapes whose words name the place compared with, not the rest of the city.
_WORDED = ("better", "worse", "higher", "lower", "not_different")

# Columns on the screen, where an interval stands beside its value.
HEADS: tuple[str, ...] = ("place", "scale", "values", "differences", "result")


def build_compare(data: CompareData, *, order: Order, texts: Texts) -> Chart:
    """All rows of a comparison in one order; the file has the older releases of each measure too.

    Every test of the places is in the file, so that the adjustment of its p values can be checked.
    """
    groups = grouped(data, order=order, texts=texts)
    shown = [against_rest(data, row) for group in groups for row in group.rows]
    display = [display_rows(data, row, texts) for row in shown]
    rows = [line for lines in display for line in lines]
    stored = [row for group in groups for row in group.rows]
    filed = [*stored, *parts_of(data)[Part.EARLIER]]
    return Chart(
        title=title(data, texts),
        sentence=headline(data, texts),
        figure=_figure(data, groups, iter(display), texts),
        columns=table_columns(data, texts),
        rows=rows,
        csv_columns=CSV_COLUMNS,
        csv_rows=Lazy(lambda: csv_lines(data, filed, texts)),
        notes=source_notes(stored, texts),
        travels=compare_travels(data, stored, texts, with_rest=True),
    )


# -- display rows: what the screen and the table say ------------------------------------------


def display_rows(data: CompareData, row: CompareRow, texts: Texts) -> list[dict[str, str]]:
    """One row a place, as display strings under the keys of the table's columns."""
    return [_display(data, row, i, texts) for i in range(len(data.places))]


def _display(data: CompareData, row: CompareRow, index: int, texts: Texts) -> dict[str, str]:
    place, value, pair = data.places[index], row.values[index], row.results[index]
    indicator = row.indicator
    around = value is not None and Flag.SURROUNDING_TRACT in value.flags
    difference = printed_pair(data, row, index)
    lower, upper = (nan, nan) if pair is None else (pair.lower, pair.upper)
    return {
        "measure": indicator.name.get(texts.lang),
        "years": indicator.years,
        "place": partner_name(place, texts, inside=False)
        if is_rest(data, row, index)
        else value_name(place, around, texts),
        "value": _value(value, indicator, texts),
        "interval": _interval(value, indicator, texts),
        "difference": signed_amount(difference, indicator, texts),
        "difference_interval": difference_interval(lower, upper, indicator, texts),
        "result": result_text(pair, indicator, texts),
        "note": _note(data, index, value, pair, texts),
    }


def _value(value: ComparedValue | None, indicator: Indicator, texts: Texts) -> str:
    if value is None:
        return texts.t("compare.value.not_given")
    if isfinite(value.value):
        unit = texts.t(f"figures.after.{indicator.unit.value}")
        return counted_value(value.value, value.events, indicator, texts) + unit
    if Flag.FEWER_THAN_10 in value.flags:
        return few_text(value.upper, indicator, texts, events=value.events)
    withheld = Flag.COVERAGE_UNDER_50 in value.flags
    return texts.t("compare.value.withheld" if withheld else "compare.value.none")


def _interval(value: ComparedValue | None, indicator: Indicator, texts: Texts) -> str:
    if value is None or not isfinite(value.value):
        return ""
    return interval_text(value.lower, value.upper, indicator, texts.lang)


def _note(
    data: CompareData,
    index: int,
    value: ComparedValue | None,
    pair: PairResult | None,
    texts: Texts,
) -> str:
    flags = " ".join(flag.value for flag in value.flags) if value is not None else ""
    parts = [flag_note(flags, texts, _NOTED)]
    if pair is not None and isfinite(pair.difference):
        if pair.by_means:
            parts.append(texts.t("compare.note.by_means"))
        if data.places[index].is_city and pair.rest_of_city:
            parts.append(texts.t("compare.note.rest_of_city"))
    return ", ".join(part for part in parts if part)


def table_columns(data: CompareData, texts: Texts) -> list[Column]:
    """Columns of a table of comparisons, under the keys of `display_rows`."""
    partner = baseline_name(data, texts)

    def column(key: str, kind: str = "text") -> Column:
        return Column(key, _head(key, partner, texts), kind)

    return [
        column("measure"),
        column("years"),
        column("place"),
        column("value", "number"),
        column("interval", "interval"),
        column("difference", "number"),
        column("difference_interval", "interval"),
        column("result"),
        column("note"),
    ]


def _head(key: str, partner: str, texts: Texts) -> str:
    return contracted(texts.t(f"compare.column.{key}", baseline=partner), texts.lang)


# -- the picture ------------------------------------------------------------------------------


def _figure(
    data: CompareData,
    groups: Sequence[Group],
    display: Iterator[list[dict[str, str]]],
    texts: Texts,
) -> dict[str, Any]:
    is_pair = len(data.places) == PAIR
    say = partial(partner_name, inside=False) if is_pair else place_name
    names = [say(place, texts) for place in data.places]
    partner = baseline_name(data, texts)
    return {
        "baseline": data.baseline,
        "is_pair": is_pair,
        "heads": _heads(data, names, texts)
        if is_pair
        else [_head(k, partner, texts) for k in HEADS],
        "beside": [_head(key, partner, texts) for key in ("values", "differences")],
        "places": [
            {"id": place.place_id, "name": name}
            for place, name in zip(data.places, names, strict=True)
        ],
        "sources": {
            row.source.id: f"{row.source.publisher}, {row.source.title.get(texts.lang)}"
            for group in groups
            for row in group.rows
        },
        "groups": [
            {
                "key": group.part.value,
                "name": group.name,
                "about": group.about,
                "caption": contracted(
                    texts.t("compare.chart.table", group=group.name, baseline=partner), texts.lang
                ),
                "count": texts.t("compare.count", n=len(group.rows)),
                "folded": group.part is not Part.APART,
                "sections": [
                    {
                        "name": section.name,
                        "rows": [
                            _row(data, against_rest(data, row), next(display), names, texts)
                            for row in section.rows
                        ],
                    }
                    for section in group.sections
                ],
            }
            for group in groups
        ],
    }


def _heads(data: CompareData, names: Sequence[str], texts: Texts) -> list[str]:
    """Columns of two places: what is compared, then the baseline, so that the gap is their gap."""
    return [
        texts.t("compare.column.measure"),
        texts.t("compare.column.scale"),
        names[1 - data.baseline],
        names[data.baseline],
        texts.t("compare.column.difference_of_pair"),
        texts.t("compare.column.result"),
    ]


def _row(
    data: CompareData,
    row: CompareRow,
    lines: Sequence[Mapping[str, str]],
    names: Sequence[str],
    texts: Texts,
) -> dict[str, Any]:
    low, high = scale_of(row)
    indicator = row.indicator
    city = _position(row.city, low, high)
    return {
        "id": indicator.id,
        "source": row.source.id,
        "name": measure(indicator, texts.lang),
        "years": indicator.years,
        "kind": ""
        if indicator.kind is Kind.MEASURED
        else texts.t(f"compare.kind.{indicator.kind}"),
        "ends": _ends(low, high, indicator, texts),
        "city": None
        if city is None
        else [
            city,
            texts.t("compare.chart.city_line", value=value_text(row.city, indicator, texts.lang)),
        ],
        "lines": [
            _line(row, i, line, (low, high), "" if line["place"] == names[i] else line["place"])
            for i, line in enumerate(lines)
        ],
        "around": [is_around(row, i) for i in range(len(lines))],
        "unit": difference_unit(indicator, texts),
        "numbers": [
            signed_number(printed_pair(data, row, i), indicator, texts) for i in range(len(lines))
        ],
    }


def _ends(low: float, high: float, indicator: Indicator, texts: Texts) -> list[str]:
    if not isfinite(low):
        return []
    return [value_text(end, indicator, texts.lang) for end in (low, high)]


def scale_of(row: CompareRow) -> tuple[float, float]:
    """Ends of the row's scale, with room for every value, interval and the city; NaN if none."""
    ends = [row.city]
    for value in row.values:
        if value is not None:
            ends += [value.value, value.lower, value.upper]
            if Flag.FEWER_THAN_10 in value.flags:
                ends.append(0.0)
    known = [end for end in ends if isfinite(end)]
    if not known:
        return float("nan"), float("nan")
    low, high = min(known), max(known)
    room = _ROOM * ((high - low) or abs(high) or 1.0)
    bottom = low - room
    return (max(bottom, 0.0) if low >= 0.0 else bottom), high + room


def _position(value: float, low: float, high: float) -> float | None:
    if not (isfinite(value) and isfinite(low)):
        return None
    return round(float((value - low) / (high - low) * 100.0), 1)


def _line(
    row: CompareRow, index: int, line: Mapping[str, str], scale: tuple[float, float], name: str
) -> list[Any]:
    """Name where it is not the place's own, mark, position, lower, upper, then the words."""
    value, pair = row.values[index], row.results[index]
    mark, points = "", list[float | None]([None, None, None])
    if value is not None:
        mark = mark_of(value, pair)
        ends = (value.value, 0.0 if mark == FEW else value.lower, value.upper)
        points = [_position(end, *scale) for end in ends]
    words = ("value", "interval", "difference", "difference_interval", "result", "note")
    return [name, mark, *points, *(line[key] for key in words)]


def compare_travels(
    data: CompareData, rows: Sequence[CompareRow], texts: Texts, *, with_rest: bool = False
) -> Travels:
    """What goes with `rows`: sources, weak numbers by place, shapes that are drawn.

    `with_rest`: beside one place stands the number of the rest of the city, not of the city.
    """
    marks = [
        mark_of(value, pair)
        for row in rows
        for value, pair in zip(row.values, row.results, strict=True)
        if value is not None
    ]
    flags = [
        texts.t(
            "figures.note.flag",
            measure=", ".join(dict.fromkeys(measures)),
            flag=flag,
            places=join_list(list(places), lang=texts.lang),
        )
        for (flag, places), measures in _flagged(data, rows, texts).items()
    ]
    flags += flags_of_values([(row.indicator, ()) for row in rows], texts)
    words = {mark: texts.t(f"compare.key.{mark}") for mark in _WORDED}
    if data.places[data.baseline].is_city:  # a verdict is against the rest of it, as everywhere
        untold = Verdict.NOT_DIFFERENT.value
        rest = with_rest and len(data.places) == PAIR
        said = texts.t("compare.place.rest_inside" if rest else "compare.key.city")
        words = {BASELINE: said, untold: words[untold]}
    cited = [Cited(row.indicator, row.source) for row in rows]
    made = travels(cited, flags=flags, shapes=marks, texts=texts, said=words)
    return replace(made, source=" ".join(source_notes(rows, texts)))


def _flagged(
    data: CompareData, rows: Sequence[CompareRow], texts: Texts
) -> dict[tuple[str, tuple[str, ...]], list[str]]:
    """Flags in words with the places that have them, and the measures of which that is true."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for row in rows:
        name = opening(short_name(row.indicator, texts.lang))
        for flag in TABLE_FLAGS:
            places = tuple(
                place_name(place, texts)
                for value, place in zip(row.values, data.places, strict=True)
                if value is not None and isfinite(value.value) and flag in value.flags
            )
            if places:
                said = texts.t(f"figures.flag.{flag.value}")
                found.setdefault((said, places), []).append(name)
    return found


def mark_of(value: ComparedValue, pair: PairResult | None) -> str:
    """Which mark is drawn: the baseline's, a verdict's, `few` for a limit, empty for no value."""
    if not isfinite(value.value):
        return FEW if Flag.FEWER_THAN_10 in value.flags and isfinite(value.upper) else ""
    return BASELINE if pair is None else pair.verdict.value

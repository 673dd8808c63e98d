"""Download and sources of a comparison: the numbers behind the rows, unrounded."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from data.compare.parts import Part, parts_of
from data.compare.results import CompareData, ComparedValue, CompareRow, PairResult
from data.compare.sentences import place_name
from data.files.csv_file import origin
from data.locale import Texts
from data.models import Flag
from data.sentences.words import short_name

BASELINE = "baseline"  # the verdict of the place that the others are compared with
CSV_COLUMNS: tuple[str, ...] = (
    "indicator", "indicator_name", "theme", "years", "unit", "kind", "geography", "place_id",
    "place", "value", "lower", "upper", "coverage", "method", "flags", "events", "city_value",
    "baseline", "difference", "difference_se", "difference_lower", "difference_upper",
    "p_value", "p_adjusted", "baseline_verdict", "not_tested_because", "rest_of_city", "by_means",
    "page_part",
    "publisher", "source", "licence",
)  # fmt: skip


def csv_lines(data: CompareData, rows: Sequence[CompareRow], texts: Texts) -> list[Sequence[Any]]:
    """One line a place of every row, under CSV_COLUMNS; empty where missing."""
    part_of = {row.indicator.id: part for part, found in parts_of(data).items() for row in found}
    return [
        _csv_line(data, row, i, part_of[row.indicator.id], texts)
        for row in rows
        for i in range(len(data.places))
    ]


def _csv_line(
    data: CompareData, row: CompareRow, index: int, part: Part, texts: Texts
) -> Sequence[Any]:
    indicator, source, place = row.indicator, row.source, data.places[index]
    value, pair = row.values[index], row.results[index]
    head = (
        indicator.id, indicator.name.get(texts.lang), row.theme.id, indicator.years,
        indicator.unit.value, indicator.kind.value, place.layer.value,
        place.place_id, place_name(place, texts),
    )  # fmt: skip
    return (
        *head,
        *_csv_value(value),
        _blank(row.city),
        data.places[data.baseline].place_id,
        *_csv_pair(pair),
        part.value,
        *origin([source], texts).values(),
    )


def _csv_value(value: ComparedValue | None) -> tuple[Any, ...]:
    if value is None:
        return ("",) * 7
    flags = " ".join(flag.value for flag in Flag if flag in value.flags)
    numbers = (_blank(x) for x in (value.value, value.lower, value.upper, value.coverage))
    return (*numbers, value.method, flags, _blank(value.events))


def _csv_pair(pair: PairResult | None) -> tuple[Any, ...]:
    if pair is None:
        return ("",) * 6 + (BASELINE, "", "", "")
    numbers = (pair.difference, pair.se, pair.lower, pair.upper, pair.p_value, pair.p_adjusted)
    return (
        *(_blank(number) for number in numbers),
        pair.verdict.value,
        pair.reason.value if pair.reason is not None else "",
        int(pair.rest_of_city),
        int(pair.by_means),
    )


def _blank(number: float) -> float | str:
    return number if isfinite(number) else ""


def source_notes(rows: Sequence[CompareRow], texts: Texts) -> list[str]:
    """Each source of `rows` once, with the measures and years that come from it."""
    found: dict[str, list[CompareRow]] = {}
    for row in rows:
        found.setdefault(row.source.id, []).append(row)
    return [_source_line(its, texts) for its in found.values()]


def _source_line(rows: Sequence[CompareRow], texts: Texts) -> str:
    source = rows[0].source
    measures = "; ".join(
        texts.t(
            "compare.sources.measure",
            name=short_name(row.indicator, texts.lang),
            years=row.indicator.years,
        )
        for row in rows
    )
    return texts.t(
        "compare.sources.line",
        publisher=source.publisher,
        title=source.title.get(texts.lang),
        measures=measures,
    )

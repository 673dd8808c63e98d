"""The one maker of CSV files: which columns there are, what each means, how a cell is written.

A column has one name, one meaning and one kind of cell in every file. `columns.<name>` in the
locale says the meaning to people; the order below is the order in every file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from numbers import Integral, Real
from typing import Any

from data.catalogue.schema import Indicator, Source
from data.locale import Texts
from data.models import Geography
from data.sentences.words import place_label


class Cell(StrEnum):
    """What stands in the cells of a column."""

    TEXT = "text"
    WHOLE = "whole"  # counts: fractions that come from sharing out blocks are rounded
    NUMBER = "number"
    YES = "yes"  # yes or no


_T, _W, _N, _Y = Cell.TEXT, Cell.WHOLE, Cell.NUMBER, Cell.YES
REQUIRED = ("indicator", "unit", "years", "geography", "publisher", "licence")
COLUMNS: Mapping[str, Cell] = {
    # what the row is about
    "aim": _T,
    "indicator": _T, "indicator_name": _T, "theme": _T, "kind": _T, "unit": _T, "years": _T,
    "years_inferred": _Y, "geography": _T, "within": _T, "place_id": _T, "place": _T,
    "official_name": _T, "member": _T, "people": _W, "people_within": _W, "share_within": _N,
    "around": _T, "share_around": _N,
    # groups of residents
    "grouping": _T, "group": _T, "group_name": _T, "other_group": _T, "group_order": _W,
    "areas": _W, "age": _T, "age_stage": _T, "age_from": _W, "age_to": _W, "bin_from": _N,
    "bin_to": _N, "measure": _T, "scenario": _T, "quotation": _T,
    # of laws, of estimates and of studies of others
    "from_date": _T, "proposal": _T, "outcome": _T, "effect": _T, "found": _T, "read": _T,
    "caveat": _T,
    # the value, after the events that it rests on
    "events": _N, "value": _N, "lower": _N, "upper": _N, "level_percent": _W,
    "se": _N, "coverage": _N,
    "own_share": _N, "tracts": _W, "method": _T, "flags": _T, "left_out": _T, "quoted": _Y,
    "pooled": _Y, "years_in_mean": _W,
    "workers_raised": _W, "workers": _W, "law": _T,
    # beside the rest of the city
    "verdict": _T, "rest_difference": _N, "rest_difference_se": _N, "rest_p_adjusted": _N,
    "departure": _T, "rank": _W, "rank_lower": _W, "rank_upper": _W, "city_value": _N,
    "city_lower": _N, "city_upper": _N, "quartile_lower": _N, "quartile_upper": _N,
    "deviation": _N, "places": _W,
    # beside a national target
    "target": _N, "target_differs": _T,
    # beside the baseline of a comparison
    "baseline": _T, "difference": _N, "difference_se": _N, "difference_lower": _N,
    "difference_upper": _N, "ratio": _N, "ratio_lower": _N, "ratio_upper": _N,
    "p_value": _N, "p_adjusted": _N, "baseline_verdict": _T, "not_tested_because": _T,
    "rest_of_city": _Y, "by_means": _Y, "page_part": _T,
    # at an earlier time
    "earlier_years": _T, "earlier_events": _N, "earlier_value": _N, "earlier_lower": _N,
    "earlier_upper": _N, "change": _N, "change_lower": _N, "change_upper": _N,
    "change_verdict": _T, "follow": _T,
    # beside a department's own target
    "own_target": _N, "own_target_year": _W, "own_target_needed": _N, "own_target_verdict": _T,
    # parts and shares
    "gain": _N, "gain_lower": _N, "gain_upper": _N, "share_of_gap": _N,
    "difference_black_white": _N, "cumulative_share_of_residents": _N,
    "cumulative_share_of_events": _N, "share_of_residents": _N, "people_2010": _W,
    "share_2010": _N, "people_2020": _W, "share_2020": _N, "city_share_2020": _N,
    "tract_vintage": _T, "comparable": _Y, "dissimilarity": _N, "isolation": _N,
    "interaction": _N, "entropy": _N, "black_share": _N, "cluster": _T, "neighborhoods": _T,
    # the social factor beside it
    "factor": _T, "factor_name": _T, "factor_kind": _T, "factor_unit": _T, "factor_years": _T,
    "factor_value": _N, "factor_lower": _N, "factor_upper": _N, "factor_from": _N,
    "factor_to": _N, "factor_coverage": _N, "factor_flags": _T, "factor_publisher": _T,
    "factor_source": _T, "factor_licence": _T,
    # r of the two over places
    "r": _N, "r_lower": _N, "r_upper": _N, "n_effective": _N, "association": _T,
    "warnings": _T,
    # what was decided
    "date": _T, "body": _T, "motion_number": _T, "motion": _T, "vote": _T, "aims": _T,
    "read_as": _T,
    # where it comes from
    "publisher": _T, "source": _T, "licence": _T, "citation": _T, "url": _T,
    # where the number itself stands
    "address": _T, "data_version": _T,
}  # fmt: skip
# More digits than any number here has meaning; a float's own 17 would show noise.
_DIGITS = 10
_THOUSANDS = 3


def csv_text(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    shared: Mapping[str, Any] | None = None,
    *,
    required: Sequence[str] = REQUIRED,
) -> str:
    """Rows under `columns` as CSV; `shared` are cells that every row repeats.

    Raises ValueError for a column that COLUMNS does not know, and where one of `required` is
    absent: a list without numbers (of decisions) needs others.
    """
    order, cells = ordered(columns, rows, shared, required=required)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(order)
    for row in cells:
        writer.writerow(
            [cell_text(cell, COLUMNS[name]) for name, cell in zip(order, row, strict=True)]
        )
    return buffer.getvalue()


def ordered(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    shared: Mapping[str, Any] | None = None,
    *,
    required: Sequence[str] = REQUIRED,
) -> tuple[list[str], Iterator[list[Any]]]:
    """Columns in the order of every file, and the cells of each row in it. Raises as `csv_text`."""
    extra = {key: cell for key, cell in (shared or {}).items() if key not in columns}
    have = [*columns, *extra]
    unknown = set(have) - set(COLUMNS)
    absent = [name for name in required if name not in have]
    if unknown or absent:
        raise ValueError(f"unknown columns {sorted(unknown)}, absent {absent}")
    order = [name for name in COLUMNS if name in have]
    at = [have.index(name) for name in order]
    wholes = ([*row, *extra.values()] for row in rows)
    return order, ([whole[i] for i in at] for whole in wholes)


def cell_value(value: Any, kind: Cell) -> str | int | float | bool | None:
    """A cell as data: what the file says of it, null where that is empty."""
    text = cell_text(value, kind)
    if not text:
        return None
    if kind is Cell.YES and text in ("yes", "no"):
        return text == "yes"
    if kind is Cell.TEXT:
        return text
    try:
        number = float(text)
    except ValueError:
        return text  # a word in the place of a number
    return int(number) if kind is Cell.WHOLE else number


def cell_text(value: Any, kind: Cell = Cell.NUMBER) -> str:
    """A cell as it stands in the file; empty where there is nothing."""
    if value is None:
        return ""
    if kind is Cell.YES and value in (True, False):
        return "yes" if value else "no"
    if isinstance(value, Integral):
        return str(int(value))
    if not isinstance(value, Real):
        return str(value)
    if not isfinite(value):
        return ""
    return str(round(float(value))) if kind is Cell.WHOLE else number_text(float(value))


def number_text(value: float) -> str:
    """`71`, `71.2`, `0.1250`: a point, no exponent, and never exactly three decimals.

    Three digits behind a point are thousands to a spreadsheet that speaks Spanish or German.
    """
    text = format(Decimal(f"{value:.{_DIGITS}g}"), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    decimals = len(text.partition(".")[2])
    text += "0" if decimals == _THOUSANDS else ""
    return "0" if text == "-0" else text


# -- cells that say what a row is about -----------------------------------------------------------


def about(indicator: Indicator, source: Source, geography: str, texts: Texts) -> dict[str, str]:
    """What every row on one indicator repeats."""
    return {
        "indicator": indicator.id,
        "indicator_name": indicator.name.get(texts.lang),
        "kind": indicator.kind.value,
        "unit": indicator.unit.value,
        "years": indicator.years,
        "geography": geography,
        **origin([source], texts),
    }


def about_factor(factor: Indicator, source: Source, texts: Texts) -> dict[str, str]:
    """What every row beside one social factor repeats."""
    named = {f"factor_{key}": cell for key, cell in about(factor, source, "", texts).items()}
    del named["factor_geography"], named["factor_indicator"]
    named["factor_name"] = named.pop("factor_indicator_name")
    return {"factor": factor.id, **named}


def origin(sources: Sequence[Source], texts: Texts) -> dict[str, str]:
    """Publisher, title and licence of the sources, each once."""

    def once(found: Iterable[str]) -> str:
        return "; ".join(dict.fromkeys(found))

    return {
        "publisher": once(source.publisher for source in sources),
        "source": once(f"{source.title.get(texts.lang)}, {source.vintage}" for source in sources),
        "licence": once(source.licence.get(texts.lang) for source in sources),
    }


def place_cell(name: str, area_id: str, geography: Geography, texts: Texts) -> str:
    """Name of a place: `Tract 302.10` as the Census Bureau writes it, else its label."""
    if geography is not Geography.TRACT:
        return place_label(name, area_id, geography, texts)
    number, part = str(int(area_id[-6:-2])), area_id[-2:]
    return texts.t("columns.tract", number=number if part == "00" else f"{number}.{part}")

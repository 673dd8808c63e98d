"""Files with one row an area: their cells as published values, refused where they are not as said.

What the three adapters of published values share: which row is whose, what a blank is, that a
value lies in its range and inside its interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.build.errors import SourceError
from data.build.reading import HEADER_LINES, SourceDirectory, SourceTable
from data.catalogue.measures import AreaEntry, TableEntry

COLUMNS = (
    "area_id", "group_id", "value", "lower", "upper", "numerator", "denominator", "quality",
)  # fmt: skip
# How the publishers write that there is no value.
BLANKS = ("NA", ".", "NaN")
# Limits are rounded otherwise than values in some files.
ROUNDING = 1e-6
# Our grade of a value that the publisher flags as unreliable (1 strong, 2 marginal, 3 weak).
WEAK = 3
# Columns of the codes of state and county, with their digits; a missing leading zero is put back.
Key = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader is asked for: a table, its areas, the range of a value and its scale."""

    table: TableEntry
    areas: Sequence[AreaEntry]
    valid_range: tuple[float, float]
    scale: float = 1.0
    period: str = ""

    @property
    def last_year(self) -> str:
        """The year by which files of single years name a period."""
        return self.period.rpartition("-")[2]


def rows_by_code(
    source: SourceDirectory,
    wanted: Wanted,
    key: Key,
    columns: Sequence[str],
    header_lines: int = HEADER_LINES,
) -> SourceTable:
    """The rows of the wanted areas, in their order, blanks as blanks. Raises SourceError."""
    file = wanted.table.file
    table = source.csv(file, columns=(*key, *columns), key=list(key), header_lines=header_lines)
    frame = table.frame.copy()
    for column, digits in key.items():
        table.refuse(~frame[column].str.fullmatch(rf"\d{{1,{digits}}}"), column, "a code")
        frame[column] = frame[column].str.zfill(digits)
    frame[list(columns)] = frame[list(columns)].replace(dict.fromkeys(BLANKS, ""))
    frame["code"] = frame[list(key)].agg("".join, axis=1)
    kept = [frame.index[frame["code"] == "".join(area.code)] for area in wanted.areas]
    for area, found in zip(wanted.areas, kept, strict=True):
        if len(found) != 1:
            expected = f"one row of {''.join(area.code)}"
            raise SourceError(file, column=" + ".join(key), expected=expected)
    return SourceTable(file, frame.loc[[found[0] for found in kept]])


def group_columns(table: TableEntry) -> Mapping[str, Mapping[str, str]]:
    """By group and part (value, lower, …): the column of the file."""
    parts = {
        "value": table.value,
        "lower": table.lower,
        "upper": table.upper,
        "margin": table.margin,
        "numerator": table.numerator,
        "denominator": table.denominator,
        "unreliable": table.unreliable,
    }
    return {
        group: {part: name.format(group=own) for part, name in parts.items() if name}
        for group, own in table.groups.items()
    }


def wide_estimates(
    source: SourceDirectory, wanted: Wanted, key: Key, header_lines: int = HEADER_LINES
) -> pd.DataFrame:
    """Values of every wanted area and group that the file gives: COLUMNS. Raises SourceError."""
    by_group = group_columns(wanted.table)
    columns = [column for parts in by_group.values() for column in parts.values()]
    rows = rows_by_code(source, wanted, key, columns, header_lines)
    return pd.concat(
        [group_rows(rows, wanted, group, parts) for group, parts in by_group.items()],
        ignore_index=True,
    )


def group_rows(
    rows: SourceTable, wanted: Wanted, group: str, parts: Mapping[str, str]
) -> pd.DataFrame:
    """One group's values, in our unit. A blank is no value, or a value without an interval."""
    found = {part: rows.numbers(column) for part, column in parts.items()}
    value = found["value"]
    for part in ("lower", "upper", "margin"):
        if part in found:
            rows.refuse(value.isna() & found[part].notna(), parts[part], "no limit without a value")
    lower, upper = found.get("lower"), found.get("upper")
    if lower is not None and upper is not None:
        rows.refuse(lower.isna() != upper.isna(), parts["lower"], "both limits or none")
    if "margin" in found:
        rows.refuse(found["margin"] < 0, parts["margin"], "a margin, not the code for none")
        low, high = (end / wanted.scale for end in wanted.valid_range)
        lower = (value - found["margin"]).clip(lower=low)
        upper = (value + found["margin"]).clip(upper=high)
    nothing = pd.Series(float("nan"), index=value.index)
    frame = pd.DataFrame(
        {
            "area_id": [area.id for area in wanted.areas],
            "group_id": group,
            "value": value * wanted.scale,
            "lower": (nothing if lower is None else lower) * wanted.scale,
            "upper": (nothing if upper is None else upper) * wanted.scale,
            "numerator": found.get("numerator", nothing),
            "denominator": found.get("denominator", nothing),
            "quality": nothing.mask(found.get("unreliable", nothing) > 0, WEAK),
        },
        index=value.index,
    )
    check_values(rows, wanted, frame, parts["value"])
    return frame[frame["value"].notna()]


def shares(
    rows: SourceTable,
    wanted: Wanted,
    group: str,
    share: tuple[np.ndarray, np.ndarray],
    counts: tuple[np.ndarray, np.ndarray],
) -> pd.DataFrame:
    """Values of one group, a row an area, from shares worked out here.

    `share`: percent and its margin in points, which ends at 0 and 100; `counts`: part and whole.
    """
    percent, margin = share
    part, whole = counts
    return pd.DataFrame(
        {
            "area_id": [area.id for area in wanted.areas],
            "group_id": group,
            "value": percent,
            "lower": np.maximum(percent - margin, 0.0),
            "upper": np.minimum(percent + margin, 100.0),
            "numerator": part,
            "denominator": whole,
            "quality": np.nan,
        },
        index=rows.frame.index,
    )


def check_values(rows: SourceTable, wanted: Wanted, frame: pd.DataFrame, column: str) -> None:
    """Refuse a value outside its range or outside its own interval."""
    low, high = wanted.valid_range
    value, given = frame["value"], frame["value"].notna()
    rows.refuse(given & ~value.between(low, high), column, f"{low:g} to {high:g}")
    outside = (frame["lower"] > value + ROUNDING) | (frame["upper"] < value - ROUNDING)
    rows.refuse(outside, column, "a value inside its interval")

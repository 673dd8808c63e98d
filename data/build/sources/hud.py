"""US Department of Housing and Urban Development, CHAS: households burdened by what housing costs.

Special tables of the American Community Survey, one zip a kind of area with a file a table (CHAS
data dictionary, Table 9: tenure by race and ethnicity by cost burden). `geoid` ends in the code of
the area after `US`. Estimates are `T9_est…`, their 90 % margins `T9_moe…`. Owners begin in column
3, renters in column 39, with five columns for each of seven groups: all, cost to 30 % of income,
30 to 50 %, over 50 %, not computed. Nobody is in two groups: all but Hispanic are not Hispanic.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory, SourceTable
from data.build.sources.wide_table import Wanted, check_values, shares
from data.catalogue.measures import EVERYONE
from data.stats.margins import proportion_margin, sum_margin

GROUPS = ("white", "black", "asian", "native", "pacific", "hispanic", "other")
OWNERS, RENTERS, CELLS = 3, 39, 5
BURDENED = (2, 3)  # the columns of a group with a cost over 30 %, counted from its own
_PERCENT = 100.0


def cost_burden(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """Shares of households, of `all` and of groups, with 90 % limits. Raises SourceError.

    `row` of the table names the file in the zip; each group names its place in GROUPS.
    """
    table = wanted.table
    cells = {group: _cells(own) for group, own in table.groups.items()}
    used = sorted({cell for pair in cells.values() for part in pair for cell in part})
    names = [f"T9_{kind}{cell}" for cell in used for kind in ("est", "moe")]
    read = source.csv(
        table.file, columns=("geoid", *names), key=["geoid"],
        encoding="latin-1", member=table.row, few=True,
    )  # fmt: skip
    rows = _own(read, wanted)
    return pd.concat(
        [_share(rows, wanted, group, *pair) for group, pair in cells.items()], ignore_index=True
    )


def _cells(own: str) -> tuple[list[int], list[int]]:
    """Columns of those burdened and of all households of a group (of all groups: EVERYONE)."""
    groups = range(len(GROUPS)) if own == EVERYONE else [GROUPS.index(own)]
    starts = [first + CELLS * group for first in (OWNERS, RENTERS) for group in groups]
    return [start + at for start in starts for at in BURDENED], starts


def _own(table: SourceTable, wanted: Wanted) -> SourceTable:
    """The rows of the wanted areas, in their order."""
    codes = table.frame["geoid"].str.rpartition("US")[2]
    found = [table.frame.index[codes == area.digits] for area in wanted.areas]
    for area, at in zip(wanted.areas, found, strict=True):
        if len(at) != 1:
            raise SourceError(table.file, column="geoid", expected=f"one row of {area.digits}")
    return SourceTable(table.file, table.frame.loc[[at[0] for at in found]])


def _share(
    rows: SourceTable, wanted: Wanted, group: str, burdened: list[int], all_of: list[int]
) -> pd.DataFrame:
    part, part_margin = _sum(rows, burdened)
    whole, whole_margin = _sum(rows, all_of)
    some = whole > 0  # a group that nobody of the area is in has no share
    share, margin = np.full(len(whole), np.nan), np.full(len(whole), np.nan)
    share[some] = _PERCENT * part[some] / whole[some]
    margin[some] = _PERCENT * proportion_margin(
        part[some], part_margin[some], whole[some], whole_margin[some]
    )
    frame = shares(rows, wanted, group, (share, margin), (part, whole))
    check_values(rows, wanted, frame, f"T9_est{burdened[0]}")
    return frame[frame["value"].notna()]


def _sum(rows: SourceTable, cells: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Sum of the counts and its 90 % margin, by row."""
    counts = [rows.numbers(f"T9_est{cell}", blank=False) for cell in cells]
    margins = [rows.numbers(f"T9_moe{cell}", blank=False) for cell in cells]
    for cell, count, margin in zip(cells, counts, margins, strict=True):
        rows.refuse(count < 0, f"T9_est{cell}", "a count")
        rows.refuse(margin < 0, f"T9_moe{cell}", "a margin, not the code for none")
    return np.sum(counts, axis=0), sum_margin(np.stack(counts, axis=-1), np.stack(margins, axis=-1))

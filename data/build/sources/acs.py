"""US Census Bureau, American Community Survey 5-year by tract, as the Census API gives it.

Negative numbers are the Bureau's codes. An estimate with one is missing. A margin of -555555555
belongs to an estimate that is controlled to a known total: it has no sampling error.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from data.build.reading import SourceDirectory, SourceTable
from data.build.sources.tract_table import ErrorColumns, TractTable, check_tracts
from data.stats.margins import sum_margin

ACS_2024 = "live/acs2024_tract.csv"
CONTROLLED = -555_555_555.0
_SEXES_AND_AGES = (*range(5, 30, 3), *range(33, 58, 3))
# Sums over cells of a table: name -> cells. `BELOW_150`: income under one and a half times the
# poverty line; `RENT_30`: rent takes 30 % of income or more; `UNINSURED`: of every sex and age.
SUMS: Mapping[str, tuple[str, ...]] = {
    "BELOW_150": tuple(f"C17002_{n:03}" for n in range(2, 6)),
    "RENT_30": tuple(f"B25070_{n:03}" for n in range(7, 11)),
    "UNINSURED": tuple(f"B27001_{n:03}" for n in _SEXES_AND_AGES),
}
CELLS = ("B17001_001", "B17001_002", "B19013_001", "B25070_001", "B25070_011", "C17002_001")
UNIVERSES = ("B17001_001", "C17002_001", "B27001_001")


def acs2024(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """Counts, universes and medians (`…E`) with their 90 % margins (`…M`), and the sums of SUMS.

    `RENT_KNOWN` counts the renting households whose share of rent could be computed.
    """
    cells = [*CELLS, "B27001_001", *(cell for parts in SUMS.values() for cell in parts)]
    columns = [f"{cell}{kind}" for cell in cells for kind in "EM"]
    table = source.csv(ACS_2024, columns=("GEOID", *columns), key=["GEOID"])
    check_tracts(table, "GEOID", known)
    found = {f"{cell}E": _estimate(table, f"{cell}E") for cell in cells}
    found |= {f"{cell}M": _margin(table, f"{cell}M") for cell in cells}
    for name, parts in SUMS.items():
        found[name], found[f"{name}_M"] = _sum(found, parts)
    found["RENT_KNOWN"] = found["B25070_001E"] - found["B25070_011E"]
    # The margin of a difference is that of a sum; the second cell is a part of the first.
    squares = found["B25070_001M"] ** 2 + found["B25070_011M"] ** 2
    found["RENT_KNOWN_M"] = squares**0.5
    ids = table.frame["GEOID"].to_numpy()
    values = pd.DataFrame({name: column.to_numpy() for name, column in found.items()}, index=ids)
    lines = pd.DataFrame(dict.fromkeys(values.columns, table.frame.index.to_numpy()), index=ids)
    margins = {f"{cell}E": f"{cell}M" for cell in UNIVERSES} | {"RENT_KNOWN": "RENT_KNOWN_M"}
    counts = ("B17001_002E", *SUMS)
    errors = {count: ErrorColumns(margins=margins) for count in counts}
    return TractTable("acs2024", ACS_2024, 2020, values, lines, errors)


def _estimate(table: SourceTable, column: str) -> pd.Series:
    numbers = table.numbers(column)
    return numbers.mask(numbers < 0.0)


def _margin(table: SourceTable, column: str) -> pd.Series:
    numbers = table.numbers(column)
    return numbers.mask(numbers == CONTROLLED, 0.0).mask(lambda margin: margin < 0.0)


def _sum(found: Mapping[str, pd.Series], parts: tuple[str, ...]) -> tuple[pd.Series, pd.Series]:
    """A sum of cells and its margin; missing where a cell is."""
    cells = pd.DataFrame({part: found[f"{part}E"] for part in parts})
    margins = pd.DataFrame({part: found[f"{part}M"] for part in parts})
    total = cells.sum(axis=1, skipna=False)
    margin = pd.Series(np.nan, index=total.index)
    whole = (cells.notna() & margins.notna()).all(axis=1)
    margin[whole] = sum_margin(cells[whole].to_numpy(), margins[whole].to_numpy())
    return total, margin

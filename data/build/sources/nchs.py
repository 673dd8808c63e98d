"""NCHS USALEEP: life expectancy and abridged life tables of 2010 tracts, 2010-2015."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory
from data.build.sources.tract_table import ErrorColumns, TractTable, check_tracts, wide

LIFE_EXPECTANCY = "health/usaleep_A_six_counties.csv"
LIFE_TABLES = "health/usaleep_B_six_counties.csv"
TABLE_FLAG = "Abridged life table flag"
AGE_GROUPS = (
    "Under 1",
    "1-4",
    "5-14",
    "15-24",
    "25-34",
    "35-44",
    "45-54",
    "55-64",
    "65-74",
    "75-84",
    "85 and older",
)
_COLUMNS = {
    "nqx": "nq(x)",
    "nqx_se": "se(nq(x))",
    "lx": "l(x)",
    "ndx": "nd(x)",
    "nlx": "nL(x)",
    "ex": "e(x)",
    "ex_se": "se(e(x))",
}


def life_expectancy(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """e(0) with its standard error and the table flag (1 observed, 2 predicted, 3 mixture)."""
    columns = ("e(0)", "se(e(0))", TABLE_FLAG)
    table = source.csv(LIFE_EXPECTANCY, columns=("Tract ID", *columns), key=["Tract ID"])
    table.refuse(~table.frame[TABLE_FLAG].isin(["1", "2", "3"]), TABLE_FLAG, "1, 2 or 3")
    return wide(
        table,
        table_id="usaleep",
        vintage=2010,
        tract="Tract ID",
        columns=columns,
        known=known,
        errors={"e(0)": ErrorColumns(se="se(e(0))")},
    )


def life_tables(source: SourceDirectory, known: Collection[str]) -> pd.DataFrame:
    """Long frame: tract, age_index 0-10, nqx, nqx_se, lx, ndx, nlx, ex, ex_se; 11 rows a tract."""
    table = source.csv(
        LIFE_TABLES,
        columns=("Tract ID", "Age Group", *_COLUMNS.values()),
        key=["Tract ID", "Age Group"],
    )
    check_tracts(table, "Tract ID", known)
    order = {name: i for i, name in enumerate(AGE_GROUPS)}
    age = table.frame["Age Group"].map(order)
    table.refuse(age.isna(), "Age Group", " | ".join(AGE_GROUPS))
    frame = pd.DataFrame({"tract": table.frame["Tract ID"], "age_index": age.astype(int)})
    for name, column in _COLUMNS.items():
        frame[name] = table.numbers(column, blank=False)
        table.refuse(frame[name] < 0, column, "0 or more")
    size = frame.groupby("tract").size()
    short = size[size != len(AGE_GROUPS)]
    if not short.empty:
        raise SourceError(
            LIFE_TABLES,
            column="Tract ID",
            value=short.index[0],
            expected=f"{len(AGE_GROUPS)} age groups",
        )
    return frame.sort_values(["tract", "age_index"], ignore_index=True)

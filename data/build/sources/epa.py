"""US EPA: EJScreen 2020, carried to 2010 tracts (means of block groups)."""

from __future__ import annotations

from collections.abc import Collection

from data.build.reading import SourceDirectory
from data.build.sources.tract_table import TractTable, wide

EJSCREEN_2020 = "social/ejscreen2020_2010tracts_kc.csv"


def ejscreen2020(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """`lead_paint`: share of homes built before 1960 (fraction)."""
    columns = ("lead_paint",)
    table = source.csv(
        EJSCREEN_2020, columns=("census_tract_id", *columns), key=["census_tract_id"]
    )
    return wide(
        table,
        table_id="ejscreen2020",
        vintage=2010,
        tract="census_tract_id",
        columns=columns,
        known=known,
    )

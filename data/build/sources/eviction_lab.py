"""Eviction Lab: filings in Jackson County by 2010 tract, and of the whole site by year."""

from __future__ import annotations

import math
from collections.abc import Collection

import pandas as pd

from data.build.reading import SourceDirectory
from data.build.sources.long_table import long_estimates
from data.build.sources.tract_table import TractTable, wide
from data.build.sources.wide_table import Wanted

FILINGS = "social/evictionlab_kansascity_map.csv"


def evictions(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """`month_filings` and `month_rate`: named for a month, they sum to a year.

    `renter_households` follows from both; it is unknown where nothing was filed. A rate of `Inf`
    (no renters on record) or blank is no value.
    """
    columns = ("month_filings", "month_rate")
    table = source.csv(FILINGS, columns=("id", *columns), key=["id"])
    read = wide(
        table,
        table_id="evictions",
        vintage=2010,
        tract="id",
        columns=columns,
        known=known,
        sentinels=(math.inf,),
    )
    rate = read.values["month_rate"]
    read.values["renter_households"] = (read.values["month_filings"] / rate).where(rate > 0.0)
    read.lines["renter_households"] = read.lines["month_rate"]
    return read


def site_rates(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """Filings for every renter household of a site in a year, a column a year."""
    return long_estimates(source, wanted, {"site": wanted.table.row or ""})

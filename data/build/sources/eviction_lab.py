"""Eviction Lab: filings in Jackson County, about one year to January 2022, by 2010 tract."""

from __future__ import annotations

import math
from collections.abc import Collection

from data.build.reading import SourceDirectory
from data.build.sources.tract_table import TractTable, wide

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

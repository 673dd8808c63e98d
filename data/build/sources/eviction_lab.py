"""Eviction Lab: filings in Jackson County by 2010 tract, and of the whole site by year."""

from __future__ import annotations

import math
from collections.abc import Collection

import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory, check_unique
from data.build.sources.long_table import long_estimates
from data.build.sources.tract_table import TractTable, check_tracts, wide
from data.build.sources.wide_table import Wanted

FILINGS = "social/evictionlab_kansascity_map.csv"
# The tracking system's file of all sites by month, and the last year that is whole in it.
LIVE = "live/all_sites_monthly_2020_2021.csv"
LIVE_YEAR, MONTHS = 2025, 12
SITE, TRACT, SEALED = "Kansas City, MO", "Census Tract", "sealed"


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


def filings_of_year(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """`filings` of LIVE_YEAR by tract and `renter_households` as in the file before.

    The file has every site, a row a tract and month (`MM/YYYY`); `filings_2020` are those of its
    month, whatever the year (Eviction Tracking System, data dictionary). Filings whose address is
    `sealed` are nobody's tract. A year that is not whole is refused. Raises SourceError.
    """
    columns = ("city", "type", "GEOID", "month", "filings_2020")
    table = source.csv(LIVE, columns=columns, key=(), few=True)
    own = (table.frame["city"] == SITE) & (table.frame["type"] == TRACT)
    if not own.any():
        raise SourceError(LIVE, column="city", expected=f"rows of {SITE}, type {TRACT}")
    month = table.frame["month"].str.fullmatch(rf"(0[1-9]|1[0-2])/{LIVE_YEAR}")
    rows = table.where(own & month & (table.frame["GEOID"] != SEALED))
    months = rows.frame["month"].nunique()
    if months != MONTHS:
        raise SourceError(
            LIVE, column="month", value=months, expected=f"{MONTHS} months of {LIVE_YEAR}"
        )
    check_unique(rows, ("GEOID", "month"))
    check_tracts(rows, "GEOID", known)
    count = rows.numbers("filings_2020", blank=False)
    rows.refuse(count < 0, "filings_2020", "a count")
    filings = count.groupby(rows.frame["GEOID"]).sum()
    first = pd.Series(rows.frame.index, index=rows.frame["GEOID"]).groupby(level=0).first()
    renters = evictions(source, known).values["renter_households"].reindex(filings.index)
    # Where there are more filings than renters, the older count of renters is not of these homes.
    fitting = renters.where(filings <= renters)
    values = pd.DataFrame({"filings": filings, "renter_households": fitting})
    lines = pd.DataFrame(dict.fromkeys(values.columns, first))
    return TractTable("evictions_live", LIVE, 2010, values, lines)

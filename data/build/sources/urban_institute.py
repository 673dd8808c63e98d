"""Urban Institute, Upward Mobility metrics: of the city by race, and of counties, a row a year."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.build.reading import SourceDirectory
from data.build.sources.long_table import long_estimates
from data.build.sources.wide_table import Wanted


def estimates(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """Values of the one area that is wanted, with limits and grades where the file has them."""
    (area,) = wanted.areas
    state, place = area.code
    return long_estimates(
        source, wanted, {"state": state, "place": place, "year": wanted.last_year}
    )


def counties(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """Values of each county that is wanted, with the publisher's grade."""
    found = []
    for area in wanted.areas:
        state, county = area.code
        where = {"state": state, "county": county, "year": wanted.last_year}
        found.append(long_estimates(source, replace(wanted, areas=[area]), where))
    return pd.concat(found, ignore_index=True)

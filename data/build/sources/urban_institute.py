"""Urban Institute, Upward Mobility metrics: values of the city by race, a row a year and group."""

from __future__ import annotations

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

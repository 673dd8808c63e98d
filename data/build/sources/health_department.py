"""The city's health department: ranks of causes of death, and its survey of adults."""

from __future__ import annotations

import pandas as pd

from data.build.reading import SourceDirectory
from data.build.sources.long_table import long_estimates
from data.build.sources.wide_table import Wanted


def causes_of_death(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """Rank or deaths of one cause in a year; none where it was not among the ten."""
    where = {"year": wanted.last_year, **_row(wanted)}
    return long_estimates(source, wanted, where, may_lack=True)


def survey(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """The share of those who answered a question in one way."""
    return long_estimates(source, wanted, _row(wanted))


def _row(wanted: Wanted) -> dict[str, str]:
    return {wanted.table.row_column or "": wanted.table.row or ""}

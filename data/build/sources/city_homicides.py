"""Homicides of the city by year, as the press told the counts of the police."""

from __future__ import annotations

import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory, SourceTable
from data.build.sources.wide_table import WEAK, Wanted, group_columns, group_rows
from data.catalogue.measures import EVERYONE

# How a count of the police begins in `counted_by`, and one that is nobody's.
POLICE, UNOFFICIAL = "KCPD", "press (unofficial)"
# Other counts of the same years, by other definitions: not read.
OTHERS = "UCR"


def totals(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """The count of the police in a year; an unofficial one, graded weak, where there is none."""
    parts = group_columns(wanted.table)[EVERYONE]
    file = wanted.table.file
    key = ("year", "counted_by")
    table = source.csv(file, columns=(*key, *parts.values()), key=key)
    by = table.frame["counted_by"]
    known = by.str.startswith((POLICE, OTHERS)) | by.eq(UNOFFICIAL)
    table.refuse(~known, "counted_by", f"{POLICE} …, {OTHERS} … or {UNOFFICIAL}")
    own = table.frame[table.frame["year"].eq(wanted.last_year) & ~by.str.startswith(OTHERS)]
    if len(own) != 1:
        raise SourceError(file, column="year", value=wanted.last_year, expected="one such count")
    found = group_rows(SourceTable(file, own), wanted, EVERYONE, parts)
    weak = own["counted_by"].eq(UNOFFICIAL).reindex(found.index)
    return found.assign(quality=found["quality"].mask(weak, WEAK))

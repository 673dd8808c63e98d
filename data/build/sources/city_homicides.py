"""Homicides of the city by year: three counts, each by its own definition."""

from __future__ import annotations

import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory, SourceTable
from data.build.sources import kcpd, washington_post
from data.build.sources.long_table import long_estimates
from data.build.sources.wide_table import (
    COLUMNS,
    WEAK,
    Wanted,
    check_values,
    group_columns,
    group_rows,
)
from data.catalogue.measures import EVERYONE

# How a count of the police begins in `counted_by`, and one that is nobody's.
POLICE, UNOFFICIAL = "KCPD", "press (unofficial)"
# Other counts of the same years, by other definitions: not read from here.
OTHERS = "UCR"
# Columns of the Real-Time Crime Index, by how many years before that of its last month they are.
INDEX_YEARS = {"previous_year_full": 1, "two_years_prior_full": 2}


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


def crime_index(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """A whole year of the kind of crime that is the table's `row`, from the scorecard of the index.

    Its columns are named by how long ago they are: the year of its last month tells which they are.
    """
    file, column = wanted.table.file, wanted.table.value or ""
    months = source.csv(file, columns=("crime_type", "ytd_month_range"), key=["crime_type"])
    year = str(int(wanted.last_year) + INDEX_YEARS[column])
    wrong = ~months.frame["ytd_month_range"].str.endswith(f" {year}")
    months.refuse(wrong, "ytd_month_range", f"months of {year}, as {column} is {wanted.last_year}")
    return long_estimates(source, wanted, {"crime_type": wanted.table.row or ""})


def listed(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """How many homicides of a year stand in the list that the map is made of."""
    return _counted(washington_post.homicides(source), wanted)


def in_police_files(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """How many victims of a year stand in the files of the police, one file a year."""
    return _counted(kcpd.homicides(source), wanted)


def _counted(events: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    count = float((events["year"].astype(str) == wanted.last_year).sum())
    blank = dict.fromkeys(COLUMNS, float("nan"))
    rows = [
        {**blank, "area_id": area.id, "group_id": EVERYONE, "value": count} for area in wanted.areas
    ]
    found = pd.DataFrame(rows)
    check_values(SourceTable(wanted.table.file, found), wanted, found, "value")
    return found

"""Files with a row for each group, year or item: the row that is asked for, as published values."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory, SourceTable
from data.build.sources.wide_table import BLANKS, COLUMNS, Wanted, group_columns, group_rows

GRADES = (1, 2, 3)


def long_estimates(
    source: SourceDirectory, wanted: Wanted, where: Mapping[str, str], *, may_lack: bool = False
) -> pd.DataFrame:
    """Values of every wanted group from the rows that `where` (column: what stands in it) picks.

    With the group's column, `where` names a row of the file. Raises SourceError, also for a row
    that is not there unless the file `may_lack` it.
    """
    table = wanted.table
    by_group = group_columns(table)
    key = [*where, *filter(None, [table.group_column])]
    columns = {column for parts in by_group.values() for column in parts.values()}
    if table.quality:
        columns.add(table.quality)
    read = source.csv(table.file, columns=(*key, *columns), key=key)
    blank = read.frame.replace({name: dict.fromkeys(BLANKS, "") for name in columns})
    frames = []
    for group, parts in by_group.items():
        asked = dict(where)
        if table.group_column:
            asked[table.group_column] = table.groups[group]
        chosen = (blank[list(asked)] == pd.Series(asked)).all(axis=1)
        rows = SourceTable(table.file, blank[chosen])
        if rows.frame.empty and may_lack:
            continue
        if rows.frame.empty:
            raise SourceError(table.file, column=" + ".join(asked), expected=f"a row of {asked}")
        frames.append(_graded(rows, wanted, group, parts))
    if not frames:
        return pd.DataFrame(columns=list(COLUMNS), dtype=float)
    return pd.concat(frames, ignore_index=True)


def _graded(
    rows: SourceTable, wanted: Wanted, group: str, parts: Mapping[str, str]
) -> pd.DataFrame:
    """One group's value with the publisher's grade (1 strong, 2 marginal, 3 weak)."""
    found = group_rows(rows, wanted, group, parts)
    column = wanted.table.quality
    if column is None:
        return found
    grade = rows.numbers(column)
    given = rows.frame.index.isin(found.index)
    rows.refuse(~grade.isin(GRADES) & given, column, "a grade of 1, 2 or 3")
    return found.assign(quality=grade.reindex(found.index))

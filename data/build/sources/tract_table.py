"""Values by census tract: the common shape into which every adapter brings its file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceTable


@dataclass(frozen=True, slots=True)
class ErrorColumns:
    """Published uncertainty of a value column, by column name."""

    se: str | None = None
    lower: str | None = None
    upper: str | None = None
    margins: Mapping[str, str] = field(default_factory=dict)  # count column -> its 90 % margin


@dataclass(frozen=True, slots=True)
class TractTable:
    """Numbers by tract of one vintage. `values` and `lines` are indexed by tract id.

    `lines` holds, for each value, its line in the file: an error message can point at it.
    """

    table_id: str
    file: str
    vintage: int
    values: pd.DataFrame
    lines: pd.DataFrame
    errors: Mapping[str, ErrorColumns] = field(default_factory=dict)

    def column(self, name: str) -> pd.Series:
        """A column by tract, or a SourceError that names what is missing."""
        if name not in self.values.columns:
            raise SourceError(self.file, column=name, expected=f"a column of {self.table_id}")
        return self.values[name]

    def error_columns(self, name: str) -> ErrorColumns:
        """Where the uncertainty of `name` stands; nothing if the source publishes none."""
        return self.errors.get(name, ErrorColumns())

    def without(self, name: str, sentinels: Collection[float]) -> pd.Series:
        """A column in which further sentinels, declared in the catalogue, are missing values."""
        values = self.column(name)
        return values.mask(values.isin(list(sentinels)))


def check_tracts(table: SourceTable, column: str, known: Collection[str]) -> None:
    """Refuse ids that are no census tract of the six counties in that vintage."""
    unknown = ~table.frame[column].isin(set(known))
    table.refuse(unknown, column, "a census tract of the six counties in this vintage")


def long(
    table: SourceTable,
    *,
    table_id: str,
    vintage: int,
    tract: str,
    measure: str,
    limits: tuple[str, str, str],
    known: Collection[str],
) -> TractTable:
    """One row a tract and measure: a column a measure, and its two limits.

    `limits` names the columns of estimate, lower and upper limit; an estimate stands between its
    limits, or all three are blank.
    """
    check_tracts(table, tract, known)
    check_limits(table, limits)
    numbers = {name: table.numbers(name) for name in limits}
    parts, lines, errors = [], [], {}
    for name in sorted(table.frame[measure].unique()):
        rows = table.frame[measure] == name
        ids = table.frame.loc[rows, tract].to_numpy()
        names = (name, f"{name}|low", f"{name}|high")
        columns = {n: numbers[c][rows].to_numpy() for n, c in zip(names, limits, strict=True)}
        parts.append(pd.DataFrame(columns, index=ids))
        at = table.frame.index[rows].to_numpy()
        lines.append(pd.DataFrame(dict.fromkeys(names, at), index=ids))
        errors[name] = ErrorColumns(lower=names[1], upper=names[2])
    values = pd.concat(parts, axis=1)
    return TractTable(table_id, table.file, vintage, values, pd.concat(lines, axis=1), errors)


def check_limits(table: SourceTable, limits: tuple[str, str, str]) -> None:
    """Refuse an estimate outside its limits, and one of the three without the others."""
    value, low, high = (table.numbers(column) for column in limits)
    wrong = (value < low) | (value > high) | (value.isna() != low.isna())
    wrong |= value.isna() != high.isna()
    table.refuse(wrong, limits[0], "an estimate between its two limits")


def wide(
    table: SourceTable,
    *,
    table_id: str,
    vintage: int,
    tract: str,
    columns: Collection[str],
    known: Collection[str],
    sentinels: Collection[float] = (),
    errors: Mapping[str, ErrorColumns] | None = None,
) -> TractTable:
    """One row a tract, one column a measure."""
    check_tracts(table, tract, known)
    ids = table.frame[tract].to_numpy()
    values = pd.DataFrame(
        {c: table.numbers(c, sentinels=sentinels).to_numpy() for c in columns}, index=ids
    )
    at = table.frame.index.to_numpy()
    lines = pd.DataFrame(dict.fromkeys(columns, at), index=ids)
    return TractTable(table_id, table.file, vintage, values, lines, errors or {})

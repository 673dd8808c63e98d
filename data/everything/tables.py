"""What a table of the download is: columns with types and rules, and its rows as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.files.csv_file import Cell, cell_text
from data.locale import Texts


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `allowed`: the words that may stand in it; `least` and `most`: its limits."""

    name: str
    cell: Cell = Cell.TEXT
    required: bool = False
    allowed: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Columns whose cells together stand in a row of another table, under its key."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `rows` has a column for each of `columns`; `key` names one row."""

    name: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    key: tuple[str, ...]
    links: tuple[Link, ...] = ()

    def cells(self) -> Iterator[tuple[Any, ...]]:
        """Its rows; None where there is nothing."""
        names = [column.name for column in self.columns]
        frame = self.rows[names].astype(object)
        yield from frame.where(frame.notna(), None).itertuples(index=False, name=None)

    def csv(self) -> str:
        """The whole as text (RFC 4180, no byte order mark)."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow([column.name for column in self.columns])
        texts = [_written(self.rows[column.name], column.cell) for column in self.columns]
        writer.writerows(zip(*texts, strict=True))
        return buffer.getvalue()


def _written(cells: pd.Series, kind: Cell) -> list[str]:
    """Cells as they stand in the file; each different one is written once."""
    values = cells.astype(object).where(cells.notna(), None)
    known = {value: cell_text(value, kind) for value in values.unique()}
    return [known[value] for value in values]


def meaning(column: str, texts: Texts) -> str:
    """What a column means: as in every file of the site, or as only these tables have it."""
    own = f"everything.column.{column}"
    return texts.t(own) if texts.has(own) else texts.t(f"columns.meaning.{column}")


def columns_table(tables: Sequence[Table], english: Texts, spanish: Texts) -> Table:
    """The dictionary of columns: every column of every table, and of this one."""
    columns = (
        Column("table", required=True),
        Column("column", required=True),
        Column("cells", required=True, allowed=tuple(Cell)),
        Column("allowed"),
        Column("meaning", required=True),
        Column("meaning_es", required=True),
    )
    described = [*((table.name, table.columns) for table in tables), ("columns", columns)]
    rows = [
        (
            name,
            column.name,
            column.cell.value,
            " ".join(column.allowed),
            meaning(column.name, english),
            meaning(column.name, spanish),
        )
        for name, own in described
        for column in own
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    return Table("columns", columns, frame, key=("table", "column"))

"""The workbook: the tidy table for spreadsheets, with what it says of itself in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import ceil
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from data.everything import words
from data.everything.parts import Everything, Part
from data.everything.tables import Column, Table
from data.files.csv_file import Cell
from data.locale import LANGUAGES, Texts, texts

MOST_ROWS = 1_048_576  # of a sheet, its header among them
_FIRST_DAY = date(1980, 1, 1)
_README_WIDTH = 110
_LINE_CHARS, _LINE_POINTS = 100, 15
_WIDTHS = {"address": 44, "indicator_name": 36, "indicator_name_es": 36}
_WIDE, _NARROW = 24, 12
_WIDE_COLUMNS = frozenset(
    {"indicator", "place", "place_es", "definition", "definition_es", "source", "source_title",
     "source_title_es", "citation", "licence", "licence_es", "publisher", "name", "name_es"}
)  # fmt: skip
_NUMBERS = {Cell.WHOLE: "#,##0", Cell.NUMBER: "#,##0.0##"}
DICTIONARY = tuple(
    Column(name)
    for name in (
        "entry", "id", "name", "name_es", "definition", "definition_es", "kind", "unit", "years",
        "source", "licence",
    )
)  # fmt: skip


class TooLongError(ValueError):
    """More rows than a sheet can have."""


def write_workbook(everything: Everything, path: Path) -> None:
    """Write the whole workbook to `path`. Raises OSError where there is no room."""
    day = date.fromisoformat(everything.version.date) if everything.version.date else _FIRST_DAY
    said, apart = texts(LANGUAGES[0]), everything.noncommercial
    # Rows go to the disk one by one, beside the file: forty thousand of them are large in memory.
    book = Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    try:
        book.set_properties(
            {
                "title": words.title(said),
                "comments": words.version_words(everything.version, said),
                "created": datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None),
            }
        )
        _readme(book, everything)
        _sheet(book, said.t("everything.sheet.values"), everything.open.numbers)
        _sheet(book, said.t("everything.sheet.dictionary"), _dictionary(everything.open))
        _sheet(book, said.t("everything.sheet.sources"), _sources(everything.open))
        if apart is not None:
            _sheet(book, said.t("everything.sheet.noncommercial"), apart.numbers)
    finally:
        book.close()


def _readme(book: Workbook, everything: Everything) -> None:
    sheet = book.add_worksheet(texts(LANGUAGES[0]).t("everything.sheet.readme"))
    sheet.set_column(0, 0, _README_WIDTH)
    sheet.fit_to_pages(1, 0)
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "valign": "bottom"})
    lines = [line for lang in LANGUAGES for line in _readme_lines(everything, texts(lang))]
    for row, line in enumerate(lines):
        is_head = line.startswith("#")
        # Programs set the height of a wrapped row anew only when somebody types in it.
        sheet.set_row(row, _LINE_POINTS * max(1, ceil(len(line) / _LINE_CHARS)))
        sheet.write_string(row, 0, line.lstrip("# "), head if is_head else plain)


def _readme_lines(everything: Everything, said: Texts) -> list[str]:
    t, english = said.t, texts(LANGUAGES[0])
    sheets = {
        key: english.t(f"everything.sheet.{key}") for key in ("values", "dictionary", "sources")
    }
    lines = [
        "# " + words.title(said),
        words.version_words(everything.version, said),
        t("everything.description"),
        t("everything.sheet.values_note", **sheets),
    ]
    if everything.noncommercial is not None:
        name = english.t("everything.sheet.noncommercial")
        lines.append(t("everything.sheet.noncommercial_note", sheet=name))
    return [*lines, *words.honest_words(everything.version, said), ""]


def _sheet(book: Workbook, name: str, table: Table) -> None:
    if len(table.rows) >= MOST_ROWS:
        raise TooLongError(f"{len(table.rows)} rows in the sheet {name}")
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    formats = {cell: book.add_format({"num_format": shown}) for cell, shown in _NUMBERS.items()}
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, _width(column), formats.get(column.cell))
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.name, head)
    shown = [formats.get(column.cell) for column in table.columns]
    for row, cells in enumerate(table.cells(), start=1):
        for at, value in enumerate(cells):
            if value is not None:
                _write(sheet, row, at, value, shown=shown[at])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write(sheet: Worksheet, row: int, at: int, value: Any, *, shown: Any) -> None:
    """Numbers as numbers, in the form of their column; everything else as text."""
    if shown is not None:
        sheet.write_number(row, at, float(value), shown)
    elif isinstance(value, bool):
        sheet.write_string(row, at, "yes" if value else "no")
    else:
        sheet.write_string(row, at, str(value))


def _width(column: Column) -> int:
    wide = _WIDE if column.name in _WIDE_COLUMNS else _NARROW
    return _WIDTHS.get(column.name, wide)


def _dictionary(part: Part) -> Table:
    """Measures, then columns, in one table."""
    tables = {table.name: table for table in part.tables}
    measures, columns = tables["measures"].rows, tables["columns"].rows
    renamed = measures.rename(
        columns={"indicator": "id", "indicator_name": "name", "indicator_name_es": "name_es"}
    ).assign(entry="measure")
    about = pd.DataFrame(
        {
            "entry": "column",
            "id": columns["column"],
            "name": columns["table"],
            "name_es": columns["table"],
            "definition": columns["meaning"],
            "definition_es": columns["meaning_es"],
            "unit": columns["cells"],
        }
    )
    names = [column.name for column in DICTIONARY]
    rows = pd.concat([renamed, about], ignore_index=True).reindex(columns=names)
    return Table("dictionary", DICTIONARY, rows, ("entry", "id", "name"))


def _sources(part: Part) -> Table:
    return next(table for table in part.tables if table.name == "sources")

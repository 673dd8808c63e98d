"""The worksheet behind a native chart: where each number stands, and the workbook itself."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from layouts.slides.powerpoint.native_chart import (
    BarChart,
    NativeChart,
    Series,
    XyChart,
    interval_points,
)

_SHEET = "Sheet1"
_NAMED_AT, _SHARERS_AT = 1, 5


@dataclass(frozen=True, slots=True)
class Cells:
    """References of a series. Columns: A words, B across, C up, D below, E above the value.

    Over them stand the names: of the series in B, of others that share its cells from F on.
    """

    first: int
    last: int
    sharing: int = 0  # how many series before this one take the same cells

    @property
    def name_column(self) -> int:
        """Column of the heading, from 0."""
        return _NAMED_AT if not self.sharing else _SHARERS_AT + self.sharing - 1

    @property
    def name(self) -> str:
        """The heading of the series."""
        return f"{_SHEET}!${chr(ord('A') + self.name_column)}${self.first - 1}"

    @property
    def categories(self) -> str:
        """Words of its rows."""
        return self._column("A")

    @property
    def x(self) -> str:
        """Values across; of bars, their lengths."""
        return self._column("B")

    @property
    def y(self) -> str:
        """Values up."""
        return self._column("C")

    @property
    def minus(self) -> str:
        """Lengths of the intervals to the left."""
        return self._column("D")

    @property
    def plus(self) -> str:
        """Lengths of the intervals to the right."""
        return self._column("E")

    def _column(self, letter: str) -> str:
        return f"{_SHEET}!${letter}${self.first}:${letter}${self.last}"


def cells_of(chart: NativeChart) -> list[Cells]:
    """Cells of every series: one table under another, a free row between them."""
    if isinstance(chart, BarChart):
        return [Cells(2, 1 + len(chart.values))]
    found: dict[int, Cells] = {}
    row = 2
    for number, series in enumerate(chart.series):
        if series.points_of is None:
            found[number] = Cells(row, row + len(series.x) - 1)
            row += len(series.x) + 2
    shared: Counter[int] = Counter()
    for number, series in enumerate(chart.series):
        if series.points_of is not None:
            shared[series.points_of] += 1
            found[number] = replace(found[series.points_of], sharing=shared[series.points_of])
    return [found[number] for number in range(len(chart.series))]


def workbook(chart: NativeChart) -> bytes:
    """The numbers of `chart` in an Excel file."""
    import xlsxwriter  # noqa: PLC0415 - comes with python-pptx

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet(_SHEET)
    sheet.set_column(0, 0, 28)
    if isinstance(chart, BarChart):
        (cells,) = cells_of(chart)
        bars = (chart.categories, chart.values, (), chart.minus, chart.plus)
        _write(sheet, cells, chart.name, bars)
    else:
        for series, cells in zip(chart.series, cells_of(chart), strict=True):
            if series.points_of is not None:
                sheet.write_string(cells.first - 2, cells.name_column, series.name)
            elif series.ends_of is not None:
                _write_ends(sheet, chart, series, cells)
            else:
                words = series.labels.words if series.labels is not None else ()
                columns = (words, series.x, series.y, series.minus, series.plus)
                _write(sheet, cells, series.name, columns)
    book.close()
    return buffer.getvalue()


def _write_ends(sheet: Any, chart: XyChart, line: Series, cells: Cells) -> None:
    """Ends of intervals as formulas on the values and lengths that they belong to."""
    assert line.ends_of is not None
    sheet.write_string(cells.first - 2, 1, line.name)
    first = {id(s): c.first for s, c in zip(chart.series, cells_of(chart), strict=True)}
    row = cells.first - 1
    # the line was made before its chart was turned round, see `layered`
    for series, point in interval_points(chart.series[::-1], line.ends_of):
        own = first[id(series)] + point
        for sign, column, gap in (("-", "D", False), ("+", "E", False), ("+", "E", True)):
            side = series.plus[point] if sign == "+" else -series.minus[point]
            formula = f"=B{own}{sign}{column}{own}"
            sheet.write_formula(row, 1, formula, None, series.x[point] + side)
            if not gap:
                sheet.write_formula(row, 2, f"=C{own}", None, series.y[point])
            row += 1


def _write(sheet: Any, cells: Cells, name: str, columns: Sequence[Sequence[Any]]) -> None:
    sheet.write_string(cells.first - 2, 1, name)
    for column, values in enumerate(columns):
        for row, value in enumerate(values):
            at = (cells.first - 1 + row, column)
            if isinstance(value, str):
                sheet.write_string(*at, value.replace("\n", " "))
            elif math.isfinite(value):
                sheet.write_number(*at, float(value))

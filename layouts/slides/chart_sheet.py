"""The worksheet behind a native chart: where each number stands, and the workbook itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from layouts.slides.native_chart import BarChart, NativeChart, XyChart

_SHEET = "Sheet1"


@dataclass(frozen=True, slots=True)
class Cells:
    """References of a series. Columns: A words, B across, C up, D below, E above the value."""

    first: int
    last: int

    @property
    def name(self) -> str:
        """The heading of the series."""
        return f"{_SHEET}!$B${self.first - 1}"

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
    found: list[Cells] = []
    row = 2
    for series in chart.series:
        if series.points_of is not None:
            own = found[series.points_of]
            found.append(Cells(row, row + len(series.x) - 1) if own is None else own)
            continue
        found.append(Cells(row, row + len(series.x) - 1))
        row += len(series.x) + 2
    return found


def workbook(chart: NativeChart) -> bytes:
    """The numbers of `chart` in an Excel file."""
    import xlsxwriter  # noqa: PLC0415 - comes with python-pptx

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet(_SHEET)
    sheet.set_column(0, 0, 28)
    if isinstance(chart, BarChart):
        (cells,) = cells_of(chart)
        columns = (chart.categories, chart.values, (), chart.minus, chart.plus)
        _write(sheet, cells, chart.name, columns)
    else:
        for series, cells in zip(chart.series, cells_of(chart), strict=True):
            if series.points_of is None:
                words = series.labels.words if series.labels is not None else ()
                columns = (words, series.x, series.y, series.minus, series.plus)
                _write(sheet, cells, series.name, columns)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, cells: Cells, name: str, columns: Sequence[Sequence[Any]]) -> None:
    sheet.write_string(cells.first - 2, 1, name)
    for column, values in enumerate(columns):
        for row, value in enumerate(values):
            at = (cells.first - 1 + row, column)
            if isinstance(value, str):
                sheet.write_string(*at, value.replace("\n", " "))
            else:
                sheet.write_number(*at, float(value))

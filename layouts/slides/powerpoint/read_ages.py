"""Ages as native charts: parts of a gap as bars, residents of two censuses as dots. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from data.locale import Texts
from layouts.figures.base import (
    ACROSS,
    BARS,
    BEFORE,
    CHANGE,
    CITY,
    ENDS,
    NOW,
    is_a,
    notes_named,
)
from layouts.slides.powerpoint.native_chart import Axis, BarChart, Labels, Series, Stroke, XyChart
from layouts.slides.powerpoint.read_looks import (
    clean,
    key_of,
    lengths,
    lines_of_label,
    mark_of,
    scale_of,
)
from layouts.slides.powerpoint.read_rows import reach, row_names
from layouts.theme import LIGHT_PALETTE

_DOT_PT = 12
_GLYPH_PT = 16
_CITY = "|"


def parts_of(figure: Mapping[str, Any]) -> BarChart:
    """Bars from zero, named by age and value, with the intervals of their ends."""
    layout = figure["layout"]
    ends, bars = (next(t for t in figure["data"] if is_a(t, role)) for role in (ENDS, BARS))
    title = next((clean(note["text"]) for note in notes_named(layout, ACROSS)), "")
    names = [lines_of_label(label).split("\n") for label in layout["yaxis"]["ticktext"]]
    return BarChart(
        title="",
        name=title,
        categories=tuple(": ".join(parts) for parts in names),
        values=tuple(float(x) for x in ends["x"]),
        minus=lengths(ends, "minus"),
        plus=lengths(ends, "plus"),
        color=str(bars["line"]["color"]),
        axis=scale_of(layout["xaxis"], reach([ends]), title=title, color=LIGHT_PALETTE.ink_muted),
    )


def residents_of(figure: Mapping[str, Any], texts: Texts) -> XyChart:
    """A dot a census and age, joined by a line, and the city as an upright stroke.

    The youngest stand at the bottom.
    """
    layout = figure["layout"]
    rows = tuple(reversed([clean(name) for name in layout["yaxis"]["ticktext"]]))
    count = len(rows)
    dots = [t for t in figure["data"] if is_a(t, CITY, BEFORE, NOW)]
    # the scale of the figure starts at zero by itself
    axis = scale_of(layout["xaxis"], [0.0, *reach(dots)], color=LIGHT_PALETTE.ink_muted)
    up = Axis(0.4, count + 0.75, 1, shown=False)
    lines = [_line(t, texts) for t in figure["data"] if is_a(t, CHANGE)]
    series = [row_names(rows, count, axis.low, texts), *lines]
    return XyChart("", (*series, *(_census(t, texts) for t in dots)), axis, up, rows)


def _line(trace: Mapping[str, Any], texts: Texts) -> Series:
    """From one census to the other in each row, with a break between the rows."""
    stroke = Stroke(trace["line"]["color"], 2)
    name = texts.t("present.pptx_text.change")
    return Series(name, _numbers(trace["x"]), _up(trace), stroke=stroke)


def _census(trace: Mapping[str, Any], texts: Texts) -> Series:
    t = texts.t
    if is_a(trace, CITY):
        color = trace["marker"]["color"]
        strokes = Labels((_CITY,) * len(trace["x"]), at="ctr", size_pt=_GLYPH_PT, color=color)
        name = t("place.age.column.city")
        return Series(name, _numbers(trace["x"]), _up(trace), labels=strokes, key=_CITY)
    mark = mark_of(trace, 0, size_pt=_DOT_PT)
    name = t(f"place.age.column.share_{2010 if is_a(trace, BEFORE) else 2020}")
    key = key_of(mark, down=False)
    return Series(name, _numbers(trace["x"]), _up(trace), (mark,), key=key)


def _numbers(values: Any) -> tuple[float, ...]:
    return tuple(math.nan if value is None else float(value) for value in values)


def _up(trace: Mapping[str, Any]) -> tuple[float, ...]:
    """Rows as they are counted in a native chart: the lowest is 1."""
    return tuple(value + 1.0 for value in _numbers(trace["y"]))

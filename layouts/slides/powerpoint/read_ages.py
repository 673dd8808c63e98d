"""Ages as native charts: parts of a gap as bars, residents of two censuses as dots. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from data.locale import Texts
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
_CITY_SYMBOL = "line-ns-open"


def parts_of(figure: Mapping[str, Any]) -> BarChart:
    """Bars from zero, named by age and value, with the intervals of their ends."""
    layout = figure["layout"]
    ends = next(t for t in figure["data"] if t["mode"] == "markers")
    bars = next(t for t in figure["data"] if t["mode"] == "lines")
    notes = [clean(n["text"]) for n in layout["annotations"] if "→" in n["text"]]
    title = notes[0] if notes else ""
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


def counts_from_below(figure: Mapping[str, Any]) -> bool:
    """True for the residents by age, whose youngest stand at the bottom."""
    limits = figure["layout"].get("yaxis", {}).get("range", (1, 0))
    return bool(limits[0] < limits[1])


def residents_of(figure: Mapping[str, Any], texts: Texts) -> XyChart:
    """A dot a census and age, joined by a line, and the city as an upright stroke."""
    layout = figure["layout"]
    rows = tuple(reversed([clean(name) for name in layout["yaxis"]["ticktext"]]))
    count = len(rows)
    dots = [t for t in figure["data"] if t["mode"] == "markers"]
    # the scale of the figure starts at zero by itself
    axis = scale_of(layout["xaxis"], [0.0, *reach(dots)], color=LIGHT_PALETTE.ink_muted)
    up = Axis(0.4, count + 0.75, 1, shown=False)
    lines = [_line(t, texts) for t in figure["data"] if t["mode"] == "lines"]
    series = [row_names(rows, count, axis.low, texts), *lines]
    return XyChart("", (*series, *(_census(t, texts) for t in dots)), axis, up, rows)


def _line(trace: Mapping[str, Any], texts: Texts) -> Series:
    """From one census to the other in each row, with a break between the rows."""
    stroke = Stroke(trace["line"]["color"], 2)
    name = texts.t("present.pptx_text.change")
    return Series(name, _numbers(trace["x"]), _up(trace), stroke=stroke)


def _census(trace: Mapping[str, Any], texts: Texts) -> Series:
    t = texts.t
    if trace["marker"]["symbol"] == _CITY_SYMBOL:
        color = trace["marker"]["color"]
        strokes = Labels((_CITY,) * len(trace["x"]), at="ctr", size_pt=_GLYPH_PT, color=color)
        name = t("place.age.column.city")
        return Series(name, _numbers(trace["x"]), _up(trace), labels=strokes, key=_CITY)
    mark = mark_of(trace, 0, size_pt=_DOT_PT)
    name = t("place.age.column.share_2010" if mark.hollow else "place.age.column.share_2020")
    key = key_of(mark, down=False)
    return Series(name, _numbers(trace["x"]), _up(trace), (mark,), key=key)


def _numbers(values: Any) -> tuple[float, ...]:
    return tuple(math.nan if value is None else float(value) for value in values)


def _up(trace: Mapping[str, Any]) -> tuple[float, ...]:
    """Rows as they are counted in a native chart: the lowest is 1."""
    return tuple(value + 1.0 for value in _numbers(trace["y"]))

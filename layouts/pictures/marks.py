"""Dots, intervals, lines and bands of `scatter` traces, in the numbers of their axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.transforms import Bbox

from layouts.pictures.axes import Panel, Plot, dashes
from layouts.pictures.canvas import POINTS_PER_PX, Sheet
from layouts.pictures.dots import (
    FIRST_COLOR,
    colors_of,
    each,
    edges_of,
    radii,
    shape_of,
    strengths_of,
)
from layouts.pictures.features import NotDrawnError
from layouts.pictures.patterns import BAR, LINE_PT, paint, pattern_of
from layouts.pictures.symbols import sized
from layouts.pictures.words import LINE_SPACING, Side, put

BAND, LINES, BARS, DOTS = 2.0, 3.0, 3.5, 4.0
# Lines as wide as this are bars.
BAR_PX = 8
_MODES = frozenset({"lines", "markers", "text"})


def draw_scatter(plot: Plot, trace: Mapping[str, Any], number: int) -> None:
    """One trace; its artists are named `trace-<number>-…`."""
    modes = set(trace.get("mode", "lines+markers").split("+"))
    if not modes <= _MODES:
        raise NotDrawnError(f"mode {trace['mode']!r} is not drawn")
    panel = plot.panel(trace)
    clip = panel.box if trace.get("cliponaxis", True) else None
    name = f"trace-{number}"
    if "fill" in trace:
        _band(plot.sheet, panel, trace, name, clip)
    if "lines" in modes and trace.get("line", {}).get("width", 2) > 0:
        _lines(plot.sheet, panel, trace, name, clip)
    if trace.get("error_x", {}).get("visible", True) and "error_x" in trace:
        _intervals(plot.sheet, panel, trace, name, clip)
    if "markers" in modes:
        _dots(plot.sheet, panel, trace, name, clip)
    if "text" in modes:
        _texts(plot, panel, trace)


def _numbers(values: Sequence[Any]) -> np.ndarray:
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def _band(
    sheet: Sheet, panel: Panel, trace: Mapping[str, Any], name: str, clip: Bbox | None
) -> None:
    corners = np.column_stack([_numbers(trace["x"]), _numbers(trace["y"])])
    band = Polygon(
        corners, closed=True, fc=trace["fillcolor"], ec="none", alpha=trace.get("opacity"),
        transform=panel.data(sheet),
    )  # fmt: skip
    sheet.add(band, order=BAND, name=f"{name}-band", clip=clip or panel.box)


def _lines(
    sheet: Sheet, panel: Panel, trace: Mapping[str, Any], name: str, clip: Bbox | None
) -> None:
    style = trace.get("line", {})
    color, width = style.get("color", FIRST_COLOR), style.get("width", 2)
    line = Line2D(
        _numbers(trace["x"]), _numbers(trace["y"]), color=color, lw=width * POINTS_PER_PX,
        linestyle=dashes(style), transform=panel.data(sheet), solid_capstyle="butt",
        dash_capstyle="butt", alpha=trace.get("opacity"),
    )  # fmt: skip
    is_bar = width >= BAR_PX and bool(sheet.look.patterns and pattern_of(color, sheet.look.palette))
    if is_bar:
        line.set_color(paint(color, sheet.look)[0])
        _hatched(sheet, panel, trace, width)
    sheet.add(line, order=LINES, name=f"{name}-lines", clip=clip or panel.box)


def _hatched(sheet: Sheet, panel: Panel, trace: Mapping[str, Any], width: float) -> None:
    """Lines over the bars of a trace: level bars from one point to the next."""
    ink = sheet.look.palette.ink
    x, y = _numbers(trace["x"]), _numbers(trace["y"])
    for i in range(len(x) - 1):
        if not np.isfinite([x[i], x[i + 1], y[i], y[i + 1]]).all():
            continue
        left, right, middle = panel.x.px(x[i]), panel.x.px(x[i + 1]), panel.y.px(y[i])
        bar = Rectangle(
            (left, middle - width / 2), right - left, width, fc="none", ec=ink,
            lw=0.6, hatch=BAR, transform=sheet.pixels,
        )  # fmt: skip
        bar.set_hatch_linewidth(LINE_PT)
        sheet.add(bar, order=LINES + 0.1, name="bar-pattern", clip=panel.box)


def _intervals(
    sheet: Sheet, panel: Panel, trace: Mapping[str, Any], name: str, clip: Bbox | None
) -> None:
    bars = trace["error_x"]
    x, y = _numbers(trace["x"]), _numbers(trace["y"])
    beyond = np.nan_to_num(_numbers(bars["array"]))
    below = np.nan_to_num(_numbers(bars.get("arrayminus", bars["array"])))
    segments = [
        [(x[i] - below[i], y[i]), (x[i] + beyond[i], y[i])]
        for i in range(len(x))
        if np.isfinite([x[i], y[i]]).all() and below[i] + beyond[i] > 0
    ]
    if not segments:
        return
    drawn = LineCollection(
        segments, colors=bars["color"], linewidths=bars.get("thickness", 2) * POINTS_PER_PX,
        transform=panel.data(sheet), capstyle="butt",
    )  # fmt: skip
    sheet.add(drawn, order=BARS, name=f"{name}-intervals", clip=clip)


def _dots(
    sheet: Sheet, panel: Panel, trace: Mapping[str, Any], name: str, clip: Bbox | None
) -> None:
    marker, count = trace.get("marker", {}), len(trace["x"])
    x, y = _numbers(trace["x"]), _numbers(trace["y"])
    shown = [i for i in range(count) if np.isfinite([x[i], y[i]]).all()]
    if not shown:
        return
    shapes = [shape_of(symbol) for symbol in each(marker.get("symbol", "circle"), count)]
    sizes, colors = radii(marker, count), colors_of(marker, count)
    edges, widths = edges_of(marker, colors, shapes)
    strengths = strengths_of(trace, count)
    dots = PathCollection(
        [sized(shapes[i][0], sizes[i]) for i in shown],
        offsets=[(x[i], y[i]) for i in shown],
        offset_transform=panel.data(sheet),
        facecolors=["none" if shapes[i][1] else (colors[i], strengths[i]) for i in shown],
        edgecolors=[(edges[i], strengths[i]) if widths[i] else "none" for i in shown],
        linewidths=[widths[i] * POINTS_PER_PX for i in shown],
    )
    dots.set_transform(sheet.scale)
    sheet.add(dots, order=DOTS, name=f"{name}-dots", clip=clip)


def _texts(plot: Plot, panel: Panel, trace: Mapping[str, Any]) -> None:
    """Words at the dots."""
    up, _, across = trace.get("textposition", "middle center").partition(" ")
    font = {**plot.font, **trace.get("textfont", {})}
    size = font["size"] * plot.sheet.look.type_scale
    sizes = radii(trace.get("marker", {}), len(trace["x"]))
    # words left of a dot end there
    held: Side = {"left": "right", "right": "left", "center": "center"}[across]  # type: ignore[assignment]
    sign = {"left": -1, "right": 1, "center": 0}[across]
    for x, y, text, radius in zip(trace["x"], trace["y"], trace["text"], sizes, strict=True):
        if not text or x is None or y is None or not (isfinite(x) and isfinite(y)):
            continue
        away = radius / 0.8 + 1  # as plotly has it
        lines = 1 + LINE_SPACING * text.count("<br>")
        baseline = {
            "top": size * (0.75 - lines) - away,
            "bottom": size * 0.75 + away,
            "middle": size * (0.75 - lines / 2),
        }[up]
        place = (panel.x.px(x) + sign * away, panel.y.px(y) + baseline)
        put(plot.sheet, text, at=place, side=held, size=font["size"], color=font["color"],
            behind="ground", name="said")  # fmt: skip

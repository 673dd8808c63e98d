"""Dots, intervals, lines and bands of `scatter` traces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import isfinite
from typing import Any

from layouts.inline.marked import element, percent, plain, style
from layouts.inline.plot import Axis, Plot, stroke
from layouts.inline.words import LINE_EM, Side, text
from layouts.pictures.dots import (
    CORNERS,
    FIRST_COLOR,
    STROKES,
    colors_of,
    each,
    edges_of,
    radii,
    shape_of,
    strengths_of,
)
from layouts.pictures.features import NotDrawnError

_MODES = frozenset({"lines", "markers", "text"})
# Whole steps across and up of a line of many points.
_STEPS = 10_000
_SIDES: Mapping[str, Side] = {"left": "right", "right": "left", "center": "center"}
_SIGNS = {"left": -1, "center": 0, "right": 1}
Point = tuple[float, float]


def draw_scatter(plot: Plot, trace: Mapping[str, Any]) -> str:
    """One trace, in plotly's order: band, intervals, lines, dots, words."""
    modes = set(trace.get("mode", "lines+markers").split("+"))
    if not modes <= _MODES:
        raise NotDrawnError(f"mode {trace['mode']!r} is not drawn")
    x, y = plot.axes[trace.get("xaxis", "x")], plot.axes[trace.get("yaxis", "y")]
    clipped, free = "", ""
    if "fill" in trace:
        clipped += _band(plot, trace, x, y)
    if trace.get("error_x", {}).get("visible", True) and "error_x" in trace:
        free += _intervals(plot, trace, x, y)
    if "lines" in modes and trace.get("line", {}).get("width", 2) > 0:
        clipped += _lines(plot, trace, x, y)
    if "markers" in modes:
        free += _dots(plot, trace, x, y)
    if trace.get("cliponaxis", True):
        clipped, free = clipped + free, ""
    opacity = trace.get("opacity")
    drawn = _panel(clipped, x, y, plot, class_="drawn__cut", opacity=opacity)
    drawn += _panel(free, x, y, plot, opacity=opacity)
    return drawn + (_texts(plot, trace, x, y, dotted="markers" in modes) if "text" in modes else "")


def _panel(content: str, x: Axis, y: Axis, plot: Plot, **attributes: Any) -> str:
    """`content` within a pair of axes; places in it are shares of theirs."""
    if not content:
        return ""
    if (x.first, x.last) != (0, 1):
        attributes |= {"x": plot.across(x.first), "width": percent(x.last - x.first)}
    if (y.first, y.last) != (0, 1):
        height = percent(y.last - y.first, plot.decimals)
        attributes |= {"y": plot.up(y.last), "height": height}
    return element("svg", content, **attributes)


def _is_number(value: Any) -> bool:
    return value is not None and isfinite(value)


def _runs(trace: Mapping[str, Any], x: Axis, y: Axis) -> Iterator[list[Point]]:
    """Unbroken runs of points, in shares from the left and from the top."""
    pairs = zip(trace["x"], trace["y"], strict=True)
    for known, run in groupby(pairs, key=lambda pair: all(map(_is_number, pair))):
        if known:
            yield [(x.inside(a), 1 - y.inside(b)) for a, b in run]


def _path(run: Sequence[Point]) -> str:
    points = (f"{round(across * _STEPS)} {round(down * _STEPS)}" for across, down in run)
    return "M" + "L".join(points)


def _stretched(content: str) -> str:
    return element(
        "svg", content, viewBox=f"0 0 {_STEPS} {_STEPS}", preserveAspectRatio="none",
        class_="drawn__wide",
    )  # fmt: skip


def _band(plot: Plot, trace: Mapping[str, Any], x: Axis, y: Axis) -> str:
    corners = "".join(_path(run) + "Z" for run in _runs(trace, x, y))
    fill = plot.inks.css(trace["fillcolor"])
    return _stretched(element("path", d=corners, style=style(fill=fill)))


def _lines(plot: Plot, trace: Mapping[str, Any], x: Axis, y: Axis) -> str:
    declared = style(**stroke(trace.get("line", {}), plot.inks, default=FIRST_COLOR))
    straight, bent = "", ""
    for run in _runs(trace, x, y):
        if len(run) == 2:
            (x1, y1), (x2, y2) = run
            straight += element(
                "line", x1=percent(x1), y1=percent(y1, plot.decimals), x2=percent(x2),
                y2=percent(y2, plot.decimals),
            )  # fmt: skip
        elif len(run) > 2:
            bent += _path(run)
    drawn = element("g", straight, style=declared) if straight else ""
    if bent:
        drawn += _stretched(element("path", d=bent, style=f"{declared};fill:none"))
    return drawn


def _intervals(plot: Plot, trace: Mapping[str, Any], x: Axis, y: Axis) -> str:
    bars = trace["error_x"]
    below = bars.get("arrayminus", bars["array"])
    lines = ""
    for a, b, *reach in zip(trace["x"], trace["y"], below, bars["array"], strict=True):
        less, more = (gap if _is_number(gap) else 0 for gap in reach)
        if _is_number(a) and _is_number(b) and less + more > 0:
            at = percent(1 - y.inside(b), plot.decimals)
            ends = percent(x.inside(a - less)), percent(x.inside(a + more))
            lines += element("line", x1=ends[0], x2=ends[1], y1=at, y2=at)
    if not lines:
        return ""
    line = {"color": bars["color"], "width": bars.get("thickness", 2)}
    return element("g", lines, style=style(**stroke(line, plot.inks)))


def _dots(plot: Plot, trace: Mapping[str, Any], x: Axis, y: Axis) -> str:
    marker, count = trace.get("marker", {}), len(trace["x"])
    shapes = [shape_of(symbol) for symbol in each(marker.get("symbol", "circle"), count)]
    sizes, colors = radii(marker, count), colors_of(marker, count)
    edges, widths = edges_of(marker, colors, shapes)
    strengths = strengths_of(trace, count)
    drawn: list[tuple[str, str]] = []
    for i, (a, b) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if not (_is_number(a) and _is_number(b)):
            continue
        declared = style(
            fill="none" if shapes[i][1] else plot.inks.css(colors[i]),
            stroke=plot.inks.css(edges[i]) if widths[i] else None,
            stroke_width=plain(widths[i]) if widths[i] not in (0, 1) else None,
        )
        at = percent(x.inside(a)), percent(1 - y.inside(b), plot.decimals)
        drawn.append((declared, dot(shapes[i][0], sizes[i], at, strengths[i])))
    # neighbors of one look share a group; who lies over whom stays as it is
    return "".join(
        element("g", "".join(mark for _, mark in alike), style=declared)
        for declared, alike in groupby(drawn, key=lambda pair: pair[0])
    )


def dot(shape: str, radius: float, at: tuple[str, str], strength: float) -> str:
    """A shape of `radius` px at a place."""
    opacity = plain(strength) if strength != 1 else None
    if shape == "circle":
        return element("circle", cx=at[0], cy=at[1], r=plain(radius), opacity=opacity)
    corners = STROKES.get(shape) or CORNERS[shape]
    d = "M" + "L".join(f"{plain(a * radius)} {plain(-b * radius)}" for a, b in corners)
    path = element("path", d=d if shape in STROKES else f"{d}Z")
    return element("svg", path, x=at[0], y=at[1], opacity=opacity)


def _texts(plot: Plot, trace: Mapping[str, Any], x: Axis, y: Axis, *, dotted: bool) -> str:
    """Words at the dots, as far from them as plotly puts them."""
    up, _, across = trace.get("textposition", "middle center").partition(" ")
    font = {**plot.font, **trace.get("textfont", {})}
    size = float(font["size"])
    sizes = radii(trace.get("marker", {}), len(trace["x"]))
    words = ""
    for a, b, said, radius in zip(trace["x"], trace["y"], trace["text"], sizes, strict=True):
        if not said or not (_is_number(a) and _is_number(b)):
            continue
        away = radius / 0.8 + 1 if dotted else 0
        lines = 1 + LINE_EM * str(said).count("<br>")
        down = (
            size * 0.75
            + {
                "top": -away - lines * size,
                "middle": -lines * size / 2,
                "bottom": away,
            }[up]
        )
        words += text(
            str(said), at=(plot.across(x.at(a)), plot.up(y.at(b))),
            shift=(_SIGNS[across] * away, down), side=_SIDES[across], inks=plot.inks,
            color=str(font["color"]), size=size, usual=(str(font["color"]), size),
        )  # fmt: skip
    declared = style(
        fill=plot.inks.css(font["color"]) if font["color"] != plot.usual[0] else None,
        font_size=f"{plain(size)}px" if size != plot.usual[1] else None,
    )
    return element("g", words, style=declared) if words else ""

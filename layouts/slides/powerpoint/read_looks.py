"""Marks, scales and words of a figure of plotly as those of a native chart. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from layouts.figures.base import PLACES, WITHOUT_COMMAS, is_a
from layouts.slides.powerpoint.native_chart import Axis, Labels, Mark, Series, Stroke, round_axis
from layouts.theme import LIGHT_PALETTE

INK = LIGHT_PALETTE.ink
INTERVAL = Stroke(LIGHT_PALETTE.control, 2.25)
CITY = Stroke(LIGHT_PALETTE.city_line, 1.5, "sysDot")
# PowerPoint has no triangle that points down: a character stands for it.
DOWN = "▼"
KEYS = {"triangle": "▲", "circle": "●", "square": "■", "diamond": "◆"}
_HOLLOW_KEYS = {"diamond": "◇"}
LINE_KEY, DASH_KEY, BAR_KEY = "—", "– –", "▬"
_DOWN_SYMBOLS = ("triangle-down", "6")
_SHAPES = {
    "triangle-up": "triangle", "5": "triangle", "square": "square", "diamond": "diamond",
}  # fmt: skip
_SMALLEST_PT = 2  # PowerPoint's own limit
_TAG = re.compile(r"<[^>]+>")


def clean(text: str) -> str:
    """Words of a label without markup, on one line."""
    return " ".join(lines_of_label(text).split("\n")).replace("→", "").replace("↑", "").strip()


def lines_of_label(text: str) -> str:
    """Words of a label without markup, in its own lines."""
    return "\n".join(_TAG.sub("", line).strip() for line in text.split("<br>"))


def mark_of(trace: Mapping[str, Any], point: int, *, size_pt: int) -> Mark:
    """The look of one point; one that points down has none, see `points_down`."""
    marker = trace["marker"]
    symbol = str(_one(marker.get("symbol", "circle"), point))
    color = _color(marker, point)
    if symbol in _DOWN_SYMBOLS:
        return Mark("none", color)
    hollow = symbol.endswith("-open") or symbol == "100"
    shape = _SHAPES.get(symbol.removesuffix("-open"), "circle")
    return Mark(shape, color, _size(marker, point, size_pt), hollow)


def _size(marker: Mapping[str, Any], point: int, size_pt: int) -> int:
    """Marks of several sizes keep their proportions; the largest has `size_pt`."""
    sizes = marker.get("size")
    if not isinstance(sizes, (list, tuple)) or "sizeref" in marker:
        return size_pt
    return max(_SMALLEST_PT, round(size_pt * float(sizes[point]) / float(max(sizes))))


def looks_of(trace: Mapping[str, Any], *, size_pt: int) -> dict[tuple[Mark, bool], list[int]]:
    """Points of each look and whether it points down, in the order of the first ones."""
    found: dict[tuple[Mark, bool], list[int]] = {}
    for i in range(len(trace["x"])):
        look = (mark_of(trace, i, size_pt=size_pt), points_down(trace, i))
        found.setdefault(look, []).append(i)
    return found


def key_of(mark: Mark, *, down: bool) -> str:
    """The character that stands for a mark among words."""
    if down:
        return DOWN
    return _HOLLOW_KEYS.get(mark.symbol, "○") if mark.hollow else KEYS[mark.symbol]


def points_down(trace: Mapping[str, Any], point: int) -> bool:
    """True for the shape that PowerPoint lacks."""
    return str(_one(trace["marker"].get("symbol", ""), point)) in _DOWN_SYMBOLS


def _one(one_or_each: Any, point: int) -> Any:
    return one_or_each if isinstance(one_or_each, (str, int, float)) else one_or_each[point]


def _color(marker: Mapping[str, Any], point: int) -> str:
    color = _one(marker["color"], point)
    if isinstance(color, str):
        return color
    share = (color - marker["cmin"]) / (marker["cmax"] - marker["cmin"])
    return str(min(marker["colorscale"], key=lambda stop: abs(stop[0] - share))[1])


def mixed(color: str, ground: str, share: float) -> str:
    """`color` over `ground` at `share` of its strength, as a color of its own."""
    over, under = (bytes.fromhex(c.lstrip("#")) for c in (color, ground))
    parts = (round(a * share + b * (1 - share)) for a, b in zip(over, under, strict=True))
    return "#" + bytes(parts).hex()


def lengths(trace: Mapping[str, Any], side: str) -> tuple[float, ...]:
    """Lengths of the intervals to the `minus` or `plus` side; zero where there is none."""
    bars = trace.get("error_x", {})
    found = bars.get("array", ())
    if side == "minus":
        found = bars.get("arrayminus", found)
    return tuple(float(x) if x and math.isfinite(x) else 0.0 for x in found)


def scale_of(axis: Mapping[str, Any], values: Sequence[float], **more: Any) -> Axis:
    """The scale of a figure with round ends; around `values` where the figure leaves it open."""
    low, high = axis.get("range") or (min(values), max(values))
    if min(values) >= 0:
        low = max(low, 0.0)  # no share or rate lies below zero
    low, high, step = round_axis(float(low), float(high))
    return Axis(low, high, step, _format(axis, step, str(more.pop("unit", ""))), **more)


def _format(axis: Mapping[str, Any], step: float, unit: str) -> str:
    """Format of a worksheet for the ticks: as many digits as the steps need, with the unit."""
    if axis.get("tickformat", "").endswith("%"):
        return "0%"
    if axis.get("tickformat") == WITHOUT_COMMAS:
        return "0"
    digits = 0
    while round(step, digits) != round(step, 6) and digits < 4:
        digits += 1
    number = "#,##0" + ("." + "0" * digits if digits else "")
    before = f'"{axis["tickprefix"]}"' if axis.get("tickprefix") else ""
    after = axis.get("ticksuffix") or unit
    after = f'"{after}"' if after else ""
    return f'{before}{number}{after};"\u2212"{before}{number}{after}'


def chosen_of(figures: Sequence[Mapping[str, Any]]) -> frozenset[int]:
    """Points that are marked on the slide; empty for all alike."""
    traces = [trace for figure in figures for trace in figure["data"]]
    places = [trace for trace in traces if is_a(trace, PLACES)]
    return frozenset(point for trace in places for point in trace.get("selectedpoints") or ())


def line_series(
    name: str, x: Sequence[float], y: Sequence[float], stroke: Stroke, *, said_at: str = ""
) -> Series:
    """A named line of two points; its name stands at the end on the side `said_at`."""
    words = ("", name) if said_at else ()
    labels = Labels(words, at=said_at, color=stroke.color) if said_at else None
    return Series(name, tuple(x), tuple(y), stroke=stroke, labels=labels)

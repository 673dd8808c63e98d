"""Dots of a `scatter` trace: their shapes, sizes, colors and strengths. Pure: no matplotlib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from layouts.pictures.features import NotDrawnError

FIRST_COLOR = "#1f77b4"  # plotly's own
_DEFAULT_SIZE = 6
_BY_NUMBER: Mapping[int, str] = {
    0: "circle", 1: "square", 2: "diamond", 5: "triangle-up", 6: "triangle-down",
    41: "line-ew", 42: "line-ns",
}  # fmt: skip
_OPEN = 100
_THIRD = 2 / sqrt(3)
CORNERS: Mapping[str, tuple[tuple[float, float], ...]] = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-up": ((-_THIRD, -0.5), (_THIRD, -0.5), (0, 1)),
    "triangle-down": ((-_THIRD, 0.5), (_THIRD, 0.5), (0, -1)),
}
STROKES: Mapping[str, tuple[tuple[float, float], ...]] = {
    "line-ns": ((0, -1.4), (0, 1.4)),
    "line-ew": ((-1.4, 0), (1.4, 0)),
}


def shape_of(symbol: str | int) -> tuple[str, bool]:
    """Name of a shape and whether it is open. Raises NotDrawnError for an unknown one."""
    if isinstance(symbol, str):
        name, is_open = symbol.removesuffix("-open"), symbol.endswith("-open")
    else:
        name, is_open = _BY_NUMBER.get(symbol % _OPEN, str(symbol)), symbol >= _OPEN
    if name not in {"circle", *CORNERS, *STROKES}:
        raise NotDrawnError(f"symbol {symbol!r} is not drawn")
    return name, is_open or name in STROKES


def each(value: Any, count: int) -> list[Any]:
    """One value a point: `value` itself where it is a list."""
    return list(value) if isinstance(value, (list, tuple)) else [value] * count


def radii(marker: Mapping[str, Any], count: int) -> list[float]:
    """Px from the middle to the edge of each dot."""
    size = marker.get("size", _DEFAULT_SIZE)
    if not isinstance(size, (list, tuple)):
        return [size / 2] * count
    if "sizeref" not in marker:
        return [value / 2 for value in size]
    halves = [value / 2 / marker["sizeref"] for value in size]
    if marker.get("sizemode", "diameter") == "area":
        halves = [sqrt(half) for half in halves]
    smallest = marker.get("sizemin", 0)
    return [max(half, smallest) if half > 0 else 0.0 for half in halves]


def colors_of(marker: Mapping[str, Any], count: int) -> list[str]:
    """Color of each dot. Raises NotDrawnError for one between two steps of a scale."""
    color = marker.get("color", FIRST_COLOR)
    if isinstance(color, str):
        return [color] * count
    if all(isinstance(one, str) for one in color):
        return list(color)
    low, high = marker["cmin"], marker["cmax"]
    return [_on_scale(marker["colorscale"], (one - low) / (high - low)) for one in color]


def _on_scale(scale: Sequence[Sequence[Any]], share: float) -> str:
    for stop, color in scale:
        if abs(stop - share) < 1e-6:
            return str(color)
    raise NotDrawnError(f"a color between two steps ({share:.3f}) is not drawn")


def edges_of(
    marker: Mapping[str, Any], colors: Sequence[str], shapes: Sequence[tuple[str, bool]]
) -> tuple[list[str], list[float]]:
    """Color and width in px of each outline: an open shape is all outline."""
    line, count = marker.get("line", {}), len(colors)
    widths = [float(width) for width in each(line.get("width", 0), count)]
    edges = each(line.get("color", "#444"), count)
    for i, (_, is_open) in enumerate(shapes):
        if is_open:
            edges[i], widths[i] = colors[i], widths[i] or 1.0
    return edges, widths


def strengths_of(trace: Mapping[str, Any], count: int) -> list[float]:
    """Opacity of each dot: the selected at full strength, the others stepping back."""
    marker = trace.get("marker", {})
    # plotly sees through dots of many sizes
    usual = 0.7 if isinstance(marker.get("size"), (list, tuple)) else 1.0
    strength = marker.get("opacity", usual)
    chosen = trace.get("selectedpoints")
    if chosen is None:
        return [strength] * count
    full = trace.get("selected", {}).get("marker", {}).get("opacity", strength)
    faded = trace.get("unselected", {}).get("marker", {}).get("opacity", strength * 0.2)
    return [full if i in set(chosen) else faded for i in range(count)]

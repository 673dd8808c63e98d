"""Shapes of dots as plotly draws them, by name or number."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import sqrt

import numpy as np
from matplotlib.path import Path

from layouts.pictures.features import NotDrawnError

_BY_NUMBER: Mapping[int, str] = {
    0: "circle", 1: "square", 2: "diamond", 5: "triangle-up", 6: "triangle-down",
    41: "line-ew", 42: "line-ns",
}  # fmt: skip
_OPEN = 100
_THIRD = 2 / sqrt(3)
_CORNERS: Mapping[str, tuple[tuple[float, float], ...]] = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-up": ((-_THIRD, -0.5), (_THIRD, -0.5), (0, 1)),
    "triangle-down": ((-_THIRD, 0.5), (_THIRD, 0.5), (0, -1)),
}
_LINES: Mapping[str, tuple[tuple[float, float], ...]] = {
    "line-ns": ((0, -1.4), (0, 1.4)),
    "line-ew": ((-1.4, 0), (1.4, 0)),
}


def shape_of(symbol: str | int) -> tuple[str, bool]:
    """Name of a shape and whether it is open. Raises NotDrawnError for an unknown one."""
    if isinstance(symbol, str):
        name, is_open = symbol.removesuffix("-open"), symbol.endswith("-open")
    else:
        name, is_open = _BY_NUMBER.get(symbol % _OPEN, str(symbol)), symbol >= _OPEN
    if name not in {"circle", *_CORNERS, *_LINES}:
        raise NotDrawnError(f"symbol {symbol!r} is not drawn")
    return name, is_open or name in _LINES


@cache
def outline(name: str) -> Path:
    """A shape of radius 1, y up."""
    if name == "circle":
        return Path.unit_circle()
    if name in _LINES:
        return Path(_LINES[name])
    corners = _CORNERS[name]
    return Path([*corners, corners[0]], closed=True)


def sized(name: str, radius: float) -> Path:
    """A shape of `radius` px."""
    unit = outline(name)
    return Path(np.asarray(unit.vertices) * radius, unit.codes)

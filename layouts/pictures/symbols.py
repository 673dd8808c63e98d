"""Shapes of dots as plotly draws them, for matplotlib."""

from __future__ import annotations

from functools import cache

import numpy as np
from matplotlib.path import Path

from layouts.pictures.dots import CORNERS, STROKES


@cache
def outline(name: str) -> Path:
    """A shape of radius 1, y up."""
    if name == "circle":
        return Path.unit_circle()
    if name in STROKES:
        return Path(STROKES[name])
    corners = CORNERS[name]
    return Path([*corners, corners[0]], closed=True)


def sized(name: str, radius: float) -> Path:
    """A shape of `radius` px."""
    unit = outline(name)
    return Path(np.asarray(unit.vertices) * radius, unit.codes)

"""What was really drawn, read back from the artists of a sheet in the numbers of its axes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from numpy.typing import NDArray

from layouts.pictures.canvas import Sheet
from layouts.pictures.maps import outlines

Floats = NDArray[np.float64]


def named(sheet: Sheet, ending: str) -> Iterator[tuple[int, Any]]:
    """Artists called `trace-<number>-<ending>`."""
    for artist in sheet.figure.findobj(Artist, include_self=False):
        gid = str(artist.get_gid() or "")
        if gid.startswith("trace-") and gid.endswith(f"-{ending}"):
            yield int(gid.split("-")[1]), artist


def dots(sheet: Sheet) -> dict[int, Floats]:
    """Trace number -> (n, 2) of x and y."""
    return {number: np.asarray(found.get_offsets()) for number, found in named(sheet, "dots")}


def intervals(sheet: Sheet) -> dict[int, Floats]:
    """Trace number -> (n, 3) of lower, upper and y."""
    return {
        number: np.array([(s[0, 0], s[1, 0], s[0, 1]) for s in found.get_segments()])
        for number, found in named(sheet, "intervals")
    }


def lines(sheet: Sheet) -> dict[int, Floats]:
    """Trace number -> (n, 2) of x and y, NaN where a line breaks."""
    return {
        number: np.column_stack([found.get_xdata(), found.get_ydata()])
        for number, found in named(sheet, "lines")
        if hasattr(found, "get_xdata")
    }


def areas(sheet: Sheet, file: str) -> dict[str, tuple[float, ...]]:
    """Area id -> fill (r, g, b, a), by the boundary that was drawn; the last one drawn wins."""
    shapes = outlines(file)
    by_shape = {shape.vertices.tobytes(): area for area, shape in shapes.items()}
    found: dict[str, tuple[float, ...]] = {}
    for artist in sheet.figure.findobj(Artist, include_self=False):
        if not str(artist.get_gid() or "").startswith("trace-") or not hasattr(artist, "get_paths"):
            continue
        fills = artist.get_facecolor()
        for path in artist.get_paths():
            area = by_shape.get(path.vertices.tobytes())
            if area is not None and len(fills):
                found[area] = tuple(float(part) for part in fills[0])
    return found

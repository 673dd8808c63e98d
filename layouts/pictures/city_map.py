"""The city with one place marked: outlines, rivers, the place filled dark and named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, radians

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from numpy.typing import NDArray

from layouts.pictures.canvas import Format, quiet, sheet, to_bytes
from layouts.pictures.drawing import Look

Rings = Sequence[NDArray[np.float64]]
# A place that reaches less far gets a ring around it, or nobody would find it on a copy.
SMALL_SHARE = 0.04


def render_city_map(
    *,
    city: Rings,
    areas: Mapping[str, Rings],
    place: Rings,
    rivers: tuple[Sequence[float | None], Sequence[float | None]],
    look: Look,
    output: Format = "svg",
    width_in: float = 2.0,
    height_in: float = 2.4,
) -> bytes:
    """All rings are (n, 2) of lon and lat in degrees; `rivers` lons and lats, None between two."""
    figure = sheet(width_in, height_in)
    axes = figure.add_axes((0, 0, 1, 1))
    quiet(axes, look)
    axes.set_xticks([])
    axes.set_yticks([])
    palette = look.palette
    inner = [ring for rings in areas.values() for ring in rings]
    axes.add_collection(
        PolyCollection(list(city), fc=palette.no_data, ec=palette.ink, lw=0.8, zorder=1)
    )
    axes.add_collection(LineCollection(inner, colors=palette.control, lw=0.2, zorder=2))
    axes.add_collection(LineCollection(_lines(*rivers), colors=palette.water, lw=1.0, zorder=3))
    every = np.concatenate([np.asarray(ring) for ring in city])
    west, south = every.min(axis=0)
    east, north = every.max(axis=0)
    if place:
        filled = PolyCollection(list(place), fc=palette.ink, ec=palette.ink, lw=0.6, zorder=4)
        filled.set_gid("place")
        axes.add_collection(filled)
        _ring_around(axes, place, north - south, look)
    pad = 0.02 * (north - south)
    axes.set_xlim(west - pad, east + pad)
    axes.set_ylim(south - pad, north + pad)
    axes.set_aspect(1 / cos(radians((south + north) / 2)))
    axes.set_anchor("N")
    return to_bytes(figure, look, output)


def _lines(lons: Sequence[float | None], lats: Sequence[float | None]) -> list[NDArray[np.float64]]:
    """Unbroken runs of points."""
    runs: list[list[tuple[float, float]]] = [[]]
    for lon, lat in zip(lons, lats, strict=True):
        if lon is None or lat is None:
            runs.append([])
        else:
            runs[-1].append((lon, lat))
    return [np.asarray(run) for run in runs if len(run) > 1]


def _ring_around(axes: Axes, place: Rings, tall: float, look: Look) -> None:
    points = np.concatenate([np.asarray(ring) for ring in place])
    low, high = points.min(axis=0), points.max(axis=0)
    if float(np.sqrt(np.prod(high - low))) < SMALL_SHARE * tall:
        middle = (low + high) / 2
        axes.plot(
            [middle[0]], [middle[1]], marker="o", ms=15, mfc="none", mec=look.palette.ink, mew=1.3,
            zorder=5, gid="ring",
        )  # fmt: skip

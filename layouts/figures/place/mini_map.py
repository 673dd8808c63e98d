"""Where a place lies: city, neighbors and place as one small SVG. No tiles, no script, prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from layouts.theme import Palette

Rings = Sequence[NDArray[np.float64]]

HEIGHT_PX = 260
PADDING_PX = 10
# A place that reaches less far from its middle gets a ring around it, or nobody would find it.
SMALL_PX = 26
_SAFE = " ='/<>:;,()-."


@dataclass(frozen=True, slots=True)
class Frame:
    """Flat picture of a part of the earth: degrees to pixels, north up."""

    west: float
    north: float
    across: float  # px a degree of longitude
    down: float  # px a degree of latitude
    width: float
    height: float

    @classmethod
    def of(cls, bounds: tuple[float, float, float, float], height_px: float) -> Frame:
        """Frame of west, south, east, north, `height_px` tall inside its padding."""
        west, south, east, north = bounds
        down = (height_px - 2 * PADDING_PX) / (north - south)
        across = down * cos(radians((south + north) / 2))
        width = (east - west) * across + 2 * PADDING_PX
        return cls(west, north, across, down, width, height_px)

    def points(self, ring: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2) pixels of (n, 2) degrees."""
        x = (ring[:, 0] - self.west) * self.across + PADDING_PX
        y = (self.north - ring[:, 1]) * self.down + PADDING_PX
        return np.column_stack([x, y])


def mini_map(
    *,
    city: Rings,
    place: Rings,
    neighbors: Rings,
    bounds: tuple[float, float, float, float],
    theme: Palette,
    height_px: int = HEIGHT_PX,
) -> str:
    """Address (`data:`) of the picture. Rings are (n, 2) of lon and lat; `bounds` in degrees."""
    frame = Frame.of(bounds, height_px)
    whole = not place
    parts = [
        _path(city, frame, fill=theme.outcome_mark if whole else theme.band, line=theme.control),
        _path(neighbors, frame, fill="none", line=theme.control),
        _path(place, frame, fill=theme.outcome_mark, line=theme.outcome_mark, steps_a_px=10),
        "" if whole else _ring(place, frame, theme),
    ]
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {frame.width:.0f} {height_px}' "
        f"width='{frame.width:.0f}' height='{height_px}'>{''.join(parts)}</svg>"
    )
    return "data:image/svg+xml," + quote(svg, safe=_SAFE)


def _path(rings: Rings, frame: Frame, *, fill: str, line: str, steps_a_px: int = 2) -> str:
    outlines = [found for ring in rings if (found := _outline(frame.points(ring), steps_a_px))]
    if not outlines:
        return ""
    return (
        f"<path d='{''.join(outlines)}' fill='{fill}' fill-rule='evenodd' "
        f"stroke='{line}' stroke-width='0.7' stroke-linejoin='round'/>"
    )


def _outline(points: NDArray[np.float64], steps_a_px: int) -> str:
    """A closed outline on parts of a pixel; points that fall together are said once."""
    rounded = np.round(points * steps_a_px) / steps_a_px
    moved = np.any(np.diff(rounded, axis=0) != 0, axis=1)
    kept = rounded[np.concatenate([[True], moved])]
    if len(kept) < 4:
        return ""
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in kept[:-1]) + "Z"


def _ring(place: Rings, frame: Frame, theme: Palette) -> str:
    points = np.vstack([frame.points(ring) for ring in place])
    low, high = points.min(axis=0), points.max(axis=0)
    reach = float(np.hypot(*(high - low))) / 2
    if reach > SMALL_PX:
        return ""
    x, y = (low + high) / 2
    return (
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{reach + 5:.1f}' fill='none' "
        f"stroke='{theme.ink}' stroke-width='2'/>"
    )

"""Boundaries of assets/geo as short paths on the sheet of maps (data.plane)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.plane import Plane
from layouts.pictures.features import NotDrawnError

# A step of a small map in units of the sheet: forty meters, half a px of a city 400 px wide.
STEP_UNITS = 4
_GEO = Path(__file__).parents[2] / "assets" / "geo"


def steps(plane: Plane, lon: float, lat: float) -> tuple[int, int]:
    """Whole steps east and south of the corner of the sheet."""
    x, y = plane.at(lon, lat)
    return round(x / STEP_UNITS), round(y / STEP_UNITS)


def trail(points: Sequence[tuple[int, int]]) -> str:
    """A path from point to point by whole steps; points that fall together are said once."""
    (x, y), said = points[0], ""
    for to_x, to_y in points[1:]:
        if (to_x, to_y) != (x, y):
            said += _pair(to_x - x, to_y - y, first=not said)
            x, y = to_x, to_y
    return f"M{_pair(*points[0], first=True)}l{said}" if said else ""


def _pair(x: int, y: int, *, first: bool) -> str:
    """Two whole numbers; a minus parts them from what stands before."""
    before = "" if first or x < 0 else " "
    return f"{before}{x}{'' if y < 0 else ' '}{y}"


@lru_cache(maxsize=24)
def outlines(file: str, bounds: tuple[float, float, float, float]) -> Mapping[str, str]:
    """Path of each area of a file by its id, from the northwest of `bounds`.

    Raises NotDrawnError for a file that is not there or holds no areas.
    """
    path = _GEO / Path(file).name
    if not path.is_file():
        raise NotDrawnError(f"the boundaries {file!r} are not drawn")
    plane = Plane(bounds)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {str(item["id"]): _area(item["geometry"], plane) for item in features}


def _area(geometry: Mapping[str, Any], plane: Plane) -> str:
    kind, parts = geometry["type"], geometry["coordinates"]
    if not kind.endswith("olygon"):
        raise NotDrawnError(f"boundaries of type {kind!r} are not drawn")
    rings = (ring for part in (parts if kind == "MultiPolygon" else [parts]) for ring in part)
    trails = (trail([steps(plane, *point[:2]) for point in ring]) for ring in rings)
    return "".join(f"{found}z" for found in trails if found)

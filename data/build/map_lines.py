"""Lines of the base map: rivers, highways, streets and the state line on the flat sheet.

Each is a path of whole units and, where its name can stand, a few spots along it. What a map of
one scale shows is said line by line (`from`, pixels a kilometer), so a file with every street of a
city needs no other code: the smallest streets are left out until the file is small enough.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from data.build.map_paths import path_through
from data.build.map_sources import roads, water
from data.build.reading import SourceDirectory
from data.build.sources import census
from data.cities.base_map import BaseMapChoices, drawn_from
from data.cities.city import city
from data.plane import UNIT_METERS, Plane

# Corners nearer to the line than this, in units, are left out: with rounding less than one unit.
_SMOOTH_UNITS = 0.25
_COARSE_METERS = 300.0
_SPOT_STEP_METERS = {"river": 3000.0, "street": 1000.0}
_SPOT_STEP_ELSE_METERS = 2000.0
# A name lies along the line as it runs this far to both sides.
_REACH_METERS = {"river": 1200.0}
_REACH_ELSE_METERS = 300.0
# What is shorter has no name of its own on a map, and what runs on an interstate is called by it.
_NAMED_FROM_METERS = 500.0
_SAME_ROAD_METERS = 150.0
_RIVER, _STREET, _INTERSTATE = "river", "street", "interstate"


@dataclass(frozen=True, slots=True)
class Line:
    """One line or area: its `shape` lies on the sheet, in units.

    `start` is the scale from which it is drawn, `width_m` that of a river drawn as a line.
    """

    kind: str
    name: str
    start: int
    shape: shapely.Geometry
    approx: bool = False
    highlight: bool = False
    width_m: float | None = None
    spots: tuple[int, ...] = ()

    @property
    def is_area(self) -> bool:
        """Whether it is a surface of water."""
        return str(self.shape.geom_type).endswith("Polygon")

    def content(self) -> dict[str, Any]:
        """As the file has it; what is not said is not so."""
        told: dict[str, Any] = {"kind": self.kind, "name": self.name, "from": self.start}
        told["d"] = _path(self.shape)
        extra = {
            "approx": self.approx,
            "highlight": self.highlight,
            "area": self.is_area,
            "width": round(self.width_m / UNIT_METERS, 1) if self.width_m else None,
            "spots": list(self.spots),
        }
        return told | {key: value for key, value in extra.items() if value}


def map_lines(
    source: SourceDirectory, choices: BaseMapChoices, plane: Plane, frame_of_map: shapely.Geometry
) -> list[Line]:
    """Every line that the city's sources have, inside `frame_of_map` (degrees)."""
    on_sheet = _sheet(plane, frame_of_map)
    found: list[Line] = []
    if (rivers := water(source)) is not None:
        found += _water(rivers, choices, on_sheet)
    if (drawn := roads(source)) is not None:
        found += _highways(drawn.highways, choices, on_sheet)
        found += _streets(drawn.streets, choices, on_sheet)
    if census.STATE_LINE in source.expected_rows:
        found += _state_line(source, on_sheet)
    largest = [line.shape for line in found if line.kind == _INTERSTATE]
    interstates = shapely.union_all(largest) if largest else shapely.GeometryCollection()
    return [_with_spots(line, interstates) for line in found]


_ToSheet = Callable[[Iterable[shapely.Geometry]], shapely.Geometry]


def coarse_outline(shapes: Iterable[shapely.Geometry], plane: Plane) -> str:
    """The city as a path for a picture of the size of a stamp."""
    whole = shapely.transform(shapely.union_all(list(shapes)), _flat(plane))
    return _path(whole.simplify(_COARSE_METERS / UNIT_METERS))


def _flat(plane: Plane) -> Callable[[Any], Any]:
    return lambda corners: np.array([plane.at(*corner) for corner in corners]).reshape(-1, 2)


def _sheet(plane: Plane, frame_of_map: shapely.Geometry) -> _ToSheet:
    """Makes one shape in units of several in degrees; empty where none is near the city."""

    def on_sheet(shapes: Iterable[shapely.Geometry]) -> shapely.Geometry:
        cut = [part for s in shapes for part in shapely.get_parts(s.intersection(frame_of_map))]
        areas = [part for part in cut if part.geom_type == "Polygon"]
        runs = [part for part in cut if part.geom_type == "LineString"]
        lines = shapely.line_merge(shapely.MultiLineString(runs))
        one = shapely.union_all(areas) if areas else lines
        return shapely.transform(one, _flat(plane)).simplify(_SMOOTH_UNITS)

    return on_sheet


# -- from the sources -----------------------------------------------------------------------------


def _water(frame: gpd.GeoDataFrame, choices: BaseMapChoices, sheet: _ToSheet) -> Iterator[Line]:
    kinds = ["name", "tier", "approx", frame["stroke_m"].isna()]
    for (name, tier, approx, area), part in frame.groupby(kinds, sort=False):
        start = drawn_from(choices.drawn_from.water, tier)
        width = None if area else float(part["stroke_m"].iloc[0])
        shape = sheet(part.geometry)
        if not shape.is_empty:
            yield Line(_RIVER, name, start, shape, bool(approx), width_m=width)


def _highways(frame: gpd.GeoDataFrame, choices: BaseMapChoices, sheet: _ToSheet) -> Iterator[Line]:
    # the larger roads last: they are drawn over the others
    for (tier, kind, ref), part in sorted(
        frame.groupby(["tier", "kind", "ref"]), key=lambda group: -group[0][0]
    ):
        shape = sheet(part.geometry)
        if not shape.is_empty:
            yield Line(kind, ref, drawn_from(choices.drawn_from.highways, tier), shape)


def _streets(frame: gpd.GeoDataFrame, choices: BaseMapChoices, sheet: _ToSheet) -> Iterator[Line]:
    for (name, tier, approx), part in frame.groupby(["name", "tier", "approx"], sort=False):
        highlight = name == choices.highlight
        start = 0 if highlight else drawn_from(choices.drawn_from.streets, tier)
        shape = sheet(part.geometry)
        if not shape.is_empty:
            # of two names one is enough on a map
            yield Line(_STREET, name.split(" / ")[0], start, shape, bool(approx), highlight)


def _state_line(source: SourceDirectory, sheet: _ToSheet) -> Iterator[Line]:
    if "state_line" not in city().lines:
        return
    shape = sheet(census.state_line(source).geometry)
    if not shape.is_empty:
        yield Line("state_line", "", 0, shape)


# -- where names can stand ------------------------------------------------------------------------


def _with_spots(line: Line, interstates: shapely.Geometry) -> Line:
    """The line with x, y and the angle of its name (degrees, clockwise), spot by spot."""
    if line.is_area and line.name:
        inside = line.shape.representative_point()
        return replace(line, spots=(round(inside.x), round(inside.y), 0))
    if not line.name or line.is_area or line.shape.length * UNIT_METERS < _NAMED_FROM_METERS:
        return line
    spots = list(_spots(line))
    if line.kind in ("us", "state"):
        near = _SAME_ROAD_METERS / UNIT_METERS
        own = [s for s in spots if interstates.distance(shapely.Point(s[:2])) > near]
        spots = [(x, y, 0) for x, y, _ in own]
    elif line.kind == _INTERSTATE:
        spots = [(x, y, 0) for x, y, _ in spots]
    return replace(line, spots=tuple(number for spot in spots for number in spot))


def _spots(line: Line) -> Iterator[tuple[int, int, int]]:
    step = _SPOT_STEP_METERS.get(line.kind, _SPOT_STEP_ELSE_METERS) / UNIT_METERS
    reach = _REACH_METERS.get(line.kind, _REACH_ELSE_METERS) / UNIT_METERS
    for part in shapely.get_parts(line.shape):
        count = max(1, round(part.length / step))
        for number in range(count):
            at = (number + 0.5) * part.length / count
            here = part.interpolate(at)
            before, after = part.interpolate(max(0.0, at - reach)), part.interpolate(at + reach)
            yield round(here.x), round(here.y), _angle(after.x - before.x, after.y - before.y)


def _angle(right: float, down: float) -> int:
    """Degrees by which words are turned to run along a line and stand upright."""
    turned = round(math.degrees(math.atan2(down, right)))
    return turned - 180 if turned >= 90 else turned + 180 if turned < -90 else turned


# -- paths ----------------------------------------------------------------------------------------


def _path(shape: shapely.Geometry) -> str:
    """Lines or areas in units as an SVG path."""
    found = []
    for part in shapely.get_parts(shape):
        closed = part.geom_type == "Polygon"
        for run in (part.exterior, *part.interiors) if closed else (part,):
            corners = [(round(x), round(y)) for x, y in run.coords]
            kept = [corners[0], *(b for a, b in pairwise(corners) if a != b)]
            if len(kept) > 1:
                found.append(path_through(kept) + ("z" if closed else ""))
    return "".join(found)

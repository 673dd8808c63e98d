"""The areas of the maps of the browser as SVG paths on the flat sheet of `data/plane.py`.

A file a layer: area id -> path of whole units, relative after the first corner of each ring.
Corners are rounded where they stand on the sheet, not along the way, so that places that share a
line share it to the last digit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import geopandas as gpd
import shapely

from data.build.boundaries import FILE_NAMES, Boundary, rounded_bounds
from data.build.errors import CheckError
from data.models import Layer
from data.plane import Plane
from data.repository.tables import MAP_PATHS

Corner = tuple[int, int]


def map_plane(layers: Mapping[Layer, gpd.GeoDataFrame]) -> Plane:
    """The sheet of the city."""
    return Plane(rounded_bounds(layers[Layer.CITY].total_bounds))


def map_path_files(layers: Mapping[Layer, gpd.GeoDataFrame]) -> list[Boundary]:
    """The file of every layer. Raises CheckError where an area is lost on the sheet."""
    plane = map_plane(layers)
    files = []
    for layer, frame in layers.items():
        name = FILE_NAMES.get(layer, layer.value)
        paths = {
            area_id: path_of(shape, plane)
            for area_id, shape in zip(frame["area_id"], frame.geometry.normalize(), strict=True)
        }
        lost = [area_id for area_id, path in paths.items() if not path]
        if lost:
            raise CheckError(f"no {name} is drawn for {', '.join(lost)}")
        text = json.dumps(paths, separators=(",", ":"))
        files.append(Boundary(MAP_PATHS + name, text, rounded_bounds(frame.total_bounds), "json"))
    return files


def path_of(shape: shapely.Geometry, plane: Plane) -> str:
    """One polygon or several; empty where nothing is left of it on whole units."""
    return "".join(
        path_through(corners) + "z" for corners in _rings(shape, plane) if len(set(corners)) > 2
    )


def _rings(shape: shapely.Geometry, plane: Plane) -> Iterator[list[Corner]]:
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            yield _distinct((round(x), round(y)) for x, y in (plane.at(*c) for c in ring.coords))


def _distinct(corners: Iterable[Corner]) -> list[Corner]:
    """Without what rounding made equal to the corner before; open, as `z` closes it."""
    found: list[Corner] = []
    for corner in corners:
        if not found or corner != found[-1]:
            found.append(corner)
    return found[:-1] if found[0] == found[-1] else found


def path_through(corners: Sequence[Corner]) -> str:
    """SVG path of a line through two corners or more."""
    (x, y), steps = corners[0], pairwise(corners)
    moves = [move for (x0, y0), (x1, y1) in steps for move in (x1 - x0, y1 - y0)]
    # a minus sign parts two numbers as well as a blank does
    first, *rest = (str(move) for move in moves)
    return f"M{x} {y}l{first}" + "".join(n if n[0] == "-" else f" {n}" for n in rest)

"""Diagonal lines inside areas: how a map says "no data" without a color of its scale."""

from __future__ import annotations

import json
import math

import geopandas as gpd
import numpy as np
import shapely

from data.build.boundaries import DECIMALS
from data.build.reading import WGS84
from data.cities.city import city

SPACING_METERS = 500.0
LINES_AT_LEAST = 4  # a small area still shows a pattern
SPACING_FLOOR_METERS = 60.0


def hatch_lines(shape: shapely.Geometry) -> list[shapely.LineString]:
    """Lines at 45 degrees clipped to one shape, in meters.

    They lie on a common grid, so the pattern runs on across areas of similar size.
    """
    west, south, east, north = shape.bounds
    reach = (east - west) + (north - south)
    wanted = reach / math.sqrt(2.0) / LINES_AT_LEAST
    halvings = math.ceil(math.log2(SPACING_METERS / wanted)) if wanted < SPACING_METERS else 0
    spacing = max(SPACING_METERS / 2**halvings, SPACING_FLOOR_METERS) * math.sqrt(2.0)
    first = math.floor((south - east) / spacing)
    last = math.ceil((north - west) / spacing)
    lines = [
        shapely.LineString([(west, west + k * spacing), (east, east + k * spacing)])
        for k in range(first, last + 1)
    ]
    parts = shapely.get_parts(shapely.intersection(np.array(lines), shape))
    return [part for part in parts if part.geom_type == "LineString" and part.length > 1.0]


def hatches(shapes: gpd.GeoDataFrame) -> dict[str, str]:
    """Area id -> JSON [[lon, lat, lon, lat], ...]."""
    meters = shapes.geometry.to_crs(city().meters)
    result = {}
    for area_id, shape in zip(shapes["area_id"], meters, strict=True):
        lines = gpd.GeoSeries(hatch_lines(shape), crs=city().meters).to_crs(WGS84)
        ends = [
            [round(float(v), DECIMALS) for xy in (line.coords[0], line.coords[-1]) for v in xy]
            for line in lines
        ]
        result[str(area_id)] = json.dumps(sorted(ends), separators=(",", ":"))
    return result

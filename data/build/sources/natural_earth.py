"""Lines for orientation: rivers (Natural Earth) and the state line (from the county outlines)."""

from __future__ import annotations

import geopandas as gpd

from data.build.reading import SourceDirectory

RIVERS = "geometry/rivers.geojson"
STATE_LINE = "geometry/state_line.geojson"


def rivers(source: SourceDirectory) -> gpd.GeoDataFrame:
    """Rivers by name (area_id, geometry)."""
    frame = source.features(RIVERS, columns=("name",), key="name")
    return frame.rename(columns={"name": "area_id"})[["area_id", "geometry"]]


def state_line(source: SourceDirectory) -> gpd.GeoDataFrame:
    """The line between Missouri and Kansas (area_id, geometry)."""
    frame = source.features(STATE_LINE, columns=("name",), key=None)
    return frame.assign(area_id="state_line")[["area_id", "geometry"]]

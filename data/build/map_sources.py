"""Whose roads and water maps are drawn with: the city's own files, or the Census Bureau's once they
are all there (`tiger_map`, a source that is awaited).
"""

from __future__ import annotations

import geopandas as gpd

from data.build.reading import SourceDirectory
from data.build.sources import base_map, streets, tiger_map
from data.build.sources.streets import Roads


def water(source: SourceDirectory) -> gpd.GeoDataFrame | None:
    """Rivers and lakes (name, tier, approx, stroke_m, geometry); None for a city without."""
    if tiger_map.is_there(source):
        return tiger_map.water(source)
    return base_map.water(source) if base_map.WATER in source.expected_rows else None


def roads(source: SourceDirectory) -> Roads | None:
    """Highways and streets; None for a city without."""
    has_own = {streets.HIGHWAYS, streets.LINES} <= source.expected_rows.keys()
    own = streets.lines(source) if has_own else None
    if tiger_map.is_there(source):
        main = {} if own is None else dict(zip(own["name"], own["tier"], strict=True))
        return tiger_map.roads(source, main)
    return None if own is None else Roads(streets.highways(source), own)

"""The layers that the city publishes itself: neighborhoods and council districts."""

from __future__ import annotations

import geopandas as gpd

from data.build.reading import SourceDirectory

NEIGHBORHOODS = "geometry/neighborhoods_kcmo.geojson"
DISTRICTS = "geometry/council_districts.geojson"
UNNAMED = "U"  # the city's layer numbers its unnamed areas U1, U2 …


def neighborhoods(source: SourceDirectory) -> gpd.GeoDataFrame:
    """Neighborhoods with `named` (1, or 0 for the unnamed areas) and their published count.

    Columns area_id, name, named, people_2020 (as published), geometry.
    """
    frame = source.features(
        NEIGHBORHOODS, columns=("NBHID", "NBHNAME", "pop2020_blocks"), key="NBHID"
    )
    frame = frame.rename(
        columns={"NBHID": "area_id", "NBHNAME": "name", "pop2020_blocks": "people_2020"}
    )
    frame["named"] = (~frame["area_id"].str.startswith(UNNAMED)).astype(int)
    return frame[["area_id", "name", "named", "people_2020", "geometry"]]


def council_districts(source: SourceDirectory) -> gpd.GeoDataFrame:
    """Council districts (area_id, name, geometry)."""
    frame = source.features(DISTRICTS, columns=("dist_id",), key="dist_id")
    frame = frame.rename(columns={"dist_id": "area_id"})
    return frame.assign(name=frame["area_id"])[["area_id", "name", "geometry"]]

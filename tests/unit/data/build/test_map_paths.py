"""Areas as paths on the flat sheet: rounding keeps neighbors together and loses none."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from data.build.errors import CheckError
from data.build.map_paths import map_path_files, path_of
from data.models import Layer
from data.plane import Plane
from tests.svg_paths import rings_of

PLANE = Plane((-94.7, 38.9, -94.5, 39.1))


def test_a_ring_is_relative_and_closed_without_its_last_corner() -> None:
    square = shapely.box(-94.7, 39.09, -94.69, 39.1)
    ring = rings_of(path_of(square, PLANE))[0]
    assert len(ring) == 4
    assert path_of(square, PLANE).endswith("z")
    assert {x for x, _ in ring} == {0, round(PLANE.at(-94.69, 39.1)[0])}


def test_holes_and_parts_are_rings_of_their_own() -> None:
    holed = shapely.box(-94.7, 39.0, -94.6, 39.1) - shapely.box(-94.68, 39.02, -94.62, 39.08)
    both = shapely.union_all([holed, shapely.box(-94.55, 39.0, -94.54, 39.01)])
    assert len(rings_of(path_of(both, PLANE))) == 3


def test_neighbors_share_their_corners_to_the_last_digit() -> None:
    line = [(-94.61234, 39.0), (-94.61111, 39.01237), (-94.61239, 39.03333)]
    west = shapely.Polygon([*line, (-94.63, 39.03), (-94.63, 39.0)])
    east = shapely.Polygon([*line, (-94.6, 39.03), (-94.6, 39.0)])
    corners = [set(rings_of(path_of(side, PLANE))[0]) for side in (west, east)]
    assert len(corners[0] & corners[1]) == 3


def test_an_area_that_vanishes_on_the_sheet_stops_the_build() -> None:
    city = gpd.GeoDataFrame({"area_id": ["c"]}, geometry=[shapely.box(*PLANE.bounds)], crs=4326)
    speck = shapely.box(-94.6, 39.0, -94.599999, 39.000001)
    specks = gpd.GeoDataFrame({"area_id": ["s"]}, geometry=[speck], crs=4326)
    with pytest.raises(CheckError, match="no zip is drawn for s"):
        map_path_files({Layer.CITY: city, Layer.ZIP: specks})

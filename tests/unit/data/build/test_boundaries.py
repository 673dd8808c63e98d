"""Outlines: winding, shared edges, hatch lines."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from data.build.boundaries import _boundary, _simplify, neighbor_pairs
from data.build.hatch import hatch_lines, hatches


def grid(size: int) -> gpd.GeoDataFrame:
    """Square cells of about a kilometer that touch exactly."""
    cells = []
    for i in range(size):
        for j in range(size):
            west, east = (round(-94.6 + 0.01 * (i + k), 2) for k in (0, 1))
            south, north = (round(39.0 + 0.01 * (j + k), 2) for k in (0, 1))
            cells.append((f"{i}{j}", shapely.box(west, south, east, north)))
    ids, shapes = zip(*cells, strict=True)
    return gpd.GeoDataFrame({"area_id": ids}, geometry=list(shapes), crs="EPSG:4326")


def test_neighbors_still_share_edges_after_simplification() -> None:
    frame = grid(3)
    moved = frame.geometry.to_numpy().copy()
    # A gap of about ten meters, as between the published neighborhoods.
    moved[4] = shapely.box(-94.5899, 39.0101, -94.5801, 39.0199)
    simple = _simplify(frame.set_geometry(moved), 30.0)
    assert shapely.coverage_is_valid(simple.geometry.to_numpy())
    assert shapely.union_all(simple.geometry.to_numpy()).geom_type == "Polygon"
    assert not shapely.union_all(simple.geometry.to_numpy()).interiors


def test_queen_neighbors_touch_at_corners_too() -> None:
    pairs = neighbor_pairs(grid(3))
    assert sum(a == "11" for a, _ in pairs) == 8
    assert sum(a == "00" for a, _ in pairs) == 3
    assert {(b, a) for a, b in pairs} == set(pairs)


def test_feature_ids_and_bounds() -> None:
    boundary = _boundary("x", ["7"], [shapely.box(-94.6, 39.0, -94.5, 39.1)])
    feature = json.loads(boundary.text)["features"][0]
    assert (feature["id"], feature["properties"]) == ("7", {})
    assert boundary.bounds == (-94.6, 39.0, -94.5, 39.1)
    assert boundary.file.startswith("x.")


@pytest.mark.parametrize("side", [300.0, 2_000.0, 20_000.0])
def test_hatch_lines_lie_inside_at_45_degrees(side: float) -> None:
    shape = shapely.box(0, 0, side, side)
    lines = hatch_lines(shape)
    assert len(lines) >= 4
    for line in lines:
        (x0, y0), (x1, y1) = line.coords[0], line.coords[-1]
        assert x1 - x0 == pytest.approx(y1 - y0)
        assert shape.buffer(1e-6).covers(line)
    assert sum(line.length for line in lines) > side


def test_hatches_are_json_by_area() -> None:
    found = hatches(grid(1))
    lines = np.array(json.loads(found["00"]))
    assert lines.shape[1] == 4
    assert (lines[:, [0, 2]] >= -94.6001).all()
    assert (lines[:, [1, 3]] <= 39.0101).all()

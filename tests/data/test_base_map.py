"""The base map that ships, against the files that it was made of."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import numpy as np
import pytest
import shapely

from data.atlas.atlas import GEO_FOLDER
from data.build.reading import SourceDirectory
from data.build.sources import base_map, census, streets
from data.cities.city import city
from data.models import Layer
from data.plane import Plane
from data.repository.tables import BASE_MAP
from tests.shared import services

MANIFEST = json.loads((GEO_FOLDER / "manifest.json").read_text(encoding="utf-8"))
FILE = GEO_FOLDER / MANIFEST[BASE_MAP]["file"]
SHIPPED: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
PLANE = Plane(tuple(MANIFEST["city"]["bounds"]))
# Lines are drawn this far around the city.
AROUND = shapely.box(
    *(edge + side for edge, side in zip(PLANE.bounds, (-0.15, -0.15, 0.15, 0.15), strict=True))
)


def course(path: str) -> shapely.MultiLineString:
    """What an SVG path of relative steps draws."""
    runs = []
    for run in path.split("M")[1:]:
        numbers = [int(n) for n in re.findall(r"-?\d+", run)]
        runs.append(np.cumsum(np.reshape(numbers, (-1, 2)), axis=0))
    return shapely.MultiLineString([run for run in runs if len(run) > 1])


def drawn(**told: Any) -> shapely.Geometry:
    """All lines of the file that are told so; a name may stand in two lines."""
    found = [
        course(line["d"])
        for line in SHIPPED["lines"]
        if all(line.get(key, False) == value for key, value in told.items())
    ]
    assert found, told
    return shapely.union_all(found)


def test_it_is_small() -> None:
    assert len(gzip.compress(FILE.read_bytes(), 9)) < 30_000


@pytest.mark.sources
def test_every_line_lies_within_one_unit_of_its_source_and_keeps_its_flag(
    source: SourceDirectory,
) -> None:
    highways = streets.highways(source).rename(columns={"ref": "name"}).assign(approx=False)
    roads = streets.lines(source).assign(kind="street")
    roads["name"] = roads["name"].str.partition(" / ")[0]
    water = base_map.water(source).assign(kind="river")
    for frame in (highways, roads, water):
        for row in frame.itertuples():
            line = drawn(kind=row.kind, name=row.name, approx=row.approx)
            inside = shapely.get_coordinates(row.geometry.intersection(AROUND))
            points = shapely.points([PLANE.at(lon, lat) for lon, lat in inside])
            assert shapely.distance(line, points).max() <= 1, row.name
    state_line = census.state_line(source).geometry.iloc[0].intersection(AROUND)
    points = shapely.points([PLANE.at(*at) for at in shapely.get_coordinates(state_line)])
    assert shapely.distance(drawn(kind="state_line"), points).max() <= 1


@pytest.mark.sources
def test_every_name_stands_at_its_point(source: SourceDirectory) -> None:
    labels = base_map.labels(source)
    rows = {row[0]: row for row in SHIPPED["places"][city().home.value]}
    assert set(rows) == set(labels.index)
    shown = services().atlas.areas(Layer(city().home.value)).set_index("area_id")["name"]
    for area_id, label in labels.iterrows():
        _, name, short, x, y, room, _ = rows[area_id]
        assert name == shown[area_id]
        assert (short or name) == label["short"]
        assert np.hypot(*np.subtract(PLANE.at(label["lon"], label["lat"]), (x, y))) < 1
        assert room == pytest.approx(label["room_m"] / 10, abs=1)
    # what matters most comes first
    order = labels["priority"].loc[list(rows)]
    assert order.is_monotonic_increasing


@pytest.mark.sources
def test_every_landmark_has_its_point_or_its_line(source: SourceDirectory) -> None:
    points = {(point["name"], point["x"], point["y"]) for point in SHIPPED["points"]}
    lines = {line["name"] for line in SHIPPED["lines"] if line.get("spots")}
    for each in streets.labelled(source):
        x, y = PLANE.at(each.lon, each.lat)
        along = each.category in streets.LONG and (
            each.name in lines or each.short in " ".join(lines)
        )
        assert along or (each.name, round(x), round(y)) in points, each.name
        if not along:
            told = next(p for p in SHIPPED["points"] if p["name"] == each.name)
            assert bool(told.get("approx")) is each.approx


def test_the_street_that_stands_out_is_named_and_drawn_at_every_scale() -> None:
    (line,) = (line for line in SHIPPED["lines"] if line.get("highlight"))
    assert (line["name"], line["from"]) == ("Troost Ave", 0)
    assert all(line["from"] == 0 for line in SHIPPED["lines"] if line["kind"] == "interstate")


def test_names_of_every_layer_stand_in_their_places() -> None:
    atlas = services().atlas
    for layer in city().layers:
        rows = SHIPPED["places"][layer.value]
        rings = atlas.rings(layer.value)
        named = atlas.areas(Layer(layer.value))
        assert {row[0] for row in rows} == set(named.loc[named["named"] == 1, "area_id"])
        for area_id, _, _, x, y, _, _ in rows:
            own = [[PLANE.at(lon, lat) for lon, lat in ring] for ring in rings[area_id]]
            shape = shapely.union_all([shapely.Polygon(ring).buffer(0) for ring in own])
            assert shape.distance(shapely.Point(x, y)) < 3, (layer, area_id)  # outlines are simpler

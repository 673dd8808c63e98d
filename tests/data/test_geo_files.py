"""The boundaries that ship with the code."""

from __future__ import annotations

import gzip
import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import brotli
import pytest
import shapely
from shapely.geometry import shape

from data.models import Layer
from data.plane import Plane
from data.repository.engine import open_engine
from data.repository.queries import Repository
from data.repository.tables import BASE_MAP, MAP_PATHS
from tests.svg_paths import rings_of

GEO = Path(__file__).resolve().parents[2] / "assets" / "geo"
MANIFEST: dict[str, Any] = json.loads((GEO / "manifest.json").read_text(encoding="utf-8"))
AREA_FILES = {
    "neighborhood": Layer.NEIGHBORHOOD,
    "zip": Layer.ZIP,
    "council_district": Layer.COUNCIL_DISTRICT,
    "city": Layer.CITY,
    "tract_2010": Layer.TRACT_2010,
    "tract_2020": Layer.TRACT_2020,
    "holc": Layer.HOLC_GRADE,
}


def features(name: str) -> list[dict[str, Any]]:
    text = (GEO / MANIFEST[name]["file"]).read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)["features"]
    return found


def rings(geometry: dict[str, Any]) -> list[tuple[list[list[float]], bool]]:
    """Rings with whether each is an outer one."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [(ring, i == 0) for polygon in polygons for i, ring in enumerate(polygon)]


def spherical_area(ring: list[list[float]]) -> float:
    """Area to the right of a ring on the unit sphere, 0 to 4π (Todhunter's lune formula).

    The way D3 sees a ring: an outer ring the wrong way round covers nearly the whole globe.
    """
    total = 0.0
    points = [(math.radians(x), math.radians(y) / 2 + math.pi / 4) for x, y in ring]
    for (lon0, half0), (lon1, half1) in pairwise(points):
        turn = lon1 - lon0
        k = math.sin(half0) * math.sin(half1)
        u = math.cos(half0) * math.cos(half1) + k * math.cos(abs(turn))
        total += math.atan2(math.copysign(k * math.sin(abs(turn)), turn), u)
    return 2 * (total if total >= 0 else total + 2 * math.pi)


def test_area_to_the_right_of_a_clockwise_ring_is_the_small_one() -> None:
    clockwise = [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]
    assert spherical_area(clockwise) == pytest.approx(math.radians(1) ** 2, rel=0.01)
    assert spherical_area(clockwise[::-1]) > 12


def test_files_are_those_of_the_manifest() -> None:
    assert {entry["file"] for entry in MANIFEST.values()} == {p.name for p in GEO.glob("*.*.*json")}
    drawn = {f"{MAP_PATHS}{name}" for name in (*AREA_FILES, "group")}
    lines = {"rivers", "state_line", "streets", BASE_MAP}
    assert set(MANIFEST) == {*AREA_FILES, *drawn, "group", *lines}


def test_neighborhoods_are_light() -> None:
    raw = (GEO / MANIFEST["neighborhood"]["file"]).read_bytes()
    assert len(gzip.compress(raw, 9)) <= 60_000


@pytest.mark.parametrize("name", AREA_FILES)
def test_rings_are_wound_for_the_map_library(name: str) -> None:
    for feature in features(name):
        for ring, outer in rings(feature["geometry"]):
            area = spherical_area(ring)
            assert (area < 0.01) is outer, feature["id"]


@pytest.mark.parametrize("name", AREA_FILES)
def test_outlines_are_valid_and_share_edges(name: str) -> None:
    shapes = [shape(feature["geometry"]) for feature in features(name)]
    assert all(s.is_valid and not s.is_empty for s in shapes)
    assert shapely.coverage_is_valid(shapes)
    west, south, east, north = shapely.total_bounds(shapes)
    assert MANIFEST[name]["bounds"] == pytest.approx([west, south, east, north], abs=1e-5)


@pytest.mark.parametrize("name", [*AREA_FILES, "rivers", "state_line"])
def test_coordinates_have_five_decimals_and_no_properties(name: str) -> None:
    for feature in features(name):
        if name != "rivers":  # which say whether they are approximate
            assert feature["properties"] == {}
        for x, y in shapely.get_coordinates(shape(feature["geometry"])):
            assert round(x, 5) == x
            assert round(y, 5) == y


@pytest.mark.parametrize(("name", "layer"), AREA_FILES.items())
def test_every_inhabited_area_has_an_outline(name: str, layer: Layer) -> None:
    engine = open_engine()
    areas = Repository(engine).areas(layer)
    engine.dispose()
    ids = [feature["id"] for feature in features(name)]
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(areas["area_id"])
    people = "people_2010" if layer in (Layer.TRACT_2010, Layer.HOLC_GRADE) else "people_2020"
    inhabited = set(areas.loc[areas[people] > 0, "area_id"]) - {"U"}
    if layer is Layer.TRACT_2010:
        assert set(ids) == inhabited
    else:
        assert inhabited <= set(ids)


def test_hatch_and_neighbors_belong_to_drawn_areas() -> None:
    engine = open_engine()
    repository = Repository(engine)
    for name, layer in AREA_FILES.items():
        if name in ("city", "holc"):
            continue
        ids = {feature["id"] for feature in features(name)}
        hatch = repository.hatch(layer)
        assert set(hatch["area_id"]) == ids
        assert hatch["lines"].map(lambda text: len(json.loads(text)) > 0).all()
        pairs = repository.neighbors(layer)
        assert set(pairs["area_id"]) | set(pairs["neighbor_id"]) <= ids
        both = set(zip(pairs["area_id"], pairs["neighbor_id"], strict=True))
        assert both == {(b, a) for a, b in both}
    engine.dispose()


# -- paths of the maps of the browser ----------------------------------------------------------

PLANE = Plane(tuple(MANIFEST["city"]["bounds"]))


def paths(name: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((GEO / MANIFEST[f"{MAP_PATHS}{name}"]["file"]).read_text())
    return found


@pytest.mark.parametrize("name", [*AREA_FILES, "group"])
def test_a_path_is_its_area_on_the_sheet_and_lines_that_are_shared_stay_so(name: str) -> None:
    """Every corner is where the outline has it, to half a unit, so neighbors meet exactly."""
    drawn = paths(name)
    assert set(drawn) == {feature["id"] for feature in features(name)}
    for feature in features(name):
        found = [ring for ring, _ in rings(feature["geometry"])]
        on_sheet = [[tuple(map(round, PLANE.at(*xy[:2]))) for xy in ring] for ring in found]
        whole = {corner for ring in on_sheet if len(set(ring)) > 2 for corner in ring}
        assert {corner for ring in rings_of(drawn[feature["id"]]) for corner in ring} == whole
        exact = shapely.transform(shape(feature["geometry"]), lambda xy: [PLANE.at(*c) for c in xy])
        area = sum(map(area_of, rings_of(drawn[feature["id"]])))
        # half a unit along the whole line is the most that rounding can move
        assert abs(area - exact.area) <= exact.length / 2, feature["id"]


def area_of(ring: list[tuple[int, int]]) -> float:
    """Above zero for an outer ring; a hole runs the other way."""
    return sum(x1 * y0 - x0 * y1 for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]])) / -2


def test_the_paths_of_the_neighborhoods_are_light() -> None:
    raw = (GEO / MANIFEST[f"{MAP_PATHS}neighborhood"]["file"]).read_bytes()
    assert len(brotli.compress(raw)) <= 12_000

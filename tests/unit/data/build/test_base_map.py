"""The base map of a small city: what its files say is drawn, more features need no other code."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import box

from data.build import base_map
from data.build.awaited import with_awaited
from data.build.base_map import LIMIT_BYTES, base_map_file
from data.build.errors import CheckError, SourceError
from data.build.geography import Geography, read_geography
from data.build.reading import SourceDirectory
from data.build.sources import base_map as sources_of_map
from data.build.sources import census, streets, tiger_map
from data.catalogue.loader import Catalogue, load_catalogue
from data.cities.base_map import BaseMapChoices
from data.cities.city import city
from data.models import Layer
from data.plane import Plane
from tests.unit.data.build.conftest import BOTTOM, LEFT, RIGHT, TOP, write_csv, write_geojson
from tests.unit.data.build.refresh import late_files

CITY = gpd.GeoDataFrame(geometry=[box(LEFT, BOTTOM, RIGHT, TOP)], crs="EPSG:4326")
FILES = (sources_of_map.WATER, streets.HIGHWAYS, streets.LINES, streets.LANDMARKS)
Feature = tuple[dict[str, Any], dict[str, Any]]


def line(*corners: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(corner) for corner in corners]}


def street(name: str, geometry: dict[str, Any], **told: Any) -> Feature:
    return {"name": name, "axis": "NS", "tier": 1, "approx": False} | told, geometry


HIGHWAY = {"ref": "I-1", "kind": "interstate", "name": None, "tier": 1}
RIVER = {"name": "Long River", "rank": 1, "approx": False, "stroke_m": 200}
ACROSS = line((LEFT, 39.04), (RIGHT, 39.05))
UP = line((-94.55, BOTTOM), (-94.55, TOP))


@pytest.fixture
def geography(sources: Path, catalogue: Catalogue) -> Geography:
    return read_geography(SourceDirectory(sources, catalogue.expected_rows))


class Made:
    """Writes the files of a base map, builds it and remembers what the build said."""

    def __init__(self, root: Path, geography: Geography) -> None:
        self.root, self.geography, self.said = root, geography, list[str]()
        self.write(sources_of_map.WATER, [(RIVER, ACROSS)])
        self.write(streets.HIGHWAYS, [(HIGHWAY, ACROSS)])
        self.write(streets.LINES, [street("High St", UP), street("Low St", UP, approx=True)])
        hall = {"name": "City Hall, 1 Main", "short": "Hall", "category": "x", "rank": 1}
        point = {"lon": -94.56, "lat": 39.03, "approx": False, "NBHID": "1"}
        write_csv(root / streets.LANDMARKS, [hall | point])

    def write(self, path: str, features: list[Feature]) -> None:
        write_geojson(self.root / path, features)

    def file(self) -> dict[str, Any]:
        rows = dict.fromkeys((*FILES, census.STATE_LINE))
        source = SourceDirectory(self.root, rows)
        made = base_map_file(source, self.geography, CITY, self.said.append)
        assert len(gzip.compress(made.text.encode(), 9)) <= LIMIT_BYTES
        found: dict[str, Any] = json.loads(made.text)
        return found

    def lines(self) -> dict[str, dict[str, Any]]:
        return {line["name"]: line for line in self.file()["lines"]}


@pytest.fixture
def made(
    sources: Path, geography: Geography, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> Made:
    monkeypatch.setitem(city().__dict__, "base_map", BaseMapChoices(highlight="High St"))
    return Made(sources, geography)


def test_lines_say_what_they_are_and_from_which_scale_they_are_drawn(made: Made) -> None:
    lines = made.lines()
    assert set(lines) == {"Long River", "I-1", "High St", "Low St", ""}
    assert lines["Long River"]["width"] == 20  # units of ten meters
    assert [lines[name]["from"] for name in ("I-1", "High St", "Low St")] == [0, 0, 30]
    assert lines["High St"]["highlight"]
    assert lines["Low St"]["approx"]
    assert "approx" not in lines["High St"]
    width, height = Plane(tuple(CITY.total_bounds)).size  # type: ignore[arg-type]
    # from the middle of the lower edge straight up
    assert lines["High St"]["d"] == f"M{round(width / 2)} {round(height)}l0{-round(height)}"
    assert lines["High St"]["spots"][:3] == [round(width / 2), lines["High St"]["spots"][1], -90]


def test_what_is_approximate_in_a_part_is_dashed_in_that_part(made: Made) -> None:
    west, east = line((LEFT, 39.02), (-94.55, 39.02)), line((-94.55, 39.02), (RIGHT, 39.02))
    made.write(sources_of_map.WATER, [(RIVER, west), (RIVER | {"approx": True}, east)])
    parts = [told for told in made.file()["lines"] if told["name"] == "Long River"]
    assert [bool(told.get("approx")) for told in parts] == [False, True]


def test_a_bigger_file_with_the_same_fields_needs_no_other_code(made: Made) -> None:
    """As of every street and water surface of the Census: more features, areas, parts of a name."""
    half = [line((-94.55, BOTTOM), (-94.55, 39.04)), line((-94.55, 39.04), (-94.55, TOP))]
    many = [
        street(f"Street {n}", line(*jagged(n)), tier=3, axis="EW", approx=False)
        for n in range(4000)
    ]
    made.write(streets.LINES, [*(street("High St", part) for part in half), *many])
    lake = {"name": "Big Lake", "rank": 2, "approx": False, "stroke_m": None}
    made.write(
        sources_of_map.WATER,
        [
            (RIVER, ACROSS),
            (
                lake,
                json.loads(gpd.GeoSeries(box(-94.59, 39.01, -94.58, 39.02)).to_json())["features"][
                    0
                ]["geometry"],
            ),
        ],
    )
    lines = made.lines()
    assert lines["Big Lake"]["area"]
    assert lines["Big Lake"]["d"].endswith("z")
    assert lines["High St"]["d"].count("M") == 1  # two parts of one street are one line
    kept = [name for name in lines if name.startswith("Street ")]
    assert 100 < len(kept) < 4000
    assert {"Long River", "I-1", "High St", ""} <= set(lines)
    (said,) = made.said
    assert f"{4000 - len(kept)} of " in said
    assert f"{LIMIT_BYTES} bytes" in said
    assert "120 px/km" in said


def jagged(n: int) -> list[tuple[float, float]]:
    """Corners that compress as badly as streets do, longer for a smaller n."""
    lat = BOTTOM + 0.08 * ((n * 37) % 4000) / 4000
    return [
        (LEFT + 0.0005 * k + 0.0002 * ((n * k) % 7), lat + 0.0001 * ((n * 13 + k * k) % 11))
        for k in range(8 + (4000 - n) // 400)
    ]


def test_too_much_of_the_first_tier_stops_the_build_and_says_what_to_do(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_map, "LIMIT_BYTES", 500)
    with pytest.raises(CheckError, match=r"500 are allowed.*give fewer features tier 1"):
        made.file()


@pytest.mark.parametrize(
    ("path", "features", "said"),
    [
        (sources_of_map.WATER, [(RIVER | {"stroke_m": None}, ACROSS)], "'stroke_m'.*of a line"),
        (sources_of_map.WATER, [(RIVER | {"rank": 0}, ACROSS)], "row 1.*'rank'.*1, 2, 3"),
        (sources_of_map.WATER, [(RIVER | {"approx": "maybe"}, ACROSS)], "'approx'.*'maybe'"),
        (streets.HIGHWAYS, [(HIGHWAY | {"kind": "trail"}, ACROSS)], "'kind'.*'trail'.*us"),
        (streets.LINES, [street("A", UP), street("", UP)], "row 2.*'name'.*a name"),
        (streets.LINES, [street("A", UP, axis="N")], "'axis'.*NS or EW"),
        (streets.LINES, [({"name": "A", "axis": "NS", "tier": 1}, UP)], "'approx'.*this column"),
    ],
)
def test_a_wrong_field_is_named(made: Made, path: str, features: list[Feature], said: str) -> None:
    made.write(path, features)
    with pytest.raises(SourceError, match=said):
        made.file()


def test_places_have_points_inside_them_and_landmarks_their_short_names(made: Made) -> None:
    found = made.file()
    layers = {layer.value: found["places"][layer.value] for layer in city().layers}
    # four neighborhoods, a quarter of the height each, as wide as the city
    width, height = found["size"]
    for area_id, name, short, x, y, room, tall in layers["neighborhood"]:
        assert (name, short) == (f"Place {area_id}", None)
        assert 0 < x < width
        assert (4 - int(area_id)) * height / 4 < y < (5 - int(area_id)) * height / 4
        assert room == pytest.approx(width, rel=0.01)
        assert tall == pytest.approx(height / 4, rel=0.02)
    assert {row[0]: row[1] for row in layers["group"]}["middle"] == ["Middle", "middle (es)"]
    assert layers["council_district"][0][1][0].endswith("1") or layers["council_district"][0][1]
    (hall,) = found["points"]
    assert (hall["name"], hall["short"], hall["from"]) == ("City Hall", "Hall", 60)


def test_a_city_without_these_files_has_its_names_alone(
    sources: Path, geography: Geography
) -> None:
    made = base_map_file(SourceDirectory(sources, {}), geography, CITY, print)
    found = json.loads(made.text)
    assert found["lines"] == found["points"] == []
    assert set(found["places"]) == {layer.value for layer in city().layers}
    assert len(found["places"][Layer.ZIP.value]) == 2


def test_roads_and_water_of_the_census_replace_the_files_once_they_are_there(
    made: Made, sources: Path
) -> None:
    """All of them: what the city's own file calls a main street stays one."""
    made.write(streets.LINES, [street("Main St", UP), street("High St", UP)])
    for path in tiger_map.ROADS:
        write_bytes(sources / path, late_files.roads(path.split("_")[2]))
    for path in tiger_map.WATER[1:]:
        write_bytes(sources / path, late_files.waters(path.split("_")[2]))
    catalogue = load_catalogue()
    for last in (False, True):
        if last:
            write_bytes(sources / tiger_map.WATER[0], late_files.waters(tiger_map.COUNTIES[0]))
        there = with_awaited(catalogue, lambda path: (sources / path).is_file())
        assert (tiger_map.SOURCE in there.sources) is last
    rows = dict.fromkeys((*FILES, *tiger_map.ROADS, *tiger_map.WATER))
    text = base_map_file(SourceDirectory(sources, rows), made.geography, CITY, print).text
    drawn = {told["name"]: told for told in json.loads(text)["lines"]}
    assert set(drawn) == {
        *("I-70", "US-71", "MO-150", "K-150", "Main St", "Second Ave", "Side Ct"),
        *("Long River", "Big Lake", ""),
    }
    kinds = {name: (told["kind"], told["from"]) for name, told in drawn.items()}
    assert kinds["I-70"] == ("interstate", 0)
    assert kinds["US-71"] == ("us", 30)
    assert kinds["MO-150"] == ("state", 60)
    assert kinds["Main St"] == ("street", 30)
    assert kinds["Second Ave"] == ("street", 60)
    assert kinds["Side Ct"] == ("street", 120)
    assert kinds["Long River"] == ("river", 0)  # both of its parts together
    assert drawn["Big Lake"]["area"] and not drawn["Big Lake"].get("approx")


def write_bytes(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)

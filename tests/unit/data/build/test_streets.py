"""Streets for the search box: the house-number rule, runs along a line, what a file must say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString, box

from data.build.errors import SourceError
from data.build.reading import SourceDirectory
from data.build.sources import streets
from data.build.streets import Around, blocks_of
from data.cities.city import city
from data.models import Geography

# The rule as published; the examples below are worked out by hand from these numbers.
GRID: dict[str, Any] = {
    "ns": {
        "rule": "lat = interp(number) + tilt*(lon+94.565)",
        "street_number": [6, 15, 31, 39, 63, 71, 75, 85, 95],
        "lat": [
            39.10682, 39.09522, 39.07029, 39.05585, 39.01286,
            38.99837, 38.99109, 38.97294, 38.95456,
        ],
        "tilt": -0.03413,
    },
    "ew": {
        "rule": "lon = c0 + c1*house_number + c2*(lat-39.05), East addresses",
        "c0": -94.58471,
        "c1": 1.1703e-05,
        "c2": 0.05182,
    },
}  # fmt: skip
ROWS = {streets.HOUSE_NUMBERS: 1, streets.LANDMARKS: None, streets.HIGHWAYS: None}


@pytest.fixture
def source(tmp_path: Path) -> SourceDirectory:
    (tmp_path / "basemap").mkdir()
    (tmp_path / streets.HOUSE_NUMBERS).write_text(json.dumps(GRID))
    return SourceDirectory(tmp_path, ROWS)


@pytest.fixture
def rule(source: SourceDirectory) -> streets.HouseNumbers:
    return streets.house_numbers(source)


@pytest.mark.parametrize(
    ("lon", "lat", "street"),
    [
        (-94.565, 39.05585, 39.0),  # where the tilt counts from: the file's own latitude
        (-94.57213, 39.05585 - 0.03413 * -0.00713, 39.0),  # 39th, 700 meters further west
        (-94.565, (39.05585 + 39.01286) / 2, 51.0),  # half of the way from 39th to 63rd
        (-94.565, 38.95456 - (38.97294 - 38.95456) / 20, 95.5),  # beyond the last: it goes on
    ],
)
def test_the_street_at_a_point(
    rule: streets.HouseNumbers, lon: float, lat: float, street: float
) -> None:
    assert rule.street_at(np.array([lon]), np.array([lat]))[0] == pytest.approx(street, abs=1e-6)


def test_a_house_number_counts_from_one_street(rule: streets.HouseNumbers) -> None:
    # 2500 numbers of 0.000011703 degrees, and 0.05182 for each degree north of 39.05
    lon = -94.58471 + 2500 * 1.1703e-05 + 0.05182 * 0.006
    found = rule.number_on_ew(np.array([lon]), np.array([39.056]))
    assert found[0] == pytest.approx(2500)


def test_both_parts_of_the_rule_hold_at_a_point(rule: streets.HouseNumbers) -> None:
    numbers = np.array([0.0, 414.0, 2500.0, 8000.0])
    for street in (6, 12, 39, 40.5, 95):
        lon, lat = rule.point(street, numbers)
        assert rule.number_on_ew(lon, lat) == pytest.approx(numbers, abs=1e-6)
        assert rule.street_at(lon, lat) == pytest.approx(street, abs=1e-6)


@pytest.mark.parametrize(
    "change",
    [
        lambda grid: grid["ns"].pop("tilt"),
        lambda grid: grid["ns"].update(rule="no point to count from"),
        lambda grid: grid["ns"].update(lat=grid["ns"]["lat"][::-1]),
        lambda grid: grid["ns"].update(lat=grid["ns"]["lat"][1:]),
        lambda grid: grid["ew"].update(c1="far"),
    ],
)
def test_a_broken_rule_stops_the_build(
    source: SourceDirectory, change: Callable[[dict[str, Any]], object]
) -> None:
    grid = json.loads(json.dumps(GRID))
    change(grid)
    (source.root / streets.HOUSE_NUMBERS).write_text(json.dumps(grid))
    with pytest.raises(SourceError, match="address_grid"):
        streets.house_numbers(source)


def test_what_is_no_json_stops_the_build(source: SourceDirectory) -> None:
    (source.root / streets.HOUSE_NUMBERS).write_text("{")
    with pytest.raises(SourceError, match="a JSON file"):
        streets.house_numbers(source)


@pytest.fixture
def around() -> Around:
    """Two areas that meet at 39.03 degrees north."""
    shapes = gpd.GeoDataFrame(
        {"area_id": ["south", "north"]},
        geometry=[box(-94.6, 39.0, -94.5, 39.03), box(-94.6, 39.03, -94.5, 39.06)],
        crs="EPSG:4326",
    )
    return Around({Geography.NEIGHBORHOOD: shapes.to_crs(city().meters)})


def test_both_sides_of_an_edge_are_named_within_the_distance(
    rule: streets.HouseNumbers, around: Around
) -> None:
    line = LineString([(-94.565, 39.055), (-94.565, 39.005)])
    runs = blocks_of(rule, "NS", line, around)
    named = [around.ids(place_set) for place_set in runs[1:-1:2]]
    assert named == [
        ["neighborhood-north"],
        ["neighborhood-north", "neighborhood-south"],  # the one that holds the point first
        ["neighborhood-south", "neighborhood-north"],
        ["neighborhood-south"],
    ]
    edge = float(rule.street_at(np.array([-94.565]), np.array([39.03]))[0]) * 100
    meters_a_number = (39.05585 - 39.01286) * 111_200 / 2400
    for at, away in zip(runs[2:7:2], (-150, 0, 150), strict=True):
        assert at == pytest.approx(edge + away / meters_a_number, abs=12)


def test_the_rule_ends_where_it_is_known(rule: streets.HouseNumbers, around: Around) -> None:
    beyond = LineString([(-94.565, 38.93), (-94.565, 38.90)])
    assert blocks_of(rule, "NS", beyond, around) == []
    across = LineString([(-94.60, 38.92), (-94.50, 38.92)])
    assert blocks_of(rule, "EW", across, around) == []
    west = LineString([(-94.60, 39.05), (-94.59, 39.05)])
    assert blocks_of(rule, "EW", west, around) == []


def test_landmarks_are_called_by_each_of_their_names(source: SourceDirectory) -> None:
    (source.root / streets.LANDMARKS).write_text(
        "name,short,category,rank,lon,lat,approx,NBHID\n"
        '"Hill (West Clinic, Child\'s Rest)",West Clinic,hospital,1,-94.5,39.0,False,6\n'
        '"Office of Health, 2400 Main",Health Office,health,1,-94.5,39.1,True,6\n'
        "North Field (Kansas),Airport (ABC),transport,2,-94.6,39.1,False,\n"
        "Long River,River,water,3,-94.6,39.0,False,3\n"
    )
    found = {landmark.name: landmark.keys for landmark in streets.landmarks(source)}
    assert found == {
        "Hill (West Clinic, Child's Rest)": ["Hill", "West Clinic", "Child's Rest"],
        "Office of Health": ["Office of Health", "Health Office"],
        "North Field (Kansas)": ["North Field", "Airport", "ABC"],
    }

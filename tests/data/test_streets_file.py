"""The file of streets that ships, against the files that it was made of."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from data.atlas.atlas import GEO_FOLDER
from data.build.reading import SourceDirectory
from data.build.sources import streets

METERS_A_DEGREE = 111_200.0


def shipped() -> dict[str, Any]:
    (file,) = GEO_FOLDER.glob("streets.*.json")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.mark.sources
def test_every_crossing_lies_in_the_neighborhoods_that_its_file_names(
    source: SourceDirectory,
) -> None:
    known = shipped()
    names = [street["name"] for street in known["streets"]]
    held: dict[tuple[str, str], list[set[str]]] = {}
    for a, b, place_set in known["crossings"]:
        places = {known["places"][place] for place in known["sets"][place_set]}
        homes = {place for place in places if place.startswith("neighborhood-")}
        assert {place.partition("-")[0] for place in places} >= {"zip", "council_district"}
        held.setdefault((names[a], names[b]), []).append(homes)
    for crossing in streets.crossings(source):
        homes = {f"neighborhood-{area_id}" for area_id in crossing.beside}
        assert homes in held[crossing.a, crossing.b], (crossing.a, crossing.b)


@pytest.mark.sources
def test_the_rule_is_as_good_as_its_file_says_where_numbered_streets_cross(
    source: SourceDirectory,
) -> None:
    """Its own check was made on addresses; here on crossings, whose position is known."""
    rule = streets.house_numbers(source)
    stated = source.json(streets.HOUSE_NUMBERS)["ns"]["check"]
    north_south = set(streets.lines(source).query("axis == 'NS'")["name"])
    known = [
        (crossing, int(found[0]))
        for crossing in streets.crossings(source)
        if crossing.a in north_south and (found := re.match(r"\d+", crossing.b))
    ]
    lon, lat = np.array([(crossing.lon, crossing.lat) for crossing, _ in known]).T
    numbers = np.array([number for _, number in known])
    by_rule = np.interp(numbers, rule.street_numbers, rule.lats) + rule.tilt * (
        lon + rule.lon_offset
    )
    meters = np.abs(lat - by_rule) * METERS_A_DEGREE
    assert len(known) > 25
    assert np.median(meters) <= stated["median_abs_error_m"]
    assert np.quantile(meters, 0.8) <= stated["p80_m"]


@pytest.mark.sources
def test_every_landmark_that_is_a_point_ships(source: SourceDirectory) -> None:
    known = shipped()
    for landmark, held in zip(streets.landmarks(source), known["landmarks"], strict=True):
        places = [known["places"][place] for place in known["sets"][held["set"]]]
        homes = {place.partition("-")[2] for place in places if place.startswith("neighborhood-")}
        assert (held["name"], held["keys"], homes) == (
            landmark.name, landmark.keys, set(landmark.beside),
        )  # fmt: skip


def test_runs_are_in_order_and_name_places() -> None:
    known = shipped()
    for street, runs in known["blocks"].items():
        edges = [*runs[:-1:2], runs[-1]]
        assert all(a < b for a, b in pairwise(edges)), known["streets"][int(street)]["name"]
        assert all(-1 <= place_set < len(known["sets"]) for place_set in runs[1:-1:2])

"""What the search box needs to place a crossing, a landmark or a house number by itself.

One small file for the browser. Everything that lies near a point is worked out here, on the exact
outlines, so that the browser only looks up: no typed address leaves it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.build.boundaries import DECIMALS, Boundary
from data.build.errors import SourceError
from data.build.geography import Geography
from data.build.reading import WGS84, SourceDirectory
from data.build.sources import streets
from data.build.sources.streets import NUMBERS_A_BLOCK, Floats, HouseNumbers
from data.catalogue.loader import Catalogue
from data.cities.city import city
from data.models import Geography as Place
from data.models import Layer, PlaceId
from data.repository.tables import STREETS
from data.rules import ADDRESS_EDGE_METERS

# The file of crossings names what lies within this of each: the strip of land of a wide street.
CROSSING_METERS = 60.0
NUMBERS_A_STEP = 10  # some 15 meters, half of the rule's error
# A crossing whose two halves, or lines, stand twice in the file is one place.
SAME_PLACE_DEGREES = 0.001
_STEP_METERS = 5.0
# The rule holds "about" to its last street.
_STREETS_BEYOND = 0.5
_HALF_A_BLOCK = NUMBERS_A_BLOCK // 2
_TOLD = (Place.NEIGHBORHOOD, Place.ZIP, Place.COUNCIL_DISTRICT)
_OFF = -1  # the street is not there, as far as is known


@dataclass(slots=True)
class Around:
    """What lies near points: places by layer, those that hold the point first."""

    layers: Mapping[Place, gpd.GeoDataFrame]
    places: dict[str, int] = field(default_factory=dict)  # printed place id -> position
    sets: dict[tuple[int, ...], int] = field(default_factory=dict)  # positions -> position

    def near(self, lon: Floats, lat: Floats, meters: float) -> list[int]:
        """For each point the set of places within `meters`: its position in `sets`."""
        points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=WGS84).to_crs(city().meters)
        found: list[list[int]] = [[] for _ in lon]
        for geography, frame in self.layers.items():
            for at, area_id in _within(points, frame, meters):
                place = str(PlaceId(geography, area_id))
                found[at].append(self.places.setdefault(place, len(self.places)))
        return [self.sets.setdefault(tuple(each), len(self.sets)) for each in found]

    def ids(self, position: int) -> list[str]:
        """Printed ids of a set."""
        names = list(self.places)
        return [names[place] for place in list(self.sets)[position]]


def _within(
    points: gpd.GeoSeries, frame: gpd.GeoDataFrame, meters: float
) -> Iterator[tuple[int, str]]:
    """Pairs of point and area no further apart than `meters`, by point, inside before outside."""
    shapes = frame.geometry.to_numpy()
    tree = shapely.STRtree(points.to_numpy())  # of the points: what is asked of it is prepared
    area, at = tree.query(shapes, predicate="dwithin", distance=meters)
    holding = {*zip(*tree.query(shapes, predicate="intersects").tolist(), strict=True)}
    ids = frame["area_id"].astype(str).tolist()
    pairs = zip(area.tolist(), at.tolist(), strict=True)
    yield from (
        (point, area_id)
        for point, _, area_id in sorted((p, (a, p) not in holding, ids[a]) for a, p in pairs)
    )


def street_file(
    source: SourceDirectory, catalogue: Catalogue, geography: Geography
) -> Boundary | None:
    """The file, or None for a city that has neither streets nor landmarks."""
    has_streets = streets.CROSSINGS in catalogue.expected_rows
    has_landmarks = streets.LANDMARKS in catalogue.expected_rows
    if not has_streets and not has_landmarks:
        return None
    layers = {
        place: geography.shapes[Layer(place)].to_crs(city().meters)
        for place in city().layers
        if place in _TOLD
    }
    around = Around(layers)
    content: dict[str, Any] = {
        "streets": [],
        "crossings": [],
        "blocks": {},
    }
    if has_streets:
        content |= _streets(source, around)
    content["landmarks"] = _landmarks(source, around) if has_landmarks else []
    content |= {"places": list(around.places), "sets": [list(each) for each in around.sets]}
    west, south, east, north = (
        round(float(b), DECIMALS) for b in geography.shapes[Layer.CITY].total_bounds
    )
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Boundary(STREETS, text, (west, south, east, north), ending="json")


def _streets(source: SourceDirectory, around: Around) -> dict[str, Any]:
    lines = streets.lines(source)
    rule = streets.house_numbers(source)
    found = streets.crossings(source)
    also = streets.highway_names(source)
    streets_known = [_named(row.name, row.axis) for row in lines.itertuples(index=False)]
    numbered = {each["number"] for each in streets_known if "number" in each}
    first, last = (int(street) for street in rule.reach)
    others = [n for n in range(first, last + 1) if n not in numbered]
    streets_known += [{"name": _numbered(n), "axis": "EW", "number": n} for n in others]
    highways = sorted({*found["a"], *found["b"]} - {each["name"] for each in streets_known})
    streets_known += [_highway(ref, also.get(ref, []), streets_known) for ref in highways]
    at = {each["name"]: position for position, each in enumerate(streets_known)}
    blocks = {
        at[row.name]: blocks_of(rule, row.axis, row.geometry, around)
        for row in lines.itertuples(index=False)
    }
    ends = (blocks[at[name]] for name in lines.loc[lines["axis"] == "EW", "name"])
    furthest = max((runs[-1] for runs in ends if runs), default=0)
    blocks |= {at[_numbered(n)]: _on_grid(rule, n, furthest, around) for n in others}
    return {
        "reach": [first * NUMBERS_A_BLOCK, int((last + _STREETS_BEYOND) * NUMBERS_A_BLOCK)],
        "streets": streets_known,
        "crossings": _crossings(found, at, around),
        "blocks": {str(street): runs for street, runs in blocks.items() if runs},
    }


def _named(name: str, axis: str) -> dict[str, Any]:
    """A street of the file; `number` where it is called by one."""
    digits = re.match(r"\d+", name)
    return {"name": name, "axis": axis, **({"number": int(digits[0])} if digits else {})}


def _highway(ref: str, also: list[str], known: list[dict[str, Any]]) -> dict[str, Any]:
    """A highway: its road number, and its other names where no street of the file has them."""
    taken = {name for each in known for name in each["name"].split(" / ")}
    others = [name for name in also if name not in taken]
    return {"name": ref, "road": ref.rpartition("-")[2], **({"also": others} if others else {})}


def _numbered(street: int) -> str:
    """What the sign of a numbered street says."""
    ending = (
        "th" if street % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(street % 10, "th")
    )
    return f"{street}{ending} St"


def _crossings(found: pd.DataFrame, at: Mapping[str, int], around: Around) -> list[list[int]]:
    """[street, street, set]; a pair that meets at two places stands twice."""
    sets = around.near(found["lon"].to_numpy(), found["lat"].to_numpy(), CROSSING_METERS)
    kept: list[list[int]] = []
    seen: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row, place_set in zip(found.itertuples(index=False), sets, strict=True):
        _check_home(streets.CROSSINGS, row, row.beside, around.ids(place_set))
        before = seen.setdefault((row.a, row.b), [])
        if not any(_same(row.lon, row.lat, *other) for other in before):
            kept.append([at[row.a], at[row.b], place_set])
        before.append((row.lon, row.lat))
    return kept


def _same(lon: float, lat: float, other_lon: float, other_lat: float) -> bool:
    return max(abs(lon - other_lon), abs(lat - other_lat)) < SAME_PLACE_DEGREES


def _check_home(file: str, row: Any, said: frozenset[str], places: list[str]) -> None:
    """The file says which neighborhoods lie there: the outlines must say the same."""
    found = {place.partition("-")[2] for place in places if place.startswith(Place.NEIGHBORHOOD)}
    if Place.NEIGHBORHOOD in city().layers and found != said:
        raise SourceError(
            file,
            row=row.row,
            column="NBHID",
            value="|".join(sorted(said)),
            expected="|".join(sorted(found)),
        )


def _landmarks(source: SourceDirectory, around: Around) -> list[dict[str, Any]]:
    found = streets.landmarks(source)
    sets = around.near(found["lon"].to_numpy(), found["lat"].to_numpy(), 0.0)
    for row, place_set in zip(found.itertuples(index=False), sets, strict=True):
        _check_home(
            streets.LANDMARKS, row, frozenset(filter(None, [row.within])), around.ids(place_set)
        )
    return [
        {"name": row.name, "keys": row.keys, "set": place_set}
        for row, place_set in zip(found.itertuples(index=False), sets, strict=True)
    ]


def blocks_of(rule: HouseNumbers, axis: str, line: shapely.LineString, around: Around) -> list[int]:
    """Runs of house numbers along a street with what lies near: [from, set, from, set, … , end].

    Empty where the rule does not reach.
    """
    projected = gpd.GeoSeries([line], crs=WGS84).to_crs(city().meters)
    dense = projected.segmentize(_STEP_METERS).to_crs(WGS84).iloc[0]
    lon, lat = shapely.get_coordinates(dense).T
    street = rule.street_at(lon, lat)
    first, last = rule.reach
    if axis == "NS":
        numbers = street * NUMBERS_A_BLOCK
        inside = (street >= first) & (street <= last + _STREETS_BEYOND)
    else:
        numbers = rule.number_on_ew(lon, lat)
        middle = float(np.median(street))
        inside = (numbers >= 0) & (first - _STREETS_BEYOND <= middle <= last + _STREETS_BEYOND)
    steps = pd.Series(np.floor(numbers / NUMBERS_A_STEP), index=range(len(lon)))[inside]
    if steps.empty:
        return []
    at = steps.drop_duplicates().sort_values()
    runs = _runs(
        at.to_numpy(dtype=int), around.near(lon[at.index], lat[at.index], ADDRESS_EDGE_METERS)
    )
    # A line ends at a crossing, whose number the rule may miss by some houses.
    runs[0] = max(runs[0] - _HALF_A_BLOCK, int(first) * NUMBERS_A_BLOCK if axis == "NS" else 0)
    runs[-1] += _HALF_A_BLOCK
    return runs


def _on_grid(rule: HouseNumbers, street: int, furthest: int, around: Around) -> list[int]:
    """Runs of house numbers on a street of which only the number is known, up to `furthest`."""
    steps = np.arange(0, furthest // NUMBERS_A_STEP)
    lon, lat = rule.point(street, (steps + 0.5) * NUMBERS_A_STEP)
    return _runs(steps, around.near(lon, lat, ADDRESS_EDGE_METERS))


def _runs(steps: np.ndarray[Any, Any], sets: list[int]) -> list[int]:
    """Equal neighbors in one; a gap in the line is a run of its own."""
    runs: list[int] = []
    previous = None
    for step, place_set in zip(steps.tolist(), sets, strict=True):
        if previous is not None and step != previous + 1 and runs[-1] != _OFF:
            runs += [(previous + 1) * NUMBERS_A_STEP, _OFF]
        if not runs or runs[-1] != place_set:
            runs += [step * NUMBERS_A_STEP, place_set]
        previous = step
    return [*runs, (previous + 1) * NUMBERS_A_STEP] if previous is not None else []

"""What the search box needs to place a crossing, a landmark or a house number by itself.

One small file for the browser. Everything that lies near a point is worked out here, on the exact
outlines, so that the browser only looks up: no typed address leaves it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.build.boundaries import DECIMALS, Boundary
from data.build.errors import SourceError
from data.build.geography import Geography
from data.build.reading import WGS84, SourceDirectory
from data.build.sources import streets
from data.build.sources.streets import (
    NUMBERS_A_BLOCK,
    Crossing,
    Floats,
    HouseNumbers,
    Landmark,
)
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
_SYSTEM = re.compile(r".*-")  # "I-" of I-70, "US-" of US-71
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
    content: dict[str, Any] = {"streets": [], "crossings": [], "blocks": {}}
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
    lines = streets.searched(streets.lines(source))
    rule = streets.house_numbers(source)
    found = streets.crossings(source)
    _check_named(found, {*lines["name"], *streets.highways(source)["ref"]})
    first, last = rule.reach
    known = [_named(row.name, row.axis) for row in lines.itertuples(index=False)]
    drawn = {each.get("number") for each in known}
    others = [street for street in range(int(first), int(last) + 1) if street not in drawn]
    known += [{"name": _numbered(street), "axis": "EW", "number": street} for street in others]
    known += _highways(found, streets.highway_names(source), known)
    at = {each["name"]: position for position, each in enumerate(known)}
    # The many sets of house numbers come first: the smaller their positions, the smaller the file.
    blocks = {str(at[name]): runs for name, runs in _blocks(rule, lines, others, around)}
    return {
        "reach": [int(first) * NUMBERS_A_BLOCK, int((last + _STREETS_BEYOND) * NUMBERS_A_BLOCK)],
        "streets": known,
        "crossings": _crossings(found, at, around),
        "blocks": blocks,
    }


def _check_named(found: Sequence[Crossing], known: Collection[str]) -> None:
    """Refuse a crossing of what neither the file of streets nor that of highways names."""
    for each in found:
        for column, name in (("a", each.a), ("b", each.b)):
            if name not in known:
                raise SourceError(
                    streets.CROSSINGS,
                    row=each.row,
                    column=column,
                    value=name,
                    expected=f"a name of {streets.LINES}, with a tier of 1 or 2",
                )


def _blocks(
    rule: HouseNumbers, lines: gpd.GeoDataFrame, others: Sequence[int], around: Around
) -> Iterator[tuple[str, list[int]]]:
    """House numbers by street: along its line, or on the grid as far east as any line tells."""
    furthest = 0
    for row in lines.itertuples(index=False):
        if runs := blocks_of(rule, row.axis, row.geometry, around):
            furthest = max(furthest, runs[-1] if row.axis == "EW" else 0)
            yield row.name, runs
    for street in others:
        yield _numbered(street), _on_grid(rule, street, furthest, around)


def _named(name: str, axis: str) -> dict[str, Any]:
    """A street of the file; `number` where it is called by one."""
    digits = re.match(r"\d+", name)
    return {"name": name, "axis": axis, **({"number": int(digits[0])} if digits else {})}


def _highways(
    found: Sequence[Crossing], also: Mapping[str, list[str]], known: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Highways: road numbers, and other names where no street of the file is called so."""
    taken = {name for each in known for name in (each["name"], *each["name"].split(" / "))}
    refs = {name for each in found for name in (each.a, each.b)} - taken
    named = {ref: [name for name in also.get(ref, []) if name not in taken] for ref in sorted(refs)}
    return [
        {"name": ref, "road": _SYSTEM.sub("", ref), **({"also": names} if names else {})}
        for ref, names in named.items()
    ]


def _numbered(street: int) -> str:
    """What the sign of a numbered street says."""
    ending = (
        "th" if street % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(street % 10, "th")
    )
    return f"{street}{ending} St"


def _crossings(found: Sequence[Crossing], at: Mapping[str, int], around: Around) -> list[list[int]]:
    """[street, street, set]; a pair that meets at two places stands twice."""
    kept: list[list[int]] = []
    seen: dict[tuple[str, str], list[Crossing]] = {}
    for each, place_set in _placed(streets.CROSSINGS, found, around, CROSSING_METERS):
        before = seen.setdefault((each.a, each.b), [])
        if not any(_same(each, other) for other in before):
            kept.append([at[each.a], at[each.b], place_set])
        before.append(each)
    return kept


def _same(one: Crossing, other: Crossing) -> bool:
    return max(abs(one.lon - other.lon), abs(one.lat - other.lat)) < SAME_PLACE_DEGREES


def _landmarks(source: SourceDirectory, around: Around) -> list[dict[str, Any]]:
    placed = _placed(streets.LANDMARKS, streets.landmarks(source), around, 0.0)
    return [{"name": each.name, "keys": each.keys, "set": place_set} for each, place_set in placed]


_Found = TypeVar("_Found", Crossing, Landmark)


def _placed(
    file: str, found: Sequence[_Found], around: Around, meters: float
) -> Iterator[tuple[_Found, int]]:
    """Each with the set of what lies near. The file names the neighborhoods too: the outlines must
    say the same.
    """
    lon, lat = np.array([(each.lon, each.lat) for each in found]).T
    for each, place_set in zip(found, around.near(lon, lat, meters), strict=True):
        places = (PlaceId.parse(printed) for printed in around.ids(place_set))
        areas = {p.area_id for p in places if p and p.geography is Place.NEIGHBORHOOD}
        if Place.NEIGHBORHOOD in city().layers and areas != each.beside:
            raise SourceError(
                file,
                row=each.row,
                column="NBHID",
                value="|".join(sorted(each.beside)),
                expected="|".join(sorted(areas)),
            )
        yield each, place_set


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
    numbers = np.asarray((steps + 0.5) * NUMBERS_A_STEP, dtype=np.float64)
    lon, lat = rule.point(street, numbers)
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

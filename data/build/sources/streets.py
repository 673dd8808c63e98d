"""Where people say they are: main streets and their crossings, the house-number rule, landmarks.

The lines follow boundaries, so they are near their streets and not on them (up to 35 m off).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.build.errors import SourceError
from data.build.reading import SourceDirectory, SourceTable
from data.build.sources.feature_columns import flags, names, refuse_feature, tiers

LINES = "basemap/streets_main.geojson"
HIGHWAYS = "basemap/roads_highways.geojson"
CROSSINGS = "basemap/street_crossings.csv"
HOUSE_NUMBERS = "basemap/address_grid.json"
LANDMARKS = "basemap/landmarks.csv"
NUMBERS_A_BLOCK = 100
# Labels of something long, such as a river: somebody who types its name lives anywhere along it.
LONG = ("water", "divide")
_AXES = ("NS", "EW")
_ROADS = ("interstate", "us", "state")
# A file may hold every street there is; the search box knows the main ones.
_SEARCHED_TIERS = 2
_OFFSET = re.compile(r"\((?:lon|lat)([+-]\d+(?:\.\d+)?)\)")
_IN_BRACKETS = re.compile(r"\s*\(([^)]*)\)")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HouseNumbers:
    """The rule by which houses are numbered, as its file gives it.

    A number on a north-south street is 100 times its cross street; numbers on an east-west street
    count from one north-south line. `street_numbers` rise, their `lats` fall.
    """

    street_numbers: Floats
    lats: Floats
    tilt: float
    lon_offset: float
    origin: float
    degrees_a_number: float
    slant: float
    lat_offset: float

    def street_at(self, lon: Floats, lat: Floats) -> Floats:
        """The street number (39.5: halfway from 39th to 40th) that lies at a point.

        Beyond the last known street the distance between the last two goes on.
        """
        level = -(lat - self.tilt * (lon + self.lon_offset))
        known, numbers = -self.lats, self.street_numbers
        at = np.clip(np.searchsorted(known, level) - 1, 0, len(known) - 2)
        share = (level - known[at]) / (known[at + 1] - known[at])
        return np.asarray(numbers[at] + share * (numbers[at + 1] - numbers[at]))

    @property
    def reach(self) -> tuple[float, float]:
        """The first and the last street number of the rule."""
        return float(self.street_numbers[0]), float(self.street_numbers[-1])

    def number_on_ew(self, lon: Floats, lat: Floats) -> Floats:
        """House number at a point of an east-west street; below zero west of the origin."""
        drift = self.slant * (lat + self.lat_offset)
        return np.asarray((lon - self.origin - drift) / self.degrees_a_number)

    def point(self, street: float, number: Floats) -> tuple[Floats, Floats]:
        """Longitude and latitude of house numbers on an east-west street known by its number.

        Both parts of the rule hold at once: two linear equations.
        """
        level = float(np.interp(street, self.street_numbers, self.lats))
        level += self.tilt * self.lon_offset
        east = self.origin + self.degrees_a_number * number + self.slant * self.lat_offset
        lon = (east + self.slant * level) / (1 - self.slant * self.tilt)
        return lon, level + self.tilt * lon


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two streets or highways that meet at a point; `beside` are the neighborhoods there.

    `row` is its line in the file, for whoever finds that it is wrong.
    """

    a: str
    b: str
    lon: float
    lat: float
    beside: frozenset[str]
    row: int


@dataclass(frozen=True, slots=True)
class Landmark:
    """A known place, every name of it, its point, and the neighborhood (if any) that holds it.

    `short` is what a map calls it, `rank` how well it is known (1: best), `approx` says that its
    point is not from its publisher.
    """

    name: str
    keys: list[str]
    lon: float
    lat: float
    beside: frozenset[str]
    row: int
    short: str
    rank: int
    approx: bool
    category: str


def house_numbers(source: SourceDirectory) -> HouseNumbers:
    """The rule. The points it counts from stand in its own words only: `tilt*(lon+94.565)`."""
    content = source.json(HOUSE_NUMBERS)
    try:
        ns, ew = content["ns"], content["ew"]
        rule = HouseNumbers(
            street_numbers=np.asarray(ns["street_number"], dtype=np.float64),
            lats=np.asarray(ns["lat"], dtype=np.float64),
            tilt=float(ns["tilt"]),
            lon_offset=_offset(ns["rule"]),
            origin=float(ew["c0"]),
            degrees_a_number=float(ew["c1"]),
            slant=float(ew["c2"]),
            lat_offset=_offset(ew["rule"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(HOUSE_NUMBERS, expected=f"a house-number rule ({error!r})") from error
    if len(rule.lats) != len(rule.street_numbers) or not _orderly(rule):
        raise SourceError(HOUSE_NUMBERS, expected="street numbers that rise and lats that fall")
    return rule


def _offset(said: str) -> float:
    found = _OFFSET.search(said)
    if found is None:
        raise ValueError(f"no point to count from in {said!r}")
    return float(found[1])


def _orderly(rule: HouseNumbers) -> bool:
    rising = bool((np.diff(rule.street_numbers) > 0).all())
    return rising and bool((np.diff(rule.lats) < 0).all())


@dataclass(frozen=True, slots=True)
class Roads:
    """What a map draws: highways (ref, kind, tier, geometry) and streets (name, tier, approx,
    geometry). One may stand in several rows.
    """

    highways: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame


def lines(source: SourceDirectory) -> gpd.GeoDataFrame:
    """Named streets of the city (name, axis NS or EW, tier, approx, geometry).

    A street may stand in several features.
    """
    frame = source.features(LINES, columns=("name", "axis", "tier", "approx"), key=None)
    refuse_feature(LINES, frame, "axis", "NS or EW", ~frame["axis"].isin(_AXES))
    return gpd.GeoDataFrame(
        {
            "name": names(LINES, frame, "name"),
            "axis": frame["axis"],
            "tier": tiers(LINES, frame, "tier"),
            "approx": flags(LINES, frame, "approx"),
        },
        geometry=frame.geometry,
    )


def searched(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The main streets, each in one row (name, axis, geometry)."""
    main = frame[frame["tier"] <= _SEARCHED_TIERS]
    rows = [
        (name, part["axis"].iloc[0], _joined(part.geometry))
        for name, part in main.groupby("name", sort=False)
    ]
    return gpd.GeoDataFrame(rows, columns=["name", "axis", "geometry"], crs=frame.crs)


def _joined(parts: gpd.GeoSeries) -> shapely.Geometry:
    if len(parts) == 1:
        return parts.iloc[0]
    return shapely.MultiLineString(list(shapely.get_parts(parts.to_numpy())))


def highways(source: SourceDirectory) -> gpd.GeoDataFrame:
    """Numbered roads (ref, kind interstate, us or state, name or None, tier, geometry)."""
    frame = source.features(HIGHWAYS, columns=("ref", "kind", "name", "tier"), key=None)
    refuse_feature(HIGHWAYS, frame, "kind", " or ".join(_ROADS), ~frame["kind"].isin(_ROADS))
    return gpd.GeoDataFrame(
        {
            "ref": names(HIGHWAYS, frame, "ref"),
            "kind": frame["kind"],
            "name": frame["name"],
            "tier": tiers(HIGHWAYS, frame, "tier"),
        },
        geometry=frame.geometry,
    )


def highway_names(source: SourceDirectory) -> dict[str, list[str]]:
    """What else a highway is called, by its number: `US-71` -> ["Bruce R. Watkins Dr"]."""
    named = highways(source).dropna(subset=["name"])
    return {
        str(ref): [_IN_BRACKETS.sub("", part).strip() for part in str(name).split(" / ")]
        for ref, name in named[["ref", "name"]].itertuples(index=False)
    }


def crossings(source: SourceDirectory) -> list[Crossing]:
    """Where two of them meet."""
    table = source.csv(
        CROSSINGS,
        columns=("a", "b", "kind", "lon", "lat", "nbhids"),
        key=(),  # where two highways share a road, a row stands twice
    )
    beside = table.frame["nbhids"].str.split("|").map(frozenset)
    columns = (table.frame["a"], table.frame["b"], *_points(table), beside, table.frame.index)
    return [Crossing(*values) for values in zip(*columns, strict=True)]


def landmarks(source: SourceDirectory) -> list[Landmark]:
    """Known places that are points."""
    return [each for each in labelled(source) if each.category not in LONG]


def labelled(source: SourceDirectory) -> list[Landmark]:
    """Every row of the file: known places, and points at which something long has its name."""
    columns = ("name", "short", "category", "rank", "lon", "lat", "approx", "NBHID")
    table = source.csv(LANDMARKS, columns=columns, key=("name", "lon", "lat"))
    rank, approx = table.numbers("rank", blank=False), table.frame["approx"]
    table.refuse((rank < 1) | (rank % 1 != 0), "rank", "1, 2, 3 …")
    table.refuse(~approx.isin(("True", "False")), "approx", "True or False")
    keys = map(_called, table.frame["name"], table.frame["short"])
    within = table.frame["NBHID"].map(lambda area_id: frozenset({area_id} - {""}))
    shown = table.frame["name"].map(_shown)
    columns_read = (shown, keys, *_points(table), within, table.frame.index)
    of_the_map = (table.frame["short"], rank.astype(int), approx.eq("True"))
    rows = zip(*columns_read, *of_the_map, table.frame["category"], strict=True)
    return [Landmark(*values) for values in rows]


def _points(table: SourceTable) -> tuple[pd.Series, pd.Series]:
    return table.numbers("lon", blank=False), table.numbers("lat", blank=False)


def _shown(name: str) -> str:
    """The name without the address that some carry: `Health Department, 2400 …`."""
    return re.split(r", (?=\d)", name)[0]


def _called(name: str, short: str) -> list[str]:
    """Every name in a name: before, between and in brackets. A lone word in brackets is one only
    where it is an abbreviation, or `… (Kansas)` would be called Kansas.
    """
    found: list[str] = []
    for text in (_shown(name), short):
        found.append(_IN_BRACKETS.sub("", text))
        inside = [part.strip() for part in _IN_BRACKETS.findall(text)]
        for part in (each.strip() for said in inside for each in said.split(",")):
            if " " in part or re.fullmatch(r"[A-Z]{3,}", part):
                found.append(part)
    return list(dict.fromkeys(found))

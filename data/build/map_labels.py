"""Where the names of places and landmarks stand on the maps, and how wide they may be.

A name stands at the point of its place that is furthest from every edge. The city may have a file
that says it for its home places, with short forms of long names; of all other layers it is worked
out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from data.build.errors import SourceError
from data.build.geography import Geography
from data.build.reading import WGS84, SourceDirectory
from data.build.sources import base_map, streets
from data.cities.base_map import BaseMapChoices, drawn_from
from data.cities.city import city
from data.locale import LANGUAGES, texts
from data.models import Geography as Place
from data.models import Layer
from data.plane import UNIT_METERS, Plane
from data.sentences.words import place_label

_NEAR_METERS = 8.0  # of the exact point
_BY_PEOPLE, _BY_ROOM = 0.6, 0.4

Label = list[Any]  # id, name (a list where languages differ), short, x, y, room, tall


def place_labels(
    source: SourceDirectory, geography: Geography, plane: Plane
) -> dict[str, list[Label]]:
    """Names of every layer of places of the city, those that matter most first."""
    found: dict[str, list[Label]] = {}
    for place in city().layers:
        layer = Layer(place)
        rows = geography.areas[geography.areas["layer"] == layer.value]
        named = rows[rows["named"] == 1].set_index("area_id")
        found[layer.value] = []
        if named.empty:
            continue  # the city may have such places and none yet
        if place is city().home and base_map.LABELS in source.expected_rows:
            points = _from_file(base_map.labels(source), named)
        else:
            points = _worked_out(geography.shapes[layer], named)
        found[layer.value] = [_label(place, row, named, plane) for row in points.itertuples()]
    return found


def _from_file(points: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    for area_id, row in points.iterrows():
        known = named["official_name"].get(area_id)
        if known != row["official_name"]:
            raise SourceError(
                base_map.LABELS,
                row=int(row["row"]),
                column="NBHNAME",
                value=row["official_name"],
                expected=f"{known!r}, as the outlines call {area_id}",
            )
    return points.sort_values("priority", kind="stable")


def _worked_out(shapes: gpd.GeoDataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """The middle of the largest free circle of each place; the fuller and wider, the earlier."""
    own = shapes[shapes["area_id"].isin(named.index)].set_index("area_id")
    meters = own.geometry.to_crs(city().meters)
    circles = [shapely.maximum_inscribed_circle(_largest(s), _NEAR_METERS) for s in meters]
    middles = gpd.GeoSeries([_first_point(c) for c in circles], own.index, crs=city().meters)
    radius = pd.Series([c.length for c in circles], own.index)
    room = [_room(shape, middle) for shape, middle in zip(meters, middles, strict=True)]
    degrees = middles.to_crs(WGS84)
    people = named["people_2020"].reindex(own.index)
    rank = _BY_PEOPLE * people.rank(pct=True) + _BY_ROOM * radius.rank(pct=True)
    found = pd.DataFrame(
        {"short": None, "lon": degrees.x, "lat": degrees.y, "room_m": room, "tall_m": 2 * radius},
        index=own.index,
    )
    return found.loc[(-rank).sort_values(kind="stable").index]


def _largest(shape: shapely.Geometry) -> shapely.Polygon:
    parts = shapely.get_parts(shape)
    return parts[shapely.area(parts).argmax()]


def _first_point(line: shapely.LineString) -> shapely.Point:
    return shapely.Point(line.coords[0])


def _room(shape: shapely.Geometry, middle: shapely.Point) -> float:
    """How wide the shape is at the height of a point in it, in meters."""
    west, _, east, _ = shape.bounds
    level = shapely.LineString([(west - 1, middle.y), (east + 1, middle.y)])
    runs = shapely.get_parts(shape.intersection(level))
    lengths = [run.length for run in runs if run.distance(middle) < 1.0]
    return max(lengths, default=0.0)


def _label(place: Place, row: Any, named: pd.DataFrame, plane: Plane) -> Label:
    name = _said(place, row.Index, str(named["name"][row.Index]))
    x, y = plane.at(row.lon, row.lat)
    short = row.short if isinstance(row.short, str) else None
    room, tall = (round(meters / UNIT_METERS) for meters in (row.room_m, row.tall_m))
    return [row.Index, name, short if short != name else None, round(x), round(y), room, tall]


def _said(place: Place, area_id: str, name: str) -> str | list[str]:
    """As pages call it: one name, or one in each language."""
    said = [place_label(name, area_id, place, texts(lang)) for lang in LANGUAGES]
    return said[0] if len(set(said)) == 1 else said


# -- landmarks ------------------------------------------------------------------------------------


def landmarks(
    source: SourceDirectory, choices: BaseMapChoices, plane: Plane, on_lines: frozenset[str]
) -> list[Mapping[str, Any]]:
    """Known places and, as `water`, rivers that have no line; the best known first."""
    if streets.LANDMARKS not in source.expected_rows:
        return []
    return list(_landmarks(source, choices, plane, on_lines))


def _landmarks(
    source: SourceDirectory, choices: BaseMapChoices, plane: Plane, on_lines: frozenset[str]
) -> Iterator[Mapping[str, Any]]:
    for each in sorted(streets.labelled(source), key=lambda landmark: landmark.rank):
        long = each.category in streets.LONG
        if long and (each.name in on_lines or each.category != "water"):
            continue  # its name stands along its line
        x, y = plane.at(each.lon, each.lat)
        told: dict[str, Any] = {
            "kind": "river" if long else "landmark",
            "name": each.name,
            "short": each.short,
            "from": drawn_from(choices.drawn_from.landmarks, each.rank),
            "x": round(x),
            "y": round(y),
        }
        if each.approx:
            told["approx"] = True
        yield told

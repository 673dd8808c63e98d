"""A part of the city that Explore is limited to: which place it is, and where the map must fit."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from data.atlas.atlas import Atlas
from data.explore.results import Within
from data.models import Layer, PlaceId

# About 150 m around a part of the city: plotly takes 0.001 degrees off each side of a map, which
# would cut the edge of a small one.
ROOM_DEGREES = 0.0015
Bounds = tuple[float, float, float, float]


def within(atlas: Atlas, place_id: str) -> Within:
    """The larger place of `in=`. Raises KeyError for an unknown one."""
    place = PlaceId.parse(place_id)
    if place is None:
        raise KeyError(place_id)
    layer = Layer(place.geography.value)
    names = atlas.areas(layer).set_index("area_id")["name"]
    return Within(place, str(names[place.area_id]), atlas.geojson_url(layer.value))


def bounds_of(atlas: Atlas, layer: Layer, area_ids: Iterable[str], inside: str) -> Bounds:
    """West, south, east, north of the city; with `inside` of that place and of those in it, with a
    little room.
    """
    place = PlaceId.parse(inside)
    if place is None:
        return atlas.bounds("city")
    own = atlas.rings(place.geography.value).get(place.area_id, ())
    parts = atlas.rings(layer.value)
    rings = [*own, *(ring for area_id in area_ids for ring in parts.get(area_id, ()))]
    points = np.concatenate(rings)
    west, south = points.min(axis=0).tolist()
    east, north = points.max(axis=0).tolist()
    return west - ROOM_DEGREES, south - ROOM_DEGREES, east + ROOM_DEGREES, north + ROOM_DEGREES

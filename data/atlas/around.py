"""What is around a place: the larger places in which most of its people live, the smallest first.

A value of something around is that of more people than live in the place, so it is always named
after the larger one (docs/decisions/0091).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import nan

import numpy as np
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.atlas.inside import larger_of, lies_in, parts_of
from data.atlas.larger import Around
from data.atlas.places import find_place
from data.cities.city import city
from data.models import LARGER, Geography, Layer, PlaceId, geography_of
from data.rules import MIN_SHARE_AROUND


def around(atlas: Atlas, place: PlaceId, *, layer: Layer | None = None) -> tuple[Around, ...]:
    """Everything around a place, fewest residents first; nothing for the city and the largest.

    Only what has more residents than the place: a part of it is not around it. `layer` says which
    tracts: they are of two censuses.
    """
    layer = layer or Layer(place.geography.value)
    if layer is Layer.CITY:
        return ()
    areas = atlas.of(layer, place.area_id).areas(layer)
    counted = "people_2010" if layer is Layer.TRACT_2010 else "people_2020"
    people = int(areas.loc[areas["area_id"] == place.area_id, counted].sum())
    found = []
    for larger, shared, center in _shared(atlas, place, layer):
        share = shared / people if people else nan
        if share > MIN_SHARE_AROUND or (not people and center):
            areas = atlas.areas(Layer(larger.geography.value))
            area = areas[areas["area_id"] == larger.area_id].iloc[0]
            found.append(Around(larger, str(area["name"]), int(area["people_2020"]), share))
    wide = (larger for larger in found if larger.people > people)
    return tuple(sorted(wide, key=lambda larger: (larger.people, str(larger.place))))


def _shared(
    atlas: Atlas, place: PlaceId, layer: Layer | None = None
) -> Iterator[tuple[PlaceId, int, bool]]:
    """Every larger place, the people of both, and whether it holds the center of the place.

    A group lies where its members do, and a drawn area in groups as its neighborhoods do.
    """
    if layer in (Layer.TRACT_2010, Layer.TRACT_2020):
        parts = larger_of(atlas, layer, place.area_id)
    else:
        parts = lies_in(atlas, str(place))
    for part in parts:
        yield part.larger, part.people, part.center
    if place.geography is Geography.GROUP:
        yield from _of_members(atlas, atlas.group_members[place.area_id])
    if place.geography is Geography.OWN:
        home = city().home
        parts = parts_of(atlas, str(place), Layer(home.value))
        at_home = {part.area_id: part.people for part in parts}
        for area_id, people in at_home.items():
            yield PlaceId(home, area_id), people, False
        for group, members in _groups(atlas).items():
            yield PlaceId(Geography.GROUP, group), sum(at_home.get(m, 0) for m in members), False


def _of_members(atlas: Atlas, members: Sequence[str]) -> Iterator[tuple[PlaceId, int, bool]]:
    home = Layer(city().home.value)
    for kind in LARGER[home]:
        if kind is Layer.GROUP or geography_of(kind) not in city().layers:
            continue
        pairs = atlas.lies_in(home, kind)
        shared = pairs[pairs["area_id"].isin(members)].groupby("larger_id")["people"].sum()
        for larger_id, people in shared.items():
            yield PlaceId(geography_of(kind), str(larger_id)), int(people), False


def _groups(atlas: Atlas) -> Mapping[str, Sequence[str]]:
    return atlas.group_members if Geography.GROUP in city().layers else {}


# -- where nothing is around ----------------------------------------------------------------------


def places_around(atlas: Atlas, place_id: str) -> Iterator[tuple[str, bool]]:
    """Addresses of what is around a place, the smallest first, each with True.

    Where nothing is, what holds most of its people or is nearest, of every larger kind, with False.
    The city has nothing around it, nor has a group of more people than anything that holds it.
    """
    found = find_place(atlas, place_id)
    if found is None or found[0] is Geography.CITY:
        return
    place = PlaceId(*found)
    holding = around(atlas, place)
    for larger in holding:
        yield str(larger.place), True
    if holding or place.geography is Geography.GROUP:
        return
    most: dict[Geography, tuple[int, bool, str]] = {}
    for wide, people, center in _shared(atlas, place):
        mark = (people, center, str(wide))
        most[wide.geography] = max(most.get(wide.geography, mark), mark)
    nearest = most.values() or [(0, False, near) for near in _nearest(atlas, place)]
    for _, _, larger_id in nearest:
        yield larger_id, False


def _nearest(atlas: Atlas, place: PlaceId) -> Iterator[str]:
    """The nearest of every larger kind, by its outline."""
    layer = Layer(place.geography.value)
    areas = atlas.areas(layer)
    area = areas[areas["area_id"] == place.area_id]
    lon, lat = area[["lon", "lat"]].to_numpy(dtype=np.float64)[0].tolist()
    for kind in LARGER.get(layer, ()):
        if geography_of(kind) in city().layers:
            rings = atlas.rings(kind.value)
            near = min(rings, key=lambda other: _apart(rings[other], lon, lat))
            yield str(PlaceId(geography_of(kind), near))


def _apart(rings: Iterable[NDArray[np.float64]], lon: float, lat: float) -> float:
    """From a point to the nearest corner of (n, 2) rings, in degrees of latitude."""
    shrunk = np.cos(np.radians(lat))
    return min(
        float(np.hypot((ring[:, 0] - lon) * shrunk, ring[:, 1] - lat).min()) for ring in rings
    )

"""What a place lies in or near: the ZIP code and the council district around its center."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.atlas.places import find_place
from data.cities.city import city
from data.models import Geography, Layer, PlaceId

# From the nearest in size up; a city may lack one.
_AROUND = (Geography.ZIP, Geography.COUNCIL_DISTRICT)


def places_around(atlas: Atlas, place_id: str) -> Iterator[tuple[str, bool]]:
    """Addresses of what holds the center of a place, the smallest first, each with True.

    Where none of a kind holds it, the nearest of the kind, with False. The city has nothing around
    it. Around a group lies only what is larger and holds most of its residents: its center may be
    anywhere.
    """
    found = find_place(atlas, place_id)
    if found is None or found[0] is Geography.CITY:
        return
    geography, area_id = found
    if geography is Geography.GROUP:
        yield from _around_group(atlas, area_id)
        return
    atlas = atlas.of(Layer(geography.value), area_id)
    areas = atlas.areas(Layer(geography.value))
    area = areas[areas["area_id"] == area_id]
    lon, lat = area[["lon", "lat"]].to_numpy(dtype=np.float64)[0].tolist()
    center = (lon, lat)
    larger = _AROUND[_AROUND.index(geography) + 1 :] if geography in _AROUND else _AROUND
    for kind in (kind for kind in larger if kind in city().layers):
        rings = atlas.rings(kind.value)
        holding = [k for k, parts in rings.items() if sum(holds(r, *center) for r in parts) % 2]
        for other in holding or [min(rings, key=lambda k: _apart(rings[k], *center))]:
            yield str(PlaceId(kind, other)), bool(holding)


def _around_group(atlas: Atlas, area_id: str) -> Iterator[tuple[str, bool]]:
    """What holds the centers of members with most residents of the group, and more people."""
    homes = atlas.areas(Layer(city().home.value))
    members = homes[homes["area_id"].isin(atlas.group_members[area_id])]
    centers = members[["lon", "lat", "people_2020"]].to_numpy(dtype=np.float64)
    everyone = float(centers[:, 2].sum())
    for kind in (kind for kind in _AROUND if kind in city().layers):
        people = atlas.areas(Layer(kind.value)).set_index("area_id")["people_2020"]
        for other, parts in atlas.rings(kind.value).items():
            inside = [sum(holds(ring, lon, lat) for ring in parts) % 2 for lon, lat, _ in centers]
            if centers[:, 2] @ inside * 2 > everyone and people[other] >= everyone:
                yield str(PlaceId(kind, other)), True


def _apart(rings: Iterable[NDArray[np.float64]], lon: float, lat: float) -> float:
    """From a point to the nearest corner of (n, 2) rings, in degrees of latitude."""
    shrunk = np.cos(np.radians(lat))
    return min(
        float(np.hypot((ring[:, 0] - lon) * shrunk, ring[:, 1] - lat).min()) for ring in rings
    )


def holds(ring: NDArray[np.float64], lon: float, lat: float) -> bool:
    """True if a point lies inside a closed (n, 2) ring: a ray to the east crosses it oddly."""
    x, y = ring[:, 0], ring[:, 1]
    x_next, y_next = np.roll(x, -1), np.roll(y, -1)
    crosses = (y > lat) != (y_next > lat)
    with np.errstate(divide="ignore", invalid="ignore"):
        where = x + (lat - y) / (y_next - y) * (x_next - x)
    return bool(np.count_nonzero(crosses & (where > lon)) % 2)

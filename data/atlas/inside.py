"""What lies in a place and what a place lies in: by the people both share, and by centers.

A place belongs to the larger one that holds its center (docs/decisions/0084). The share of its
people who live there is told beside it, counted from census blocks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.atlas.places import find_place
from data.cities.city import city
from data.models import LARGER, Geography, Layer, Part, PlaceId, geography_of
from data.outline import inside as inside_ring


def parts_of(atlas: Atlas, place_id: str, layer: Layer) -> tuple[Part, ...]:
    """Every place of `layer` that shares people with a place, or whose center it holds.

    Those whose center it holds come first, by id. Empty for an unknown place and for one that is
    not larger than those of `layer`; for the city, which holds all.
    """
    found = find_place(atlas, place_id)
    if found is not None and found[0] is Geography.OWN:
        return _drawn_parts(atlas, found[1]) if layer.value == city().home.value else ()
    if found is None or found[0] is Geography.CITY or Layer(found[0].value) not in LARGER[layer]:
        return ()
    parts = _parts(atlas, layer, Layer(found[0].value), larger_id=found[1])
    return tuple(sorted(parts, key=lambda part: (not part.center, part.area_id)))


def lies_in(atlas: Atlas, place_id: str) -> tuple[Part, ...]:
    """What a place lies in: by kind from the nearest in size up, of each what holds most people."""
    found = find_place(atlas, place_id)
    if found is None:
        return ()
    geography, area_id = found
    if geography is Geography.OWN:
        return _around_drawn(atlas, area_id)
    return larger_of(atlas, Layer(geography.value), area_id)


def larger_of(atlas: Atlas, layer: Layer, area_id: str) -> tuple[Part, ...]:
    """The same of a stored place by its layer, tracts too."""
    larger = (kind for kind in LARGER.get(layer, ()) if Geography(kind.value) in city().layers)
    return tuple(
        part
        for kind in larger
        for part in sorted(
            _parts(atlas, layer, kind, area_id=area_id),
            key=lambda part: (-part.people, not part.center, part.larger.area_id),
        )
    )


def _parts(atlas: Atlas, layer: Layer, larger: Layer, **of: str) -> list[Part]:
    """Parts of one kind in another; `of` has the id of either the smaller or the larger place."""
    frame = atlas.lies_in(layer, larger)
    for column, wanted in of.items():
        frame = frame[frame[column] == wanted]
    counted = "people_2010" if layer is Layer.TRACT_2010 else "people_2020"
    everyone = atlas.areas(layer).set_index("area_id")[counted]
    kind = geography_of(larger)
    columns = (frame[name].tolist() for name in ("area_id", "larger_id", "people", "center"))
    return [
        Part(area_id, PlaceId(kind, larger_id), people, int(everyone[area_id]), bool(center))
        for area_id, larger_id, people, center in zip(*columns, strict=True)
    ]


# -- areas that visitors draw ------------------------------------------------------------------

_COUNTED = 2020  # the census whose people are told


def _drawn_parts(atlas: Atlas, area_id: str) -> tuple[Part, ...]:
    """Home places that share people with a drawn area, or whose center lies in its outline."""
    own, blocks = atlas.own(area_id), atlas.own_ground.blocks[_COUNTED]
    areas = atlas.areas(Layer(city().home.value))
    members = own.members[_COUNTED]
    people = _people_by(blocks.home[members], blocks.people[members, 0])
    outline = own.word.outline
    centers = (
        areas["area_id"].isin(outline.picked).to_numpy()
        if outline.picked
        else inside_ring(outline.ring, areas["lon"], areas["lat"])
    )
    larger = PlaceId(Geography.OWN, area_id)
    rows = zip(*(areas[c].tolist() for c in ("area_id", "area_key", "people_2020")), centers,
               strict=True)  # fmt: skip
    parts = [
        Part(home, larger, people.get(key, 0), everyone, bool(center))
        for home, key, everyone, center in rows
        if center or people.get(key, 0)
    ]
    return tuple(sorted(parts, key=lambda part: (not part.center, part.area_id)))


def _around_drawn(atlas: Atlas, area_id: str) -> tuple[Part, ...]:
    """What a drawn area lies in, by the people of its blocks: of each kind most people first."""
    own, blocks = atlas.own(area_id), atlas.own_ground.blocks[_COUNTED]
    members = own.members[_COUNTED]
    counts = blocks.people[members, 0]
    everyone = int(counts.sum())
    parts: list[Part] = []
    for layer, keys in blocks.larger.items():
        if Geography(layer.value) not in city().layers:
            continue
        areas = atlas.areas(layer)
        named = dict(zip(areas["area_key"], areas["area_id"], strict=True))
        found = [
            Part(area_id, PlaceId(geography_of(layer), named[key]), people, everyone,
                 center=2 * people > everyone)
            for key, people in _people_by(keys[members], counts).items()
            if people and key in named
        ]  # fmt: skip
        parts += sorted(found, key=lambda part: (-part.people, part.larger.area_id))
    return tuple(parts)


def _people_by(keys: NDArray[np.int16], people: NDArray[np.uint16]) -> dict[int, int]:
    """People of blocks by the area key that each lies in."""
    each, at = np.unique(keys, return_inverse=True)
    sums = np.bincount(at, people.astype(np.float64), minlength=len(each))
    return dict(zip(each.tolist(), sums.astype(int).tolist(), strict=True))

"""What lies in a place and what a place lies in: by the people both share, and by centers.

A place belongs to the larger one that holds its center (docs/decisions/0084). The share of its
people who live there is told beside it, counted from census blocks.
"""

from __future__ import annotations

from data.atlas.atlas import Atlas
from data.atlas.places import find_place
from data.cities.city import city
from data.models import LARGER, Geography, Layer, Part, PlaceId, geography_of


def parts_of(atlas: Atlas, place_id: str, layer: Layer) -> tuple[Part, ...]:
    """Every place of `layer` that shares people with a place, or whose center it holds.

    Those whose center it holds come first, by id. Empty for an unknown place and for one that is
    not larger than those of `layer`; for the city, which holds all.
    """
    found = find_place(atlas, place_id)
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
    layer = Layer(geography.value)
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

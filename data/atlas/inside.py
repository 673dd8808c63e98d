"""What lies in a place and what a place lies in: by the people both share, and by centers.

A place belongs to the larger one that holds its center (docs/decisions/0084). The share of its
people who live there is told beside it, counted from census blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

from data.atlas.atlas import Atlas
from data.atlas.places import find_place
from data.cities.city import city
from data.models import LARGER, Geography, Layer, PlaceId, geography_of


@dataclass(frozen=True, slots=True)
class Part:
    """A place that lies in another one, wholly or in part.

    `people` live in both, `everyone` in the smaller one. `center`: whether the larger one holds its
    center.
    """

    area_id: str
    larger: PlaceId
    people: int
    everyone: int
    center: bool

    @property
    def share(self) -> float:
        """Share of the smaller place's people who live in both, 0 to 1; NaN where nobody lives."""
        return self.people / self.everyone if self.everyone else nan


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
    return [
        Part(
            area_id=str(row.area_id),
            larger=PlaceId(kind, str(row.larger_id)),
            people=int(row.people),
            everyone=int(everyone[row.area_id]),
            center=bool(row.center),
        )
        for row in frame.itertuples()
    ]

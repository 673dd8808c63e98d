"""Climbing: where a place has no value, or cannot be told from the rest of the city, the smallest
place around it that can be told speaks, under its own name.

Only stored verdicts are read; nothing is tested again (docs/decisions/0091).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data.atlas.around import around
from data.atlas.atlas import Atlas
from data.atlas.larger import Around
from data.models import Geography, Layer, PlaceId
from data.place.results import SIDES, Climb, Larger, PlaceValue
from data.place.values import place_values


def climbs(
    atlas: Atlas, place: PlaceId, values: Iterable[PlaceValue], *, layer: Layer | None = None
) -> Mapping[str, Climb]:
    """What is told around a place of those of its `values` that need it, by indicator id.

    Empty for a place with nothing around it: the city, the largest places, a place in two halves.
    `layer` says which tracts.
    """
    needed = {value.indicator.id: value for value in values if needs_climbing(value)}
    if not needed or place.geography is Geography.CITY:
        return {}
    tried = around(atlas, place, layer=layer)
    held = [
        place_values(atlas, larger.place.geography, larger.place.area_id, needed)
        for larger in tried
    ]
    return {
        key: _climb(own, tried, [values.get(key) for values in held])
        for key, own in needed.items()
        if tried
    }


def needs_climbing(value: PlaceValue) -> bool:
    """True where there is no number, or one that may be told from the rest and is not."""
    if not value.shown:
        return True
    return value.may_be_told and value.verdict not in SIDES


def _climb(own: PlaceValue, tried: Sequence[Around], values: Sequence[PlaceValue | None]) -> Climb:
    """The first of `tried` that can be told; of what has no number, else the first with one."""
    # the number of the tract around a larger place is not that place's either
    found = [
        Larger(at, value, value.may_be_told and value.verdict in SIDES)
        for at, value in zip(tried, values, strict=True)
        if value is not None and value.shown and not value.around and not value.not_graded
    ]
    told = [larger for larger in found if larger.told]
    chosen = told or ([] if own.shown else found)
    return Climb(own=own, tried=tuple(tried), larger=next(iter(chosen), None))

"""Which numbers are tested findings: what may stand alone where nobody asks how sure it is."""

from __future__ import annotations

from data.atlas.atlas import Atlas
from data.atlas.places import find_place
from data.models import Geography, Kind, Layer, Verdict
from data.numbers.record import NumberRecord
from data.place.results import SIDES, PlaceValue
from data.place.values import place_values

_SIDES = frozenset(side.value for side in SIDES)


def is_finding(record: NumberRecord) -> bool:
    """True where the stored test tells the place from the rest of the city, for better or worse."""
    about = record.measure
    measured = not about.published and about.kind != Kind.MODELLED.value
    return measured and record.value is not None and record.test.done and record.verdict in _SIDES


def why_none(record: NumberRecord) -> str:
    """Why a number is no tested finding: the end of a text key `fact.not.…`."""
    if record.measure.published:
        return "published"
    if record.value is None:
        return "withheld"
    if record.verdict == Verdict.NOT_DIFFERENT.value:
        return "not_different"
    return "no_side" if record.test.done else "not_tested"


def findings_of(atlas: Atlas, place_id: str) -> tuple[PlaceValue, ...]:
    """The tested findings of a place, those that stand out most first. Raises KeyError."""
    found = find_place(atlas, place_id)
    if found is None:
        raise KeyError(f"no place {place_id!r}")
    geography, area_id = found
    if geography is Geography.OWN:
        return ()
    keys = [
        key for key, about in atlas.catalogue.indicators.items() if geography in about.geographies
    ]
    values = place_values(atlas.of(Layer(geography.value), area_id), geography, area_id, keys)
    return tuple(sorted(filter(tells_apart, values.values()), key=lambda value: -value.departure))


def tells_apart(value: PlaceValue) -> bool:
    """The same of a value of a place that is stored."""
    return value.shown and value.verdict in SIDES and not value.modelled

"""What an address of a number asks: place, measure, period, group, version, in whatever spelling.

A link that travelled (`/N/ZIP_64130/Life-Expectancy.`) is understood as every address of the site
is. What there is not is named as a fault, and the rest of the address is kept for what is near.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from data.address import understood, words_of
from data.atlas.atlas import Atlas
from data.atlas.places import place_named
from data.catalogue.measures import EVERYONE
from data.models import CITY_PLACE, PUBLISHED, Geography, PlaceId, published_place
from data.numbers.address import published_id
from data.numbers.keys import published_key
from data.numbers.publications import Publications

_MAX_CHARS = 60  # of what was written wrong


class Fault(StrEnum):
    """Why there is no number at an address."""

    PLACE = "unknown_place"
    NO_MEASURE = "no_measure"
    MEASURE = "unknown_measure"
    NOT_HERE = "not_here"
    PERIOD = "unknown_period"
    GROUP = "unknown_group"
    NEEDS_GROUP = "needs_group"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks, as the site writes it; empty where it was not understood.

    `written` is what was not understood. `periods` and `groups` are those that there are of a
    published measure in its place.
    """

    place: str = ""
    measure: str = ""
    period: str = ""
    group: str = ""
    version: str = ""
    fault: Fault | None = None
    written: str = ""
    periods: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class NumberReader:
    """Reads addresses of numbers. Thread-safe: nothing changes after construction."""

    def __init__(self, atlas: Atlas, publications: Publications) -> None:
        self._atlas = atlas
        self._publications = publications

    def read(self, rest: str, parameters: Mapping[str, str]) -> Asked:
        """The address below `/n/` with the words of its query. Never raises."""
        place_word, _, measure_word = rest.strip("/").partition("/")
        place, measure = self.place(place_word), self.measure(measure_word)
        known = Asked(place=place, measure=measure, version=parameters.get("v", ""))
        if not place:
            return _faulty(known, Fault.PLACE, place_word)
        if not measure:
            fault = Fault.MEASURE if measure_word else Fault.NO_MEASURE
            return _faulty(known, fault, measure_word)
        read = self._published if measure.startswith(PUBLISHED) else self._stored
        return read(known, parameters.get("period", ""), parameters.get("group", ""))

    def place(self, written: str) -> str:
        """A place or a published area as addresses name it; empty for another word."""
        word = PlaceId.parse(written.casefold())
        if word is not None and word.geography is Geography.OWN:
            return ""
        tracts = self._atlas.place_ids.get(Geography.TRACT, frozenset())
        return (
            place_named(self._atlas, written)
            or understood(written, self._areas)
            or understood(written, tracts)
            or ""
        )

    def measure(self, written: str) -> str:
        """An indicator, or a published measure with or without its mark; empty for another word."""
        stored = understood(written, frozenset(self._atlas.catalogue.indicators))
        return (
            stored
            or understood(written, self._published_ids)
            or understood(f"{PUBLISHED}{written}" if written else "", self._published_ids)
            or ""
        )

    @cached_property
    def _areas(self) -> frozenset[str]:
        areas = self._publications.facts.entries.areas.values()
        return frozenset(published_place(area.id) for area in areas) - {CITY_PLACE}

    @cached_property
    def _published_ids(self) -> frozenset[str]:
        return frozenset(map(published_id, self._publications.measures))

    def _stored(self, known: Asked, period: str, group: str) -> Asked:
        indicator = self._atlas.catalogue.indicator(known.measure)
        place = PlaceId.parse(known.place)
        if place is None or not self._is_given(place, known.measure):
            return _faulty(known, Fault.NOT_HERE, known.measure)
        years = indicator.years.replace("–", "-")
        if period and understood(period, frozenset({years})) is None:
            return _faulty(replace(known, periods=(years,)), Fault.PERIOD, period)
        if group and understood(group, frozenset({EVERYONE})) is None:
            return _faulty(known, Fault.GROUP, group)
        return known

    def _is_given(self, place: PlaceId, measure: str) -> bool:
        indicator = self._atlas.catalogue.indicator(measure)
        if place.geography not in indicator.geographies:
            return False
        rows = self._atlas.layer_values(indicator.layer_of(place.geography)).at
        if place.geography is Geography.CITY:
            return any(measure in held for held in rows.values())
        return measure in rows.get(place.area_id, {})

    def _published(self, known: Asked, period: str, group: str) -> Asked:
        estimates = self._publications.estimates(known.measure.removeprefix(PUBLISHED))
        here = [key for e in estimates if (key := published_key(e)).place == known.place]
        if not here:
            return _faulty(known, Fault.NOT_HERE, known.measure)
        known = replace(known, groups=tuple(dict.fromkeys(key.group for key in here)))
        names = {own or EVERYONE: own for own in known.groups}
        name = understood(group, frozenset(names)) if group else EVERYONE
        if name not in names:
            fault = Fault.GROUP if group else Fault.NEEDS_GROUP
            return _faulty(known, fault, group)
        periods = tuple(key.period for key in here if key.group == names[name])
        known = replace(known, group=names[name], periods=periods)
        found = understood(period, frozenset(periods)) if period else periods[-1]
        if found is None:
            return _faulty(known, Fault.PERIOD, period)
        return replace(known, period=found)


def _faulty(known: Asked, fault: Fault, written: str) -> Asked:
    """What was understood, with what was not; `written` as a page may say it."""
    return replace(known, fault=fault, written=", ".join(words_of(written))[:_MAX_CHARS])

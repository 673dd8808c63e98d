"""Every place of an extract that the API knows, and which larger ones hold it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from data.catalogue.measures import AreaEntry
from data.cities.city import city
from data.models import Geography, Layer, PlaceId, published_place
from data.services import Services


@dataclass(frozen=True, slots=True)
class Listed:
    """A place of the list: a row of the extract, or an area that values are published for."""

    place_id: str
    geography: str
    row: Mapping[Hashable, Any] | None = None
    area: AreaEntry | None = None


class Directory:
    """Every place of one extract, and which larger ones hold it."""

    def __init__(self, services: Services) -> None:
        self.services = services

    @cached_property
    def places(self) -> Mapping[str, Listed]:
        """By id: kind by kind, larger areas last."""
        return {place.place_id: place for place in _all(self.services)}

    @cached_property
    def ids(self) -> frozenset[str]:
        """All ids."""
        return frozenset(self.places)

    @cached_property
    def inside(self) -> Mapping[str, tuple[str, ...]]:
        """By place, the larger ones that hold its center."""
        found: dict[str, list[str]] = {}
        for held in self.services.atlas.members.values():
            for larger, places in held.items():
                for place in places:
                    found.setdefault(place, []).append(larger)
        return {place: tuple(sorted(larger)) for place, larger in found.items()}


def _all(services: Services) -> Iterator[Listed]:
    for geography in city().with_page:
        yield from _rows(services, geography, Layer(geography.value))
    # a tract of both censuses is listed as the later one has it
    for layer in (Layer.TRACT_2010, Layer.TRACT_2020):
        yield from _rows(services, Geography.TRACT, layer)
    for area in services.published.entries.areas.values():
        if area.kind != Geography.CITY.value:
            yield Listed(published_place(area.id), area.kind, area=area)


def _rows(services: Services, geography: Geography, layer: Layer) -> Iterator[Listed]:
    for row in services.atlas.areas(layer).to_dict("records"):
        yield Listed(str(PlaceId(geography, str(row["area_id"]))), geography.value, row=row)

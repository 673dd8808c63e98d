"""What a fact sheet shows: one determinant at one place, from stored values and verdicts only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.catalogue.determinants import FACTS, Determinant, determinants
from data.models import Flag, Geography, Layer
from data.place import find_place
from data.place_values import place_values
from data.place_views import PlaceValue
from data.views import ExploreData

if TYPE_CHECKING:
    from data.services import Services

# Too few districts for a correlation, and a dot for every place: neighborhoods, whatever the place.
SCATTER_GEOGRAPHY = Geography.NEIGHBORHOOD


@dataclass(frozen=True, slots=True, eq=False)
class FactSheet:
    """One determinant at one place.

    `values` are at most three measures, the most important first; `explore` is the determinant's
    outcome against its factor over the neighborhoods, and `outcome` and `factor` are the place's
    own values of the two (None where the place has no row of it).
    """

    determinant: Determinant
    place_id: str
    area_id: str
    name: str
    geography: Geography
    people: int
    values: tuple[PlaceValue, ...]
    explore: ExploreData
    outcome: PlaceValue | None
    factor: PlaceValue | None

    @property
    def is_city(self) -> bool:
        """True for the sheet of the whole city."""
        return self.geography is Geography.CITY

    @property
    def headline(self) -> PlaceValue | None:
        """The most important measure that says anything here."""
        return next((value for value in self.values if says_something(value)), None)


def says_something(value: PlaceValue) -> bool:
    """True where there is a value, or too few events for one (which is said)."""
    return value.shown or Flag.FEWER_THAN_10 in value.flags


def fact_sheet(services: Services, determinant_id: str, place_id: str) -> FactSheet:
    """The contents of one sheet. Raises KeyError for an unknown determinant or place."""
    determinant = determinants()[determinant_id]
    found = find_place(services, place_id)
    if found is None:
        raise KeyError(f"no place {place_id!r}")
    geography, area_id = found
    pair = (determinant.outcome, determinant.factor)
    keys = dict.fromkeys((*determinant.indicators, *pair))
    values = place_values(services, geography, area_id, keys)
    areas = services.areas(Layer(geography.value))
    area = areas.loc[areas["area_id"] == area_id].iloc[0]
    return FactSheet(
        determinant=determinant,
        place_id=place_id,
        area_id=area_id,
        name=str(area["name"]),
        geography=geography,
        people=int(area["people_2020"]),
        values=_chosen([values[key] for key in determinant.indicators if key in values]),
        explore=services.explore(*pair, SCATTER_GEOGRAPHY),
        outcome=values.get(determinant.outcome),
        factor=values.get(determinant.factor),
    )


def _chosen(values: list[PlaceValue]) -> tuple[PlaceValue, ...]:
    """Three measures in their order; those that say nothing give way to those that do."""
    telling = [value for value in values if says_something(value)]
    silent = [value for value in values if not says_something(value)]
    kept = (telling + silent)[:FACTS]
    return tuple(value for value in values if value in kept)

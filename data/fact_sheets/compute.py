"""What a fact sheet shows: one determinant at one place, from stored values and verdicts only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from data.atlas.atlas import Atlas
from data.atlas.places import find_place
from data.catalogue.determinants import FACTS, Determinant, determinants
from data.cities.city import city
from data.explore.answers import ExploreAnswers
from data.explore.results import ExploreData
from data.models import Flag, Geography, Layer, PlaceId
from data.place.beside import beside
from data.place.climbing import climbs
from data.place.results import SIDES, Beside, Climb, PlaceValue
from data.place.values import place_values
from data.published.facts import published_facts

# Too few districts for a correlation, and a dot for every place: neighborhoods, whatever the place.


@dataclass(frozen=True, slots=True, eq=False)
class FactSheet:
    """One determinant at one place.

    `values` are at most three measures that say something, the most important first; `facts` are
    three that neither headline nor chart shows. `explore` is the determinant's outcome against its
    factor over the neighborhoods, and `outcome` and `factor` are the place's own values of the two
    (None where the place has no row of it). `beside` is the first number shown that is published of
    county, state or nation too. `climb` is what can be told around the place, where the measure
    that leads is not told here.
    """

    determinant: Determinant
    place_id: str
    area_id: str
    name: str
    geography: Geography
    people: int
    values: tuple[PlaceValue, ...]
    facts: tuple[PlaceValue, ...]
    explore: ExploreData
    outcome: PlaceValue | None
    factor: PlaceValue | None
    beside: Beside | None = None
    climb: Climb | None = None

    @property
    def is_city(self) -> bool:
        """True for the sheet of the whole city."""
        return self.geography is Geography.CITY

    @property
    def has_fifths(self) -> bool:
        """True for a city whose fifths the test tells apart: they are its finding and its chart."""
        return self.is_city and self.explore.gap is not None and self.explore.gap.claim_allowed

    @property
    def headline(self) -> PlaceValue | None:
        """The most important measure that says anything here."""
        return self.values[0] if self.values else None


def says_something(value: PlaceValue) -> bool:
    """True where there is a value, or too few events for one (which is said)."""
    return value.shown or Flag.FEWER_THAN_10 in value.flags


def fact_sheet(
    atlas: Atlas, explore: ExploreAnswers, determinant_id: str, place_id: str
) -> FactSheet:
    """The contents of one sheet. Raises KeyError for an unknown determinant or place."""
    determinant = determinants()[determinant_id]
    found = find_place(atlas, place_id)
    if found is None:
        raise KeyError(f"no place {place_id!r}")
    geography, area_id = found
    atlas = atlas.of(Layer(geography.value), area_id)
    pair = (determinant.outcome, determinant.factor)
    keys = dict.fromkeys((*determinant.indicators, *pair, *city().sheet_facts))
    values = place_values(atlas, geography, area_id, keys)
    areas = atlas.areas(Layer(geography.value))
    area = areas.loc[areas["area_id"] == area_id].iloc[0]
    drawn = explore.data(*pair, city().home)
    sheet = FactSheet(
        determinant=determinant,
        place_id=place_id,
        area_id=area_id,
        name=str(area["name"]),
        geography=geography,
        people=int(area["people_2020"]),
        values=_telling(values, determinant.indicators),
        facts=(),
        explore=drawn,
        outcome=values.get(determinant.outcome),
        factor=values.get(determinant.factor),
    )
    others = (key for key in city().sheet_facts if key not in determinant.indicators)
    facts = sheet.values if sheet.has_fifths else _telling(values, others)
    published = beside(published_facts(atlas), (*sheet.values, *facts))
    return replace(
        sheet,
        facts=facts,
        beside=next(iter(published), None),
        climb=_climb(atlas, sheet, [values[k] for k in determinant.indicators if k in values]),
    )


def _climb(atlas: Atlas, sheet: FactSheet, measures: Sequence[PlaceValue]) -> Climb | None:
    """What is told around the place of a sheet that opens with nothing told of the place itself.

    Of its `measures` up to the one that leads: the first that is told around, else the first that
    has a number there. None where the sheet has a finding of its own, or nothing is around it.
    """
    led = sheet.headline
    if led is not None and led.verdict in SIDES:
        return None
    wanted = measures if led is None else measures[: measures.index(led) + 1]
    found = list(climbs(atlas, PlaceId(sheet.geography, sheet.area_id), wanted).values())
    known = [climb for climb in found if climb.larger is not None]
    told = [climb for climb in known if climb.larger is not None and climb.larger.told]
    return next(iter((*told, *known, *found)), None)


def _telling(values: Mapping[str, PlaceValue], keys: Iterable[str]) -> tuple[PlaceValue, ...]:
    """The first three of `keys` that say something; a row without a number is no fact."""
    found = (values[key] for key in keys if key in values)
    return tuple(value for value in found if says_something(value))[:FACTS]


class SheetAnswers:
    """Fact sheets, drawn from the atlas and from what Explore remembers."""

    def __init__(self, atlas: Atlas, explore: ExploreAnswers) -> None:
        self._atlas = atlas
        self._explore = explore

    def data(self, determinant_id: str, place_id: str) -> FactSheet:
        """The contents of one sheet. Raises KeyError for an unknown determinant or place."""
        return fact_sheet(self._atlas, self._explore, determinant_id, place_id)

"""What the page of one place is drawn from: frozen results, read by figures and sentences.

Values of the place, the city and the spread of all places are in the indicator's unit; shares of
people run from 0 to 1. Missing numbers are NaN. A `…_reason` is the end of a text key that says
why something is not there; it is None where the thing is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from data.atlas.larger import Around
from data.atlas.layer_values import Spread
from data.catalogue.schema import Indicator
from data.models import Area, Flag, Geography, IntervalKind, Kind, Part, Polarity, Role, Verdict
from data.published.results import PublishedEstimate
from data.sentences.within import Counts

Floats = NDArray[np.float64]

COMPARED = frozenset(Verdict) - {Verdict.NOT_TESTED}
SIDES = frozenset({Verdict.BETTER, Verdict.WORSE})


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """One indicator at one place, beside the city and the spread of all places.

    `verdict`, `difference` (from the rest of the city) and `p_adjusted` are those stored by the
    build; nothing is tested here. `not_graded`: a share of graded land that is printed as
    none, where less than half of the people lived on land that was graded at all.
    """

    indicator: Indicator
    value: float
    lower: float
    upper: float
    se: float
    coverage: float
    own_share: float
    tracts: int
    method: str
    flags: frozenset[Flag]
    verdict: Verdict
    difference: float
    difference_se: float
    difference_lower: float
    difference_upper: float
    p_adjusted: float
    events: float
    city: float
    city_lower: float
    city_upper: float
    spread: Spread
    not_graded: bool = False

    @property
    def shown(self) -> bool:
        """True where there is a value."""
        return isfinite(self.value)

    @property
    def around(self) -> bool:
        """True where the value is rather that of the census tract around the place."""
        return Flag.SURROUNDING_TRACT in self.flags

    @property
    def rest(self) -> float:
        """Value of the rest of the city, where the place was compared with it."""
        return self.value - self.difference

    @property
    def is_count(self) -> bool:
        """True where everybody was counted: nothing was estimated, so there is nothing to test."""
        return self.indicator.interval is IntervalKind.CENSUS

    @property
    def against_rest(self) -> bool:
        """True where a verdict holds the place against the rest of the city."""
        return not self.modelled and self.verdict in COMPARED and isfinite(self.difference)

    @property
    def beside(self) -> float:
        """The one number that stands beside the place's: of what its verdict is against, the rest
        of the city, else of the whole city. Beside a verdict the city's would be another one.
        """
        return self.rest if self.against_rest else self.city

    @property
    def difference_limits(self) -> tuple[float, float]:
        """95 % limits of the difference from the rest of the city."""
        return self.difference_lower, self.difference_upper

    @property
    def departure(self) -> float:
        """The limit of the difference that is nearer zero, in spreads: what is left at worst.

        Never negative; 0 where nothing was found or nothing can be standardised.
        """
        if self.verdict not in SIDES or not self.spread.deviation > 0:
            return 0.0
        nearer = self.difference_lower if self.difference > 0 else -self.difference_upper
        return max(0.0, nearer) / self.spread.deviation

    @property
    def may_be_told(self) -> bool:
        """True where a test may say better or worse: measured with its error, one direction good.

        What only gives context is never compared, nor what a model expects of who lives there.
        """
        about = self.indicator
        never = (IntervalKind.NONE, IntervalKind.CENSUS)
        is_compared = not self.modelled and about.role is not Role.CONTEXT
        return is_compared and about.polarity is not Polarity.NONE and about.interval not in never

    @property
    def modelled(self) -> bool:
        """True where a model made the value: expected from who lives there."""
        return self.indicator.kind is Kind.MODELLED


@dataclass(frozen=True, slots=True)
class Larger:
    """A value of a place around another one: it is never said of the smaller one.

    `told`: whether a stored verdict tells it from the rest of the city.
    """

    at: Around
    value: PlaceValue
    told: bool


@dataclass(frozen=True, slots=True)
class Climb:
    """What can be told around a place of a measure that cannot be told of the place itself.

    `own` is the value of the place: none, or not apart from the rest of the city. `larger` is of
    one of `tried`, with its own interval, flags and coverage; None where nothing around it can be
    told either.
    """

    own: PlaceValue
    tried: tuple[Around, ...]
    larger: Larger | None


@dataclass(frozen=True, slots=True)
class Beside:
    """One measure of a place, and what is `published` of county, state and nation by the same
    definition: in the order of the city's file, never empty. `value` is None where the city itself
    is among the published: this site has no number of its own for it.
    """

    value: PlaceValue | None
    indicator: Indicator
    published: tuple[PublishedEstimate, ...]


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """Another place, by address and name."""

    place_id: str
    area_id: str
    name: str


@dataclass(frozen=True, slots=True)
class InsideRow:
    """A place inside, the part of its people who live there, and the chosen measure."""

    place: PlaceLink
    part: Part
    value: PlaceValue


@dataclass(frozen=True, slots=True)
class Inside:
    """The places of `geography` whose center a place holds, from the worse end of a measure.

    `partly` are those that share people with it while their center lies elsewhere, most first.
    """

    geography: Geography
    indicator: Indicator
    rows: tuple[InsideRow, ...]
    partly: tuple[tuple[PlaceLink, Part], ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class LiesIn:
    """A larger place around a place, and how it lies in it."""

    place: PlaceLink
    geography: Geography
    part: Part


@dataclass(frozen=True, slots=True)
class AgeView:
    """Residents by age (`bands`, youngest first) in two censuses, at the place and in the city.

    2020 is NaN where under 500 people live: those counts carry the Census Bureau's privacy noise.
    """

    bands: tuple[str, ...]
    people_2010: Floats
    people_2020: Floats
    city_2020: Floats

    @property
    def withheld(self) -> bool:
        """True where the ages of 2020 are not shown."""
        return not bool(np.isfinite(self.people_2020).any())


@dataclass(frozen=True, slots=True)
class GroupShares:
    """Share of one group by race or ethnicity in two surveys, and the newest one apart."""

    group: str
    earlier: PlaceValue
    later: PlaceValue
    newest: PlaceValue


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the values of one tract vintage rest on at this place.

    `shares` are the place's people by tract, most people first; `own_share` is how much of those
    tracts' people live in the place.
    """

    vintage: int
    people: int
    tracts: tuple[str, ...]
    shares: tuple[float, ...]
    own_share: float
    coverage: float
    around: bool


@dataclass(frozen=True, slots=True)
class SimilarFeature:
    """One thing that makes places similar: here, over the similar places, and in the city.

    `indicator` is None for a share by age, which `key` names. `apart` is the mean distance of the
    similar places, in standard deviations of all places.
    """

    key: str
    indicator: Indicator | None
    here: float
    lowest: float
    highest: float
    city: float
    apart: float


@dataclass(frozen=True, slots=True)
class SimilarPlace:
    """A place much like this one, its distance, and its health as every page shows it."""

    place: PlaceLink
    people: int
    distance: float
    health: tuple[PlaceValue, ...]


@dataclass(frozen=True, slots=True)
class SimilarPlaces:
    """The nearest places by social factors and age, and what makes them so."""

    places: tuple[SimilarPlace, ...] = ()
    features: tuple[SimilarFeature, ...] = ()
    candidates: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PlaceData:
    """Everything on the page of one place. `values` stand in the order of the catalogue.

    `spread_geography` are the places whose spread is shown: those of the same kind, or the
    neighborhoods on the page of the city. `standouts` are in order. `climbs` are what is told
    around it, by indicator id.
    """

    area: Area
    geography: Geography
    spread_geography: Geography
    values: Mapping[str, PlaceValue]
    headline: tuple[PlaceValue, ...]
    standouts: tuple[PlaceValue, ...]
    standout_reason: str | None
    tested: int
    neighbors: tuple[PlaceLink, ...]
    ages: AgeView
    groups: tuple[GroupShares, ...]
    evidence: tuple[Evidence, ...]
    similar: SimilarPlaces
    climbs: Mapping[str, Climb]

    @property
    def around(self) -> bool:
        """True where the tracts around the place, not the place, give all of its tract values."""
        return bool(self.evidence) and all(item.around for item in self.evidence)

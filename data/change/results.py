"""What is said of change: frozen results, read by the figures and sentences of several pages.

Values are in the unit of their indicator. A missing number is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, nan

from data.catalogue.schema import Indicator
from data.models import Area, Flag, Geography, PlaceId, Verdict

TOLD = frozenset({Verdict.HIGHER, Verdict.LOWER})


class Basis(StrEnum):
    """What a change rests on, and so how it is tested."""

    COUNT = "count"  # people counted in two censuses
    SURVEY = "survey"  # two surveys that share no year
    EVENTS = "events"  # events of two periods
    UNTESTED = "untested"  # two values without the errors that a test needs


class Reason(StrEnum):
    """Why nobody can say whether something changed."""

    NO_RESIDENTS = "no_residents"
    FEW_RESIDENTS = "few_residents"
    FEW_EVENTS = "few_events"
    NO_MARGIN = "no_margin"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Moment:
    """The value at one of the two times, with 95 % limits where there are any.

    `events` are those behind it, `span` the calendar years in which they were counted.
    """

    indicator: Indicator
    years: str
    value: float = nan
    lower: float = nan
    upper: float = nan
    events: float = nan
    span: int = 1

    @property
    def shown(self) -> bool:
        """True where there is a value."""
        return isfinite(self.value)


@dataclass(frozen=True, slots=True)
class Change:
    """One measure of one place at two times.

    `difference` is later minus earlier with its 95 % limits; `verdict` is higher or lower where the
    test finds a change, after the correction over all places of its kind (`p_adjusted`). Without a
    test `reason` says why. `tracts` are counted where the value is that of the tracts around.
    """

    measure: str
    basis: Basis
    earlier: Moment
    later: Moment
    difference: float = nan
    lower: float = nan
    upper: float = nan
    p_value: float = nan
    p_adjusted: float = nan
    verdict: Verdict = Verdict.NOT_TESTED
    reason: Reason | None = None
    flags: frozenset[Flag] = frozenset()
    tracts: int = 0

    @property
    def indicator(self) -> Indicator:
        """The later indicator: both have one unit."""
        return self.later.indicator

    @property
    def told(self) -> bool:
        """True where the test finds a change."""
        return self.verdict in TOLD

    @property
    def tested(self) -> bool:
        """True where there was a test."""
        return self.verdict is not Verdict.NOT_TESTED

    @property
    def around(self) -> bool:
        """True where the value is rather that of the census tracts around the place."""
        return Flag.SURROUNDING_TRACT in self.flags


@dataclass(frozen=True, slots=True)
class PlaceChanges:
    """Every change of one place, in the order of the page.

    `reason` says why none could be tested; None where at least one was. `once` are indicators that
    are known for one time only, `modelled` is true where a model expects values of the place.
    """

    geography: Geography
    area_id: str
    name: str
    changes: tuple[Change, ...]
    reason: Reason | None
    once: tuple[Indicator, ...]
    modelled: bool

    @property
    def place_id(self) -> str:
        """The place as in addresses."""
        return str(PlaceId(self.geography, self.area_id))

    @classmethod
    def nothing(cls, area: Area, geography: Geography) -> PlaceChanges:
        """That nothing is asked of a place: its city has nothing to hold against each other."""
        return cls(geography, area.area_id, area.name, (), Reason.NO_DATA, (), modelled=False)

    @property
    def tested(self) -> tuple[Change, ...]:
        """Changes that were tested."""
        return tuple(change for change in self.changes if change.tested)

    @property
    def told(self) -> tuple[Change, ...]:
        """Changes that a test found, the surest first."""
        found = [change for change in self.changes if change.told]
        return tuple(sorted(found, key=lambda change: change.p_adjusted))

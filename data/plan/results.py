"""What the plan's page, memo and packet are drawn from: frozen results.

Values are in the unit of their measure; a missing number is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, nan

from data.catalogue.measures import AreaEntry, MeasureEntry
from data.catalogue.schema import Indicator, Source
from data.catalogue.yardsticks import YardstickEntry
from data.change.results import Change
from data.checked import Text
from data.cities.plan import Aim, Member, Plan
from data.cities.targets import Target
from data.gaps.results import GapsData
from data.models import (
    CITY_PLACE,
    PUBLISHED,
    Flag,
    Geography,
    Kind,
    PlaceId,
    Polarity,
    Unit,
    published_place,
)
from data.place.results import PlaceValue
from data.published.changes import PublishedChange
from data.published.results import CountyShare, PublishedEstimate


class Follow(StrEnum):
    """What can be said of a measure over time."""

    FOLLOWED = "followed"  # two times, tested, the later one reaches into the plan's years
    BEFORE = "before"  # two times, tested, both before the plan began
    UNTESTED = "untested"  # two times that nothing can hold against each other
    ONCE = "once"  # one time only: no later data


class Status(StrEnum):
    """What is held of an aim: the best of its measures."""

    FOLLOWED = "followed"
    BASELINE = "baseline"
    NONE = "none"


class Track(StrEnum):
    """The verdict on a department's own target."""

    ON_TRACK = "on_track"
    NOT_ON_TRACK = "not_on_track"
    CANNOT_TELL = "cannot_tell"
    NO_LATER_DATA = "no_later_data"


@dataclass(frozen=True, slots=True)
class Reading:
    """A value at one time. `lower` and `upper` are of `level_percent` (None without an interval).

    `start` and `end` are its first and last year; `inferred`: its publisher does not print them.
    `events` are those behind it (NaN where it rests on none).
    """

    value: float
    lower: float
    upper: float
    level_percent: int | None
    start: int
    end: int
    source: Source
    inferred: bool = False
    level_assumed: bool = False
    flags: frozenset[Flag] = frozenset()
    events: float = nan

    @property
    def years(self) -> str:
        """`2022` or `2018–2022`."""
        return str(self.start) if self.start == self.end else f"{self.start}–{self.end}"

    @property
    def middle(self) -> float:
        """The middle of its years: 2020.5 is mid-2020."""
        return (self.start + self.end + 1) / 2

    @property
    def has_limits(self) -> bool:
        """Whether an interval goes with it."""
        known = isfinite(self.lower) and isfinite(self.upper)
        return known and self.level_percent is not None


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A department's target and what the test says of it.

    `needed` is where the straight line stands at the time of the latest value, `passed` the share
    of the time gone by then; `difference` is latest less needed with its 95 % limits, `p_adjusted`
    corrected over all targets. NaN where nothing was tested.
    """

    target: Target
    track: Track
    needed: float = nan
    passed: float = nan
    difference: float = nan
    lower: float = nan
    upper: float = nan
    p_value: float = nan
    p_adjusted: float = nan


@dataclass(frozen=True, slots=True)
class Beside:
    """A national yardstick, and the published value of the same area that it stands beside."""

    yardstick: YardstickEntry
    estimate: PublishedEstimate


@dataclass(frozen=True, slots=True)
class DistrictValue:
    """The value of one district with its stored verdict; `member` represents it, if known."""

    place: PlaceId
    name: str
    member: Member | None
    value: PlaceValue


@dataclass(frozen=True, slots=True)
class Districts:
    """The values of one indicator by district, and the city's own, for its line."""

    indicator: Indicator
    values: tuple[DistrictValue, ...]
    city: float
    city_lower: float
    city_upper: float


@dataclass(frozen=True, slots=True, eq=False)
class MeasureRow:
    """One measure held beside an aim.

    `id` is unique within the aim. `about` says what it is: an indicator of this site, of the city,
    or a published measure of `area`. `baseline` is the first value; `latest` a later one, None
    where there is none. `why` is a text key that says why two times cannot be compared, or that
    there is one only; None where a test could. `gap` is that between fifths, else `gap_reason` says
    why there is none.
    """

    id: str
    about: Indicator | MeasureEntry
    area: AreaEntry | None
    baseline: Reading
    latest: Reading | None
    follow: Follow
    change: Change | PublishedChange | None
    why: str | None
    gap: GapsData | None
    gap_reason: str | None
    yardsticks: tuple[Beside, ...] = ()
    districts: Districts | None = None
    target: TargetResult | None = None

    @property
    def newest(self) -> Reading:
        """The latest value there is."""
        return self.latest or self.baseline

    @property
    def name(self) -> Text:
        """What it is called."""
        return self.about.name

    @property
    def unit(self) -> Unit:
        """How its values are printed."""
        about = self.about
        return about.unit if isinstance(about, Indicator) else about.number_format

    @property
    def polarity(self) -> Polarity:
        """Which direction is better."""
        return self.about.polarity

    @property
    def modelled(self) -> bool:
        """Whether a model expects its values: nothing of them is tested."""
        return self.about.kind is Kind.MODELLED

    @property
    def measure_id(self) -> str:
        """Its id in addresses of numbers."""
        about = self.about
        return about.id if isinstance(about, Indicator) else f"{PUBLISHED}{about.id}"

    @property
    def place_id(self) -> str:
        """The place of its values in addresses of numbers."""
        return CITY_PLACE if self.area is None else published_place(self.area.id)

    @property
    def told(self) -> bool:
        """Whether a test found a change."""
        return self.change is not None and self.change.told

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where its numbers come from, each once."""
        found = [self.baseline.source, self.newest.source]
        found += [beside.estimate.source for beside in self.yardsticks]
        if self.gap is not None and self.gap.factor_source is not None:
            found += [self.gap.outcome_source, self.gap.factor_source]
        return tuple({source.id: source for source in found}.values())


@dataclass(frozen=True, slots=True, eq=False)
class AimRow:
    """One aim as published, its measures in their order, and what is held of it."""

    aim: Aim
    measures: tuple[MeasureRow, ...]
    status: Status

    def measure(self, measure_id: str) -> MeasureRow | None:
        """The measure of that id, if the aim has it."""
        return next((row for row in self.measures if row.id == measure_id), None)

    @property
    def targets(self) -> tuple[MeasureRow, ...]:
        """The measures that a department set a target for."""
        return tuple(row for row in self.measures if row.target is not None)


@dataclass(frozen=True, slots=True, eq=False)
class PlanData:
    """The plan with what is held of every aim, in the order of its source.

    `county_share`: how much of the city lives in its county, whose values some measures are.
    """

    plan: Plan
    aims: tuple[AimRow, ...]
    district_layer: Geography | None
    county_share: CountyShare | None

    def aim(self, aim_id: str) -> AimRow | None:
        """The aim of that id, if the plan has it."""
        return next((row for row in self.aims if row.aim.id == aim_id), None)

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many aims there are of each status."""
        return {status: sum(row.status is status for row in self.aims) for status in Status}

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of its numbers, each once."""
        found = (source for row in self.aims for m in row.measures for source in m.sources)
        return tuple({source.id: source for source in found}.values())

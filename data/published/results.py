"""Published values and what may be said of two of them, as pages take them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from data.catalogue.measures import EVERYONE, AreaEntry, MeasureEntry, ReleaseEntry
from data.catalogue.schema import Source
from data.checked import Text
from data.stats.contrast import Contrast
from data.stats.intervals import Interval


@dataclass(frozen=True, slots=True)
class PublishedEstimate:
    """One value with all that must be said beside it, in the unit of its measure.

    `group` is `all` or a group; `group_name` is None for all. `lower` and `upper` are of
    `level_percent` (90 or 95, as published; None and NaN where there is no interval). `numerator`
    and `denominator` are the publisher's counts (NaN where not given). `left_out` is the key of the
    reason (`published.left_out.…`) where the value is not shown: then every number is NaN.
    """

    measure: MeasureEntry
    release: ReleaseEntry
    area: AreaEntry
    group: str
    group_name: Text | None
    value: float
    lower: float
    upper: float
    level_percent: int | None
    numerator: float
    denominator: float
    quality: int | None
    source: Source
    left_out: str | None = None

    @property
    def period(self) -> str:
        """`2023` or `2021-2023`, as the extract has it."""
        return self.release.period

    @property
    def span(self) -> tuple[int, int]:
        """First and last year."""
        return span(self.period)

    @property
    def years(self) -> str:
        """`2023` or `2021–2023`, as people read it."""
        return self.period.replace("-", "–")

    @property
    def years_inferred(self) -> bool:
        """Whether the publisher does not print the years (`release.inferred_from` says more)."""
        return self.release.years_basis == "inferred"

    @property
    def level_assumed(self) -> bool:
        """Whether the publisher gives limits without saying of which level."""
        return self.release.level_basis == "assumed"

    @property
    def limits(self) -> Interval | None:
        """Both limits, if there are any."""
        known = isfinite(self.lower) and isfinite(self.upper)
        return Interval(self.lower, self.upper) if known else None

    @property
    def of_everyone(self) -> bool:
        """Whether it is of all residents."""
        return self.group == EVERYONE


def span(period: str) -> tuple[int, int]:
    """First and last year of `2023` or `2021-2023`."""
    first, _, last = period.partition("-")
    return int(first), int(last or first)


def shares_years(period: str, other: str) -> bool:
    """Whether two periods have a year in common: what they say is then never a change."""
    (first, last), (other_first, other_last) = span(period), span(other)
    return first <= other_last and other_first <= last


def alphabetical(
    estimates: Iterable[PublishedEstimate], lang: str
) -> tuple[PublishedEstimate, ...]:
    """Groups in the order of their names in `lang`, all residents last: nobody leads by rank."""

    def place(estimate: PublishedEstimate) -> tuple[bool, str]:
        name = estimate.group_name
        return name is None, name.get(lang).casefold() if name else ""

    return tuple(sorted(estimates, key=place))


@dataclass(frozen=True, slots=True)
class CountyShare:
    """The county is not the city: the share (0-1) of the city's residents who live in the county,
    and the share of the county's residents that they are, in `year`.
    """

    county: AreaEntry
    year: int
    of_city: float
    of_county: float


@dataclass(frozen=True, slots=True)
class PublishedComparison:
    """Two values of one source compared, `contrast` None where they may not be: `why_not` is then
    the key of the reason (`published.not_compared.…`).

    `contrast.difference` is in the unit of the measure, with 95 % limits, whatever the level of
    the values. `ratio` is there for rates: `value` over `other`, with its 95 % limits.
    """

    value: PublishedEstimate
    other: PublishedEstimate
    contrast: Contrast | None
    why_not: str | None
    ratio: float | None = None
    ratio_limits: Interval | None = None

    @property
    def differs(self) -> bool:
        """Whether chance alone is no explanation: zero lies outside the limits."""
        found = self.contrast
        return found is not None and not found.lower <= 0.0 <= found.upper

    @property
    def ratio_differs(self) -> bool:
        """Whether a sentence may say how many times as high: both tests found a difference."""
        limits = self.ratio_limits
        return self.differs and limits is not None and not limits.lower <= 1.0 <= limits.upper

"""What the Compare page is drawn from: frozen results of `data.compare.compute`.

Every number that the page, its sentences and its download show stands here. Missing numbers are
NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from data.catalogue.schema import Indicator, Source, Theme
from data.models import Flag, Layer, Verdict


class Reason(StrEnum):
    """Why a pair was not tested. With the last four there is no difference either."""

    SAME_ESTIMATE = "same_estimate"  # identical weights: the same census tract
    MODELLED = "modelled"
    NO_ERROR = "no_error"  # the source publishes no uncertainty
    FULL_COUNT = "full_count"  # a census count: no sampling error to test against
    FEW_RESIDENTS = "few_residents"
    PREDICTED_TABLES = "predicted_tables"
    FEW_EVENTS_TO_TEST = "few_events_to_test"  # a share of fewer than 20 events
    COUNT = "count"  # numbers of people are not compared
    FEW_EVENTS = "few_events"  # fewer than ten: no rate
    TWO_DRAWN = "two_drawn"  # events of two areas that were drawn: what is between them are blocks
    NO_VALUE = "no_value"


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """One place of the comparison."""

    place_id: str  # neighborhood-113, city
    layer: Layer
    area_id: str
    name: str
    people_2010: int
    people_2020: int

    @property
    def is_city(self) -> bool:
        """True for the city as a whole."""
        return self.layer is Layer.CITY


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """The stored estimate of one place, as every page shows it; `upper` alone for few events."""

    value: float
    lower: float
    upper: float
    se: float
    coverage: float
    events: float
    method: str
    flags: frozenset[Flag]


@dataclass(frozen=True, slots=True)
class PairResult:
    """One place minus the baseline, in the indicator's unit, with its 95 % interval.

    `rest_of_city`: one of the two is the city, which contains the other, so the other side is the
    rest of the city. `by_means`: pooled life tables stand against an area too small for one, so
    both sides are weighted means of e(0). `p_adjusted` and `verdict` are of the family of all
    pairs and indicators of the page (Benjamini-Hochberg); `p_value` is of this pair alone.
    """

    difference: float
    se: float
    lower: float
    upper: float
    p_value: float
    p_adjusted: float
    verdict: Verdict
    reason: Reason | None
    rest_of_city: bool
    by_means: bool

    @property
    def is_real(self) -> bool:
        """True where the test found a difference: only then may words compare."""
        return self.verdict not in (Verdict.NOT_TESTED, Verdict.NOT_DIFFERENT)

    @property
    def standardised(self) -> float:
        """Size of the difference in standard errors; NaN where it was not tested."""
        if self.verdict is Verdict.NOT_TESTED or not self.se > 0.0:
            return float("nan")
        return abs(self.difference) / self.se


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One indicator: values and results in the order of the places (None for the baseline).

    `city`: value of the city, whether or not it is among the places.
    """

    indicator: Indicator
    source: Source
    theme: Theme
    city: float
    values: tuple[ComparedValue | None, ...]
    results: tuple[PairResult | None, ...]

    @property
    def pairs(self) -> tuple[PairResult, ...]:
        """Results of the places that are not the baseline."""
        return tuple(result for result in self.results if result is not None)

    @property
    def is_different(self) -> bool:
        """True where the test tells at least one place apart from the baseline."""
        return any(pair.is_real for pair in self.pairs)

    @property
    def is_tested(self) -> bool:
        """True where at least one pair was tested."""
        return any(pair.verdict is not Verdict.NOT_TESTED for pair in self.pairs)

    @property
    def clearness(self) -> float:
        """Largest standardised difference of the row; NaN where nothing was tested."""
        sizes = [pair.standardised for pair in self.pairs]
        return max((size for size in sizes if isfinite(size)), default=float("nan"))


@dataclass(frozen=True, slots=True, eq=False)
class CompareData:
    """Places side by side over all indicators, in the order of the catalogue.

    `baseline` is the index of the place that the others are compared with.
    """

    places: tuple[ComparedPlace, ...]
    baseline: int
    rows: tuple[CompareRow, ...]

    @property
    def tests(self) -> int:
        """Size of the family: pairs times indicators that were tested."""
        return sum(p.verdict is not Verdict.NOT_TESTED for row in self.rows for p in row.pairs)

"""One place minus another for one indicator: the difference, its error, or why there is no test.

Every test here is `data.stats.contrast` on tracts or on events. A place and the city that contains
it are compared as the build compares them: the place against the rest of the city.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from data.atlas.atlas import Atlas
from data.catalogue.schema import Indicator
from data.compare.cells import EventStack, TractStack, person_years
from data.compare.results import ComparedPlace, ComparedValue, PairResult, Reason
from data.models import Estimator, Flag, IntervalKind, Kind, Verdict
from data.pooling.poolers import PER_100K
from data.rules import STABLE_EVENTS
from data.stats.contrast import (
    Contrast,
    contrast,
    contrast_linearised,
    normal_contrast,
    same_estimate,
)
from data.stats.event_contrast import proportion_difference, rate_contrast

Side = tuple[ComparedPlace, ComparedValue]
NAN = float("nan")
# `method` of a stored life expectancy from a pooled table (the build's word for it).
POOLED_TABLE = "pooled_life_table"
_FORBIDDEN = {
    Flag.FEW_RESIDENTS: Reason.FEW_RESIDENTS,
    Flag.NO_RESIDENTS: Reason.FEW_RESIDENTS,
    Flag.PREDICTED_TABLES: Reason.PREDICTED_TABLES,
    Flag.NO_ERROR: Reason.NO_ERROR,
}


def untested(
    reason: Reason, difference: float = NAN, *, rest_of_city: bool = False, by_means: bool = False
) -> PairResult:
    """A pair without a test; `difference` where there is one to show."""
    return PairResult(
        difference=difference,
        se=NAN,
        lower=NAN,
        upper=NAN,
        p_value=NAN,
        p_adjusted=NAN,
        verdict=Verdict.NOT_TESTED,
        reason=reason,
        rest_of_city=rest_of_city,
        by_means=by_means,
    )


class Pairs:
    """Contrasts of two places. Thread-safe: nothing changes but what is remembered."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._tracts = TractStack(atlas)
        self._events = EventStack(atlas)

    def compare(self, indicator: Indicator, a: Side, b: Side) -> PairResult:
        """Place a minus place b, before the p values of the page are adjusted."""
        rest = a[0].is_city or b[0].is_city
        missing = _missing(a[1], b[1])
        if missing is not None:
            return untested(missing, rest_of_city=rest)
        if indicator.estimator is Estimator.BLOCK_COUNT:
            return untested(Reason.COUNT, rest_of_city=rest)
        by_means = indicator.estimator is Estimator.LIFE_TABLE and not _both_pooled(a, b)
        found = self._contrast(indicator, a, b)
        if found is None:
            return untested(Reason.NO_VALUE, rest_of_city=rest, by_means=by_means)
        if found.same:
            return untested(Reason.SAME_ESTIMATE, rest_of_city=rest, by_means=by_means)
        reason = _reason(indicator, a[1], b[1])
        if reason is None and not np.isfinite(found.p_value):
            reason = Reason.NO_ERROR
        if reason is not None:
            return untested(reason, found.difference, rest_of_city=rest, by_means=by_means)
        return PairResult(
            difference=found.difference,
            se=found.se,
            lower=found.lower,
            upper=found.upper,
            p_value=found.p_value,
            p_adjusted=NAN,
            verdict=Verdict.NOT_TESTED,  # until the family is complete
            reason=None,
            rest_of_city=rest,
            by_means=by_means,
        )

    def _contrast(self, indicator: Indicator, a: Side, b: Side) -> Contrast | None:
        if a[0].is_city:  # the city minus a place is the rest minus the place: turned round
            turned = self._contrast(indicator, b, a)
            return None if turned is None else turned.scaled(-1.0)
        if indicator.estimator is Estimator.EVENT_RATE:
            counted = indicator.is_counted_by_place
            return None if counted else self._event_rate(indicator, a[0], b[0])
        if indicator.estimator is Estimator.EVENT_SHARE:
            return self._event_share(a[0], b[0])
        if indicator.estimator in _RESIDENTS:
            return _untested(indicator, a, b)
        if indicator.estimator is Estimator.LIFE_TABLE and _both_pooled(a, b):
            return self._life_tables(a[0], b[0])
        return self._linear(indicator, a[0], b[0])

    # -- tracts -----------------------------------------------------------------------------

    def _linear(self, indicator: Indicator, a: ComparedPlace, b: ComparedPlace) -> Contrast | None:
        cells, vintage = self._tracts.cells(indicator.id), indicator.tract_vintage
        if cells is None or vintage is None:
            return None
        mass_a = self._tracts.mass(cells, a, vintage)
        if b.is_city:
            mass_b = np.maximum(self._tracts.city_mass(cells, vintage) - mass_a, 0.0)
        else:
            mass_b = self._tracts.mass(cells, b, vintage)
        total_a, total_b = float(mass_a.sum()), float(mass_b.sum())
        if total_a <= 0.0 or total_b <= 0.0:
            return None
        return contrast(mass_a / total_a, mass_b / total_b, cells.values, cells.variances)

    def _life_tables(self, a: ComparedPlace, b: ComparedPlace) -> Contrast | None:
        one = self._tracts.place_table(a.layer, a.area_id, False)
        if b.is_city:
            other = self._tracts.place_table(a.layer, a.area_id, True)
        else:
            other = self._tracts.place_table(b.layer, b.area_id, False)
        if one is None or other is None:
            return None
        variances = self._tracts.tables().variances
        return contrast_linearised(one.e0, one.gradient, other.e0, other.gradient, variances)

    # -- events -----------------------------------------------------------------------------

    def _event_rate(
        self, indicator: Indicator, a: ComparedPlace, b: ComparedPlace
    ) -> Contrast | None:
        years_a, years_b = person_years((a, b), indicator)
        only_a, only_b, both = self._events.shared(a, b)
        if b.is_city:
            only_a, both, years_b = both, 0.0, years_b - years_a
        if years_a <= 0.0 or years_b <= 0.0:
            return None
        scale = 1.0 / PER_100K
        spread = self._atlas.dispersion(a.layer, b.layer)
        return rate_contrast(
            only_a, only_b, both, years_a * scale, years_b * scale, dispersion=spread
        )

    def _event_share(self, a: ComparedPlace, b: ComparedPlace) -> Contrast | None:
        """Shares of events. Places that share events are no two groups for an exact test."""
        total_a, total_b, both = self._events.shared(a, b)
        part_a, part_b, part_both = self._events.shared(a, b, self._events.without_arrest())
        if b.is_city:
            total_a, part_a, both = both, part_both, 0.0
        if both > 0.0 or total_a <= 0.0 or total_b <= 0.0:
            return None
        return proportion_difference(part_a, total_a, part_b, total_b).scaled(100.0)


def _untested(indicator: Indicator, a: Side, b: Side) -> Contrast | None:
    """Shares or rates of what was counted, per resident: no known error, so no p value."""
    (place, one), (other, two) = a, b
    value = two.value
    if other.is_city:
        residents = _RESIDENTS[indicator.estimator]
        inside, everyone = residents(indicator, place), residents(indicator, other)
        if everyone <= inside:
            return None
        value = (two.value * everyone - one.value * inside) / (everyone - inside)
    same = place == other
    return same_estimate() if same else normal_contrast(one.value - value, NAN)


def _mid_period(indicator: Indicator, place: ComparedPlace) -> float:
    """Residents in the middle of the years of the indicator."""
    first, second = indicator.census_weights
    return first * place.people_2010 + second * place.people_2020


def _counted(indicator: Indicator, place: ComparedPlace) -> float:
    """Residents at the census that the indicator was counted in."""
    return place.people_2010 if indicator.tract_vintage == 2010 else place.people_2020


# Whose share or rate of a count it is, where nothing is tested.
_RESIDENTS: Mapping[Estimator, Callable[[Indicator, ComparedPlace], float]] = {
    Estimator.BLOCK_SHARE: _counted,
    Estimator.AREA_RATE: _mid_period,
}


def _both_pooled(a: Side, b: Side) -> bool:
    return a[1].method == POOLED_TABLE and b[1].method == POOLED_TABLE


def _missing(a: ComparedValue, b: ComparedValue) -> Reason | None:
    """Why there is not even a difference."""
    absent = [side for side in (a, b) if not np.isfinite(side.value)]
    if not absent:
        return None
    few = all(Flag.FEWER_THAN_10 in side.flags for side in absent)
    return Reason.FEW_EVENTS if few else Reason.NO_VALUE


def _reason(indicator: Indicator, a: ComparedValue, b: ComparedValue) -> Reason | None:
    """Why a difference may not be tested (docs/methods/kinds-of-value)."""
    if indicator.kind is Kind.MODELLED:
        return Reason.MODELLED
    if indicator.interval is IntervalKind.CENSUS:
        return Reason.FULL_COUNT
    few = min(a.events, b.events) < STABLE_EVENTS
    if few and indicator.estimator is Estimator.EVENT_SHARE:
        return Reason.FEW_EVENTS_TO_TEST
    for flag, reason in _FORBIDDEN.items():
        if flag in a.flags or flag in b.flags:
            return reason
    return None if np.isfinite(a.se) and np.isfinite(b.se) else Reason.NO_ERROR

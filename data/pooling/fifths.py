"""Fifths of the residents: who is in which, and the gap between the two ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.catalogue.schema import Indicator
from data.models import Kind, Polarity
from data.pooling.poolers import EventPooler, Pooled, Pooler, difference
from data.rules import ALPHA, MIN_PLACES_FOR_FIFTHS
from data.stats.inequality import fifths


@dataclass(frozen=True, slots=True)
class FifthsGap:
    """The outcome in the worst-off and best-off fifth of residents by the factor.

    `difference` is worst minus best with its 95 % limits and two-sided p; NaN where the outcome
    has no tested error. `claim_allowed` is true only where the one test found a difference and the
    kind of value may be tested; words of comparison exist only then. `groups` has the columns
    fifth (1 = most disadvantaged), value, lower, upper, people, areas.
    """

    worst: float
    worst_lower: float
    worst_upper: float
    best: float
    best_lower: float
    best_upper: float
    difference: float
    difference_lower: float
    difference_upper: float
    p_value: float
    claim_allowed: bool
    groups: pd.DataFrame


FloatArray = NDArray[np.float64]


BoolArray = NDArray[np.bool_]


def fifths_of(frame: pd.DataFrame, factor: Indicator, pooler: Pooler) -> NDArray[np.int64] | None:
    """Fifth of each area, 1 = most disadvantaged, 0 = not grouped; None for too few areas.

    Fifths hold equal people of the outcome, since it is what is pooled: people of another census
    or age would make its groups unequal. `frame` has the columns area_id, factor and outcome, in
    the order of the pooler. Areas without a value of the outcome belong to no fifth; events are
    counts, so every area with people counts.
    """
    values = frame["factor"].to_numpy(dtype=np.float64).copy()
    people = pooler.counted_people()
    if not isinstance(pooler, EventPooler):
        values[frame["outcome"].isna().to_numpy()] = np.nan
    values[people <= 0] = np.nan
    if np.isfinite(values).sum() < MIN_PLACES_FOR_FIFTHS:
        return None
    return np.asarray(
        fifths(
            values,
            people,
            worst_high=worst_is_high(factor),
            ids=frame["area_id"].to_numpy(dtype=str),
        )
    )


def worst_is_high(factor: Indicator) -> bool:
    """True if the most disadvantaged places have the highest values of the factor."""
    return factor.polarity is not Polarity.HIGHER_IS_BETTER


def residents(frame: pd.DataFrame, indicator: Indicator) -> FloatArray:
    """Residents at the census of the indicator's own tracts."""
    column = "people_2010" if indicator.tract_vintage == 2010 else "people_2020"
    return frame[column].to_numpy(dtype=np.float64)


def end_gap(worst: Pooled, best: Pooled, *, outcome: Indicator, groups: pd.DataFrame) -> FifthsGap:
    """The gap between the two end groups by the one contrast; modelled outcomes are not tested."""
    test = None if outcome.kind is Kind.MODELLED else difference(worst, best)
    d, lower, upper, p = np.nan, np.nan, np.nan, np.nan
    if test is not None and np.isfinite(test.p_value):
        d, p, lower, upper = test.difference, test.p_value, test.lower, test.upper
    elif np.isfinite(worst.value) and np.isfinite(best.value):
        d = worst.value - best.value
    return FifthsGap(
        worst=worst.value,
        worst_lower=worst.lower,
        worst_upper=worst.upper,
        best=best.value,
        best_lower=best.lower,
        best_upper=best.upper,
        difference=d,
        difference_lower=lower,
        difference_upper=upper,
        p_value=p,
        claim_allowed=bool(np.isfinite(p) and p < ALPHA),
        groups=groups,
    )


def group_table(pooled: Mapping[int, Pooled], areas: Mapping[int, int]) -> pd.DataFrame:
    """`FifthsGap.groups`: one row a group, by its place from the most disadvantaged."""
    rows = [
        {
            "fifth": order,
            "value": value.value,
            "lower": value.lower,
            "upper": value.upper,
            "people": value.people,
            "areas": areas[order],
        }
        for order, value in pooled.items()
    ]
    return pd.DataFrame(rows)

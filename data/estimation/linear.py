"""Area values as weighted sums of tract values, with everything that follows from the weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.catalogue.schema import Indicator
from data.estimation.tract_values import TractValues
from data.estimation.weights import Floats, Weights
from data.models import Denominator, Estimator, Layer


@dataclass(frozen=True, slots=True)
class Linear:
    """Weighted means of the areas of one layer, arrays (areas,); `shares` is (areas, tracts).

    `shares` are the weights on tracts with an estimate (rows sum to 1, or to 0 without any);
    `rest_shares` the same for the rest of the city. `population`: people of the denominator.
    """

    value: Floats
    se: Floats
    shares: Floats
    rest_shares: Floats
    coverage: Floats
    own_share: Floats
    tracts: Floats
    population: Floats


def denominator_weights(
    indicator: Indicator, tract: TractValues, weights: Weights, layer: Layer
) -> tuple[Floats, Floats]:
    """Weights (areas, tracts) of a layer and (tracts,) of the city.

    Count-based shares: the tract's universe, shared out by block people (of the whole tract, also
    outside the city). Otherwise the block people of the indicator's denominator.
    """
    if indicator.estimator is not Estimator.COUNT_SHARE:
        return weights.of(layer, indicator.denominator), weights.city(indicator.denominator)
    whole = weights.whole_people
    ratio = np.divide(tract.denominator, whole, out=np.zeros(whole.size), where=whole > 0.0)
    ratio = np.nan_to_num(ratio)
    everyone = Denominator.EVERYONE
    return weights.of(layer, everyone) * ratio, weights.city(everyone) * ratio


def linear(indicator: Indicator, tract: TractValues, weights: Weights, layer: Layer) -> Linear:
    """Σ w·value over the tracts with an estimate, SE² = Σ w²·se² (independent tracts)."""
    mass, city_mass = denominator_weights(indicator, tract, weights, layer)
    known = ~np.isnan(tract.value)
    covered, city_covered = mass * known, city_mass * known
    total = covered.sum(axis=1)
    shares = _rows(covered)
    rest = np.maximum(city_covered - covered, 0.0)
    value = np.where(total > 0.0, shares @ np.where(known, tract.value, 0.0), np.nan)
    variance = np.where(known, tract.se, 0.0) ** 2
    unknown = (shares > 0.0) @ np.isnan(variance)
    se = np.sqrt((shares**2) @ np.nan_to_num(variance))
    se = np.where((total > 0.0) & ~unknown, se, np.nan)
    # Coverage counts people of the denominator where blocks know them, else everyone.
    people = mass
    if indicator.estimator is Estimator.COUNT_SHARE:
        people = weights.of(layer, Denominator.EVERYONE)
    everyone = people.sum(axis=1)
    coverage = np.divide(
        (people * known).sum(axis=1),
        everyone,
        out=np.full(everyone.size, np.nan),
        where=everyone > 0.0,
    )
    part = np.divide(mass, city_mass, out=np.zeros_like(mass), where=city_mass > 0.0)
    own = np.where(total > 0.0, (shares * part).sum(axis=1), np.nan)
    return Linear(
        value=value,
        se=se,
        shares=shares,
        rest_shares=_rows(rest),
        coverage=coverage,
        own_share=own,
        tracts=(shares > 0.0).sum(axis=1).astype(float),
        population=mass.sum(axis=1),
    )


def _rows(mass: Floats) -> Floats:
    total = mass.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(mass, total, out=np.zeros_like(mass), where=total > 0.0)
    return shares

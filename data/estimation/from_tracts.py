"""Estimates of every layer for the indicators that start from tract values."""

from __future__ import annotations

import numpy as np

from data.catalogue.schema import Indicator
from data.estimation.comparisons import store_ranks, store_verdicts
from data.estimation.life_expectancy import (
    MEAN,
    POOLED,
    PooledAreas,
    PublishedTables,
    pooled_areas,
    rank_cells,
)
from data.estimation.linear import Linear, linear
from data.estimation.rows import (
    PUBLISHED_TRACT,
    Rows,
    apply_coverage,
    kind_flags,
    reliability_flags,
    residents_flags,
    testable,
)
from data.estimation.tract_values import TractValues, limits
from data.estimation.weights import TRACT_LAYERS, Floats, Weights
from data.models import Estimator, Flag, Geography, Layer
from data.rules import MAX_PREDICTED_SHARE
from data.stats.contrast import Contrast, contrast


def area_estimates(
    indicator: Indicator,
    tract: TractValues,
    weights: Weights,
    layer: Layer,
    *,
    ids: list[str],
    tables: PublishedTables | None,
) -> Rows:
    """Rows of one indicator on one layer; `tables` are needed for life expectancy alone."""
    mean = linear(indicator, tract, weights, layer)
    rows = Rows(ids)
    rows["value"], rows["se"] = mean.value, mean.se
    rows["coverage"], rows["own_share"] = mean.coverage, mean.own_share
    rows["tracts"], rows["population"] = mean.tracts, mean.population
    rows.all_by(_method(indicator))
    residents = weights.residents(layer)
    residents_flags(rows, residents, layer, everyone=_all_of_city(weights, layer))
    pooled: PooledAreas | None = None
    if layer in TRACT_LAYERS.values():
        _as_published(rows, tract, residents)
    else:
        if tables is not None:
            pooled = pooled_areas(tables, weights, layer, rows.shown)
            _pool(rows, pooled)
        rows["lower"], rows["upper"] = limits(indicator, rows["value"], rows["se"])
        _carry_flags(rows, tract, mean)
    if {Geography.NEIGHBORHOOD, Geography.CITY} & set(indicator.geographies) == {
        Geography.NEIGHBORHOOD
    }:
        rows.add_flag(rows.shown, Flag.PART_OF_AREA)
    apply_coverage(rows)
    kind_flags(indicator, rows)
    reliability_flags(indicator, rows)
    if indicator.estimator is not Estimator.TRACT_ONLY:
        _compare(indicator, layer, rows, tract=tract, mean=mean, pooled=pooled)
    return rows


def _all_of_city(weights: Weights, layer: Layer) -> float:
    """Residents that make a drawn area the city; no stored area but the city is one."""
    return float(weights.residents(Layer.CITY)[0]) if layer is Layer.OWN else np.inf


def _pool(rows: Rows, pooled: PooledAreas) -> None:
    for i, table in pooled.areas.items():
        rows["value"][i], rows["se"][i] = table.e0, table.e0_se
        rows.methods[i] = POOLED


def _method(indicator: Indicator) -> str:
    return MEAN if indicator.estimator is Estimator.LIFE_TABLE else indicator.estimator.value


def _as_published(rows: Rows, tract: TractValues, residents: Floats) -> None:
    """Tract rows repeat the source; a tract without city residents is nobody's tract here."""
    here = residents > 0.0
    for column, array in (
        ("value", tract.value),
        ("lower", tract.lower),
        ("upper", tract.upper),
        ("se", tract.se),
    ):
        rows[column] = np.where(here, array, np.nan)
    known = here & ~np.isnan(tract.value)
    rows["coverage"] = np.where(here, known.astype(float), np.nan)
    rows["own_share"] = np.where(known, 1.0, np.nan)
    rows["tracts"] = known.astype(float)
    rows.all_by(PUBLISHED_TRACT)
    for own, flags in zip(rows.flags, tract.flags, strict=True):
        own.update(flags)


def _carry_flags(rows: Rows, tract: TractValues, mean: Linear) -> None:
    """An area is marked when most of its people live in tracts that are."""
    predicted = mean.shares @ tract.flagged(Flag.PREDICTED_TABLES)
    rows.add_flag(predicted > MAX_PREDICTED_SHARE, Flag.PREDICTED_TABLES)
    assumed = mean.shares @ tract.flagged(Flag.ASSUMED_DENOMINATOR)
    rows.add_flag(assumed > 0.0, Flag.ASSUMED_DENOMINATOR)


def _compare(
    indicator: Indicator,
    layer: Layer,
    rows: Rows,
    *,
    tract: TractValues,
    mean: Linear,
    pooled: PooledAreas | None,
) -> None:
    tested = testable(indicator, rows)
    if layer is Layer.HOLC_GRADE:
        tested &= np.array(rows.ids) != "U"  # ungraded land is no yardstick
    variances = tract.se**2

    def against_rest(i: int) -> Contrast | None:
        if pooled is not None and i in pooled.areas:
            return pooled.compare(i)
        rest = mean.rest_shares[i]
        if rest.sum() == 0.0:
            return None
        return contrast(mean.shares[i], rest, tract.value, variances)

    store_verdicts(indicator, rows, tested, against_rest)
    shares, cells, errors = mean.shares, tract.value, variances
    if pooled is not None:
        shares, cells, errors = rank_cells(shares, cells, errors, rows["value"])
    store_ranks(
        indicator, layer, rows, ranked=tested, shares=shares, values=cells, variances=errors
    )

"""Estimates of every layer for the indicators that start from tract values."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.build.comparisons import store_ranks, store_verdicts
from data.build.geography import Floats, Weights
from data.build.life_expectancy import MEAN, POOLED, PooledAreas, pooled_areas, rank_cells
from data.build.linear import Linear, linear
from data.build.results import (
    PUBLISHED_TRACT,
    add_flag,
    apply_coverage,
    kind_flags,
    new_rows,
    reliability_flags,
    residents_flags,
    testable,
)
from data.build.tract_values import TractValues, limits
from data.catalogue.schema import Indicator
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
    life_tables: pd.DataFrame,
) -> pd.DataFrame:
    """Rows of one indicator on one layer (columns `results.COLUMNS`, `flags` as sets)."""
    mean = linear(indicator, tract, weights, layer)
    offered = set(indicator.geographies)
    is_tract = layer in (Layer.TRACT_2010, Layer.TRACT_2020)
    frame = new_rows(ids)
    frame["value"], frame["se"] = mean.value, mean.se
    frame["coverage"], frame["own_share"] = mean.coverage, mean.own_share
    frame["tracts"], frame["population"] = mean.tracts, mean.population
    frame["method"] = _method(indicator)
    residents = weights.people[layer][:, :, 0].sum(axis=1)
    residents_flags(frame, residents, layer)
    pooled: PooledAreas | None = None
    if is_tract:
        _as_published(frame, tract, residents)
    elif indicator.estimator is Estimator.LIFE_TABLE:
        shown = ~np.isnan(mean.value)
        pooled = pooled_areas(life_tables, weights, layer, shown)
        for i, table in pooled.areas.items():
            frame.loc[i, ["value", "se"]] = (table.e0, table.e0_se)
            frame.loc[i, "method"] = POOLED
    if not is_tract:
        lower, upper = limits(indicator, frame["value"].to_numpy(), frame["se"].to_numpy())
        frame["lower"], frame["upper"] = lower, upper
        _carry_flags(frame, tract, mean)
    if {Geography.NEIGHBORHOOD, Geography.CITY} & offered == {Geography.NEIGHBORHOOD}:
        add_flag(frame, frame["value"].notna(), Flag.PART_OF_AREA)
    apply_coverage(frame)
    kind_flags(indicator, frame)
    reliability_flags(indicator, frame)
    if indicator.estimator is not Estimator.TRACT_ONLY:
        _compare(indicator, layer, frame, tract=tract, mean=mean, pooled=pooled)
    return frame


def _method(indicator: Indicator) -> str:
    return MEAN if indicator.estimator is Estimator.LIFE_TABLE else indicator.estimator.value


def _as_published(frame: pd.DataFrame, tract: TractValues, residents: Floats) -> None:
    """Tract rows repeat the source; a tract without city residents is nobody's tract here."""
    here = residents > 0.0
    for column, array in (
        ("value", tract.value),
        ("lower", tract.lower),
        ("upper", tract.upper),
        ("se", tract.se),
    ):
        frame[column] = np.where(here, array, np.nan)
    known = here & ~np.isnan(tract.value)
    frame["coverage"] = np.where(here, known.astype(float), np.nan)
    frame["own_share"] = np.where(known, 1.0, np.nan)
    frame["tracts"] = known.astype(float)
    frame["method"] = PUBLISHED_TRACT
    for i, flags in enumerate(tract.flags):
        frame["flags"].iloc[i].update(flags)


def _carry_flags(frame: pd.DataFrame, tract: TractValues, mean: Linear) -> None:
    """An area is marked when most of its people live in tracts that are."""
    predicted = mean.shares @ tract.predicted.astype(float)
    add_flag(frame, predicted > MAX_PREDICTED_SHARE, Flag.PREDICTED_TABLES)
    assumed = np.array([Flag.ASSUMED_DENOMINATOR in flags for flags in tract.flags])
    add_flag(frame, mean.shares @ assumed.astype(float) > 0.0, Flag.ASSUMED_DENOMINATOR)


def _compare(
    indicator: Indicator,
    layer: Layer,
    frame: pd.DataFrame,
    *,
    tract: TractValues,
    mean: Linear,
    pooled: PooledAreas | None,
) -> None:
    tested = testable(indicator, frame)
    if layer is Layer.HOLC_GRADE:
        tested &= frame["area_id"].to_numpy() != "U"  # ungraded land is no yardstick
    variances = tract.se**2

    def against_rest(i: int) -> Contrast | None:
        if pooled is not None and i in pooled.areas:
            return pooled.compare(i)
        rest = mean.rest_shares[i]
        if rest.sum() == 0.0:
            return None
        return contrast(mean.shares[i], rest, tract.value, variances)

    store_verdicts(indicator, frame, tested, against_rest)
    shares, cells, errors = mean.shares, tract.value, variances
    if pooled is not None:
        shares, cells, errors = rank_cells(
            shares, cells, errors, frame["value"].to_numpy(dtype=float)
        )
    store_ranks(
        indicator, layer, frame, ranked=tested, shares=shares, values=cells, variances=errors
    )

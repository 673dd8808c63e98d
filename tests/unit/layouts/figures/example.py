"""A small city built by code: twelve places with every kind of value that a chart must draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from data.atlas.overlays import OverlayLayer
from data.catalogue.loader import load_catalogue
from data.catalogue.pairs import pair_rule
from data.explore.results import EXPLORE_COLUMNS, AssociationView, CityValues, ExploreData
from data.models import Geography
from data.stats.bins import bivariate_classes, classify, quantile_breaks

PLACES = 12
NO_DATA = 11  # the last place has no value at all
TOO_FEW = 10  # for events, the place before it has too few


def example(
    outcome_id: str = "life_expectancy",
    factor_id: str = "poverty_2015",
    *,
    geography: Geography = Geography.NEIGHBORHOOD,
    verdicts: Sequence[str] | None = None,
    associated: bool = True,
) -> ExploreData:
    """Explore data of two real catalogue entries over made-up places."""
    catalogue = load_catalogue()
    outcome, factor = catalogue.indicator(outcome_id), catalogue.indicator(factor_id)
    frame = _frame(outcome_id, geography)
    frame["verdict"] = list(verdicts or _verdicts())
    frame["difference"] = frame["outcome"] - 75.9
    limits = {}
    for name in ("outcome", "factor"):
        breaks = quantile_breaks(frame[name].to_numpy(), k=5)
        frame[f"{name}_class"] = classify(frame[name].to_numpy(), breaks)
        limits[name] = tuple(float(limit) for limit in breaks[:-1])
        thirds = quantile_breaks(frame[name].to_numpy(), k=3)
        limits[f"{name}_thirds"] = tuple(float(limit) for limit in thirds[:-1])
    frame["bivariate_class"] = bivariate_classes(
        frame["outcome"].to_numpy(), frame["factor"].to_numpy()
    )
    return ExploreData(
        outcome=outcome,
        factor=factor,
        outcome_source=catalogue.source_of(outcome),
        factor_source=catalogue.source_of(factor),
        geography=geography,
        frame=frame[list(EXPLORE_COLUMNS)],
        city=CityValues(75.9, 75.5, 76.3, 19.5, np.nan, np.nan),
        association=association() if associated else None,
        association_reason=None if associated else "explore.reason.few_areas",
        gap=None,
        gap_reason="explore.reason.few_areas",
        rule=pair_rule(outcome, factor),
        outcome_breaks=limits["outcome"],
        factor_breaks=limits["factor"],
        outcome_tertiles=limits["outcome_thirds"],
        factor_tertiles=limits["factor_thirds"],
        bounds=(-94.77, 38.82, -94.38, 39.36),
        geojson_url="/assets/geo/neighborhood.geojson",
        overlays=_overlays(),
    )


def _frame(outcome_id: str, geography: Geography) -> pd.DataFrame:
    k = np.arange(PLACES)
    # a permutation, so that the order of the frame is not the order of any value
    value = 66.0 + 1.25 * ((k * 5) % 11)
    value[NO_DATA] = np.nan
    frame = pd.DataFrame(
        {
            "place_id": [f"{geography.value}-{i}" for i in k],
            "area_id": [str(i) for i in k],
            "name": [f"Place {i}" for i in k],
            "people": 400 + 731 * k,
            "outcome": value,
            "outcome_lower": value - 2.04,
            "outcome_upper": value + 2.04,
            "outcome_coverage": np.where(k == NO_DATA, 0.3, 0.97),
            "outcome_own_share": 0.8,
            "outcome_tracts": 2,
            "outcome_flags": np.where(k == NO_DATA, "coverage_under_50", ""),
            "outcome_method": "weighted_mean",
            "outcome_events": np.nan,
            "rank": np.where(k == NO_DATA, np.nan, k + 1.0),
            "rank_lower": np.where(k == NO_DATA, np.nan, 1.0),
            "rank_upper": np.where(k == NO_DATA, np.nan, 11.0),
            "factor": 3.0 + 4.7 * ((k * 7) % 12),
            "factor_lower": np.nan,
            "factor_upper": np.nan,
            "factor_coverage": 1.0,
            "factor_flags": "",
            "hatch": "[[-94.5,39.0,-94.4,39.1]]",
        }
    )
    if outcome_id == "homicide_rate":
        frame.loc[TOO_FEW, ["outcome", "outcome_lower", "rank", "rank_lower", "rank_upper"]] = (
            np.nan
        )
        frame.loc[TOO_FEW, "outcome_upper"] = 18.4
        frame.loc[TOO_FEW, "outcome_flags"] = "fewer_than_10"
    return frame


def _verdicts() -> list[str]:
    return ["worse", "worse", "better", *["not_different"] * 7, "not_tested", "not_tested"]


def _overlays() -> dict[str, OverlayLayer]:
    return {
        "holc": OverlayLayer(
            url="/assets/geo/holc.geojson",
            feature_ids=("A", "B", "C", "D"),
            labels=((-94.55, 39.05, "A"), (-94.56, 39.06, "D")),
        ),
        "rivers": OverlayLayer(lons=(-94.6, -94.5, None, -94.4, -94.3), lats=(39.1,) * 5),
    }


def association(**changes: Any) -> AssociationView:
    """A falling line over 11 places worth about 5."""
    grid = np.linspace(3.0, 54.0, 5)
    fit = 82.0 - 0.25 * grid
    view = AssociationView(
        n=11,
        n_effective=5.4,
        r=-0.75,
        r_lower=-0.95,
        r_upper=-0.1,
        spearman=-0.7,
        slope=-0.25,
        intercept=82.0,
        x_grid=grid,
        fit=fit,
        fit_lower=fit - 2,
        fit_upper=fit + 2,
        leave_one_out_lower=-0.8,
        leave_one_out_upper=-0.6,
        residual_moran=0.3,
    )
    return replace(view, **changes)

"""Homicides: events located in areas, and what may be said of so few."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from data.build.comparisons import store_ranks, store_verdicts
from data.build.geography import Floats, Geography, locate
from data.build.results import (
    FEW_RESIDENTS_UNDER,
    add_flag,
    new_rows,
    reliability_flags,
    residents_flags,
    testable,
    withhold,
)
from data.catalogue.schema import Indicator
from data.models import CITY_ID, Flag, Layer
from data.stats.contrast import Contrast, contrast, poisson_contrast
from data.stats.intervals import poisson_limits, wilson

PER = 100_000.0
NO_RATE_UNDER = 10
FLAGGED_UNDER = 20
# Mid-period (mid 2012) people: straight line between the census of April 2010 and of 2020.
MID_PERIOD = {2010: 0.775, 2020: 0.225}


def locate_events(events: gpd.GeoDataFrame, geography: Geography) -> pd.DataFrame:
    """One row an event: the area id of every layer (None: in none) and `no_arrest`."""
    placed = pd.DataFrame({"no_arrest": events["no_arrest"]})
    for layer, shapes in geography.shapes.items():
        placed[layer.value] = locate(events, shapes)
    placed[Layer.CITY.value] = CITY_ID  # the file holds the city's events and no others
    grade = placed[Layer.HOLC_GRADE.value]
    placed[Layer.HOLC_GRADE.value] = grade.where(grade.notna(), "U")
    return placed


def mid_period_people(geography: Geography, layer: Layer) -> Floats:
    """Residents of each area of a layer in the middle of 2007-2017."""
    areas = geography.areas[geography.areas["layer"] == layer.value]
    parts: Mapping[str, float] = {f"people_{v}": share for v, share in MID_PERIOD.items()}
    total = sum(areas[name].to_numpy(dtype=np.float64) * share for name, share in parts.items())
    return np.asarray(total, dtype=np.float64)


def rate_estimates(
    indicator: Indicator, events: pd.DataFrame, geography: Geography, layer: Layer
) -> pd.DataFrame:
    """Rate per 100,000 residents a year. Fewer than ten events: no rate, an upper limit only."""
    ids = geography.ids(layer)
    years = indicator.year_end - indicator.year_start + 1
    people = mid_period_people(geography, layer)
    count = events.groupby(layer.value).size().reindex(ids).fillna(0).to_numpy(dtype=np.float64)
    frame = new_rows(ids)
    residents_flags(frame, people, layer)
    frame["method"] = indicator.estimator.value
    frame["population"], frame["events"], frame["tracts"] = people, count, 0.0
    enough = people >= FEW_RESIDENTS_UNDER
    frame["coverage"] = np.where(people > 0, 1.0, np.nan)
    frame["own_share"] = np.where(people > 0, 1.0, np.nan)
    scale = np.divide(PER, people * years, out=np.full(len(ids), np.nan), where=enough)
    low, high = poisson_limits(count)
    frame["value"], frame["se"] = count * scale, np.sqrt(count) * scale
    frame["lower"], frame["upper"] = low * scale, high * scale
    few = enough & (count < NO_RATE_UNDER)
    add_flag(frame, few, Flag.FEWER_THAN_10)
    frame.loc[few, ["value", "lower", "se"]] = np.nan
    add_flag(frame, enough & ~few & (count < FLAGGED_UNDER), Flag.FROM_10_TO_19)
    reliability_flags(indicator, frame)
    city_count = float(len(events))
    city_years = float(mid_period_people(geography, Layer.CITY)[0]) * years

    def against_rest(i: int) -> Contrast:
        found = poisson_contrast(
            float(count[i]),
            city_count - float(count[i]),
            0.0,
            float(people[i]) * years,
            city_years - float(people[i]) * years,
        )
        return Contrast(found.difference * PER, found.se * PER, found.p_value, found.same)

    tested = testable(indicator, frame)
    if layer is Layer.HOLC_GRADE:
        tested &= frame["area_id"].to_numpy() != "U"
    store_verdicts(indicator, frame, tested, against_rest)
    # Places with few events have no rate of their own but stand in the order all the same.
    ranked = tested | few
    variances = np.maximum(count, 1.0) * scale**2
    cells = np.eye(len(frame))
    store_ranks(
        indicator,
        layer,
        frame,
        ranked=ranked,
        shares=cells,
        values=np.nan_to_num(count * scale),
        variances=np.nan_to_num(variances),
    )
    frame.loc[~tested, ["rank", "rank_lower", "rank_upper"]] = np.nan
    return frame


def share_estimates(
    indicator: Indicator, events: pd.DataFrame, geography: Geography, layer: Layer
) -> pd.DataFrame:
    """Share of the area's events without an arrest, with Wilson limits."""
    ids = geography.ids(layer)
    everyone = mid_period_people(geography, layer)
    grouped = events.groupby(layer.value)["no_arrest"]
    total = grouped.size().reindex(ids).fillna(0).to_numpy(dtype=np.float64)
    without = grouped.sum().reindex(ids).fillna(0).to_numpy(dtype=np.float64)
    frame = new_rows(ids)
    residents_flags(frame, everyone, layer)
    frame["method"] = indicator.estimator.value
    frame["population"], frame["events"], frame["tracts"] = total, total, 0.0
    frame["coverage"], frame["own_share"] = 1.0, 1.0
    share = np.divide(without, total, out=np.full(len(ids), np.nan), where=total > 0)
    variance = share * (1.0 - share) / np.where(total > 0, total, np.nan)
    low, high = wilson(without, np.maximum(total, 1.0))
    frame["value"], frame["se"] = share * 100.0, np.sqrt(variance) * 100.0
    frame["lower"], frame["upper"] = low * 100.0, high * 100.0
    few = total < NO_RATE_UNDER
    add_flag(frame, few, Flag.FEWER_THAN_10)
    add_flag(frame, ~few & (total < FLAGGED_UNDER), Flag.FROM_10_TO_19)
    withhold(frame, few)
    reliability_flags(indicator, frame)
    city_without, city_total = float(events["no_arrest"].sum()), float(len(events))

    def against_rest(i: int) -> Contrast | None:
        rest_total = city_total - total[i]
        if rest_total <= 0:
            return None
        rest = (city_without - without[i]) / rest_total
        values = np.array([share[i], rest]) * 100.0
        errors = np.array([variance[i], rest * (1.0 - rest) / rest_total]) * 100.0**2
        return contrast(np.array([1.0, 0.0]), np.array([0.0, 1.0]), values, errors)

    store_verdicts(indicator, frame, testable(indicator, frame), against_rest)
    return frame

"""Homicides: events located in areas, and what may be said of so few."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from data.build.comparisons import store_ranks, store_verdicts
from data.build.geography import Floats, Geography, locate_all
from data.build.results import (
    add_flag,
    new_rows,
    reliability_flags,
    residents_flags,
    testable,
    withhold,
)
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.models import Flag, Layer
from data.rules import DISPERSION_OVER, MIN_EVENTS_FOR_RATE, MIN_RESIDENTS, STABLE_EVENTS
from data.stats.contrast import Contrast
from data.stats.event_contrast import (
    dispersion,
    proportion_difference,
    rate_contrast,
)
from data.stats.intervals import poisson_limits, wilson

PER = 100_000.0
# Layers whose homicides are compared: each has a dispersion of its own.
COMPARED_LAYERS = (Layer.NEIGHBORHOOD, Layer.ZIP, Layer.COUNCIL_DISTRICT, Layer.HOLC_GRADE)


def locate_events(events: gpd.GeoDataFrame, geography: Geography) -> pd.DataFrame:
    """One row an event: the area id of every layer (None: in none), `no_arrest`, year, weight.

    An event on the line between two areas counts half in each: it has a row for each area, and
    the weights of its rows sum to 1.
    """
    placed = pd.DataFrame({"no_arrest": events["no_arrest"], "year": events["year"], "weight": 1.0})
    for layer, shapes in geography.shapes.items():
        ids = locate_all(events, shapes)
        placed = placed.join(ids.rename(layer.value))
        placed["weight"] /= ids.groupby(level=0).size().reindex(placed.index).to_numpy()
    names = [layer.value for layer in geography.shapes]
    placed[names] = placed[names].astype(object).where(placed[names].notna(), None)
    placed = placed.reset_index(drop=True)
    placed[Layer.CITY.value] = city().id  # the file holds the city's events and no others
    if Layer.HOLC_GRADE in geography.shapes:
        grade = placed[Layer.HOLC_GRADE.value]
        placed[Layer.HOLC_GRADE.value] = grade.where(grade.notna(), "U")
    return placed


def event_dispersion(events: pd.DataFrame, layer: Layer, years: range) -> float:
    """Dispersion of the counts of a layer from year to year, in areas of more than 25 events.

    Among fewer, about two a year, Pearson's statistic says little about the spread.
    """
    counts = events.pivot_table(
        index=layer.value, columns="year", values="weight", aggfunc="sum", fill_value=0.0
    ).reindex(columns=years, fill_value=0.0)
    enough = counts[counts.sum(axis=1) > DISPERSION_OVER]
    return dispersion(enough.to_numpy(dtype=np.float64))


def mid_period_people(geography: Geography, layer: Layer, parts: Mapping[int, float]) -> Floats:
    """Residents of each area of a layer in the middle of a period.

    `parts`: the share of each census in them.
    """
    areas = geography.areas[geography.areas["layer"] == layer.value]
    total = sum(
        areas[f"people_{census}"].to_numpy(dtype=np.float64) * share
        for census, share in parts.items()
    )
    return np.asarray(total, dtype=np.float64)


def _parts(indicator: Indicator) -> dict[int, float]:
    return dict(zip((2010, 2020), indicator.census_weights, strict=True))


def rate_estimates(
    indicator: Indicator, events: pd.DataFrame, geography: Geography, layer: Layer
) -> pd.DataFrame:
    """Rate per 100,000 residents a year. Fewer than ten events: no rate, an upper limit only."""
    ids = geography.ids(layer)
    years, parts = indicator.years_counted, _parts(indicator)
    people = mid_period_people(geography, layer, parts)
    count = _counts(events, layer, ids)
    frame = new_rows(ids)
    residents_flags(frame, people, layer)
    frame["method"] = indicator.estimator.value
    frame["population"], frame["events"], frame["tracts"] = people, count, 0.0
    enough = people >= MIN_RESIDENTS
    frame["coverage"] = np.where(people > 0, 1.0, np.nan)
    frame["own_share"] = np.where(people > 0, 1.0, np.nan)
    scale = np.divide(PER, people * years, out=np.full(len(ids), np.nan), where=enough)
    low, high = poisson_limits(count)
    frame["value"], frame["se"] = count * scale, np.sqrt(count) * scale
    frame["lower"], frame["upper"] = low * scale, high * scale
    few = enough & (count < MIN_EVENTS_FOR_RATE)
    add_flag(frame, few, Flag.FEWER_THAN_10)
    frame.loc[few, ["value", "lower", "se"]] = np.nan
    add_flag(frame, enough & ~few & (count < STABLE_EVENTS), Flag.FROM_10_TO_19)
    reliability_flags(indicator, frame)
    city_count = float(events["weight"].sum())
    city_years = float(mid_period_people(geography, Layer.CITY, parts)[0]) * years
    spread = event_dispersion(events, layer, range(indicator.year_start, indicator.year_end + 1))

    def against_rest(i: int) -> Contrast:
        found = rate_contrast(
            float(count[i]),
            city_count - float(count[i]),
            0.0,
            float(people[i]) * years,
            city_years - float(people[i]) * years,
            dispersion=spread,
        )
        return found.scaled(PER)

    tested = testable(indicator, frame)
    if layer is Layer.HOLC_GRADE:
        tested &= frame["area_id"].to_numpy() != "U"
    store_verdicts(indicator, frame, tested, against_rest)
    # Places with few events have no rate of their own but stand in the order all the same.
    ranked = tested | few
    variances = spread * np.maximum(count, 1.0) * scale**2
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
    """Share of the area's events without an arrest, with Wilson limits.

    Compared with the rest of the city by Fisher's exact test, from 20 events on: among fewer,
    one case more or less changes the answer.
    """
    ids = geography.ids(layer)
    everyone = mid_period_people(geography, layer, _parts(indicator))
    total = _counts(events, layer, ids)
    open_cases = events[events["no_arrest"] == 1]
    without = _counts(open_cases, layer, ids)
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
    few = total < MIN_EVENTS_FOR_RATE
    add_flag(frame, few, Flag.FEWER_THAN_10)
    add_flag(frame, ~few & (total < STABLE_EVENTS), Flag.FROM_10_TO_19)
    withhold(frame, few)
    reliability_flags(indicator, frame)
    city_without, city_total = float(open_cases["weight"].sum()), float(events["weight"].sum())

    def against_rest(i: int) -> Contrast | None:
        rest_total = city_total - float(total[i])
        if rest_total <= 0:
            return None
        found = proportion_difference(
            float(without[i]), float(total[i]), city_without - float(without[i]), rest_total
        )
        return found.scaled(100.0)

    tested = testable(indicator, frame) & (total >= STABLE_EVENTS)
    store_verdicts(indicator, frame, tested, against_rest)
    return frame


def _counts(events: pd.DataFrame, layer: Layer, ids: list[str]) -> Floats:
    """(areas,) events; one on the line between two areas is half an event in each."""
    count = events.groupby(layer.value)["weight"].sum().reindex(ids).fillna(0.0)
    return np.asarray(count, dtype=np.float64)

"""Homicides: events located in areas, and what may be said of so few."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from data.build.blocks import EVENT_VINTAGE, event_blocks
from data.build.geography import Geography, locate_all, rows_of
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.estimation.comparisons import store_verdicts
from data.estimation.from_events import EventCounts, EventParts
from data.estimation.rows import Rows, reliability_flags, residents_flags, testable
from data.estimation.weights import Floats
from data.models import Flag, Layer
from data.rules import DISPERSION_OVER, MIN_EVENTS_FOR_RATE, STABLE_EVENTS
from data.stats.contrast import Contrast
from data.stats.event_contrast import dispersion, proportion_difference
from data.stats.intervals import wilson

# Layers whose homicides are compared: each has a dispersion of its own.
COMPARED_LAYERS = (
    Layer.NEIGHBORHOOD,
    Layer.ZIP,
    Layer.COUNCIL_DISTRICT,
    Layer.GROUP,
    Layer.HOLC_GRADE,
)


def locate_events(events: gpd.GeoDataFrame, geography: Geography) -> pd.DataFrame:
    """One row an event: the area id of every layer (None: in none), `no_arrest`, year, weight.

    `block` stands for its point, which is left behind.

    An event on the line between two areas counts half in each: it has a row for each area, and
    the weights of its rows sum to 1. Groups have no column: an event is in those of its home place
    (`geography.rows_of`).
    """
    placed = pd.DataFrame({"no_arrest": events["no_arrest"], "year": events["year"], "weight": 1.0})
    placed["lon"], placed["lat"] = events.geometry.x, events.geometry.y
    shapes_of = {k: shapes for k, shapes in geography.shapes.items() if k is not Layer.GROUP}
    for layer, shapes in shapes_of.items():
        ids = locate_all(events, shapes)
        placed = placed.join(ids.rename(layer.value))
        placed["weight"] /= ids.groupby(level=0).size().reindex(placed.index).to_numpy()
    names = [layer.value for layer in shapes_of]
    placed[names] = placed[names].astype(object).where(placed[names].notna(), None)
    placed = placed.reset_index(drop=True)
    placed[Layer.CITY.value] = city().id  # the file holds the city's events and no others
    if Layer.HOLC_GRADE in geography.shapes:
        grade = placed[Layer.HOLC_GRADE.value]
        placed[Layer.HOLC_GRADE.value] = grade.where(grade.notna(), "U")
    placed["block"] = event_blocks(placed, geography.blocks[EVENT_VINTAGE])
    return placed.drop(columns=["lon", "lat"])


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


def event_counts(
    indicator: Indicator, events: pd.DataFrame, geography: Geography, layer: Layer
) -> EventCounts:
    """Events of every area of a layer, in the order of its ids, and of the whole city."""
    parts, located = _parts(indicator), rows_of(events, layer, geography.members)
    return EventCounts(
        count=_counts(located, layer, geography.ids(layer)),
        people=mid_period_people(geography, layer, parts),
        city_count=float(events["weight"].sum()),
        city_people=float(mid_period_people(geography, Layer.CITY, parts)[0]),
        dispersion=event_dispersion(
            located, layer, range(indicator.year_start, indicator.year_end + 1)
        ),
        parts=event_parts(events, geography, parts) if layer is Layer.GROUP else None,
    )


def event_parts(
    events: pd.DataFrame, geography: Geography, parts: Mapping[int, float]
) -> EventParts:
    """What groups are made of that varies by itself: the home places that lie in the same ones."""
    home = Layer(city().home)
    homes = geography.ids(home)
    inside = np.array([[h in ids for h in homes] for ids in geography.members.values()])
    kinds, part_of = np.unique(inside, axis=1, return_inverse=True)
    to_parts = np.eye(kinds.shape[1])[:, np.ravel(part_of)]
    people = to_parts @ mid_period_people(geography, home, parts)
    mass = kinds * people
    total = mass.sum(axis=1, keepdims=True)
    return EventParts(
        shares=np.divide(mass, total, out=np.zeros_like(mass), where=total > 0.0),
        count=to_parts @ _counts(events, home, homes),
        people=people,
    )


def share_estimates(
    indicator: Indicator, events: pd.DataFrame, geography: Geography, layer: Layer
) -> Rows:
    """Share of the area's events without an arrest, with Wilson limits.

    Compared with the rest of the city by Fisher's exact test, from 20 events on: among fewer,
    one case more or less changes the answer.
    """
    ids = geography.ids(layer)
    everyone = mid_period_people(geography, layer, _parts(indicator))
    located = rows_of(events, layer, geography.members)
    total = _counts(located, layer, ids)
    open_cases = events[events["no_arrest"] == 1]
    without = _counts(located[located["no_arrest"] == 1], layer, ids)
    rows = Rows(ids)
    residents_flags(rows, everyone, layer)
    rows.all_by(indicator.estimator.value)
    rows["population"], rows["events"], rows["tracts"] = total, total, 0.0
    rows["coverage"], rows["own_share"] = 1.0, 1.0
    share = np.divide(without, total, out=np.full(len(ids), np.nan), where=total > 0)
    variance = share * (1.0 - share) / np.where(total > 0, total, np.nan)
    low, high = wilson(without, np.maximum(total, 1.0))
    rows["value"], rows["se"] = share * 100.0, np.sqrt(variance) * 100.0
    rows["lower"], rows["upper"] = low * 100.0, high * 100.0
    few = total < MIN_EVENTS_FOR_RATE
    rows.add_flag(few, Flag.FEWER_THAN_10)
    rows.add_flag(~few & (total < STABLE_EVENTS), Flag.FROM_10_TO_19)
    rows.withhold(few)
    reliability_flags(indicator, rows)
    city_without, city_total = float(open_cases["weight"].sum()), float(events["weight"].sum())

    def against_rest(i: int) -> Contrast | None:
        rest_total = city_total - float(total[i])
        if rest_total <= 0:
            return None
        found = proportion_difference(
            float(without[i]), float(total[i]), city_without - float(without[i]), rest_total
        )
        return found.scaled(100.0)

    tested = testable(indicator, rows) & (total >= STABLE_EVENTS)
    store_verdicts(indicator, rows, tested, against_rest)
    return rows


def _counts(events: pd.DataFrame, layer: Layer, ids: list[str]) -> Floats:
    """(areas,) events; one on the line between two areas is half an event in each."""
    count = events.groupby(layer.value)["weight"].sum().reindex(ids).fillna(0.0)
    return np.asarray(count, dtype=np.float64)

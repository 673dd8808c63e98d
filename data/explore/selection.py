"""Places chosen by a visitor, described together beside the city. Never tested.

Choosing by eye and then testing always "finds" something, so there is no p value here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.catalogue.schema import Indicator
from data.models import Estimator, Geography, Layer, printed_ids
from data.pooling.poolers import Pooled
from data.rules import MIN_EVENTS_FOR_RATE

NOTHING = Pooled(float("nan"), float("nan"), float("nan"), 0.0)


@dataclass(frozen=True, slots=True)
class SelectedValue:
    """One indicator for the chosen places together. `events` is NaN for other than events."""

    indicator: Indicator
    value: float
    lower: float
    upper: float
    city: float
    events: float


@dataclass(frozen=True, slots=True)
class Selection:
    """Residents (2020) of the chosen places, and both indicators."""

    people: int
    outcome: SelectedValue
    factor: SelectedValue


def describe_selection(
    atlas: Atlas, outcome_id: str, factor_id: str, by: Geography, places: frozenset[str]
) -> Selection:
    """Describe `places` (`<geography>-<id>`); unknown ones are ignored."""
    outcome = atlas.catalogue.indicator(outcome_id)
    factor = atlas.catalogue.indicator(factor_id)
    layer = outcome.layer_of(by)
    parts, rows = atlas.parts_of(layer, _chosen(atlas.areas(layer), by, places))
    return Selection(
        people=int(atlas.areas(parts).loc[rows, "people_2020"].sum()),
        outcome=_selected(atlas, outcome, by, places),
        factor=_selected(atlas, factor, by, places),
    )


def _chosen(areas: pd.DataFrame, by: Geography, places: frozenset[str]) -> NDArray[np.bool_]:
    ids = pd.Series(printed_ids(by, areas["area_id"]), dtype=str)
    return ids.isin(places).to_numpy(dtype=np.bool_)


def _selected(
    atlas: Atlas, indicator: Indicator, by: Geography, places: frozenset[str]
) -> SelectedValue:
    pooled = _pooled(atlas, indicator, by, places)
    events = pooled.events
    too_few = indicator.estimator is Estimator.EVENT_RATE and not events >= MIN_EVENTS_FOR_RATE
    return SelectedValue(
        indicator=indicator,
        value=float("nan") if too_few else pooled.value,
        lower=float("nan") if too_few else pooled.lower,
        upper=pooled.upper,
        city=atlas.city_value(indicator)[0],
        events=events,
    )


def _pooled(atlas: Atlas, indicator: Indicator, by: Geography, places: frozenset[str]) -> Pooled:
    if by not in indicator.geographies:
        return NOTHING
    layer = indicator.layer_of(by)
    areas = atlas.areas(layer)
    rows = _chosen(areas, by, places)
    if rows.sum() == 1:
        return _stored(atlas, indicator, layer, areas.loc[rows, "area_id"].iloc[0])
    parts, rows = atlas.parts_of(layer, rows)
    pooler = atlas.pooler(indicator.id, parts)
    return NOTHING if pooler is None or not rows.any() else pooler.pool(rows)


def _stored(atlas: Atlas, indicator: Indicator, layer: Layer, area_id: str) -> Pooled:
    """A single place keeps the value that every other page shows for it."""
    frame: pd.DataFrame = atlas.estimates(indicator.id, layer)
    row = frame[frame["area_id"] == area_id]
    if row.empty:
        return NOTHING
    first = row.iloc[0]
    return Pooled(
        value=float(first["value"]),
        lower=float(first["lower"]),
        upper=float(first["upper"]),
        people=float(first["population"]),
        events=float(first["events"]),
    )

"""Values of one place beside the city and the spread of all places, from rows read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from sys import intern
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.gap_groups import GRADES_INDICATOR, UNGRADED
from data.locale.format import as_printed
from data.models import Estimator, Flag, Geography, Layer, Verdict
from data.place_views import PlaceValue, Spread
from data.pooling import EventPooler

if TYPE_CHECKING:
    from data.services import Services

FloatArray = NDArray[np.float64]

MIN_RESIDENTS = 500

# Columns of the estimate table that a page reads; the value stands first, the tracts last.
NUMBERS = (
    "value", "lower", "upper", "se", "coverage", "own_share", "difference", "difference_se",
    "difference_lower", "difference_upper",
    "p_adjusted", "events", "tracts",
)  # fmt: skip
WORDS = ("method", "flags", "verdict")


@dataclass(frozen=True, slots=True, eq=False)
class LayerValues:
    """Every estimate of one layer, and the spread of each indicator over its places.

    `numbers` (n, len(NUMBERS)) and `words` (n rows of len(WORDS) texts) are the rows of the
    estimate table; `at` finds the row of an indicator at a place. Held as arrays: as objects they
    would cost ten times the memory.
    """

    numbers: FloatArray
    words: Sequence[tuple[str, ...]]
    at: Mapping[str, Mapping[str, int]]  # area id -> indicator id -> row
    spreads: Mapping[str, Spread]

    def column(self, indicator_id: str, area_ids: Iterable[str]) -> FloatArray:
        """(n,) values of one indicator at some places; NaN where there is none."""
        rows = [self.at.get(area_id, {}).get(indicator_id) for area_id in area_ids]
        return np.array([np.nan if row is None else self.numbers[row, 0] for row in rows])


def layer_values(services: Services, layer: Layer) -> LayerValues:
    """Read the estimates of a layer, once."""
    frame = services.repository.all_estimates(layer)
    at: dict[str, dict[str, int]] = {}
    for row, (area_id, key) in enumerate(zip(frame["area_id"], frame["indicator_id"], strict=True)):
        at.setdefault(area_id, {})[intern(key)] = row
    spreads = {str(k): _spread_of(g) for k, g in frame.groupby("indicator_id", sort=False)}
    words = zip(*(map(intern, frame[name]) for name in WORDS), strict=True)
    return LayerValues(
        numbers=frame[list(NUMBERS)].to_numpy(dtype=np.float64),
        words=list(words),
        at=at,
        spreads={**spreads, **_event_spreads(services, layer)},
    )


def _spread_of(group: pd.DataFrame) -> Spread:
    values = group["value"].to_numpy(dtype=np.float64)
    return spread(values, group["population"].to_numpy(dtype=np.float64))


def _event_spreads(services: Services, layer: Layer) -> dict[str, Spread]:
    """Spreads of rates over every place of 500 people: a rate is shown for places with many events
    only, and their spread would be that of the places with the most.
    """
    if layer is Layer.CITY:
        return {}  # one place has no spread, and events carry no key of the city
    areas = services.areas(layer)
    people = areas["people_2020"].to_numpy(dtype=np.float64)
    found = {}
    for indicator in services.catalogue.indicators.values():
        if indicator.estimator is not Estimator.EVENT_RATE:
            continue
        pooler = services.pooler(indicator.id, layer)
        if isinstance(pooler, EventPooler):
            rates = np.where(people >= MIN_RESIDENTS, pooler.rates(), np.nan)
            found[indicator.id] = spread(rates, people)
    return found


def spread(values: FloatArray, people: FloatArray) -> Spread:
    """Quartiles of (n,) values over places, and their standard deviation over (n,) people."""
    known = np.isfinite(values) & (people > 0)
    if not known.any():
        return Spread()
    values, people = values[known], people[known]
    lower, upper = np.quantile(values, (0.25, 0.75))
    mean = np.average(values, weights=people)
    deviation = float(np.sqrt(np.average((values - mean) ** 2, weights=people)))
    return Spread(len(values), float(lower), float(upper), deviation)


def place_values(
    services: Services, geography: Geography, area_id: str, keys: Iterable[str]
) -> dict[str, PlaceValue]:
    """Values of one place for those of `keys` that are given for its geography, in their order."""
    table = services.layer_values(Layer(geography.value))
    spreads = services.layer_values(Layer(spread_geography(geography).value)).spreads
    rows = table.at.get(area_id, {})
    found = {
        key: _value(services, key, table, rows[key], spreads.get(key, Spread()))
        for key in keys
        if key in rows
    }
    graded = found.get(GRADES_INDICATOR)
    if graded is not None and not as_printed(graded.value, decimals=graded.indicator.decimals):
        areas = services.areas(Layer(geography.value)).set_index("area_id")
        not_graded = areas.loc[area_id, "main_grade"] == UNGRADED
        found[GRADES_INDICATOR] = replace(graded, not_graded=bool(not_graded))
    return found


def _value(
    services: Services, key: str, table: LayerValues, row: int, spread: Spread
) -> PlaceValue:
    cities = services.layer_values(Layer.CITY)
    (city_rows,) = cities.at.values()
    city = cities.numbers[city_rows[key], :3].tolist() if key in city_rows else [np.nan] * 3
    method, flags, verdict_word = table.words[row]
    *numbers, tracts = table.numbers[row].tolist()
    return PlaceValue(
        indicator=services.catalogue.indicator(key),
        tracts=int(tracts),
        method=method,
        flags=flag_set(flags),
        verdict=Verdict(verdict_word),
        city=city[0],
        city_lower=city[1],
        city_upper=city[2],
        spread=spread,
        **dict(zip(NUMBERS[:-1], numbers, strict=True)),
    )


@cache
def flag_set(flags: str) -> frozenset[Flag]:
    """Stored flags as a set."""
    return frozenset(Flag(flag) for flag in flags.split())


def spread_geography(geography: Geography) -> Geography:
    """Places whose spread is shown: those of the same kind, neighborhoods for the city."""
    return Geography.NEIGHBORHOOD if geography is Geography.CITY else geography

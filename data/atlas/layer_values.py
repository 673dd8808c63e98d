"""Every estimate of one layer, and the spread of each indicator over its places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import nan
from sys import intern

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.models import Flag

pass


@dataclass(frozen=True, slots=True)
class Spread:
    """Values of all places of one geography: quartiles, and the standard deviation by people."""

    places: int = 0
    lower: float = nan
    upper: float = nan
    deviation: float = nan


FloatArray = NDArray[np.float64]


# Columns of the estimate table that pages read; the value stands first.
NUMBERS = (
    "value", "lower", "upper", "se", "coverage", "own_share", "difference", "difference_se",
    "difference_lower", "difference_upper", "p_adjusted", "events", "tracts", "population",
    "rank", "rank_lower", "rank_upper",
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


def layer_values(frame: pd.DataFrame, event_spreads: Mapping[str, Spread]) -> LayerValues:
    """The estimates of a layer (`frame`, all indicators) and their spreads.

    `event_spreads`: those of rates, whose spread is not that of the values shown.
    """
    at: dict[str, dict[str, int]] = {}
    for row, (area_id, key) in enumerate(zip(frame["area_id"], frame["indicator_id"], strict=True)):
        at.setdefault(area_id, {})[intern(key)] = row
    spreads = {str(k): _spread_of(g) for k, g in frame.groupby("indicator_id", sort=False)}
    words = zip(*(map(intern, frame[name]) for name in WORDS), strict=True)
    return LayerValues(
        numbers=frame[list(NUMBERS)].to_numpy(dtype=np.float64),
        words=list(words),
        at=at,
        spreads={**spreads, **event_spreads},
    )


def _spread_of(group: pd.DataFrame) -> Spread:
    values = group["value"].to_numpy(dtype=np.float64)
    return spread(values, group["population"].to_numpy(dtype=np.float64))


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


@cache
def flag_set(flags: str) -> frozenset[Flag]:
    """Stored flags as a set."""
    return frozenset(Flag(flag) for flag in flags.split())

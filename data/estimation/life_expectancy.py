"""Life expectancy of areas: pooled life tables where there are people enough, else means.

Pooling the tables and averaging e(0) differ by up to a year. Each place is therefore compared
with the rest of the city by its own method.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.estimation.tract_values import as_stored
from data.estimation.weights import Floats, Weights
from data.models import Layer
from data.rules import MIN_PEOPLE_FOR_LIFE_TABLE
from data.stats.contrast import Contrast, contrast_linearised
from data.stats.life_table import AbridgedTables, PooledTable, life_table_people, pool

POOLED = "pooled_life_table"
MEAN = "weighted_mean_e0"
ALWAYS_POOLED = (Layer.CITY, Layer.COUNCIL_DISTRICT, Layer.GROUP, Layer.HOLC_GRADE)
_MATRICES = ("nqx", "nqx_se", "lx", "ndx", "nlx", "ex_se")


@dataclass(frozen=True, slots=True)
class PooledAreas:
    """Pooled tables of a layer's larger areas and of the rest of the city around each."""

    areas: dict[int, PooledTable]
    rests: dict[int, PooledTable]
    variances: Floats

    def compare(self, i: int) -> Contrast | None:
        """Area against the rest; None without a rest to pool."""
        area, rest = self.areas[i], self.rests.get(i)
        if rest is None:
            return None
        return contrast_linearised(area.e0, area.gradient, rest.e0, rest.gradient, self.variances)


@dataclass(frozen=True, slots=True)
class PublishedTables:
    """Life tables of the city's tracts as published, and their positions in `Weights.tracts`."""

    tables: AbridgedTables
    at: list[int]


def published_tables(frame: pd.DataFrame, tracts: list[str]) -> PublishedTables:
    """Tables of those of `tracts` that have one, from rows `tract, age_index, nqx, lx, …`."""
    have = set(frame["tract"])
    at = [j for j, tract in enumerate(tracts) if tract in have]
    ids = tuple(tracts[j] for j in at)
    wide = {
        name: frame.pivot(index="tract", columns="age_index", values=name).loc[list(ids)]
        for name in _MATRICES
    }
    arrays = {name: as_stored(table.to_numpy(dtype=np.float64)) for name, table in wide.items()}
    return PublishedTables(AbridgedTables.from_columns(tracts=ids, **arrays), at)


def pooled_areas(
    published: PublishedTables, weights: Weights, layer: Layer, shown: np.ndarray
) -> PooledAreas:
    """Pool the tables of every area of the layer that is large enough and has a value."""
    tables, at = published.tables, published.at
    everyone = weights.residents(layer)
    large = shown & ((everyone >= MIN_PEOPLE_FOR_LIFE_TABLE) | (layer in ALWAYS_POOLED))
    bands = weights.people[layer][:, at, 1:]
    city = weights.people[Layer.CITY][0][at, 1:]
    areas, rests = {}, {}
    for i in np.flatnonzero(large):
        people = life_table_people(bands[i])
        if not (people.sum(axis=0) > 0.0).all():
            continue
        areas[int(i)] = pool(tables, people)
        rest = life_table_people(np.maximum(city - bands[i], 0.0))
        if (rest.sum(axis=0) > 0.0).all():
            rests[int(i)] = pool(tables, rest)
    return PooledAreas(areas, rests, tables.variances)


def rank_cells(
    shares: Floats,
    values: Floats,
    variances: Floats,
    shown: Floats,
) -> tuple[Floats, Floats, Floats]:
    """Cells and weights whose ranks are those of the values shown.

    A pooled value departs from the mean of its tracts by a fixed amount: one cell without error
    for each such area carries it. Halving all weights keeps rows summing to 1 and ranks as they
    are; areas with one estimate keep identical rows.
    """
    means = shares @ np.nan_to_num(values)
    offset = np.where(np.isnan(shown), 0.0, shown - means)
    pooled = np.abs(offset) > 1e-9
    extra = np.zeros((len(shares), 1 + int(pooled.sum())))
    extra[~pooled, 0] = 0.5
    extra[np.flatnonzero(pooled), 1 + np.arange(int(pooled.sum()))] = 0.5
    cells = np.concatenate([values, [0.0], offset[pooled]])
    errors = np.concatenate([variances, np.zeros(extra.shape[1])])
    return np.hstack([shares * 0.5, extra]), cells, errors

"""Estimates counted block by block: people, age groups, people on graded land."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.build.errors import BuildError
from data.build.geography import Floats, Geography
from data.build.results import add_flag, new_rows, residents_flags, withhold
from data.catalogue.schema import Indicator, Input
from data.models import AGE_BANDS, Estimator, Flag, Layer
from data.rules import MIN_RESIDENTS

# 2020 counts carry noise that protects privacy: in small places age bands are mostly noise.
NOISY_VINTAGE = 2020
# What an indicator may count: everyone, one age band, or a group of bands.
COUNTED: Mapping[str, tuple[str, ...]] = {
    "population": ("people",),
    "under_18": AGE_BANDS[:4],
    "age_65_plus": AGE_BANDS[-3:],
    **{band: (band,) for band in AGE_BANDS},
}


def block_estimates(
    indicator: Indicator, geography: Geography, layer: Layer, ids: list[str]
) -> pd.DataFrame:
    """Rows of one block indicator on one layer (columns `results.COLUMNS`, `flags` as sets)."""
    vintage, counted = _blocks(indicator, geography)
    blocks = geography.blocks[vintage]
    column = layer.value
    people = _sum(blocks["people"], blocks[column], ids)
    part = _sum(counted, blocks[column], ids)
    frame = new_rows(ids)
    residents_flags(frame, people, layer)
    frame["method"] = indicator.estimator.value
    frame["population"] = people
    frame["tracts"] = (
        blocks[blocks["people"] > 0].groupby(column)["tract"].nunique().reindex(ids).fillna(0)
    ).to_numpy(dtype=float)
    inhabited = people > 0
    counting = indicator.estimator is Estimator.BLOCK_COUNT  # nobody is a count, too
    frame["coverage"] = np.where(inhabited | counting, 1.0, np.nan)
    frame["own_share"] = np.where(inhabited | counting, 1.0, np.nan)
    if counting:
        frame["value"] = part
    else:
        share = np.divide(100.0 * part, people, out=np.full(len(ids), np.nan), where=inhabited)
        frame["value"] = share
    if vintage == NOISY_VINTAGE and indicator.estimator is Estimator.BLOCK_SHARE:
        noisy = inhabited & (people < MIN_RESIDENTS)
        add_flag(frame, noisy, Flag.SMALL_TRACT_COUNT)
        withhold(frame, noisy)
    frame["lower"], frame["upper"] = np.nan, np.nan
    return frame


def _sum(values: pd.Series, area: pd.Series, ids: list[str]) -> Floats:
    return values.groupby(area).sum().reindex(ids).fillna(0).to_numpy(dtype=np.float64)


def _blocks(indicator: Indicator, geography: Geography) -> tuple[int, pd.Series]:
    """The block vintage, and how many people of each block are counted."""
    given = indicator.input
    if given is None:
        raise BuildError(f"{indicator.id}: a block indicator names its input")
    if given.table == "holc1939":
        blocks = geography.blocks[2010]
        graded = blocks[Layer.HOLC_GRADE.value] == given.value
        return 2010, blocks["people"].where(graded, 0)
    vintage = {"blocks2010": 2010, "blocks2020": 2020}.get(given.table)
    if vintage is None:
        raise BuildError(f"{indicator.id}: {given.table} is no table of blocks")
    return vintage, geography.blocks[vintage][_group(indicator, given)].sum(axis=1)


def _group(indicator: Indicator, given: Input) -> list[str]:
    name = given.count or ""
    if name not in COUNTED:
        raise BuildError(f"{indicator.id}: {name!r} is none of {', '.join(COUNTED)}")
    return list(COUNTED[name])

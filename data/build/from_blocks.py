"""People of every area of a layer, counted block by block, for the indicators that need no more."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.build.errors import BuildError
from data.build.geography import Geography
from data.catalogue.schema import Indicator, Input
from data.estimation.from_blocks import COUNTED, VINTAGE_OF, BlockCounts
from data.estimation.weights import Floats
from data.models import Layer

_GRADES = "holc1939"


def block_counts(indicator: Indicator, geography: Geography, layer: Layer) -> BlockCounts:
    """What one block indicator counts, in the order of the layer's ids. Raises BuildError."""
    vintage = _vintage(indicator)
    blocks, column, ids = geography.blocks_of(layer, vintage), layer.value, geography.ids(layer)
    counted = _counted_people(indicator, blocks)
    tracts = blocks[blocks["people"] > 0].groupby(column)["tract"].nunique()
    return BlockCounts(
        vintage=vintage,
        people=_sum(blocks["people"], blocks[column], ids),
        counted=_sum(counted, blocks[column], ids),
        tracts=np.asarray(tracts.reindex(ids).fillna(0), dtype=np.float64),
        everyone_of_city=float(geography.blocks[vintage]["people"].sum()),
    )


def _sum(values: pd.Series, area: pd.Series, ids: list[str]) -> Floats:
    return values.groupby(area).sum().reindex(ids).fillna(0).to_numpy(dtype=np.float64)


def _given(indicator: Indicator) -> Input:
    if indicator.input is None:
        raise BuildError(f"{indicator.id}: a block indicator names its input")
    return indicator.input


def _vintage(indicator: Indicator) -> int:
    """Of which census the blocks are; grades lie over those of 2010."""
    table = _given(indicator).table
    vintage = 2010 if table == _GRADES else VINTAGE_OF.get(table)
    if vintage is None:
        raise BuildError(f"{indicator.id}: {table} is no table of blocks")
    return vintage


def _counted_people(indicator: Indicator, blocks: pd.DataFrame) -> pd.Series:
    """How many people of each block are counted."""
    given = _given(indicator)
    if given.table == _GRADES:
        graded = blocks[Layer.HOLC_GRADE.value] == given.value
        return blocks["people"].where(graded, 0)
    return blocks[_group(indicator, given)].sum(axis=1)


def _group(indicator: Indicator, given: Input) -> list[str]:
    name = given.count or ""
    if name not in COUNTED:
        raise BuildError(f"{indicator.id}: {name!r} is none of {', '.join(COUNTED)}")
    return list(COUNTED[name])

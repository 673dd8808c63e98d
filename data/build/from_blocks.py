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


def block_counts(indicator: Indicator, geography: Geography, layer: Layer) -> BlockCounts:
    """What one block indicator counts, in the order of the layer's ids. Raises BuildError."""
    vintage, counted = _blocks(indicator, geography)
    blocks, column, ids = geography.blocks[vintage], layer.value, geography.ids(layer)
    tracts = blocks[blocks["people"] > 0].groupby(column)["tract"].nunique()
    return BlockCounts(
        vintage=vintage,
        people=_sum(blocks["people"], blocks[column], ids),
        counted=_sum(counted, blocks[column], ids),
        tracts=np.asarray(tracts.reindex(ids).fillna(0), dtype=np.float64),
        everyone_of_city=float(blocks["people"].sum()),
    )


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
    vintage = VINTAGE_OF.get(given.table)
    if vintage is None:
        raise BuildError(f"{indicator.id}: {given.table} is no table of blocks")
    return vintage, geography.blocks[vintage][_group(indicator, given)].sum(axis=1)


def _group(indicator: Indicator, given: Input) -> list[str]:
    name = given.count or ""
    if name not in COUNTED:
        raise BuildError(f"{indicator.id}: {name!r} is none of {', '.join(COUNTED)}")
    return list(COUNTED[name])

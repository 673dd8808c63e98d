"""Rows counted block by block: people, age groups, people on graded land."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.catalogue.schema import Indicator
from data.estimation.rows import Rows, residents_flags
from data.estimation.weights import Floats
from data.models import AGE_BANDS, Estimator, Flag, Layer
from data.rules import MIN_RESIDENTS

# 2020 counts carry noise that protects privacy: in small places age bands are mostly noise.
NOISY_VINTAGE = 2020
VINTAGE_OF = {"blocks2010": 2010, "blocks2020": 2020}
# What an indicator may count: everyone, one age band, or a group of bands.
COUNTED: Mapping[str, tuple[str, ...]] = {
    "population": ("people",),
    "under_18": AGE_BANDS[:4],
    "age_65_plus": AGE_BANDS[-3:],
    **{band: (band,) for band in AGE_BANDS},
}


@dataclass(frozen=True, slots=True)
class BlockCounts:
    """Everyone in the blocks of each area, who is `counted`, inhabited `tracts`: (areas,) each.

    `everyone_of_city` lives in the city.
    """

    vintage: int
    people: Floats
    counted: Floats
    tracts: Floats
    everyone_of_city: float


def block_estimates(
    indicator: Indicator, counts: BlockCounts, layer: Layer, ids: Sequence[str]
) -> Rows:
    """Rows of one block indicator on one layer."""
    people = counts.people
    everyone = counts.everyone_of_city if layer is Layer.OWN else np.inf
    rows = Rows(ids)
    residents_flags(rows, people, layer, everyone=everyone)
    rows.all_by(indicator.estimator.value)
    rows["population"], rows["tracts"] = people, counts.tracts
    inhabited = people > 0
    counting = indicator.estimator is Estimator.BLOCK_COUNT  # nobody is a count, too
    rows["coverage"] = np.where(inhabited | counting, 1.0, np.nan)
    rows["own_share"] = rows["coverage"]
    if counting:
        rows["value"] = counts.counted
    else:
        share = np.full(len(rows), np.nan)
        rows["value"] = np.divide(100.0 * counts.counted, people, out=share, where=inhabited)
    if counts.vintage == NOISY_VINTAGE and indicator.estimator is Estimator.BLOCK_SHARE:
        noisy = inhabited & (people < MIN_RESIDENTS)
        rows.add_flag(noisy, Flag.SMALL_TRACT_COUNT)
        rows.withhold(noisy)
    return rows

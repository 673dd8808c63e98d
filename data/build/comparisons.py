"""The stored verdict of every place against the rest of the city, and ranks with their range."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
import pandas as pd

from data.build.geography import Floats
from data.catalogue.schema import Indicator
from data.models import Layer
from data.stats.contrast import Contrast, benjamini_hochberg, rank_intervals, verdict

DRAWS = 20_000
DIFFERENCE = ("difference", "difference_se", "difference_lower", "difference_upper")


def store_verdicts(
    indicator: Indicator,
    frame: pd.DataFrame,
    tested: np.ndarray,
    compare: Callable[[int], Contrast | None],
) -> None:
    """Test every row of `tested` against the rest of the city, in one family.

    `compare` gives the contrast of a row with the rest, or None where there is no rest. P values
    are adjusted over all tested places of the layer (Benjamini-Hochberg).
    """
    p_values = np.full(len(frame), np.nan)
    differences = frame[list(DIFFERENCE)].to_numpy(dtype=float, copy=True)
    for i in np.flatnonzero(tested):
        found = compare(int(i))
        if found is None or found.same:
            continue
        differences[i] = (found.difference, found.se, found.lower, found.upper)
        p_values[i] = found.p_value
    frame[list(DIFFERENCE)] = differences
    adjusted = benjamini_hochberg(p_values)
    frame["p_adjusted"] = adjusted
    frame["verdict"] = [
        verdict(float(d), float(p), indicator.polarity.value)
        for d, p in zip(frame["difference"], adjusted, strict=True)
    ]


def store_ranks(
    indicator: Indicator,
    layer: Layer,
    frame: pd.DataFrame,
    *,
    ranked: np.ndarray,
    shares: Floats,
    values: Floats,
    variances: Floats,
) -> None:
    """Rank the rows of `ranked` among each other (1 = lowest), with a 95 % range.

    `shares` is (areas, cells) with rows that sum to 1, `values` and `variances` are per cell.
    """
    at = np.flatnonzero(ranked)
    if at.size < 2:
        return
    table = rank_intervals(
        shares[at], values, variances, seed=seed_of(indicator.id, layer.value), draws=DRAWS
    )
    for column in ("rank", "rank_lower", "rank_upper"):
        frame.loc[at, column] = table[column].to_numpy(dtype=float)


def seed_of(*names: str) -> int:
    """The same random numbers in every build."""
    return int(hashlib.sha256("/".join(names).encode()).hexdigest()[:8], 16)

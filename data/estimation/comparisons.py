"""The stored verdict of every place against the rest of the city, and ranks with their range."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np

from data.catalogue.schema import Indicator
from data.estimation.rows import Rows
from data.estimation.weights import Floats
from data.models import Layer
from data.stats.contrast import Contrast, benjamini_hochberg, rank_intervals, verdict

DRAWS = 20_000
DIFFERENCE = ("difference", "difference_se", "difference_lower", "difference_upper")


def store_verdicts(
    indicator: Indicator,
    rows: Rows,
    tested: np.ndarray,
    compare: Callable[[int], Contrast | None],
) -> None:
    """Test every row of `tested` against the rest of the city, in one family.

    `compare` gives the contrast of a row with the rest, or None where there is no rest. P values
    are adjusted over all tested places of the layer (Benjamini-Hochberg).
    """
    p_values = np.full(len(rows), np.nan)
    for i in np.flatnonzero(tested):
        found = compare(int(i))
        if found is None or found.same:
            continue
        numbers = (found.difference, found.se, found.lower, found.upper)
        for name, number in zip(DIFFERENCE, numbers, strict=True):
            rows[name][i] = number
        p_values[i] = found.p_value
    adjusted = benjamini_hochberg(p_values)
    rows["p_adjusted"] = adjusted
    rows.verdicts = [
        verdict(float(d), float(p), indicator.polarity.value)
        for d, p in zip(rows["difference"], adjusted, strict=True)
    ]


def store_ranks(
    indicator: Indicator,
    layer: Layer,
    rows: Rows,
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
        rows[column][at] = table[column].to_numpy(dtype=float)


def seed_of(*names: str) -> int:
    """The same random numbers in every build."""
    return int(hashlib.sha256("/".join(names).encode()).hexdigest()[:8], 16)

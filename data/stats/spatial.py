"""Whether near places are alike: Moran's I and local Moran.

Weights are an (n, n) matrix with zero diagonal: 1 where two places touch (queen contiguity), see
`contiguity`. Places without neighbors (islands) take no part and get NaN. Meant for tracts:
neighborhoods share tract values, which alone makes neighbors alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from data.rules import ALPHA
from data.stats._check import Floats, Ints, floats
from data.stats.contrast import benjamini_hochberg

PERMUTATIONS = 9_999
# Quadrants of the Moran scatterplot, numbered as in Anselin 1995; 0 = island.
QUADRANTS = ("none", "high_high", "low_high", "low_low", "high_low")


@dataclass(frozen=True, slots=True)
class Moran:
    """Moran's I of `n` places with neighbors.

    `expected` is -1/(n-1); `variance_normal` and `variance_random` are the variances of I without
    spatial order (Cliff & Ord 1981). `p_value` is two-sided, by permutation.
    """

    n: int
    i: float
    expected: float
    variance_normal: float
    variance_random: float
    p_value: float


def contiguity(pairs: ArrayLike, *, n: int) -> Floats:
    """Binary (n, n) weights from (m, 2) index pairs of touching places; made symmetric."""
    weights = np.zeros((n, n))
    links = np.asarray(pairs)
    if links.size == 0:
        return weights
    if links.ndim != 2 or links.shape[1] != 2 or not np.issubdtype(links.dtype, np.integer):
        raise ValueError("pairs: expected (m, 2) whole numbers")
    if links.min() < 0 or links.max() >= n:
        raise ValueError("pairs: index outside 0..n-1")
    if (links[:, 0] == links[:, 1]).any():
        raise ValueError("pairs: a place is not its own neighbor")
    weights[links[:, 0], links[:, 1]] = 1.0
    symmetric: Floats = np.maximum(weights, weights.T)
    return symmetric


def moran_i(values: ArrayLike, weights: ArrayLike) -> float:
    """Moran's I (Moran 1950), islands left out; no test."""
    z, w, _ = _connected(values, weights)
    return _global_i(z, w)


def moran(
    values: ArrayLike, weights: ArrayLike, *, seed: int, permutations: int = PERMUTATIONS
) -> Moran:
    """Moran's I with its two-sided permutation p value (Cliff & Ord 1981).

    `values` (n,), `weights` (n, n). p = 2·(draws as extreme on the nearer side + 1) /
    (permutations + 1), at most 1. Raises ValueError for fewer than 4 connected places or values
    that are all equal.
    """
    z, w, _ = _connected(values, weights)
    observed = _global_i(z, w)
    draws = _shuffled(z, permutations, seed)
    simulated = z.size / w.sum() * np.einsum("pi,pi->p", draws @ w.T, draws) / (z @ z)
    normal, random = _variances(z, w)
    return Moran(
        n=int(z.size),
        i=observed,
        expected=-1.0 / (z.size - 1),
        variance_normal=normal,
        variance_random=random,
        p_value=float(_two_sided(np.array([observed]), simulated[:, None])[0]),
    )


def local_moran(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    seed: int,
    permutations: int = PERMUTATIONS,
    alpha: float = ALPHA,
) -> pd.DataFrame:
    """Local Moran (Anselin 1995) with conditional permutation and Benjamini-Hochberg.

    One row a place: local_i, quadrant (1 high-high, 2 low-high, 3 low-low, 4 high-low, 0 island),
    p_value (two-sided), p_adjusted, cluster (`high_high` ... where p_adjusted <= alpha, else
    `none`). The place's own value stays, the others are shuffled over its neighbors.
    """
    z, w, connected = _connected(values, weights)
    n = z.size
    local = z * (w @ z) / (z @ z / (n - 1))
    quadrant = np.where(z > 0.0, np.where(w @ z > 0.0, 1, 4), np.where(w @ z > 0.0, 2, 3))
    p = _two_sided(local, _conditional(z, w, permutations, seed))
    adjusted = benjamini_hochberg(p)
    found = np.where(adjusted <= alpha, quadrant, 0)
    frame = pd.DataFrame(
        {
            "local_i": np.full(connected.size, np.nan),
            "quadrant": np.zeros(connected.size, dtype=np.int64),
            "p_value": np.full(connected.size, np.nan),
            "p_adjusted": np.full(connected.size, np.nan),
            "cluster": QUADRANTS[0],
        }
    )
    rows = np.flatnonzero(connected)
    frame.loc[rows, "local_i"] = local
    frame.loc[rows, "quadrant"] = quadrant
    frame.loc[rows, "p_value"] = p
    frame.loc[rows, "p_adjusted"] = adjusted
    frame.loc[rows, "cluster"] = [QUADRANTS[code] for code in found]
    return frame


def _connected(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Deviations and weights of the places that have neighbors, and which those are."""
    v = floats("values", values, ndim=1)
    w = floats("weights", weights, ndim=2, minimum=0.0)
    if w.shape != (v.size, v.size):
        raise ValueError(f"weights: shape {w.shape}, expected ({v.size}, {v.size})")
    if np.diagonal(w).any():
        raise ValueError("weights: a place is not its own neighbor")
    connected = (w.sum(axis=0) + w.sum(axis=1)) > 0.0
    if int(connected.sum()) < 4:
        raise ValueError("weights: fewer than 4 places have neighbors")
    kept = v[connected]
    if np.ptp(kept) == 0.0:
        raise ValueError("values: all equal")
    return kept - kept.mean(), w[np.ix_(connected, connected)], connected


def _global_i(z: Floats, w: Floats) -> float:
    return float(z.size / w.sum() * (z @ w @ z) / (z @ z))


def _variances(z: Floats, w: Floats) -> tuple[float, float]:
    """Variance of I for normal values, and for a random order of these values."""
    n = float(z.size)
    s0 = float(w.sum())
    s1 = float(((w + w.T) ** 2).sum()) / 2.0
    s2 = float(((w.sum(axis=0) + w.sum(axis=1)) ** 2).sum())
    expected = -1.0 / (n - 1.0)
    normal = (n * n * s1 - n * s2 + 3.0 * s0 * s0) / (s0 * s0 * (n * n - 1.0)) - expected**2
    kurtosis = float((z**4).mean() / (z**2).mean() ** 2)
    scattered = n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0)
    peaked = kurtosis * ((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0)
    random = (scattered - peaked) / ((n - 1.0) * (n - 2.0) * (n - 3.0) * s0 * s0) - expected**2
    return normal, random


def _shuffled(z: Floats, permutations: int, seed: int) -> Floats:
    _enough(permutations)
    return np.random.default_rng(seed).permuted(np.tile(z, (permutations, 1)), axis=1)


def _conditional(z: Floats, w: Floats, permutations: int, seed: int) -> Floats:
    """(permutations, n) local I with other places' values drawn onto each place's neighbors."""
    _enough(permutations)
    n = z.size
    most = int((w > 0.0).sum(axis=1).max())
    others = np.tile(np.arange(n - 1), (permutations, 1))
    # One set of draws serves every place: each reads it over the n - 1 others.
    picks: Ints = np.random.default_rng(seed).permuted(others, axis=1)[:, :most]
    simulated = np.empty((permutations, n))
    for place in range(n):
        row = w[place][w[place] > 0.0]
        rest = np.delete(z, place)
        simulated[:, place] = z[place] * (rest[picks[:, : row.size]] @ row)
    scaled: Floats = simulated / (z @ z / (n - 1))
    return scaled


def _enough(permutations: int) -> None:
    if permutations < 99:
        raise ValueError("permutations: at least 99")


def _sides(observed: Floats, simulated: Floats) -> tuple[Ints, Ints, Ints]:
    """Draws above, equal to and below each observed statistic."""
    # Sums in another order differ by rounding: a draw this near is equal.
    slack = 1e-12 * np.maximum(1.0, np.abs(observed))
    above = (simulated > observed + slack).sum(axis=0)
    below = (simulated < observed - slack).sum(axis=0)
    return above, len(simulated) - above - below, below


def _two_sided(observed: Floats, simulated: Floats) -> Floats:
    # Equal draws count on both sides. Where many places have no events they are common, and not
    # counted a place at the mean (I = 0 in every draw) would "stand out".
    above, equal, below = _sides(observed, simulated)
    one_sided = (np.minimum(above, below) + equal + 1.0) / (len(simulated) + 1.0)
    p_values: Floats = np.minimum(1.0, 2.0 * one_sided)
    return p_values

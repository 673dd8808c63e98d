"""Ranks with their uncertainty, simulated on tracts so that shared tracts move together."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from data.stats._check import Floats, Ints, floats, known_where_used, same_shape

# Draws that are held as numbers at once: some megabytes.
AT_ONCE = 1000


def rank_intervals(
    weights: ArrayLike,
    values: ArrayLike,
    variances: ArrayLike,
    *,
    seed: int,
    draws: int = 20_000,
) -> pd.DataFrame:
    """Rank of each area among all, with a 95 % range (Goldstein & Spiegelhalter 1996).

    `weights` is areas x cells (rows sum to 1), `values` and `variances` are per cell. A cell that
    no area uses may be NaN. Returns columns rank, rank_lower, rank_upper (whole numbers, row by
    row as `weights`); 1 is the lowest value, ties share the smaller rank. Areas with identical
    weights are one estimate: they always tie.
    """
    if draws < 100:
        raise ValueError("draws: at least 100")
    w = floats("weights", weights, ndim=2, minimum=0.0)
    if (np.abs(w.sum(axis=1) - 1.0) > 1e-6).any():
        raise ValueError("weights: every row must sum to 1")
    v = floats("values", values, ndim=1, nan_allowed=True)
    var = floats("variances", variances, ndim=1, minimum=0.0, nan_allowed=True)
    same_shape(weights=w[0], values=v, variances=var)
    used = w.max(axis=0) > 0.0
    v = known_where_used("values", v, used)
    sd = np.sqrt(known_where_used("variances", var, used))
    distinct, row_of, copies = np.unique(
        np.round(w, 12), axis=0, return_inverse=True, return_counts=True
    )
    rows = row_of.reshape(-1)
    cells, shares = _few_cells(distinct)
    copies = copies.astype(np.int32)
    ranks = _ranks(_mixed(cells, shares, v[:, np.newaxis]).T, copies)[0, rows]
    random = np.random.default_rng(seed)
    simulated = np.empty((len(distinct), draws), dtype=np.int32)
    for start in range(0, draws, AT_ONCE):
        part = simulated[:, start : start + AT_ONCE]
        noise = random.standard_normal((part.shape[1], v.size))
        drawn = _mixed(cells, shares, (v + noise * sd).T).T
        part[:] = _ranks(np.ascontiguousarray(drawn), copies).T
    limits = np.quantile(simulated, [0.025, 0.975], axis=1, method="inverted_cdf")[:, rows]
    # The draws add noise to values that are noisy already, so an extreme can leave its own range.
    return pd.DataFrame(
        {
            "rank": ranks.astype(np.int64),
            "rank_lower": np.minimum(limits[0], ranks).astype(np.int64),
            "rank_upper": np.maximum(limits[1], ranks).astype(np.int64),
        }
    )


def _few_cells(weights: Floats) -> tuple[Ints, Floats]:
    """The cells that each area uses and their weights, both areas x the most that one area uses.

    In the order of the cells; an area of fewer cells ends with weights of zero.
    """
    most = int((weights > 0.0).sum(axis=1).max())
    cells = np.argsort(weights == 0.0, axis=1, kind="stable")[:, :most]
    return cells, np.take_along_axis(weights, cells, axis=1)


def _mixed(cells: Ints, shares: Floats, values: Floats) -> Floats:
    """Weighted sums (areas x draws) of `values` (cells x draws): an area uses few of all cells."""
    total = np.zeros((len(cells), values.shape[1]))
    for at, share in zip(cells.T, shares.T, strict=True):
        total += share[:, np.newaxis] * values[at]
    return total


def _ranks(values: Floats, copies: Ints) -> Ints:
    """Competition ranks in each row of (draws, distinct estimates).

    Every estimate counts as many times as areas share it.
    """
    order = np.argsort(values, axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    counts = copies[order]
    before = np.cumsum(counts, axis=1, dtype=copies.dtype) - counts
    tied = ordered[:, 1:] == ordered[:, :-1]
    if tied.any():
        before[:, 1:][tied] = 0
        before = np.maximum.accumulate(before, axis=1)
    ranks = np.empty_like(before)
    np.put_along_axis(ranks, order, before + 1, axis=1)
    return ranks

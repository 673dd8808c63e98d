"""Values of areas carried to other areas by overlap: by land area, or by the people who live there.

The product carries values by people (docs/methods/areas-from-tracts.md). Area weighting is the
usual alternative and stands here to be compared with it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import Floats, floats


def extensive(values: ArrayLike, overlaps: ArrayLike, source_sizes: ArrayLike) -> Floats:
    """Counts of `m` target areas from counts of `n` sources, spread evenly within each source.

    `overlaps` (m, n) and `source_sizes` (n,) share one unit (area, or people). A target gets of
    each source the share that lies in it (Goodchild & Lam 1980). Raises ValueError for negative or
    missing numbers, an empty source, or shapes that do not fit.
    """
    counts, shared = _fitting(values, overlaps)
    sizes = floats("source_sizes", source_sizes, ndim=1, above=0.0)
    if sizes.shape != counts.shape:
        raise ValueError("source_sizes: one for each value is needed")
    result: Floats = (shared / sizes) @ counts
    return result


def intensive(values: ArrayLike, overlaps: ArrayLike) -> Floats:
    """Rates or means of `m` target areas: means of the `n` sources weighted by `overlaps` (m, n).

    With overlaps in people this is the population-weighted mean, with overlaps in square
    kilometres the area-weighted one. Raises ValueError for negative or missing numbers, shapes
    that do not fit, or a target that meets no source.
    """
    rates, shared = _fitting(values, overlaps)
    totals = shared.sum(axis=1)
    if (totals <= 0.0).any():
        raise ValueError("overlaps: a target area meets no source")
    result: Floats = (shared @ rates) / totals
    return result


def _fitting(values: ArrayLike, overlaps: ArrayLike) -> tuple[Floats, Floats]:
    numbers = floats("values", values, ndim=1)
    shared = floats("overlaps", overlaps, ndim=2, minimum=0.0)
    if shared.shape[1] != numbers.size:
        raise ValueError(f"overlaps: {shared.shape[1]} columns for {numbers.size} values")
    return np.asarray(numbers), np.asarray(shared)

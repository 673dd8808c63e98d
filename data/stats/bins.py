"""Class breaks of maps. Breaks are upper limits, inclusive; the last one is the largest value."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import Floats, Ints, floats

MISSING = -1  # class of a place without a value
TERTILES = 3


def quantile_breaks(values: ArrayLike, *, k: int = 5) -> Floats:
    """Upper limits of `k` classes that hold equally many places (linear quantiles, Hyndman type 7).

    NaN is left out. Places with equal values cannot be split, so there may be fewer than `k`
    breaks: never an empty class.
    """
    return _quantiles(_known("values", values, k), k)


def _quantiles(known: Floats, k: int) -> Floats:
    breaks = np.unique(np.quantile(known, np.arange(1, k + 1) / k))
    # A break between two values can leave the class under it empty: it joins the next one.
    held = np.bincount(np.searchsorted(breaks, known, side="left"), minlength=breaks.size)
    return breaks[held[: breaks.size] > 0]


def equal_interval_breaks(values: ArrayLike, *, k: int = 5) -> Floats:
    """Upper limits of `k` classes of equal width between the smallest and largest value."""
    known = _known("values", values, k)
    low, high = float(known.min()), float(known.max())
    breaks = low + (high - low) / k * np.arange(1, k + 1)
    breaks[-1] = high
    return np.unique(breaks)


def deviation_breaks(values: ArrayLike) -> Floats:
    """Mean minus 2 and 1, plus 1 and 2 standard deviations (n - 1), and the largest value if over.

    Unlike the other breaks these may leave a class empty: their meaning is their place.
    """
    known = _known("values", values, 1)
    if known.size < 2:
        raise ValueError("values: at least two known values")
    breaks = known.mean() + known.std(ddof=1) * np.array([-2.0, -1.0, 1.0, 2.0])
    return np.unique(np.append(breaks, max(float(known.max()), float(breaks[-1]))))


def natural_breaks(values: ArrayLike, *, k: int = 5) -> Floats:
    """Upper limits of the `k` classes with the least squared deviation inside (Fisher 1958).

    Exact, by dynamic programming over the distinct values; at most as many classes as those.
    """
    known = _known("values", values, k)
    distinct, copies = np.unique(known, return_counts=True)
    size = distinct.size
    weight, first, second = (
        np.append(0.0, np.cumsum(copies * distinct**power)) for power in (0, 1, 2)
    )
    start, stop = np.arange(size)[:, None], np.arange(1, size + 1)[None, :]
    held = np.where(stop > start, weight[stop] - weight[start], np.nan)
    within = second[stop] - second[start] - (first[stop] - first[start]) ** 2 / held
    within = np.where(stop > start, within, np.inf)  # [i, j]: one class from value i up to j
    cost, cuts = within[0], []
    for _ in range(min(k, size) - 1):
        # The last class starts at value i; the rest are the best classes up to value i - 1.
        total = np.append(np.inf, cost[:-1])[:, None] + within
        cuts.append(total.argmin(axis=0))
        cost = total.min(axis=0)
    ends = [size - 1]
    for cut in reversed(cuts):
        ends.append(int(cut[ends[-1]]) - 1)
    return distinct[ends[::-1]]


def classify(values: ArrayLike, breaks: ArrayLike) -> Ints:
    """Class 0..k-1 of each value, -1 for NaN.

    Breaks made from other years or places may not cover a value: over the last break it belongs to
    the last class.
    """
    v = floats("values", values, nan_allowed=True)
    limits = floats("breaks", breaks, ndim=1)
    if (np.diff(limits) <= 0.0).any():
        raise ValueError("breaks: must rise")
    classes = np.minimum(np.searchsorted(limits, v, side="left"), limits.size - 1)
    return np.where(np.isnan(v), MISSING, classes).astype(np.int64)


def bivariate_classes(
    x: ArrayLike,
    y: ArrayLike,
    *,
    x_breaks: ArrayLike | None = None,
    y_breaks: ArrayLike | None = None,
) -> Ints:
    """Class 0..8 of each place on a 3 x 3 map: 3·(class of y) + class of x, -1 where one is NaN.

    Tertiles of the places given, unless breaks are given (upper limits, three each).
    """
    across = _thirds("x", x, x_breaks)
    up = _thirds("y", y, y_breaks)
    if across.shape != up.shape:
        raise ValueError("y: other length than x")
    return np.where((across < 0) | (up < 0), MISSING, TERTILES * up + across)


def _thirds(name: str, values: ArrayLike, breaks: ArrayLike | None) -> Ints:
    limits = _quantiles(_known(name, values, TERTILES), TERTILES) if breaks is None else breaks
    return classify(floats(name, values, ndim=1, nan_allowed=True), limits)


def _known(name: str, values: ArrayLike, k: int) -> Floats:
    if k < 1:
        raise ValueError("k: at least 1 class")
    v = floats(name, values, ndim=1, nan_allowed=True)
    known = v[~np.isnan(v)]
    if known.size == 0:
        raise ValueError(f"{name}: no known value")
    return known

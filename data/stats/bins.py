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

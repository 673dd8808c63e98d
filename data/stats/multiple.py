"""Other corrections for many tests, and a rank correlation, beside the ones the product uses.

The product adjusts by Benjamini & Hochberg (`data.stats.contrast`).
These are what a reader may want to hold against them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import Floats, floats, same_shape


def bonferroni(p_values: ArrayLike) -> Floats:
    """Each p value times the number of tests, at most 1. Raises ValueError outside 0-1."""
    p = floats("p_values", p_values, ndim=1, minimum=0.0, maximum=1.0)
    result: Floats = np.minimum(1.0, p * p.size)
    return result


def holm(p_values: ArrayLike) -> Floats:
    """Step-down adjusted p values (Holm 1979). Raises ValueError outside 0-1."""
    p = floats("p_values", p_values, ndim=1, minimum=0.0, maximum=1.0)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, stepped)
    return adjusted


def kendall(x: ArrayLike, y: ArrayLike) -> float:
    """Kendall's rank correlation tau-b of two series of one length (Kendall 1945).

    NaN where one series does not vary. Raises ValueError for missing numbers or fewer than two.
    """
    a, b = floats("x", x, ndim=1), floats("y", y, ndim=1)
    same_shape(x=a, y=b)
    if a.size < 2:
        raise ValueError("x: at least two values are needed")
    first, second = np.triu_indices(a.size, k=1)
    sign_a, sign_b = np.sign(a[first] - a[second]), np.sign(b[first] - b[second])
    varying = float(np.sqrt(np.abs(sign_a).sum() * np.abs(sign_b).sum()))
    return float((sign_a * sign_b).sum() / varying) if varying else float("nan")

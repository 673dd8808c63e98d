"""Other corrections for many tests, and two classic comparisons, beside the ones the product uses.

The product adjusts by Benjamini & Hochberg and compares by one contrast (`data.stats.contrast`).
These are what a reader may want to hold against them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from data.stats._check import Floats, floats, number, same_shape
from data.stats.intervals import z_value


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


@dataclass(frozen=True, slots=True)
class ProportionDifference:
    """Difference of two proportions (0-1) with its limits and the p value of equality."""

    difference: float
    lower: float
    upper: float
    p_value: float


def proportion_difference(
    successes_a: float,
    total_a: float,
    successes_b: float,
    total_b: float,
    *,
    confidence: float = 0.95,
) -> ProportionDifference:
    """Two independent proportions: Wald limits, pooled chi-square test without correction.

    Raises ValueError for a zero total or more successes than people.
    """
    n_a, n_b = number("total_a", total_a, above=0.0), number("total_b", total_b, above=0.0)
    p_a = number("successes_a", successes_a, minimum=0.0, maximum=n_a) / n_a
    p_b = number("successes_b", successes_b, minimum=0.0, maximum=n_b) / n_b
    difference = p_a - p_b
    se = float(np.sqrt(p_a * (1.0 - p_a) / n_a + p_b * (1.0 - p_b) / n_b))
    half = z_value(confidence) * se
    pooled = (p_a * n_a + p_b * n_b) / (n_a + n_b)
    pooled_se = float(np.sqrt(pooled * (1.0 - pooled) * (1.0 / n_a + 1.0 / n_b)))
    p_value = 1.0 if pooled_se == 0.0 else float(2.0 * ndtr(-abs(difference) / pooled_se))
    return ProportionDifference(
        difference, max(-1.0, difference - half), min(1.0, difference + half), p_value
    )


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

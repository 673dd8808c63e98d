"""The one comparison of two places, and everything that follows from it.

An area value is a weighted sum of tract values, and areas share tracts. So two areas are compared
by their difference in weights, c = w_a - w_b: d = sum(c·v), SE² = sum(c²·var). What both share
cancels; areas with the same weights have the same estimate and cannot be compared at all.
Nothing else in the project decides whether two values are different (`verdict`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from data.models import Polarity, Verdict
from data.rules import ALPHA
from data.stats._check import Floats, floats, known_where_used, number, same_shape
from data.stats.intervals import normal
from data.stats.ranks import rank_intervals
from data.stats.special import normal_tails

__all__ = [
    "Contrast",
    "benjamini_hochberg",
    "contrast",
    "contrast_linearised",
    "normal_contrast",
    "rank_intervals",
    "same_estimate",
    "two_sided_p",
    "verdict",
]

# Two weights closer than this are the same weight: rounding of a division, not another place.
SAME_WEIGHT = 1e-12


@dataclass(frozen=True, slots=True)
class Contrast:
    """a - b in the unit of the values, with its 95 % limits.

    `same`: the same estimate, no comparison (p is NaN). The limits are ± z·se where the errors are
    normal; counts and shares of few cases have limits of their own.
    """

    difference: float
    se: float
    p_value: float
    same: bool
    lower: float
    upper: float

    def scaled(self, factor: float) -> Contrast:
        """The same comparison in another unit; a negative factor turns it round."""
        ends = sorted((self.lower * factor, self.upper * factor))
        return Contrast(
            difference=self.difference * factor,
            se=self.se * abs(factor),
            p_value=self.p_value,
            same=self.same,
            lower=ends[0],
            upper=ends[1],
        )


def same_estimate() -> Contrast:
    """Two sides that are one estimate: nothing to compare."""
    return Contrast(0.0, 0.0, float("nan"), same=True, lower=0.0, upper=0.0)


def normal_contrast(difference: float, se: float) -> Contrast:
    """A difference with a normal error: two-sided test, difference ± z·se."""
    lower, upper = map(float, normal(difference, se))
    p_value = two_sided_p(difference, se)
    return Contrast(difference, se, p_value, same=False, lower=lower, upper=upper)


def contrast(
    weights_a: ArrayLike, weights_b: ArrayLike, values: ArrayLike, variances: ArrayLike
) -> Contrast:
    """Compare two weighted means of the same cells (tracts) with independent errors.

    All four are 1-d and of one length; each set of weights is non-negative and sums to 1. A value
    may be NaN only where both weights are 0. An unknown (NaN) variance of a cell that takes part
    gives NaN for the standard error and the p value. Two-sided normal test.
    """
    a = _shares("weights_a", weights_a)
    b = _shares("weights_b", weights_b)
    v = floats("values", values, ndim=1, nan_allowed=True)
    same_shape(weights_a=a, weights_b=b, values=v)
    v = known_where_used("values", v, (a > 0.0) | (b > 0.0))
    c = a - b
    return _from_gradient(float(c @ v), c, variances, same=bool((np.abs(c) < SAME_WEIGHT).all()))


def _shares(name: str, weights: ArrayLike) -> Floats:
    shares = floats(name, weights, ndim=1, minimum=0.0)
    if abs(float(shares.sum()) - 1.0) > 1e-6:
        raise ValueError(f"{name}: must sum to 1")
    return shares


def contrast_linearised(
    value_a: float,
    gradient_a: ArrayLike,
    value_b: float,
    gradient_b: ArrayLike,
    variances: ArrayLike,
) -> Contrast:
    """Compare two smooth functions of the same cells by the delta method.

    `gradient_a` and `gradient_b` hold the derivatives of the two values by each cell, any shape
    (pooled life tables: tracts x ages); `variances` has the same shape.
    """
    a = floats("gradient_a", gradient_a)
    b = floats("gradient_b", gradient_b)
    same_shape(gradient_a=a, gradient_b=b)
    difference = number("value_a", value_a) - number("value_b", value_b)
    c = a - b
    scale = max(1.0, float(np.abs(a).max()))
    same = bool((np.abs(c) < SAME_WEIGHT * scale).all()) and abs(difference) < 1e-9 * scale
    return _from_gradient(difference, c, variances, same=same)


def _from_gradient(difference: float, c: Floats, variances: ArrayLike, *, same: bool) -> Contrast:
    var = floats("variances", variances, minimum=0.0, nan_allowed=True)
    same_shape(weights=c, variances=var)
    if same:
        return same_estimate()
    # A cell that cancels takes no part, so its unknown variance does not matter.
    var = np.where(np.abs(c) < SAME_WEIGHT, 0.0, var)
    return normal_contrast(difference, float(np.sqrt((c * c * var).sum())))


def two_sided_p(difference: float, se: float) -> float:
    """Two-sided normal p value; NaN for an unknown SE. Without any error a difference is sure."""
    if np.isnan(se) or np.isnan(difference):
        return float("nan")
    if se == 0.0:
        return 1.0 if difference == 0.0 else 0.0
    return normal_tails(difference / se)


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Adjusted p values of one family (Benjamini & Hochberg 1995); NaN = no test, stays NaN."""
    p = np.asarray(p_values, dtype=np.float64)
    if p.size:
        floats("p_values", p, ndim=1, minimum=0.0, maximum=1.0, nan_allowed=True)
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    if tested.size == 0:
        return adjusted
    order = tested[np.argsort(-p[tested], kind="stable")]
    rank = np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(p[order] * order.size / rank))
    return adjusted


def verdict(difference: float, p_adjusted: float, polarity: str, *, alpha: float = ALPHA) -> str:
    """The verdict on one difference (place minus the rest): a value of `data.models.Verdict`.

    `p_adjusted` is the p value after Benjamini-Hochberg; NaN means no test was made. `polarity`
    is a value of `data.models.Polarity`.
    """
    kind = _polarity(polarity)
    p = number("p_adjusted", p_adjusted, minimum=0.0, maximum=1.0, nan_allowed=True)
    level = number("alpha", alpha, above=0.0, maximum=1.0)
    d = number("difference", difference, nan_allowed=True)
    if np.isnan(p) or np.isnan(d):
        return Verdict.NOT_TESTED.value
    if p > level or d == 0.0:
        return Verdict.NOT_DIFFERENT.value
    if kind is Polarity.NONE:
        return (Verdict.HIGHER if d > 0.0 else Verdict.LOWER).value
    good = (d > 0.0) == (kind is Polarity.HIGHER_IS_BETTER)
    return (Verdict.BETTER if good else Verdict.WORSE).value


def _polarity(polarity: str) -> Polarity:
    try:
        return Polarity(polarity)
    except ValueError as error:
        raise ValueError(f"polarity: {polarity!r} is not one of data.models.Polarity") from error

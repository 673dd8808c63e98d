"""Two measures over places: correlation, fit, and what many neighboring places are worth.

Places near each other are alike, and places are of very different size, so n places hold the
information of fewer independent ones. Every interval here is that of `n_eff` independent places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import Floats, Ints, floats, number, same_shape
from data.stats.intervals import Interval, z_value
from data.stats.spatial import moran_i
from data.stats.special import normal_tails, student_quantile

# Distance classes: about 1.6 km each across the city, the distance of neighboring neighborhoods;
# but every class needs enough pairs for a covariance.
MAX_CLASSES = 30
PAIRS_PER_CLASS = 30


@dataclass(frozen=True, slots=True)
class Association:
    """Weighted correlation and line y = intercept + slope·x over `n` places worth `n_eff`.

    `r_lower` to `r_upper`, `slope_lower` to `slope_upper` are 95 % limits at n_eff.
    `leave_one_out` is the range of r when each place in turn is left out. `residual_moran` is
    Moran's I of the residuals (NaN without neighbors given). `x_mean`, `x_variance` and
    `residual_variance` (weighted, n_eff - 2 degrees of freedom) serve `predict_band`.
    """

    n: int
    n_eff: float
    r: float
    r_lower: float
    r_upper: float
    spearman: float
    slope: float
    slope_se: float
    slope_lower: float
    slope_upper: float
    intercept: float
    leave_one_out: Interval
    residual_moran: float
    x_mean: float
    x_variance: float
    residual_variance: float


def kish(weights: ArrayLike) -> float:
    """Equally weighted places that `weights` are worth: (sum w)² / sum w² (Kish 1965)."""
    w = floats("weights", weights, ndim=1, minimum=0.0)
    if w.sum() <= 0.0:
        raise ValueError("weights: all zero")
    return float(w.sum() ** 2 / (w * w).sum())


def dutilleul(
    x: ArrayLike, y: ArrayLike, coordinates_km: ArrayLike, *, classes: int | None = None
) -> float:
    """Independent places that `n` places are worth for the correlation of x and y.

    1 + 1 / Var r with Var r = tr(B·Sx·B·Sy) / (tr(B·Sx)·tr(B·Sy)), B the centering matrix, Sx and
    Sy the spatial covariances by distance class (Clifford, Richardson & Hémon 1989; Dutilleul
    1993). `x` and `y` are (n,), `coordinates_km` is (n, 2) on a plane. `classes` of equal width,
    by default 30 but no more than one per 30 pairs. Never more than n.
    """
    a, b = _pair(x, y)
    points = floats("coordinates_km", coordinates_km, ndim=2)
    if points.shape != (a.size, 2):
        raise ValueError(f"coordinates_km: shape {points.shape}, expected ({a.size}, 2)")
    n = a.size
    if classes is None:
        classes = int(np.clip(n * (n - 1) // 2 // PAIRS_PER_CLASS, 1, MAX_CLASSES))
    if classes < 1:
        raise ValueError("classes: at least 1")
    of_pair = _distance_classes(points, classes)
    centered_a, centered_b = (_centered_covariance(v, of_pair, classes) for v in (a, b))
    together = float((centered_a * centered_b.T).sum())
    if together <= 0.0:  # opposite spatial order: no fewer than n
        return float(n)
    worth = 1.0 + float(np.trace(centered_a) * np.trace(centered_b)) / together
    return min(float(n), worth)


def _distance_classes(points: Floats, classes: int) -> Ints:
    """(n, n) class of each pair; the diagonal has its own, `classes`."""
    apart = points[:, None, :] - points[None, :, :]
    distance = np.sqrt((apart * apart).sum(axis=-1))
    if distance.max() == 0.0:
        raise ValueError("coordinates_km: all places at one point")
    # A pair on an upper limit belongs below it.
    raw = np.ceil(distance / distance.max() * classes).astype(np.int64) - 1
    of_pair: Ints = np.clip(raw, 0, classes - 1)
    np.fill_diagonal(of_pair, classes)
    return of_pair


def _centered_covariance(values: Floats, of_pair: Ints, classes: int) -> Floats:
    """B·S: the mean product of deviations per distance class, put on every pair, centered."""
    z = values - values.mean()
    products = np.bincount(of_pair.ravel(), np.outer(z, z).ravel(), minlength=classes + 1)
    pairs = np.bincount(of_pair.ravel(), minlength=classes + 1)
    covariance = (products / np.maximum(pairs, 1))[of_pair]
    centered: Floats = covariance - covariance.mean(axis=0, keepdims=True)
    return centered


def weighted_r(x: ArrayLike, y: ArrayLike, weights: ArrayLike) -> float:
    """Weighted Pearson correlation."""
    a, b = _pair(x, y)
    return float(_moments(a, b, _weights(weights, a))[0])


def fisher_interval(r: float, n_eff: float, *, confidence: float = 0.95) -> Interval:
    """Limits of a correlation (Fisher 1921) from `n_eff` independent places; -1 to 1 up to 3."""
    inside = number("r", r, minimum=-1.0, maximum=1.0)
    size = number("n_eff", n_eff, above=0.0)
    z = z_value(confidence)
    if size <= 3.0:
        return Interval(-1.0, 1.0)
    if abs(inside) == 1.0:
        return Interval(inside, inside)
    middle, half = np.arctanh(inside), z / np.sqrt(size - 3.0)
    return Interval(float(np.tanh(middle - half)), float(np.tanh(middle + half)))


def fisher_p(r: float, n_eff: float) -> float:
    """Two-sided p of r = 0 by Fisher's z (1921), the test of `fisher_interval`; NaN up to 3."""
    inside = number("r", r, minimum=-1.0, maximum=1.0)
    size = number("n_eff", n_eff, above=0.0)
    if size <= 3.0:
        return float("nan")
    if abs(inside) == 1.0:
        return 0.0
    return normal_tails(np.arctanh(inside) * np.sqrt(size - 3.0))


def weighted_ranks(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Share of weight below each value plus half the weight at it, 0-1; ties share a rank."""
    v = floats("values", values, ndim=1)
    w = _weights(weights, v)
    _, place = np.unique(v, return_inverse=True)
    at = np.bincount(place, w)
    below = np.cumsum(at) - at
    ranks: Floats = ((below + at / 2.0) / w.sum())[place]
    return ranks


def association(
    x: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike,
    coordinates_km: ArrayLike | None = None,
    *,
    neighbors: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Association:
    """Correlation and fit of y on x over places weighted by their people.

    `x`, `y`, `weights` are (n,) without NaN, `coordinates_km` (n, 2) on a plane; without it the
    places count as spatially independent. `neighbors` is (n, n) contiguity for the residuals'
    Moran's I. n_eff is the smaller of `kish` and `dutilleul`. Limits: Fisher for r, t with
    n_eff - 2 degrees of freedom for the slope. Raises ValueError for fewer than 4 places, equal
    values, NaN, negative or all-zero weights.
    """
    a, b = _pair(x, y)
    w = _weights(weights, a)
    n_eff = kish(w)
    if coordinates_km is not None:
        n_eff = min(n_eff, dutilleul(a, b, coordinates_km))
    r, mean_x, mean_y, var_x, var_y, cov = map(float, _moments(a, b, w))
    limits = fisher_interval(r, n_eff, confidence=confidence)
    slope = cov / var_x
    intercept = mean_y - slope * mean_x
    free = n_eff - 2.0
    residual_variance = var_y * (1.0 - r * r) * n_eff / free if free > 0.0 else float("inf")
    slope_se = float(np.sqrt(residual_variance / (n_eff * var_x)))
    half = _t_value(free, confidence) * slope_se
    residuals = b - intercept - slope * a
    return Association(
        n=int(a.size),
        n_eff=n_eff,
        r=r,
        r_lower=limits.lower,
        r_upper=limits.upper,
        spearman=float(_moments(weighted_ranks(a, w), weighted_ranks(b, w), w)[0]),
        slope=slope,
        slope_se=slope_se,
        slope_lower=slope - half,
        slope_upper=slope + half,
        intercept=intercept,
        leave_one_out=_leave_one_out(a, b, w),
        residual_moran=float("nan") if neighbors is None else moran_i(residuals, neighbors),
        x_mean=mean_x,
        x_variance=var_x,
        residual_variance=residual_variance,
    )


def predict_band(
    fitted: Association, x: ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """The line at `x` and the limits of its mean, at n_eff: (fit, lower, upper).

    Where n_eff is 2 or less there is no band: limits are infinite.
    """
    at = floats("x", x)
    fit = fitted.intercept + fitted.slope * at
    away = (at - fitted.x_mean) ** 2 / fitted.x_variance
    se = np.sqrt(fitted.residual_variance / fitted.n_eff * (1.0 + away))
    half = _t_value(fitted.n_eff - 2.0, confidence) * se
    return fit, fit - half, fit + half


def _t_value(degrees: float, confidence: float) -> float:
    z_value(confidence)  # refuses what is not between 0 and 1
    return student_quantile(degrees, 0.5 + confidence / 2.0) if degrees > 0.0 else float("inf")


def _pair(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    a, b = floats("x", x, ndim=1), floats("y", y, ndim=1)
    same_shape(x=a, y=b)
    for name, values in (("x", a), ("y", b)):
        if values.size < 4:
            raise ValueError(f"{name}: fewer than 4 places")
        if np.ptp(values) == 0.0:
            raise ValueError(f"{name}: all values equal")
    return a, b


def _weights(weights: ArrayLike, values: Floats) -> Floats:
    w = floats("weights", weights, ndim=1, minimum=0.0)
    same_shape(values=values, weights=w)
    if int((w > 0.0).sum()) < 4:
        raise ValueError("weights: fewer than 4 places have weight")
    return w


def _moments(a: Floats, b: Floats, w: Floats) -> tuple[float, float, float, float, float, float]:
    """r, both means, both variances and the covariance; ValueError without any spread."""
    share = w / w.sum()
    mean_a, mean_b = float(share @ a), float(share @ b)
    da, db = a - mean_a, b - mean_b
    var_a, var_b = float(share @ (da * da)), float(share @ (db * db))
    cov = float(share @ (da * db))
    for name, variance in (("x", var_a), ("y", var_b)):
        if variance <= 0.0:
            raise ValueError(f"{name}: all values with weight are equal")
    r = min(1.0, max(-1.0, cov / np.sqrt(var_a * var_b)))
    return float(r), mean_a, mean_b, var_a, var_b, cov


def _leave_one_out(a: Floats, b: Floats, w: Floats) -> Interval:
    """Range of the weighted r without each place, by taking its part out of the sums."""
    za, zb = (v - np.average(v, weights=w) for v in (a, b))  # centered: sums lose no digits
    rest = w.sum() - w
    sums = [(w * t).sum() - w * t for t in (za, zb, za * za, zb * zb, za * zb)]
    mean_a, mean_b, aa, bb, ab = (s / rest for s in sums)
    spread = (aa - mean_a**2) * (bb - mean_b**2)
    known = spread > 1e-12 * np.abs(aa * bb)
    r = (ab - mean_a * mean_b)[known] / np.sqrt(spread[known])
    if r.size == 0:
        return Interval(float("nan"), float("nan"))
    r = np.clip(r, -1.0, 1.0)
    return Interval(float(r.min()), float(r.max()))

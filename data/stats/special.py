"""The few functions of distributions that the statistics need, on the standard library and numpy.

`math` and `statistics` hold the normal distribution and the gamma function to the last bits; what
they lack, the quantiles of gamma and of Student's t, is reckoned here. Tests hold every function to
scipy's within 1e-12 (docs/decisions/0140: scipy was a fifth of the environment for these).
"""

from __future__ import annotations

from functools import lru_cache
from math import erfc, exp, inf, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist
from sys import float_info

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import Floats

_EPSILON = float(np.finfo(np.float64).eps)
_TINY = 1e-300
_STEPS = 100  # Newton's and Halley's need under ten
_TERMS = 20_000  # a few times the square root of a shape of some millions
_SERIES_FROM = 100.0
_LOG_HUGE = 350.0  # whose square is still a number
_log_gamma = np.vectorize(lgamma, otypes=[np.float64])


def normal_tails(z: float) -> float:
    """Chance of a standard normal value at least as far from zero as `z`: erfc(|z| / √2).

    Zero from 37.68 on, where e^(-z²/2) has no number any more.
    """
    return erfc(abs(z) / sqrt(2.0)) if z * z / 2.0 <= log(float_info.max) else 0.0


def normal_quantile(p: float) -> float:
    """Standard normal quantile of 0 < p < 1 (Wichura 1988, AS 241, as `statistics` has it)."""
    return NormalDist().inv_cdf(p)


def log_gamma(x: ArrayLike) -> Floats:
    """Ln Γ(x) of every x > 0."""
    return np.asarray(_log_gamma(x), dtype=np.float64)


def x_log_x(x: ArrayLike) -> Floats:
    """x·ln(x) of every x >= 0, and 0 at 0."""
    at = np.asarray(x, dtype=np.float64)
    some = at > 0.0
    return np.where(some, at * np.log(np.where(some, at, 1.0)), 0.0)


@lru_cache(maxsize=2048)
def gamma_quantile(shape: float, p: float) -> float:
    """The x with P(shape, x) = p, the regularised lower incomplete gamma function.

    For `shape` of 1/2 or more and 0 < p < 1. Halley's method from the cube root of Wilson and
    Hilferty (1931), as Press et al., Numerical Recipes (2007), 6.2.1.
    """
    cube = 1.0 - 1.0 / (9.0 * shape) + normal_quantile(p) / (3.0 * sqrt(shape))
    near_zero = exp((log(p) + lgamma(shape + 1.0)) / shape)  # P(a, x) ~ x^a / Γ(a + 1)
    x = shape * cube**3 if cube > 0.5 else near_zero
    for _ in range(_STEPS):
        kernel = _gamma_kernel(shape, x)
        off = (_gamma_below(shape, x, kernel) - p) * x / kernel
        step = off / (1.0 - 0.5 * min(1.0, off * ((shape - 1.0) / x - 1.0)))
        x = x - step if step < x else x / 2.0
        if abs(step) <= 4.0 * _EPSILON * x:
            break
    return x


def _gamma_kernel(a: float, x: float) -> float:
    """x^a·e^(-x) / Γ(a), by what x differs from the shape, where both are large (Loader 2000)."""
    beside = (x - a) / a
    log_ratio = log(x / a) if x < a / 2.0 else log1p(beside)
    return sqrt(a / (2.0 * pi)) * exp(a * (log_ratio - beside) - _stirling_error(a))


def _stirling_error(a: float) -> float:
    """What Stirling's formula lacks of ln Γ(a); of large a by its series (DLMF 5.11.1)."""
    if a < _SERIES_FROM:
        return lgamma(a) - ((a - 0.5) * log(a) - a + 0.5 * log(2.0 * pi))
    return 1.0 / (12.0 * a) - 1.0 / (360.0 * a**3) + 1.0 / (1260.0 * a**5)


def _gamma_below(a: float, x: float, kernel: float) -> float:
    """P(a, x): its series below the shape, one minus the continued fraction of Q above it."""
    return kernel * _series(a, x) if x < a + 1.0 else 1.0 - kernel * _fraction(a, x)


def _series(a: float, x: float) -> float:
    """Σ x^n / (a (a+1) … (a+n)) (DLMF 8.7.1)."""
    term = total = 1.0 / a
    for n in range(1, _TERMS):
        term *= x / (a + n)
        total += term
        if term <= total * _EPSILON:
            break
    return total


def _fraction(a: float, x: float) -> float:
    """Continued fraction of Γ(a, x)·e^x·x^(-a) by Lentz's method (DLMF 8.9.2)."""
    b = x + 1.0 - a
    c, d = 1.0 / _TINY, 1.0 / b
    total = d
    for n in range(1, _TERMS):
        numerator = -n * (n - a)
        b += 2.0
        d = 1.0 / (numerator * d + b or _TINY)
        c = b + numerator / c or _TINY
        total *= c * d
        if abs(c * d - 1.0) <= 2.0 * _EPSILON:
            break
    return total


def student_quantile(degrees: float, p: float) -> float:
    """Quantile of Student's t with `degrees` > 0, not necessarily whole, at 0.5 < p < 1.

    Newton's method for ln t on the log of the tail, which is concave there: from the normal
    quantile, which is smaller, it overshoots once and then comes down. Infinite where t² has no
    number any more.
    """
    tail = 1.0 - p
    log_t = log(normal_quantile(p))
    for _ in range(_STEPS):
        if log_t > _LOG_HUGE:
            return inf
        above, kernel = _student_tail(degrees, exp(log_t))
        step = (log(above) - log(tail)) * above / kernel
        log_t += step
        if abs(step) <= 4.0 * _EPSILON * max(1.0, abs(log_t)):
            break
    return exp(log_t)


def _student_tail(degrees: float, t: float) -> tuple[float, float]:
    """P(T > t) = I_x(ν/2, 1/2) / 2 with x = ν / (ν + t²) (DLMF 8.17), and t times the density."""
    a, b = degrees / 2.0, 0.5
    x, rest = degrees / (degrees + t * t), t * t / (degrees + t * t)
    kernel = exp(_log_gamma_ratio(a) - a * log1p(t * t / degrees)) * sqrt(rest / pi)
    if x < (a + 1.0) / (a + b + 2.0):
        inside = kernel * _beta_fraction(a, b, x) / a
    else:
        inside = 1.0 - kernel * _beta_fraction(b, a, rest) / b
    return inside / 2.0, kernel


def _log_gamma_ratio(a: float) -> float:
    """Ln of Γ(a + 1/2) / Γ(a); of large a by its series, as the difference would lose digits."""
    if a < _SERIES_FROM:
        return lgamma(a + 0.5) - lgamma(a)
    return 0.5 * log(a) - 1.0 / (8.0 * a) + 1.0 / (192.0 * a**3) - 1.0 / (640.0 * a**5)


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Continued fraction of the incomplete beta function by Lentz's method (DLMF 8.17.22)."""
    c, d = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1.0) or _TINY)
    total = d
    for n in range(1, _TERMS):
        for numerator in (
            n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n)),
            -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1)),
        ):
            d = 1.0 / (1.0 + numerator * d or _TINY)
            c = 1.0 + numerator / c or _TINY
            total *= c * d
        if abs(c * d - 1.0) <= 2.0 * _EPSILON:
            break
    return total

"""Confidence intervals of proportions, counts and estimates with a standard error.

All functions take arrays or numbers and return `(lower, upper)` as float64 arrays of the broadcast
shape. `confidence` is a proportion (0.95). Bad input raises ValueError naming the argument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from data.rules import (
    EXACT_LIMITS_UNDER,
    RELIABLE_CV_PERCENT,
    RELIABLE_SE_YEARS,
    RELIABLE_WIDTH_POINTS,
)
from data.stats._check import Floats, floats, number
from data.stats.special import gamma_quantile, normal_quantile


class Interval(NamedTuple):
    """One pair of limits, in the unit of the value."""

    lower: float
    upper: float


def z_value(confidence: float) -> float:
    """Two-sided normal quantile: 1.959964 for 0.95."""
    inside = number("confidence", confidence, above=0.0)
    if inside >= 1.0:
        raise ValueError("confidence: must be under 1")
    # To the decimals that a proportion written in decimals decides: the last bits are chance.
    return round(normal_quantile(0.5 + inside / 2.0), 15)


def wilson(
    successes: ArrayLike, totals: ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Wilson score limits of a proportion, 0-1 (Wilson 1927; Newcombe & Altman 2000).

    `successes` and `totals` are counts of people, not necessarily whole: effective counts are
    accepted. Raises ValueError for a zero total or more successes than people.
    """
    x = floats("successes", successes, minimum=0.0)
    n = floats("totals", totals, above=0.0)
    x, n = np.broadcast_arrays(x, n)
    if (x > n * (1.0 + 1e-12)).any():
        raise ValueError("successes: more than totals")
    return _wilson(np.minimum(x / n, 1.0), n, z_value(confidence))


def _wilson(p: Floats, n: Floats, z: float) -> tuple[Floats, Floats]:
    centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n)
    half = z / (1.0 + z * z / n) * np.sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n))
    # At the ends one limit is the end itself; rounding would leave it a hair inside or outside.
    lower = np.where(p <= 0.0, 0.0, np.clip(centre - half, 0.0, 1.0))
    upper = np.where(p >= 1.0, 1.0, np.clip(centre + half, 0.0, 1.0))
    return lower, upper


def wilson_from_se(
    proportion: ArrayLike, se: ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Wilson limits of a survey proportion (0-1) at the effective sample p(1-p)/se².

    At 0 or 1 no effective sample follows from the standard error: there the limits are
    [0, z·se] and [1 - z·se, 1]. An unknown (NaN) standard error gives NaN limits, a zero one the
    proportion itself (Korn & Graubard 1998, effective sample size).
    """
    p, error = np.broadcast_arrays(
        floats("proportion", proportion, minimum=0.0, maximum=1.0, nan_allowed=True),
        floats("se", se, minimum=0.0, nan_allowed=True),
    )
    z = z_value(confidence)
    unknown = np.isnan(p) | np.isnan(error)
    inside = ~unknown & (p > 0.0) & (p < 1.0) & (error > 0.0)
    safe_p = np.where(inside, p, 0.5)
    safe_se = np.where(inside, error, 0.5)
    effective = safe_p * (1.0 - safe_p) / (safe_se * safe_se)
    lower, upper = _wilson(safe_p, effective, z)
    lower = np.where(inside, lower, np.where(p >= 1.0, 1.0 - z * error, p))
    upper = np.where(inside, upper, np.where(p <= 0.0, z * error, p))
    lower, upper = np.clip(lower, 0.0, 1.0), np.clip(upper, 0.0, 1.0)
    return np.where(unknown, np.nan, lower), np.where(unknown, np.nan, upper)


def exact_poisson(count: ArrayLike, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Exact limits of a Poisson count (Garwood 1936), by the gamma quantiles."""
    events = floats("count", count, minimum=0.0)
    tail = _tail(confidence)
    lower = _each(lambda x: gamma_quantile(x, tail) if x > 0.0 else 0.0, events)
    return lower, _each(lambda x: gamma_quantile(x + 1.0, 1.0 - tail), events)


def _each(limit: Callable[[float], float], counts: Floats) -> Floats:
    return np.array([limit(x) for x in counts.ravel().tolist()]).reshape(counts.shape)


def byar(count: ArrayLike, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Byar's limits of a Poisson count (Breslow & Day 1987, vol. II, p. 69)."""
    events = floats("count", count, minimum=0.0)
    z = z_value(confidence)
    none = events == 0.0
    o = np.where(none, 1.0, events)
    lower = o * np.maximum(1.0 - 1.0 / (9.0 * o) - z / (3.0 * np.sqrt(o)), 0.0) ** 3
    more = events + 1.0
    upper = more * (1.0 - 1.0 / (9.0 * more) + z / (3.0 * np.sqrt(more))) ** 3
    return np.where(none, 0.0, lower), upper


def poisson_limits(count: ArrayLike, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Limits of a count of events: exact under 10, Byar from 10 on."""
    events = floats("count", count, minimum=0.0)
    few = events < EXACT_LIMITS_UNDER
    exact = exact_poisson(np.where(few, events, 0.0), confidence=confidence)
    approximate = byar(events, confidence=confidence)
    lower, upper = (np.where(few, e, a) for e, a in zip(exact, approximate, strict=True))
    return lower, upper


def normal(value: ArrayLike, se: ArrayLike, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Value ± z·se, in the unit of the value; NaN where either is unknown."""
    middle = floats("value", value, nan_allowed=True)
    half = z_value(confidence) * floats("se", se, minimum=0.0, nan_allowed=True)
    return middle - half, middle + half


def _tail(confidence: float) -> float:
    z_value(confidence)  # refuses what is not between 0 and 1
    return (1.0 - confidence) / 2.0


def reliability_count(cv: float) -> str:
    """`good`, `care` or `low` from a coefficient of variation in percent (15 and 30)."""
    return _grade("cv", cv, RELIABLE_CV_PERCENT)


def reliability_percent(width: float) -> str:
    """`good`, `care` or `low` from the width of a 95 % interval in percentage points (10, 20)."""
    return _grade("width", width, RELIABLE_WIDTH_POINTS)


def reliability_life_expectancy(se: float) -> str:
    """`good`, `care` or `low` from the standard error of e(0) in years (1 and 2)."""
    return _grade("se", se, RELIABLE_SE_YEARS)


def _grade(name: str, value: float, limits: tuple[float, float]) -> str:
    good, care = limits
    size = number(name, value, minimum=0.0)
    if size <= good:
        return "good"
    return "care" if size <= care else "low"

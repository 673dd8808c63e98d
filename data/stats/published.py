"""Two published values with limits, compared: a difference and a ratio, from the limits alone.

A publisher gives an interval, not a standard error. It is read back from the width of the interval
at its own level, SE = (upper - lower) / 2z(level); the errors of two groups of one source are taken
as independent, SE² = SE_a² + SE_b². Limits around a small count are not symmetric, so the standard
error is that of the mean half width. A ratio is compared in logarithms, where its limits are.
"""

from __future__ import annotations

from math import exp, hypot, log

from data.stats._check import number
from data.stats.contrast import Contrast, normal_contrast
from data.stats.intervals import Interval, normal, z_value


def se_from_limits(lower: float, upper: float, level_percent: float) -> float:
    """Standard error behind two limits, in their unit. ValueError if they are crossed."""
    low = number("lower", lower)
    high = number("upper", upper, minimum=low)
    return (high - low) / (2.0 * z_value(level_percent / 100.0))


def difference_of_limits(
    value: float,
    limits: Interval,
    other: float,
    other_limits: Interval,
    level_percent: float,
) -> Contrast:
    """`value` minus `other` with its 95 % limits and test; both limits are of `level_percent`."""
    se = hypot(se_from_limits(*limits, level_percent), se_from_limits(*other_limits, level_percent))
    return normal_contrast(number("value", value) - number("other", other), se)


def ratio_of_limits(
    value: float,
    limits: Interval,
    other: float,
    other_limits: Interval,
    level_percent: float,
) -> tuple[float, Interval] | None:
    """`value` over `other` with its 95 % limits, by way of logarithms; None where one is not above
    zero.
    """
    if min(value, other, limits.lower, other_limits.lower) <= 0.0:
        return None
    logs = [
        se_from_limits(log(low), log(high), level_percent) for low, high in (limits, other_limits)
    ]
    lower, upper = normal(log(value / other), hypot(*logs))
    return value / other, Interval(exp(lower), exp(upper))

"""Differences and ratios from published limits, held against what can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from data.stats.intervals import Interval
from data.stats.published import difference_of_limits, ratio_of_limits, se_from_limits

Z_95, Z_90 = 1.959964, 1.644854


@pytest.mark.parametrize(("level", "z"), [(95, Z_95), (90, Z_90)])
def test_the_standard_error_is_read_back_from_the_width(level: int, z: float) -> None:
    assert se_from_limits(10.0 - z * 2.0, 10.0 + z * 2.0, level) == pytest.approx(2.0, rel=1e-6)


def test_limits_of_90_percent_give_a_difference_of_95() -> None:
    """Two standard errors of 3 and 4 make one of 5, whatever the level they were published at."""
    for level, z in ((95, Z_95), (90, Z_90)):
        found = difference_of_limits(
            50.0, Interval(50 - 3 * z, 50 + 3 * z), 40.0, Interval(40 - 4 * z, 40 + 4 * z), level
        )
        assert (found.difference, found.se) == pytest.approx((10.0, 5.0), rel=1e-6)
        assert (found.lower, found.upper) == pytest.approx((10 - 5 * Z_95, 10 + 5 * Z_95), abs=1e-4)


def test_a_ratio_is_compared_in_logarithms() -> None:
    sides = (8.0, Interval(8 / math.e, 8 * math.e), 2.0, Interval(2 / math.e, 2 * math.e))
    ratio, limits = ratio_of_limits(*sides, 95) or (math.nan, Interval(math.nan, math.nan))
    assert ratio == 4.0
    assert limits == pytest.approx((4 / math.exp(math.sqrt(2)), 4 * math.exp(math.sqrt(2))))


def test_no_ratio_over_zero() -> None:
    zero = Interval(0.0, 3.0)
    assert ratio_of_limits(5.0, Interval(4.0, 6.0), 1.0, zero, 95) is None


def test_the_test_keeps_its_error() -> None:
    """Of two equal groups, about one in twenty pairs is called different."""
    rng = np.random.default_rng(11)
    called = 0
    for first, second in rng.normal(70.0, 1.0, size=(4000, 2)):
        sides = [Interval(v - Z_95, v + Z_95) for v in (first, second)]
        found = difference_of_limits(first, sides[0], second, sides[1], 95)
        called += not found.lower <= 0.0 <= found.upper
    assert called / 4000 == pytest.approx(0.05, abs=0.012)


def test_crossed_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="upper"):
        se_from_limits(2.0, 1.0, 95)

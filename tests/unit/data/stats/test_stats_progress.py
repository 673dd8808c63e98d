"""The straight line from a baseline to a target, and the test of the latest value against it."""

from __future__ import annotations

from math import sqrt

import pytest

from data.stats.progress import Timed, progress


def test_half_of_the_way_in_half_of_the_time_is_on_the_line() -> None:
    found = progress(Timed(10.0, 0.3, 2020.0), Timed(8.0, 0.4, 2025.0), 6.0, 2030.0)
    assert (found.needed, found.passed) == (8.0, 0.5)
    assert found.contrast.difference == 0.0 and found.contrast.p_value == 1.0
    assert found.contrast.se == pytest.approx(sqrt(0.4**2 + (0.5 * 0.3) ** 2))


def test_after_its_year_the_target_itself_is_needed_and_the_baseline_errs_no_more() -> None:
    found = progress(Timed(10.0, 5.0, 2020.0), Timed(8.0, 0.4, 2035.0), 6.0, 2030.0)
    assert (found.needed, found.passed) == (6.0, 1.0)
    assert found.contrast.se == pytest.approx(0.4)
    assert found.contrast.p_value < 0.001


def test_counts_that_vary_more_widen_the_difference() -> None:
    ends = Timed(10.0, 0.3, 2020.0), Timed(8.0, 0.4, 2025.0)
    plain = progress(*ends, 6.0, 2030.0).contrast
    wide = progress(*ends, 6.0, 2030.0, inflation=2.0).contrast
    assert wide.upper - wide.lower == pytest.approx(2 * (plain.upper - plain.lower))


@pytest.mark.parametrize(("latest", "by"), [(2020.0, 2030.0), (2025.0, 2019.0)])
def test_nothing_is_held_against_what_comes_before_the_baseline(latest: float, by: float) -> None:
    with pytest.raises(ValueError, match="after the baseline"):
        progress(Timed(10.0, 0.3, 2020.0), Timed(8.0, 0.4, latest), 6.0, by)

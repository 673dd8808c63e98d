"""Changes between two times: against the arithmetic of their sources, and laws that must hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stats.change import count_change, share_change, survey_change
from data.stats.event_contrast import proportion_difference, rate_contrast

counts = st.integers(20, 5000)


def test_a_count_has_the_score_test_of_two_equal_spans() -> None:
    found = count_change(100, 150, dispersion=1.0)
    assert found.difference == 50
    assert found.p_value == pytest.approx(0.0015654, rel=1e-4)  # z = 25 / √62.5 = 3.1623
    assert found == rate_contrast(150, 100, 0.0, 1.0, 1.0, dispersion=1.0)
    wide = count_change(100, 150, dispersion=3.3)
    assert wide.p_value == pytest.approx(0.0817, abs=1e-3)
    assert wide.lower < 0 < found.lower


def test_a_share_has_newcombes_limits() -> None:
    """His example, method 10: 56 of 70 against 48 of 80 is 0.0524 to 0.3339."""
    found = share_change(48, 80, 56, 70, dispersion=1.0)
    assert (found.lower, found.upper) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    other = proportion_difference(56, 70, 48, 80)
    assert (found.difference, found.se) == pytest.approx((other.difference, other.se))
    z = 0.2 / np.sqrt(104 / 150 * 46 / 150 * (1 / 70 + 1 / 80))
    assert found.p_value == pytest.approx(0.00818, rel=2e-2)
    assert z == pytest.approx(2.65, abs=0.01)


@given(counts, counts, st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(1.0, 5.0))
def test_people_in_households_count_less(
    before: int, after: int, first: float, second: float, stretch: float
) -> None:
    parts = first * before, before, second * after, after
    single = share_change(*parts, dispersion=1.0)
    together = share_change(*parts, dispersion=stretch)
    assert together.difference == pytest.approx(single.difference)
    assert together.se == pytest.approx(single.se * np.sqrt(stretch))
    assert together.p_value >= single.p_value * (1 - 1e-9)
    assert together.lower <= together.difference <= together.upper
    back = share_change(second * after, after, first * before, before, dispersion=stretch)
    assert back.difference == pytest.approx(-together.difference)
    assert back.p_value == pytest.approx(together.p_value)


def test_nobody_in_both_is_no_change() -> None:
    assert share_change(0, 100, 0, 80, dispersion=2.0).p_value == 1.0


def test_a_survey_has_the_test_of_the_handbook() -> None:
    """A difference of 1.645 standard errors has p = 0.1; of two unknown errors, none."""
    found = survey_change(20.0, 3.0, 20.0 + 1.6448536 * 5.0, 4.0)
    assert found.p_value == pytest.approx(0.1, abs=1e-4)
    assert (found.lower, found.upper) == pytest.approx(
        (found.difference - 1.959964 * 5, found.difference + 1.959964 * 5)
    )
    assert np.isnan(survey_change(20.0, np.nan, 25.0, 4.0).p_value)
    assert survey_change(20.0, 0.0, 20.0, 0.0).p_value == 1.0
    assert survey_change(20.0, 0.0, 21.0, 0.0).p_value == 0.0


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: count_change(-1, 1, dispersion=1.0), "count_b_only"),
        (lambda: share_change(1, 0, 1, 2, dispersion=1.0), "total_earlier"),
        (lambda: share_change(3, 2, 1, 2, dispersion=1.0), "part_earlier"),
        (lambda: share_change(1, 2, 3, 2, dispersion=1.0), "part_later"),
        (lambda: share_change(1, 2, 1, 2, dispersion=0.5), "dispersion"),
    ],
)
def test_bad_input_names_the_argument(call, name) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=f"^{name}"):
        call()

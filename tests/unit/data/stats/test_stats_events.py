import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from data.stats.contrast import two_sided_p
from data.stats.event_contrast import (
    dispersion,
    fisher_p,
    proportion_difference,
    rate_contrast,
    rate_limits,
)
from data.stats.intervals import poisson_limits, wilson

COUNT = st.integers(0, 40)


def test_newcombe_by_the_paper() -> None:
    """Newcombe 1998, table II, row (a), method 10: 56/70 against 48/80."""
    found = proportion_difference(56, 70, 48, 80)
    assert found.difference == pytest.approx(0.2)
    assert [found.lower, found.upper] == pytest.approx([0.0524, 0.3339], abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "limits"),
    [
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ],
)
def test_newcombe_for_small_counts(counts, limits) -> None:
    """Rows of the same table: Wald gives limits outside -1 to 1, or of no width."""
    found = proportion_difference(*counts)
    assert [found.lower, found.upper] == pytest.approx(limits, abs=5e-5)


@given(COUNT, COUNT, COUNT, COUNT)
def test_fisher_equals_scipy(a: int, b: int, c: int, d: int) -> None:
    expected = fisher_exact([[a, b], [c, d]]).pvalue
    assert fisher_p(a, b, c, d) == pytest.approx(expected, rel=1e-6)


def test_one_of_fourteen_is_no_proof() -> None:
    """District 1 and 2 of the extract, each against the rest of the city."""
    assert fisher_p(5, 22, 445, 718) == pytest.approx(fisher_exact([[5, 22], [445, 718]]).pvalue)
    wald = two_sided_p(1 / 14 - 0.38, float(np.sqrt(1 / 14 * 13 / 14 / 14)))
    assert proportion_difference(1, 14, 449, 1176).p_value > 100 * wald


def test_a_half_case_takes_part_in_the_limits_only() -> None:
    whole, half = proportion_difference(5, 27, 40, 100), proportion_difference(5.5, 27.5, 40, 100)
    assert half.p_value == whole.p_value
    assert half.difference != whole.difference


def test_dispersion_by_hand() -> None:
    # means 2 and 4; (4 + 0 + 4) / 2 + (0 + 1 + 1) / 4 over 2 areas x 2 years.
    assert dispersion([[0, 2, 4], [4, 3, 5]]) == pytest.approx(4.5 / 4)
    assert dispersion([[2, 2, 2]]) == 1.0
    assert dispersion(np.empty((0, 11))) == 1.0


def test_rates_are_tested_by_the_stretched_score() -> None:
    found = rate_contrast(60, 30, 0, 20000, 18000, dispersion=1.5)
    share = 20 / 38
    z = (60 - 90 * share) / np.sqrt(1.5 * 90 * share * (1 - share))
    assert found.p_value == pytest.approx(two_sided_p(z, 1.0))
    assert found.difference == pytest.approx(60 / 20000 - 30 / 18000)
    assert found.se == pytest.approx(np.sqrt(1.5 * (60 / 20000**2 + 30 / 18000**2)))


def test_limits_join_those_of_the_rates() -> None:
    low, high = rate_limits([4, 100], 1.5)
    plain_low, plain_high = poisson_limits([4 / 1.5, 100 / 1.5])
    assert low == pytest.approx(1.5 * plain_low)
    assert high == pytest.approx(1.5 * plain_high)
    found = rate_contrast(4, 100, 0, 1.0, 1.0, dispersion=1.5)
    assert found.lower == pytest.approx(-96 - np.hypot(4 - low[0], high[1] - 100))
    assert found.upper == pytest.approx(-96 + np.hypot(high[0] - 4, 100 - low[1]))


def test_shared_events_cancel() -> None:
    inside = rate_contrast(5, 20, 30, 1000.0, 3000.0, dispersion=1.4)
    c = np.array([1 / 1000, -1 / 3000, 1 / 1000 - 1 / 3000])
    assert inside.difference == pytest.approx(35 / 1000 - 50 / 3000, rel=1e-12)
    assert inside.se == pytest.approx(np.sqrt(1.4 * (c**2 @ [5, 20, 30])), rel=1e-12)
    assert inside.p_value == pytest.approx(two_sided_p(inside.difference, inside.se), rel=1e-12)
    assert rate_contrast(0, 0, 30, 1000.0, 1000.0, dispersion=1.4).same
    # No event outside the shared part is not certainty about the rest.
    assert rate_contrast(0, 0, 30, 1000.0, 1001.0, dispersion=1.4).se > 0.001


@given(COUNT, COUNT, st.floats(100, 1e5), st.floats(100, 1e5), st.floats(1, 3))
def test_rates_turned_round(a: int, b: int, years_a: float, years_b: float, spread: float) -> None:
    one = rate_contrast(a, b, 0, years_a, years_b, dispersion=spread)
    other = rate_contrast(b, a, 0, years_b, years_a, dispersion=spread).scaled(-1.0)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-6)
    assert [one.lower, one.upper] == pytest.approx([other.lower, other.upper], abs=1e-12)
    assert one.lower <= one.difference <= one.upper


@given(COUNT, st.integers(1, 40), COUNT, st.integers(1, 40))
def test_shares_turned_round(a: int, more_a: int, b: int, more_b: int) -> None:
    one = proportion_difference(a, a + more_a, b, b + more_b)
    other = proportion_difference(b, b + more_b, a, a + more_a).scaled(-1.0)
    assert one.p_value == pytest.approx(other.p_value)
    assert [one.lower, one.upper] == pytest.approx([other.lower, other.upper])
    assert -1.0 <= one.lower <= one.difference <= one.upper <= 1.0
    assert wilson(a, a + more_a)[0] >= 0.0


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: rate_contrast(-1, 0, 0, 1, 1, dispersion=1), "count_a_only"),
        (lambda: rate_contrast(1, np.nan, 0, 1, 1, dispersion=1), "count_b_only"),
        (lambda: rate_contrast(1, 1, 0, 0, 1, dispersion=1), "people_years_a"),
        (lambda: rate_contrast(1, 1, 0, 1, 1, dispersion=0.9), "dispersion"),
        (lambda: dispersion([[1], [2]]), "counts"),
        (lambda: dispersion([[0, 0]]), "counts"),
        (lambda: proportion_difference(5, 4, 1, 2), "successes_a"),
        (lambda: proportion_difference(1, 0, 1, 2), "total_a"),
        (lambda: fisher_p(0.5, 1, 1, 1), "yes_a"),
    ],
)
def test_bad_input_names_the_argument(call, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        call()

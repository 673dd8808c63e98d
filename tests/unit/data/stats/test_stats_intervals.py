import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stats import intervals

EXACT = 1e-9


@pytest.mark.parametrize(
    ("count", "total", "lower", "upper"),
    [
        (65, 100, 0.552544, 0.736358),
        # Newcombe & Altman 2000 (also Newcombe 1998, method 3).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_published(count, total, lower, upper):
    got = intervals.wilson(count, total)
    assert got[0] == pytest.approx(lower, abs=5.1e-5)
    assert got[1] == pytest.approx(upper, abs=5.1e-5)


def test_wilson_ends_are_exact():
    lower, upper = intervals.wilson([0, 7], [7, 7])
    assert lower[0] == 0.0
    assert upper[1] == 1.0
    assert lower[1] == pytest.approx(1.0 - upper[0], rel=EXACT)


@given(st.integers(0, 400), st.integers(1, 400), st.floats(0.5, 0.999))
def test_wilson_solves_its_equation(successes, total, confidence):
    """The limits are the p at which the observed share lies z standard errors away."""
    successes = min(successes, total)
    z = intervals.z_value(confidence)
    share = successes / total
    for limit in intervals.wilson(successes, total, confidence=confidence):
        p = float(limit)
        assert 0.0 <= p <= 1.0
        assert abs(share - p) == pytest.approx(z * np.sqrt(p * (1 - p) / total), abs=1e-7)


def test_wilson_coverage():
    """Simulation, 40,000 draws: Wilson covers 95 % within 1.5 points at n = 60, p = 0.15."""
    draws = np.random.default_rng(1).binomial(60, 0.15, 40_000)
    lower, upper = intervals.wilson(draws, 60)
    assert np.mean((lower <= 0.15) & (upper >= 0.15)) == pytest.approx(0.95, abs=0.015)


def test_wilson_from_se_is_wilson_at_the_effective_sample():
    p, n = 0.3, 250.0
    got = intervals.wilson_from_se(p, np.sqrt(p * (1 - p) / n))
    assert np.allclose(got, intervals.wilson(p * n, n), rtol=1e-12)


def test_wilson_from_se_at_the_ends_and_unknown():
    lower, upper = intervals.wilson_from_se([0.0, 1.0, 0.4, 0.2], [0.01, 0.02, np.nan, 0.0])
    assert lower[:2] == pytest.approx([0.0, 1.0 - 0.02 * 1.959964], abs=1e-6)
    assert upper[:2] == pytest.approx([0.01 * 1.959964, 1.0], abs=1e-6)
    assert np.isnan(lower[2])
    assert np.isnan(upper[2])
    assert (lower[3], upper[3]) == (0.2, 0.2)


def test_poisson_published():
    assert intervals.exact_poisson(9) == pytest.approx((4.1154, 17.0848), abs=5e-5)
    assert intervals.byar(65) == pytest.approx((50.1632, 82.8491), abs=5e-5)
    # Garwood's limits as tabulated in Breslow & Day 1987.
    lower, upper = intervals.exact_poisson([0, 1, 2, 5])
    assert lower == pytest.approx([0.0, 0.0253, 0.2422, 1.6235], abs=5e-5)
    assert upper == pytest.approx([3.6889, 5.5716, 7.2247, 11.6683], abs=5e-5)


def test_poisson_limits_switch_at_ten():
    lower, upper = intervals.poisson_limits([9, 10])
    assert (lower[0], upper[0]) == tuple(intervals.exact_poisson(9))
    assert (lower[1], upper[1]) == tuple(intervals.byar(10))


def test_byar_is_near_the_exact_limits():
    counts = np.arange(10, 200)
    for approximate, exact in zip(
        intervals.byar(counts), intervals.exact_poisson(counts), strict=True
    ):
        assert np.allclose(approximate, exact, rtol=0.006)


def test_normal():
    lower, upper = intervals.normal([76.0, np.nan], [1.0, 1.0])
    assert lower[0] == pytest.approx(76.0 - 1.959963984540054, rel=EXACT)
    assert upper[0] == pytest.approx(76.0 + 1.959963984540054, rel=EXACT)
    assert np.isnan(upper[1])


def test_reliability():
    assert [intervals.reliability_count(cv) for cv in (15, 15.1, 30, 31)] == [
        "good",
        "care",
        "care",
        "low",
    ]
    assert [intervals.reliability_percent(w) for w in (10, 20, 20.5)] == ["good", "care", "low"]
    assert [intervals.reliability_life_expectancy(s) for s in (1, 2, 2.1)] == [
        "good",
        "care",
        "low",
    ]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: intervals.wilson(-1, 10), "successes"),
        (lambda: intervals.wilson(11, 10), "successes"),
        (lambda: intervals.wilson(1, 0), "totals"),
        (lambda: intervals.wilson([], []), "successes"),
        (lambda: intervals.wilson(np.nan, 3), "successes"),
        (lambda: intervals.wilson("many", 3), "successes"),
        (lambda: intervals.wilson(1, 3, confidence=1.0), "confidence"),
        (lambda: intervals.wilson_from_se(1.2, 0.1), "proportion"),
        (lambda: intervals.wilson_from_se(0.2, -0.1), "se"),
        (lambda: intervals.exact_poisson(-1), "count"),
        (lambda: intervals.byar(np.nan), "count"),
        (lambda: intervals.poisson_limits(np.inf), "count"),
        (lambda: intervals.normal(1.0, -1.0), "se"),
        (lambda: intervals.reliability_count(np.nan), "cv"),
        (lambda: intervals.reliability_percent(-1), "width"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.models import Flag
from data.stats import rates
from data.stats.intervals import byar, exact_poisson

YEARS = np.array([1e3, 4e3, 9e3, 1e4, 1.2e4, 1e4, 9e3, 8e3, 5e3, 3e3, 1e3])
EVENTS = np.array([6, 2, 1, 9, 14, 20, 38, 75, 95, 150, 140])


def test_the_standard_is_the_published_one(expected_json):
    published = expected_json("us2000_standard.json")
    assert list(rates.US_2000_STANDARD) == published["pop_thousands"]
    shares = np.array(rates.US_2000_STANDARD) / sum(rates.US_2000_STANDARD)
    assert shares == pytest.approx(published["weight"], abs=1.5e-6)


def test_crude_rate():
    value, lower, upper = rates.crude_rate([9, 65], [10_000, 50_000])
    assert value == pytest.approx([90, 130])
    few, many = exact_poisson(9), byar(65)
    assert (lower[0], upper[0]) == pytest.approx((few[0] * 10, few[1] * 10))
    assert (lower[1], upper[1]) == pytest.approx((many[0] * 2, many[1] * 2))


def test_dobson_by_hand():
    """Two bands, standard 3:1: rate, variance and Byar limits written out."""
    got = rates.directly_standardised_rate([20, 45], [1e4, 5e3], standard=[3, 1], per=1000)
    rate = 0.75 * 20 / 1e4 + 0.25 * 45 / 5e3
    variance = (0.75 / 1e4) ** 2 * 20 + (0.25 / 5e3) ** 2 * 45
    low, high = byar(65)
    assert got.value == pytest.approx(1000 * rate, rel=1e-12)
    stretch = np.sqrt(variance / 65)
    assert got.lower == pytest.approx(1000 * (rate + stretch * (low - 65)), rel=1e-12)
    assert got.upper == pytest.approx(1000 * (rate + stretch * (high - 65)), rel=1e-12)


def test_own_population_as_standard_gives_the_crude_rate():
    got = rates.directly_standardised_rate(EVENTS, YEARS, standard=YEARS)
    crude = rates.crude_rate(EVENTS.sum(), YEARS.sum())
    assert tuple(got) == pytest.approx(tuple(map(float, crude)), rel=1e-12)


def test_dobson_coverage():
    """4,000 seeded Poisson data sets with about 25 events: 95 % limits cover 95 % (±1.5 points)."""
    rng = np.random.default_rng(1991)
    mean = EVENTS / EVENTS.sum() * 25
    share = np.array(rates.US_2000_STANDARD) / sum(rates.US_2000_STANDARD)
    true = 1e5 * (share * mean / YEARS).sum()
    hits = []
    for events in rng.poisson(mean, (4000, 11)):
        got = rates.directly_standardised_rate(events, YEARS)
        hits.append(got.lower <= true <= got.upper)
    assert np.mean(hits) == pytest.approx(0.95, abs=0.015)


@given(st.permutations(range(11)), st.floats(0.01, 100))
def test_standardised_rate_laws(order, scale):
    standard = np.array(rates.US_2000_STANDARD)
    one = rates.directly_standardised_rate(EVENTS, YEARS)
    moved = rates.directly_standardised_rate(
        EVENTS[order], YEARS[order], standard=standard[order] * scale
    )
    assert tuple(moved) == pytest.approx(tuple(one), rel=1e-9)
    flat = rates.directly_standardised_rate(YEARS * 0.01, YEARS)
    assert flat.value == pytest.approx(1000, rel=1e-12)


def test_smr():
    got = rates.smr(65, 50)
    low, high = byar(65)
    assert tuple(got) == pytest.approx((1.3, float(low) / 50, float(high) / 50), rel=1e-12)
    own = rates.expected_events(YEARS, EVENTS / YEARS)
    assert rates.smr(EVENTS.sum(), own).value == pytest.approx(1.0, rel=1e-12)
    assert rates.smr(0, 3).lower == 0.0


def test_rate_ratio_matches_the_exact_test(expected_json):
    """R poisson.test on two counts."""
    want = expected_json("correlation_and_tests_R.json")["poisson_ratio"]
    got = rates.rate_ratio((60, 30), (20000, 18000))
    assert got.value == pytest.approx(want["ratio"], rel=1e-9)
    assert (got.lower, got.upper) == pytest.approx(tuple(want["ci95"]), rel=1e-9)


@given(st.integers(1, 80), st.integers(1, 80), st.floats(100, 1e5), st.floats(100, 1e5))
def test_rate_ratio_laws(a, b, years_a, years_b):
    one = rates.rate_ratio((a, b), (years_a, years_b))
    back = rates.rate_ratio((b, a), (years_b, years_a))
    assert one.lower < one.value < one.upper
    assert 1 / one.value == pytest.approx(back.value)
    assert (1 / one.upper, 1 / one.lower) == pytest.approx((back.lower, back.upper), rel=1e-6)


def test_rate_decision():
    shown = {
        (0, 0): (False, Flag.NO_RESIDENTS),
        (30, 499): (False, Flag.FEW_RESIDENTS),
        (9, 500): (False, Flag.FEWER_THAN_10),
        (10, 500): (True, Flag.FROM_10_TO_19),
        (19, 9000): (True, Flag.FROM_10_TO_19),
        (20, 9000): (True, None),
    }
    for (events, residents), want in shown.items():
        assert rates.rate_decision(events, residents=residents) == want


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: rates.crude_rate(-1, 10), "events"),
        (lambda: rates.crude_rate(1, 0), "person_years"),
        (lambda: rates.crude_rate([], []), "events"),
        (lambda: rates.crude_rate(1, 10, per=0), "per"),
        (lambda: rates.directly_standardised_rate(EVENTS * np.nan, YEARS), "events"),
        (lambda: rates.directly_standardised_rate(EVENTS * 0, YEARS), "events"),
        (lambda: rates.directly_standardised_rate(EVENTS, YEARS * 0), "person_years"),
        (lambda: rates.directly_standardised_rate(EVENTS[:2], YEARS[:2]), "standard"),
        (lambda: rates.directly_standardised_rate([1], [2], standard=[0]), "standard"),
        (lambda: rates.smr(1, 0), "expected"),
        (lambda: rates.smr(-1, 1), "observed"),
        (lambda: rates.expected_events([1, 2], [1]), "standard_rates"),
        (lambda: rates.rate_decision(np.nan, residents=1), "events"),
        (lambda: rates.rate_decision(1, residents=-1), "residents"),
        (lambda: rates.rate_ratio((1, 0), (1, 1)), "events"),
        (lambda: rates.rate_ratio((1, -1), (1, 1)), "events"),
        (lambda: rates.rate_ratio((1, 1, 1), (1, 1)), "events"),
        (lambda: rates.rate_ratio((1, 1), (0, 1)), "person_years"),
        (lambda: rates.rate_ratio((1, 1), (1, 1), confidence=2), "confidence"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.stats.association import (
    association,
    dutilleul,
    fisher_interval,
    kish,
    predict_band,
    weighted_r,
    weighted_ranks,
)
from data.stats.spatial import contiguity, moran_i

# Whole numbers: equal or clearly apart, so that no law fails on the last digit.
numbers = arrays(np.float64, 12, elements=st.integers(-99, 99)).filter(
    lambda v: len(set(v.tolist())) > 3
)
people = arrays(np.float64, 12, elements=st.integers(1, 5000))


@pytest.mark.parametrize("case", ["I", "II", "III", "IV"])
def test_anscombe_matches_r(expected_json, case):
    """R cor.test and lm on Anscombe's four sets: equal weights, no space, so n_eff = n."""
    reference = expected_json("correlation_and_tests_R.json")
    number = {"I": 1, "II": 2, "III": 3, "IV": 4}[case]
    x, y = (reference["anscombe"][f"{axis}{number}"] for axis in "xy")
    got, want = association(x, y, np.ones(11)), reference[case]
    assert got.n == want["n"]
    assert got.n_eff == pytest.approx(want["n"], rel=1e-12)
    assert got.r == pytest.approx(want["pearson"], rel=1e-9)
    assert (got.r_lower, got.r_upper) == pytest.approx(tuple(want["ci95"]), rel=1e-9)
    assert got.spearman == pytest.approx(want["spearman"], rel=1e-9)
    assert got.slope == pytest.approx(want["slope"], rel=1e-9)
    assert got.intercept == pytest.approx(want["intercept"], rel=1e-9)
    assert (got.slope_lower, got.slope_upper) == pytest.approx(tuple(want["slope_ci95"]), rel=1e-9)


def test_weighted_matches_r(expected_json):
    reference = expected_json("correlation_and_tests_R.json")
    want, data = reference["weighted_I"], reference["anscombe"]
    got = association(data["x1"], data["y1"], want["weights"])
    assert got.r == pytest.approx(want["r"], rel=1e-9)
    assert got.slope == pytest.approx(want["slope"], rel=1e-9)
    assert got.n_eff == pytest.approx(kish(want["weights"]))


def test_kish():
    assert kish([3, 3, 3, 3]) == pytest.approx(4.0, rel=1e-12)
    assert kish([1, 1, 2]) == pytest.approx(16 / 6, rel=1e-12)
    assert kish([5, 0, 0]) == pytest.approx(1.0)


def test_fisher_interval_of_few_places():
    assert fisher_interval(-0.75, 22) == pytest.approx((-0.89, -0.48), abs=0.005)
    assert fisher_interval(0.4, 3.0) == (-1.0, 1.0)
    assert fisher_interval(1.0, 20) == (1.0, 1.0)


def _field(rng, places, reach_km, draws):
    """Draws of a Gaussian field whose correlation falls as exp(-distance / reach)."""
    distance = np.sqrt(((places[:, None] - places[None]) ** 2).sum(-1))
    root = np.linalg.cholesky(np.exp(-distance / reach_km) + 1e-9 * np.eye(len(places)))
    return rng.standard_normal((draws, len(places))) @ root.T


@pytest.fixture(scope="module")
def fields():
    """150 places in 40 x 40 km; 250 draws of two unrelated fields, reach 5 km, seeded."""
    rng = np.random.default_rng(93)
    places = rng.uniform(0, 40, (150, 2))
    return places, _field(rng, places, 5.0, 250), _field(rng, places, 5.0, 250)


def test_dutilleul_is_the_variance_of_r(fields):
    """The median n_eff is the one that the spread of r between unrelated fields implies (±25 %)."""
    places, first, second = fields
    r = np.array([np.corrcoef(a, b)[0, 1] for a, b in zip(first, second, strict=True)])
    implied = 1.0 + 1.0 / np.var(r)
    estimated = np.median([dutilleul(a, b, places) for a, b in zip(first, second, strict=True)])
    assert implied < 80
    assert estimated == pytest.approx(implied, rel=0.25)


def test_false_alarms_between_unrelated_fields(fields):
    """Intervals at n_eff exclude 0 for about 5 % of unrelated pairs (under 9), at n for many."""
    places, first, second = fields
    at_n, at_n_eff = [], []
    for a, b in zip(first, second, strict=True):
        r = float(np.corrcoef(a, b)[0, 1])
        at_n.append(_excludes_zero(fisher_interval(r, len(a))))
        at_n_eff.append(_excludes_zero(fisher_interval(r, dutilleul(a, b, places))))
    assert np.mean(at_n_eff) < 0.09
    assert np.mean(at_n) > 0.15


def _excludes_zero(interval):
    return interval.lower > 0 or interval.upper < 0


def test_dutilleul_of_unordered_places_is_about_n():
    rng = np.random.default_rng(8)
    worth = [
        dutilleul(rng.standard_normal(120), rng.standard_normal(120), rng.uniform(0, 30, (120, 2)))
        for _ in range(20)
    ]
    assert np.median(worth) > 105
    assert max(worth) <= 120


def test_dutilleul_does_not_depend_on_units_or_place(fields):
    places, first, second = fields
    a, b = first[0], second[0]
    turned = places[::-1] @ np.array([[0.6, -0.8], [0.8, 0.6]]) + [1000, -50]
    want = dutilleul(a, b, places)
    assert dutilleul(9 - 3 * a[::-1], b[::-1] * 100, turned) == pytest.approx(want, rel=1e-6)
    assert dutilleul(b, a, places) == pytest.approx(want, rel=1e-9)


def test_few_places_are_not_split_into_empty_classes():
    rng = np.random.default_rng(2)
    places = rng.uniform(0, 9, (6, 2))
    assert dutilleul(rng.random(6), rng.random(6), places) == pytest.approx(6.0, rel=1e-9)


def test_n_eff_is_the_smaller_of_the_two(fields):
    places, first, second = fields
    a, b = first[1], second[1]
    spatial = dutilleul(a, b, places)
    assert association(a, b, np.ones(150), places).n_eff == pytest.approx(spatial)
    uneven = np.where(np.arange(150) < 5, 1e6, 1.0)
    assert association(a, b, uneven, places).n_eff == pytest.approx(kish(uneven))


def test_leave_one_out_by_leaving_one_out():
    rng = np.random.default_rng(6)
    x, w = rng.random(15), rng.uniform(1, 9, 15)
    y = x + rng.random(15)
    got = association(x, y, w).leave_one_out
    rest = [weighted_r(np.delete(x, i), np.delete(y, i), np.delete(w, i)) for i in range(15)]
    assert got == pytest.approx((min(rest), max(rest)), rel=1e-9)


def test_band_against_simulation():
    """2,000 seeded data sets of 25 places: the 95 % band holds the true line 95 % (±2 points)."""
    rng = np.random.default_rng(12)
    x = np.linspace(0, 10, 25)
    hits = []
    for _ in range(2000):
        fitted = association(x, 3 + 0.5 * x + rng.standard_normal(25), np.ones(25))
        _, lower, upper = predict_band(fitted, [1.0, 9.0])
        hits.append((lower <= [3.5, 7.5]) & (upper >= [3.5, 7.5]))
    assert np.mean(hits, axis=0) == pytest.approx([0.95, 0.95], abs=0.02)


def test_band_is_narrowest_in_the_middle_and_meets_the_line():
    x = np.arange(20.0)
    fitted = association(x, x + np.sin(x), np.ones(20))
    fit, lower, upper = predict_band(fitted, [0.0, fitted.x_mean, 19.0])
    assert fit == pytest.approx((lower + upper) / 2)
    assert (upper - lower)[1] == (upper - lower).min()
    assert fit[2] == pytest.approx(fitted.intercept + 19 * fitted.slope)


def test_residual_moran():
    x = np.arange(16.0)
    y = x + np.repeat([1.0, -1.0], 8)
    chain = contiguity([(i, i + 1) for i in range(15)], n=16)
    got = association(x, y, np.ones(16), neighbors=chain)
    assert got.residual_moran == pytest.approx(moran_i(y - got.intercept - got.slope * x, chain))
    assert got.residual_moran > 0.4
    assert np.isnan(association(x, y, np.ones(16)).residual_moran)


@settings(max_examples=50)
@given(numbers, numbers, people, st.permutations(range(12)), st.floats(0.01, 100))
def test_laws(x, y, w, order, scale):
    one = association(x, y, w)
    moved = association(x[order] * 2 + 5, y[order], w[order] * scale)
    assert -1.0 <= one.r_lower <= one.r <= one.r_upper <= 1.0
    assert moved.r == pytest.approx(one.r, abs=1e-9)
    assert moved.spearman == pytest.approx(one.spearman, abs=1e-9)
    assert moved.n_eff == pytest.approx(one.n_eff, rel=1e-9)
    assert moved.slope == pytest.approx(one.slope / 2, abs=1e-9)
    assert association(y, x, w).r == pytest.approx(one.r, abs=1e-9)
    assert association(-x, y, w).r == pytest.approx(-one.r, abs=1e-9)


def test_weighted_ranks_are_weighted():
    assert weighted_ranks([5, 1, 3, 3], [1, 1, 1, 1]) * 4 == pytest.approx([3.5, 0.5, 2, 2])
    assert weighted_ranks([1, 2, 3, 4], [5, 1, 1, 3]) == pytest.approx([0.25, 0.55, 0.65, 0.85])


def test_two_places_worth_have_no_band():
    w = [1e9, 1.0, 1.0, 1.0, 1.0]
    got = association([1, 2, 3, 4, 6], [2, 1, 4, 3, 5], w)
    assert (got.r_lower, got.r_upper) == (-1.0, 1.0)
    _, lower, upper = predict_band(got, [2.0])
    assert np.isinf([lower, upper]).all()


FOUR = [1.0, 2.0, 3.0, 5.0]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: association([1, 2], [1, 2], [1, 1]), "x"),
        (lambda: association([], [], []), "x"),
        (lambda: association([1, np.nan, 3, 4], FOUR, FOUR), "x"),
        (lambda: association([7, 7, 7, 7], FOUR, FOUR), "x"),
        (lambda: association(FOUR, [7, 7, 7, 7], FOUR), "y"),
        (lambda: association(FOUR, [1, 2], FOUR), "y"),
        (lambda: association(FOUR, FOUR, [1, -2, 3, 4]), "weights"),
        (lambda: association(FOUR, FOUR, [0, 0, 0, 0]), "weights"),
        (lambda: association(FOUR, FOUR, FOUR, [[1, 2]]), "coordinates_km"),
        (lambda: association(FOUR, FOUR, FOUR, np.zeros((4, 2))), "coordinates_km"),
        (lambda: dutilleul(FOUR, FOUR, np.eye(4)[:, :2], classes=0), "classes"),
        (lambda: kish([]), "weights"),
        (lambda: kish([0.0, 0.0]), "weights"),
        (lambda: fisher_interval(1.5, 10), "r"),
        (lambda: fisher_interval(0.5, 0), "n_eff"),
        (lambda: fisher_interval(0.5, 9, confidence=95), "confidence"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()

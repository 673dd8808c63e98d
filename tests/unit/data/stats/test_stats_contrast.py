import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.stats.contrast import (
    benjamini_hochberg,
    contrast,
    contrast_linearised,
    rank_intervals,
    two_sided_p,
    verdict,
)

CELLS = 6
people = arrays(np.float64, CELLS, elements=st.floats(0.01, 1e4))
levels = arrays(np.float64, CELLS, elements=st.floats(-50, 150))


def shares(people_by_cell):
    return people_by_cell / people_by_cell.sum()


def test_disjoint_places_by_hand():
    got = contrast([0.5, 0.5, 0, 0], [0, 0, 0.25, 0.75], [70, 72, 80, 76], [1, 4, 2, 1])
    assert got.difference == pytest.approx(71 - 77, rel=1e-12)
    assert got.se == pytest.approx(np.sqrt(0.25 + 1 + 0.125 + 0.5625), rel=1e-12)
    assert got.p_value == pytest.approx(two_sided_p(-6, got.se), rel=1e-12)
    assert not got.same


def test_shared_cells_cancel():
    """Two places that share nearly everything differ by the little they do not share."""
    got = contrast([0.9, 0.1, 0.0], [0.9, 0.0, 0.1], [70, 71, 73], [100, 1, 1])
    assert got.se == pytest.approx(np.sqrt(0.02), rel=1e-12)
    assert got.difference == pytest.approx(-0.2, rel=1e-9)


@given(people, levels)
def test_identical_weights_are_the_same_estimate(weights, values):
    got = contrast(shares(weights), shares(weights * 3.0), values, np.ones(CELLS))
    assert got.same
    assert got.difference == 0.0
    assert np.isnan(got.p_value)


@given(people, people, levels, st.permutations(range(CELLS)))
def test_order_scale_and_sign(a, b, values, order):
    variances = np.linspace(0.5, 2.0, CELLS)
    one = contrast(shares(a), shares(b), values, variances)
    moved = contrast(
        shares(a[order] * 10.0), shares(b[order]), values[order], variances[np.array(order)]
    )
    back = contrast(shares(b), shares(a), values, variances)
    assert moved.difference == pytest.approx(one.difference, abs=1e-9)
    assert moved.se == pytest.approx(one.se, rel=1e-6, abs=1e-12)
    assert back.difference == pytest.approx(-one.difference, abs=1e-12)
    assert back.p_value == pytest.approx(one.p_value, nan_ok=True)


def test_linear_and_linearised_agree():
    a, b = np.array([0.2, 0.8, 0.0]), np.array([0.5, 0.1, 0.4])
    v, var = np.array([70.0, 75.0, 80.0]), np.array([1.0, 2.0, 3.0])
    linear = contrast(a, b, v, var)
    general = contrast_linearised(a @ v, a.reshape(1, 3), b @ v, b.reshape(1, 3), var[None, :])
    assert general.difference == pytest.approx(linear.difference, rel=1e-12)
    assert general.se == pytest.approx(linear.se, rel=1e-12)
    assert contrast_linearised(75.0, a, 75.0, a, var).same


def test_false_alarms_under_no_difference():
    """4,000 simulated cities without any difference: 5 % of p values under 0.05, within 1 point."""
    rng = np.random.default_rng(4)
    a = shares(np.array([5, 3, 2, 0, 0, 0.0]))
    b = shares(np.array([0, 3, 2, 5, 9, 1.0]))
    variances = np.array([1, 4, 2, 1, 3, 2.0])
    noisy = 75 + rng.standard_normal((4000, CELLS)) * np.sqrt(variances)
    p = np.array([contrast(a, b, values, variances).p_value for values in noisy])
    assert np.mean(p < 0.05) == pytest.approx(0.05, abs=0.01)


def test_unknown_variance_stays_unknown_unless_it_cancels():
    unknown = contrast([0.5, 0.5, 0], [0, 0.5, 0.5], [1, 2, 3], [np.nan, 1, 1])
    assert np.isnan(unknown.se)
    assert np.isnan(unknown.p_value)
    cancels = contrast([0.5, 0.5, 0], [0, 0.5, 0.5], [1, np.e, 3], [1, np.nan, 1])
    assert cancels.se == pytest.approx(np.sqrt(0.5))
    outside = contrast([1, 0, 0], [0, 1, 0], [1, 2, np.nan], [1, 1, np.nan])
    assert outside.difference == -1.0


def test_values_without_error():
    assert contrast([1, 0], [0, 1], [1, 2], [0, 0]).p_value == 0.0
    assert contrast([1, 0], [0, 1], [2, 2], [0, 0]).p_value == 1.0


def test_benjamini_hochberg_matches_r(expected_json):
    reference = expected_json("correlation_and_tests_R.json")["p_adjust"]
    assert benjamini_hochberg(reference["p"]) == pytest.approx(reference["BH"], rel=1e-9)


def test_benjamini_hochberg_keeps_what_was_not_tested():
    got = benjamini_hochberg([np.nan, 0.02, 0.5, np.nan])
    assert np.isnan(got[[0, 3]]).all()
    assert got[[1, 2]] == pytest.approx([0.04, 0.5])
    assert np.isnan(benjamini_hochberg([np.nan])).all()
    assert benjamini_hochberg([]).size == 0


@given(
    arrays(np.float64, 8, elements=st.floats(0, 1)),
    st.permutations(range(8)),
)
def test_benjamini_hochberg_laws(p, order):
    adjusted = benjamini_hochberg(p)
    assert (adjusted >= p - 1e-15).all()
    assert (adjusted <= 1.0).all()
    assert benjamini_hochberg(p[order]) == pytest.approx(adjusted[order])
    assert (np.diff(adjusted[np.argsort(p)]) >= -1e-15).all()


@pytest.mark.parametrize(
    ("difference", "p", "polarity", "expected"),
    [
        (2.0, 0.01, "higher_is_better", "better"),
        (-2.0, 0.01, "higher_is_better", "worse"),
        (2.0, 0.01, "higher_is_worse", "worse"),
        (-2.0, 0.05, "higher_is_worse", "better"),
        (2.0, 0.01, "none", "higher"),
        (-2.0, 0.01, "none", "lower"),
        (-9.0, 0.0501, "higher_is_worse", "not_different"),
        (0.0, 0.0, "none", "not_different"),
        (-9.0, np.nan, "higher_is_worse", "not_tested"),
    ],
)
def test_verdict(difference, p, polarity, expected):
    assert verdict(difference, p, polarity) == expected


def test_ranks_without_error_are_exact():
    got = rank_intervals(np.eye(3), [80, 70, 75], [0, 0, 0], seed=1)
    assert got["rank"].tolist() == [3, 1, 2]
    assert got["rank_lower"].tolist() == got["rank_upper"].tolist() == [3, 1, 2]


def test_places_in_one_tract_share_a_row():
    weights = np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0.5, 0.5]])
    got = rank_intervals(weights, [70, 80, 82], [9, 9, 9], seed=3)
    assert got.iloc[0].tolist() == got.iloc[2].tolist()
    assert got["rank"].tolist() == [1, 3, 1, 4]
    again = rank_intervals(weights, [70, 80, 82], [9, 9, 9], seed=3)
    assert got.equals(again)


def test_rank_range_grows_with_the_error():
    values = np.arange(10.0)
    sure = rank_intervals(np.eye(10), values, np.full(10, 0.01), seed=2)
    unsure = rank_intervals(np.eye(10), values, np.full(10, 100.0), seed=2)
    assert (sure["rank_lower"] == sure["rank_upper"]).all()
    assert (unsure["rank_upper"] - unsure["rank_lower"]).min() >= 6


@settings(max_examples=20)
@given(arrays(np.float64, 5, elements=st.floats(60, 90)))
def test_rank_range_holds_the_rank(values):
    got = rank_intervals(np.eye(5), values, np.full(5, 4.0), seed=5, draws=200)
    assert (got["rank_lower"] <= got["rank"]).all()
    assert (got["rank"] <= got["rank_upper"]).all()


HALF = [0.5, 0.5]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: contrast([2, 3], HALF, [1, 2], [1, 1]), "weights_a"),
        (lambda: contrast(HALF, [-0.5, 1.5], [1, 2], [1, 1]), "weights_b"),
        (lambda: contrast(HALF, [1.0], [1, 2], [1, 1]), "weights_b"),
        (lambda: contrast(HALF, HALF, [1, np.nan], [1, 1]), "values"),
        (lambda: contrast(HALF, [1, 0], [1, 2], [-1, 1]), "variances"),
        (lambda: contrast([], [], [], []), "weights_a"),
        (lambda: contrast_linearised(np.nan, [1], 1, [1], [1]), "value_a"),
        (lambda: contrast_linearised(1, [np.nan], 1, [1], [1]), "gradient_a"),
        (lambda: benjamini_hochberg([0.1, 1.2]), "p_values"),
        (lambda: verdict(1.0, 0.1, "upwards"), "polarity"),
        (lambda: verdict(1.0, 1.1, "none"), "p_adjusted"),
        (lambda: rank_intervals([[0.4, 0.4]], [1, 2], [1, 1], seed=1), "weights"),
        (lambda: rank_intervals([HALF], [1, np.nan], [1, 1], seed=1), "values"),
        (lambda: rank_intervals([HALF], [1, 2], [1, np.nan], seed=1), "variances"),
        (lambda: rank_intervals([HALF], [1, 2], [1, 1], seed=1, draws=3), "draws"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()

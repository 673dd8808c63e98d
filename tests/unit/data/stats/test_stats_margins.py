import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stats import margins

amounts = st.floats(1, 1e6)
errors = st.just(0.0) | st.floats(1e-3, 1e5)


@pytest.fixture(scope="module")
def handbook(expected_json):
    return expected_json("census_moe.json")["cases"]


def _cases(handbook, op):
    found = [case for case in handbook if case["op"].startswith(op)]
    assert found
    return found


def test_sums_match_the_handbook(handbook):
    for case in _cases(handbook, "sum"):
        estimates, moes = np.array(case["in"]).T
        assert estimates.sum() == case["expected"][0]
        got = margins.sum_margin(estimates, moes)
        assert got == pytest.approx(case["expected"][1], rel=1e-9)
        if "published" in case:
            assert round(float(got)) == case["published"][1]


def test_shares_match_the_handbook(handbook):
    for case in _cases(handbook, "proportion"):
        (a, a_moe), (b, b_moe) = case["in"]
        expected = pytest.approx(case["expected"][1], rel=1e-9)
        assert margins.proportion_margin(a, a_moe, b, b_moe) == expected


def test_a_negative_root_takes_the_ratio(handbook):
    case = _cases(handbook, "proportion negative")[0]
    (a, a_moe), (b, b_moe) = case["in"]
    ratio = np.sqrt(a_moe**2 + (a / b * b_moe) ** 2) / b
    assert margins.proportion_margin(a, a_moe, b, b_moe) == pytest.approx(ratio, rel=1e-12)


def test_significance_matches_the_handbook(handbook):
    for case in _cases(handbook, "significance"):
        (a, a_moe), (b, b_moe) = case["in"]
        z = margins.significance_z(a, a_moe, b, b_moe)
        assert z == pytest.approx(case["expected"], rel=1e-9)


def test_overlap_is_not_the_test(handbook):
    """Two overlapping intervals that differ all the same."""
    (a, a_moe), (b, b_moe) = _cases(handbook, "significance (CIs overlap")[0]["in"]
    assert a - a_moe < b + b_moe
    assert margins.significance_z(a, a_moe, b, b_moe) > margins.Z_90


def test_only_the_largest_margin_of_zeros_counts():
    assert margins.sum_margin([0, 0, 0], [22, 29, 22]) == 29.0
    rows = margins.sum_margin([[0, 0, 41], [3, 4, 0]], [[22, 29, 37], [1, 1, 1]])
    assert rows == pytest.approx([np.hypot(29, 37), np.sqrt(3)], rel=1e-12)


def test_unknown_stays_unknown():
    assert np.isnan(margins.sum_margin([1, 2], [3, np.nan]))
    assert np.isnan(margins.sum_margin([0, 2], [np.nan, 3]))
    assert np.isnan(margins.proportion_margin(1, np.nan, 4, 1))
    assert np.isnan(margins.significance_z(1, 1, 4, np.nan))
    assert np.isnan(margins.standard_error([np.nan, 1])[0])


def test_without_error():
    assert margins.significance_z(3, 0, 2, 0) == np.inf
    assert np.isnan(margins.significance_z(2, 0, 2, 0))


@given(st.lists(st.tuples(amounts, errors), min_size=1, max_size=8), st.floats(0.01, 100))
def test_sum_laws(pairs, scale):
    estimates, moes = np.array(pairs).T
    total = margins.sum_margin(estimates, moes)
    assert moes.max() * (1 - 1e-12) <= total <= moes.sum() * (1 + 1e-12)
    assert margins.sum_margin(estimates[::-1], moes[::-1] * scale) == pytest.approx(
        float(total) * scale, rel=1e-9, abs=1e-9
    )


@given(amounts, errors, amounts, errors)
def test_division_laws(a, a_moe, b, b_moe):
    share = margins.proportion_margin(a, a_moe, b, b_moe)
    ratio = np.sqrt(a_moe**2 + (a / b * b_moe) ** 2) / b
    assert share <= ratio * (1 + 1e-12)
    assert margins.proportion_margin(a * 2, a_moe * 2, b * 2, b_moe * 2) == pytest.approx(
        float(share), rel=1e-9, abs=1e-300
    )


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: margins.standard_error(-555555555), "margin"),
        (lambda: margins.sum_margin([1, 2], [1, -1]), "margins"),
        (lambda: margins.sum_margin([1, -2], [1, 1]), "estimates"),
        (lambda: margins.sum_margin([1, np.nan], [1, 1]), "estimates"),
        (lambda: margins.sum_margin([], []), "estimates"),
        (lambda: margins.sum_margin(1, 1), "estimates"),
        (lambda: margins.sum_margin([1, 2], [1]), "margins"),
        (lambda: margins.proportion_margin(-1, 1, 4, 1), "numerator"),
        (lambda: margins.proportion_margin(1, 1, 0, 1), "denominator"),
        (lambda: margins.proportion_margin(1, -1, 4, 1), "numerator_margin"),
        (lambda: margins.proportion_margin(1, 1, 4, -1), "denominator_margin"),
        (lambda: margins.significance_z(1, 1, 4, -1), "second_margin"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()

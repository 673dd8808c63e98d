import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stats.attributable import joint, levin, miettinen, multi_category

shares = st.floats(0, 1)
risks = st.floats(0.2, 20)


def test_matches_the_worked_cases(expected_json):
    for case in expected_json("paf.json")["cases"]:
        want = pytest.approx(case["expected"], rel=1e-9)
        if "Levin" in case:
            assert levin(*case["Levin"]) == want
        elif "Miettinen" in case:
            assert miettinen(*case["Miettinen"]) == want
        elif "multicategory" in case:
            both = case["multicategory"]
            assert multi_category(both["p"], both["RR"]) == want
        else:
            assert joint(case["combined"]) == want
            assert sum(case["combined"]) == pytest.approx(case["sum"])


@given(shares, risks)
def test_levin_is_miettinen_without_confounding(exposed, risk):
    cases = exposed * risk / (exposed * risk + 1 - exposed)
    assert levin(exposed, risk) == pytest.approx(miettinen(cases, risk), abs=1e-12)
    assert levin(exposed, risk) == pytest.approx(
        multi_category([1 - exposed, exposed], [1.0, risk]), abs=1e-12
    )
    assert levin(exposed, 1.0) == 0.0
    assert levin(0.0, risk) == 0.0


@given(st.lists(shares, min_size=1, max_size=6))
def test_joint_is_between_the_largest_and_the_sum(parts):
    got = joint(parts)
    assert max(parts) - 1e-12 <= got <= min(1.0, sum(parts)) + 1e-12
    assert joint(parts[::-1]) == pytest.approx(got)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: levin(1.2, 2), "exposed_share"),
        (lambda: levin(np.nan, 2), "exposed_share"),
        (lambda: levin(0.2, 0), "relative_risk"),
        (lambda: miettinen(-0.1, 2), "exposed_cases_share"),
        (lambda: miettinen(0.1, -2), "relative_risk"),
        (lambda: multi_category([0.5, 0.4], [1, 2]), "shares"),
        (lambda: multi_category([], []), "shares"),
        (lambda: multi_category([0.5, 0.5], [1]), "relative_risks"),
        (lambda: joint([]), "fractions"),
        (lambda: joint([1.2]), "fractions"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()

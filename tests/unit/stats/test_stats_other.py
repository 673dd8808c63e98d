"""Areal interpolation, other multiple-test corrections, differences of proportions, Kendall."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stats.apportion import extensive, intensive
from data.stats.multiple import bonferroni, holm, kendall

EXPECTED = Path(__file__).parent / "expected"
R = json.loads((EXPECTED / "correlation_and_tests_R.json").read_text(encoding="utf-8"))
TOBLER = json.loads((EXPECTED / "pysal_reference.json").read_text(encoding="utf-8"))["tobler"]

# The reference's four unit squares against x in [0, 1.5] and x in [1.5, 2].
OVERLAPS = np.array([[1.0, 0.5, 1.0, 0.5], [0.0, 0.5, 0.0, 0.5]])
PEOPLE = np.array([100.0, 200.0, 300.0, 400.0])
RATES = np.array([10.0, 20.0, 30.0, 40.0])


def test_areal_interpolation_equals_tobler() -> None:
    assert extensive(PEOPLE, OVERLAPS, np.ones(4)) == pytest.approx(TOBLER["pop"], rel=1e-6)
    assert intensive(RATES, OVERLAPS) == pytest.approx(TOBLER["rate_area_weighted"], rel=1e-6)


def test_weighting_by_people_equals_the_hand_calculation() -> None:
    by_people = intensive(RATES, OVERLAPS * PEOPLE)
    assert by_people == pytest.approx(TOBLER["rate_population_weighted_by_hand"], rel=1e-9)


def test_counts_are_neither_lost_nor_made() -> None:
    assert extensive(PEOPLE, OVERLAPS, np.ones(4)).sum() == pytest.approx(PEOPLE.sum())


@pytest.mark.parametrize(("name", "adjust"), [("holm", holm), ("bonferroni", bonferroni)])
def test_adjusted_p_values_equal_r(name: str, adjust) -> None:
    adjusted = adjust(R["p_adjust"]["p"])
    assert adjusted == pytest.approx(R["p_adjust"][name], rel=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_lies_between_p_and_bonferroni(p: list[float]) -> None:
    adjusted = holm(p)
    assert np.all(adjusted >= np.array(p) - 1e-12)
    assert np.all(adjusted <= bonferroni(p) + 1e-12)


@pytest.mark.parametrize(("number", "case"), [("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV")])
def test_kendall_equals_r(number: str, case: str) -> None:
    x, y = R["anscombe"][f"x{number}"], R["anscombe"][f"y{number}"]
    assert kendall(x, y) == pytest.approx(R[case]["kendall"], rel=1e-9)


def test_kendall_of_a_constant_is_unknown() -> None:
    assert np.isnan(kendall([1, 1, 1], [1, 2, 3]))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: extensive([1, -1], [[1, 1]], [1, 0]), "source_sizes"),
        (lambda: extensive([1, 2], [[1, 1, 1]], [1, 1]), "overlaps"),
        (lambda: intensive([1, 2], [[0, 0]]), "overlaps"),
        (lambda: intensive([1, np.nan], [[1, 1]]), "values"),
        (lambda: holm([0.1, 1.2]), "p_values"),
        (lambda: bonferroni([]), "p_values"),
        (lambda: kendall([1], [1]), "x"),
        (lambda: kendall([1, 2], [1, 2, 3]), "y"),
    ],
)
def test_bad_input_names_the_argument(call, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        call()

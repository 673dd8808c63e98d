import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stats.bins import (
    bivariate_classes,
    classify,
    quantile_breaks,
)


@pytest.fixture(scope="module")
def reference(expected_json):
    return expected_json("pysal_reference.json")["mapclassify"]


@pytest.mark.parametrize(("key", "k"), [("Quantiles5", 5), ("Quantiles3", 3)])
def test_quantiles_match_mapclassify(reference, key, k):
    breaks = quantile_breaks(reference["y"], k=k)
    assert breaks == pytest.approx(reference[key]["bins"], rel=1e-9)
    classes = classify(reference["y"], breaks)
    assert classes.tolist() == reference[key]["yb"]
    assert np.bincount(classes).tolist() == reference[key]["counts"]


def test_quantiles_match_spdep(reference, expected_json):
    breaks = quantile_breaks(reference["y"])
    assert breaks == pytest.approx(
        expected_json("spdep_crosscheck.json")["quantile5"][1:], rel=1e-9
    )


def test_missing_and_outside():
    assert classify([np.nan, -9, 1, 1.5, 99], [1.0, 2.0]).tolist() == [-1, 0, 0, 1, 1]
    assert quantile_breaks([1, np.nan, 2, 3, 4, 5], k=5).size == 5


def test_ties_give_fewer_classes_but_never_an_empty_one():
    values = [1, 1, 1, 1, 1, 1, 1, 8, 9]
    breaks = quantile_breaks(values)
    assert set(classify(values, breaks)) == set(range(breaks.size))
    assert breaks.size < 5


@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=60),
    st.integers(1, 7),
)
def test_laws(values, k):
    breaks = quantile_breaks(values, k=k)
    classes = classify(values, breaks)
    assert breaks[-1] == max(values)
    assert (np.asarray(values) <= breaks[classes]).all()
    assert quantile_breaks(values[::-1], k=k) == pytest.approx(breaks)
    order = np.argsort(values, kind="stable")
    assert (np.diff(classes[order]) >= 0).all()


def test_bivariate_rows_are_y():
    x, y = [1, 2, 3, 1, 2, 3], [1, 1, 2, 3, 3, 2]
    fixed = {"x_breaks": [1, 2, 3], "y_breaks": [1, 2, 3]}
    assert bivariate_classes(x, y, **fixed).tolist() == [0, 1, 5, 6, 7, 5]
    assert bivariate_classes([1, np.nan], [1, 2], x_breaks=[1], y_breaks=[1, 2])[1] == -1
    spread = bivariate_classes(np.arange(90), np.tile(np.arange(9), 10))
    assert set(spread) == set(range(9))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: quantile_breaks([]), "values"),
        (lambda: quantile_breaks([np.nan]), "values"),
        (lambda: quantile_breaks([1, 2], k=0), "k"),
        (lambda: quantile_breaks([np.inf, 2]), "values"),
        (lambda: classify([1], [2, 1]), "breaks"),
        (lambda: classify([1], [np.nan]), "breaks"),
        (lambda: bivariate_classes([1, 2], [1]), "y"),
        (lambda: bivariate_classes([np.nan, np.nan], [1, 2]), "x"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stats.bins import (
    bivariate_classes,
    classify,
    deviation_breaks,
    equal_interval_breaks,
    natural_breaks,
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


def test_equal_intervals_match_mapclassify(reference):
    breaks = equal_interval_breaks(reference["y"])
    assert breaks == pytest.approx(reference["EqualInterval5"]["bins"], rel=1e-9)
    assert classify(reference["y"], breaks).tolist() == reference["EqualInterval5"]["yb"]


def test_natural_breaks_match_mapclassify(reference, expected_json):
    breaks = natural_breaks(reference["y"])
    assert breaks == pytest.approx(reference["FisherJenks5"]["bins"], rel=1e-9)
    assert classify(reference["y"], breaks).tolist() == reference["FisherJenks5"]["yb"]
    # The other package writes limits halfway to the next value; where it differs is only there.
    jenks = expected_json("spdep_crosscheck.json")["jenks5"]
    assert breaks[1:] == pytest.approx(jenks[2:], rel=1e-9)


def test_deviation_breaks_match_mapclassify(reference):
    breaks = deviation_breaks(reference["y"])
    want = reference["StdMean"]
    assert breaks[:4] == pytest.approx(want["bins"], rel=1e-9)
    assert classify(reference["y"], breaks).tolist() == want["yb"]


@given(st.lists(st.integers(0, 60), min_size=2, max_size=9), st.integers(1, 4))
def test_natural_breaks_are_the_best_of_all(values, k):
    """Every way to cut a short list, tried."""
    distinct = sorted(set(values))
    classes = min(k, len(distinct))
    best = min(
        _within(values, [distinct[i - 1] for i in cut] + [distinct[-1]])
        for cut in combinations(range(1, len(distinct)), classes - 1)
    )
    breaks = natural_breaks(values, k=k)
    assert breaks.size == classes
    assert _within(values, breaks) == pytest.approx(best, abs=1e-9)


def _within(values, breaks):
    classes = classify(values, np.asarray(breaks, dtype=float))
    values = np.asarray(values, dtype=float)
    groups = [values[classes == c] for c in np.unique(classes)]
    return sum(((group - group.mean()) ** 2).sum() for group in groups)


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
        (lambda: natural_breaks([1, 2], k=0), "k"),
        (lambda: natural_breaks([np.nan, np.nan]), "values"),
        (lambda: deviation_breaks([1]), "values"),
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

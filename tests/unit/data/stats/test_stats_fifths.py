import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stats.inequality import concentration_curve, fifths, group_covariance


def test_equal_people_not_equal_areas():
    """One big area holds a fifth by itself; the most disadvantaged is group 1."""
    poverty = [50, 40, 30, 20, 10, 9]
    people = [200, 200, 200, 200, 100, 100]
    assert fifths(poverty, people, worst_high=True).tolist() == [1, 2, 3, 4, 5, 5]
    assert fifths(poverty, people, worst_high=False).tolist() == [5, 4, 3, 2, 1, 1]


def test_an_area_goes_where_its_middle_falls():
    # Middles of the people at 0.15, 0.45, 0.80 of all.
    assert fifths([3, 2, 1], [30, 30, 40], worst_high=True).tolist() == [1, 3, 5]


def test_missing_values_are_not_grouped():
    got = fifths([np.nan, 3, 2, np.nan], [500, 10, 10, 0], worst_high=True, groups=2)
    assert got.tolist() == [0, 1, 2, 0]


def test_ties_follow_the_ids():
    ids = np.array(["b", "a", "d", "c"])
    got = fifths([1, 1, 1, 1], [5, 5, 5, 5], worst_high=True, groups=4, ids=ids)
    assert got.tolist() == [2, 1, 4, 3]


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 3000)), min_size=5, max_size=60),
    st.randoms(use_true_random=False),
)
def test_laws(areas, random):
    values, people = (np.array(column, dtype=float) for column in zip(*areas, strict=True))
    ids = np.arange(values.size)
    group = fifths(values, people, worst_high=True, ids=ids)
    order = list(range(values.size))
    random.shuffle(order)
    moved = fifths(values[order], people[order] * 10, worst_high=True, ids=ids[order])
    assert moved.tolist() == group[order].tolist()
    assert group.min() >= 1
    assert group.max() <= 5
    ranked = group[np.argsort(-values, kind="stable")]
    assert (np.diff(ranked) >= 0).all()
    # No group misses its fifth by more than the largest area on either side.
    held = np.bincount(group, people, minlength=6)[1:]
    assert np.abs(held - people.sum() / 5).max() <= people.max() + 1e-6


def test_group_covariance_of_a_shared_tract():
    got = group_covariance([[0.5, 0.5, 0], [0, 0.5, 0.5]], [4, 8, 12])
    assert got == pytest.approx(np.array([[3.0, 2.0], [2.0, 5.0]]), rel=1e-12)
    unused = group_covariance([[1.0, 0.0]], [4, np.nan])
    assert unused.tolist() == [[4.0]]


def test_concentration_curve_by_hand():
    curve = concentration_curve([6, 3, 1], [10, 10, 20], [40, 20, 10], worst_high=True)
    assert curve["people_share"].tolist() == [0.0, 0.25, 0.5, 1.0]
    assert curve["event_share"].tolist() == pytest.approx([0.0, 0.6, 0.9, 1.0])


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(1, 3000), st.integers(0, 6)),
        min_size=2,
        max_size=30,
    ).filter(lambda rows: any(row[0] for row in rows)),
    st.booleans(),
)
def test_curve_laws(rows, worst_high):
    events, people, rank = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    curve = concentration_curve(events, people, rank, worst_high=worst_high)
    assert curve.iloc[0].tolist() == [0.0, 0.0]
    assert curve.iloc[-1].tolist() == [1.0, 1.0]
    assert (np.diff(curve.to_numpy(), axis=0) >= -1e-12).all()
    again = concentration_curve(events[::-1], people[::-1] * 7, rank[::-1], worst_high=worst_high)
    assert again.to_numpy() == pytest.approx(curve.to_numpy(), abs=1e-12)


def test_curve_of_equal_rates_is_the_diagonal():
    curve = concentration_curve([1, 2, 3], [10, 20, 30], [3, 2, 1], worst_high=True)
    assert curve["event_share"].to_numpy() == pytest.approx(curve["people_share"].to_numpy())


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: fifths([], [], worst_high=True), "values"),
        (lambda: fifths([1, 2], [-1, 2], worst_high=True), "people"),
        (lambda: fifths([1, 2], [0, 0], worst_high=True), "people"),
        (lambda: fifths([1, 2], [1], worst_high=True), "people"),
        (lambda: fifths([np.nan], [1], worst_high=True), "people"),
        (lambda: fifths([1, 2], [1, 2], worst_high=True, groups=1), "groups"),
        (lambda: fifths([1, 2], [1, 2], worst_high=True, ids=[1]), "ids"),
        (lambda: group_covariance([[1.0]], [-1.0]), "variances"),
        (lambda: group_covariance([[1.0]], [np.nan]), "variances"),
        (lambda: concentration_curve([0], [1], [1], worst_high=True), "events"),
        (lambda: concentration_curve([-1], [1], [1], worst_high=True), "events"),
        (lambda: concentration_curve([1], [0], [1], worst_high=True), "people"),
        (lambda: concentration_curve([1], [1], [np.nan], worst_high=True), "ranking"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()

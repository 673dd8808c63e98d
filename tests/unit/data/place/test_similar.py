"""Places alike: the scale, the distance, and who may not be found."""

from __future__ import annotations

import numpy as np

from data.place.similar import apart, nearest, standardised


def test_scores_have_mean_zero_and_deviation_one_over_the_people_of_usable_places() -> None:
    values = np.array([[1.0, 5.0], [3.0, 5.0], [8.0, 5.0], [1000.0, 9.0]])
    people = np.array([100.0, 200.0, 300.0, 1.0])
    usable = np.array([True, True, True, False])
    scores = standardised(values, people, usable)[usable]
    weight = people[usable] / people[usable].sum()
    assert np.isclose(weight @ scores[:, 0], 0.0)
    assert np.isclose(weight @ scores[:, 0] ** 2, 1.0)
    assert (scores[:, 1] == 0.0).all()  # the same everywhere says nothing


def test_without_any_usable_place_nothing_is_scored() -> None:
    nobody = np.zeros(2, dtype=bool)
    assert not standardised(np.ones((2, 1)), np.ones(2), nobody).any()


def places() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    scores = np.array([[0.0, 0.0], [0.1, 0.0], [0.2, 0.0], [0.0, 1.0], [3.0, 4.0], [0.05, 0.0]])
    usable = np.array([True, True, True, True, True, False])
    return scores, usable, np.eye(6, dtype=bool)


def test_the_nearest_come_first_and_never_the_place_itself_or_one_that_is_not_usable() -> None:
    scores, usable, shared = places()
    found, distance = nearest(scores, usable, shared, 0, count=3)
    assert found == [1, 2, 3]
    assert np.isclose(distance[4], np.sqrt((9 + 16) / 2))


def test_a_place_in_the_same_tract_is_left_out() -> None:
    scores, usable, shared = places()
    shared[0, 1] = shared[1, 0] = True
    assert nearest(scores, usable, shared, 0, count=3)[0] == [2, 3, 4]


def test_of_two_places_in_one_tract_only_the_nearer_is_taken() -> None:
    scores, usable, shared = places()
    shared[1, 2] = shared[2, 1] = True
    assert nearest(scores, usable, shared, 0, count=3)[0] == [1, 3, 4]


def test_fewer_places_than_asked_for_are_no_error() -> None:
    scores, usable, shared = places()
    shared[0, :] = True
    assert nearest(scores, usable, shared, 0)[0] == []


def test_what_is_apart_is_the_mean_distance_by_feature() -> None:
    scores, _, _ = places()
    assert np.allclose(apart(scores, 0, [1, 4]), [(0.1 + 3.0) / 2, 2.0])

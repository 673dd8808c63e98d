"""Pooling: people by tract, shared tracts exactly, files' own rates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data.models import AGE_BANDS, Denominator, Unit
from data.pooling.poolers import EventPooler, LayerWeights, LinearPooler, Pooled, difference


def rows(*chosen: int, n: int = 3) -> np.ndarray:
    mask = np.zeros(n, dtype=bool)
    mask[list(chosen)] = True
    return mask


def area_tracts() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "area_id": ["1", "1", "2", "3"],
            "tract_id": ["10", "11", "11", "12"],
            "people": [100, 50, 150, 80],
        }
    )
    for index, band in enumerate(AGE_BANDS):
        frame[band] = [index, 1, 2, 3]
    return frame


def test_weights_keep_the_order_of_areas_and_fill_absent_pairs_with_zero() -> None:
    weights = LayerWeights.from_frame(area_tracts(), pd.Series(["3", "1", "2"]))
    assert weights.tract_ids.tolist() == ["10", "11", "12"]
    assert weights.people.tolist() == [[0, 0, 80], [100, 50, 0], [0, 150, 0]]


def test_the_denominator_counts_its_own_ages() -> None:
    weights = LayerWeights.from_frame(area_tracts(), pd.Series(["1", "2", "3"]))
    first_pair = {
        Denominator.AGE_18_PLUS: sum(range(4, 12)),
        Denominator.AGE_18_64: sum(range(4, 9)),
        Denominator.AGE_65_PLUS: sum(range(9, 12)),
        Denominator.EVERYONE: 100,
    }
    for denominator, people in first_pair.items():
        assert weights.of_denominator(denominator)[0, 0] == people


@pytest.fixture
def linear() -> LinearPooler:
    return LinearPooler(
        weights=np.array([[100.0, 50.0, 0.0], [0.0, 150.0, 0.0], [0.0, 0.0, 80.0]]),
        values=np.array([10.0, 20.0, 30.0]),
        variances=np.array([1.0, 4.0, 9.0]),
        people=np.array([150.0, 150.0, 80.0]),
        unit=Unit.YEARS,
    )


def test_a_pooled_value_weighs_people_not_areas(linear: LinearPooler) -> None:
    both = linear.pool(rows(0, 1))
    assert both.value == pytest.approx((100 * 10 + 200 * 20) / 300)
    assert both.people == 300
    half_width = 1.959964 * np.sqrt((100 / 300) ** 2 * 1 + (200 / 300) ** 2 * 4)
    assert both.upper - both.value == pytest.approx(half_width, rel=1e-6)


def test_shared_tracts_cancel_in_a_difference(linear: LinearPooler) -> None:
    contrast = difference(linear.pool(rows(0)), linear.pool(rows(1)))
    assert contrast is not None
    c = np.array([100 / 150, 50 / 150 - 1])
    assert contrast.se == pytest.approx(np.sqrt(c[0] ** 2 * 1 + c[1] ** 2 * 4))


def test_the_same_tracts_cannot_be_compared(linear: LinearPooler) -> None:
    contrast = difference(linear.pool(rows(1)), linear.pool(rows(1)))
    assert contrast is not None
    assert contrast.same
    assert np.isnan(contrast.p_value)


def test_unknown_uncertainty_gives_a_value_without_interval_and_no_test() -> None:
    pooler = LinearPooler(
        weights=np.eye(2),
        values=np.array([1.0, 2.0]),
        variances=np.full(2, np.nan),
        people=np.ones(2),
        unit=Unit.USD,
    )
    first, second = pooler.pool(rows(0, n=2)), pooler.pool(rows(1, n=2))
    assert first.value == 1.0
    assert np.isnan(first.lower)
    assert difference(first, second) is None


def test_percentages_keep_their_limits_between_0_and_100() -> None:
    pooler = LinearPooler(
        weights=np.eye(2),
        values=np.array([0.5, 99.0]),
        variances=np.array([4.0, 4.0]),
        people=np.ones(2),
        unit=Unit.PERCENT,
    )
    low, high = pooler.pool(rows(0, n=2)), pooler.pool(rows(1, n=2))
    assert low.lower >= 0
    assert high.upper <= 100
    assert low.lower < low.value < low.upper


def test_an_area_without_people_has_no_value(linear: LinearPooler) -> None:
    nobody = linear.pool(rows())
    assert np.isnan(nobody.value)
    assert difference(nobody, linear.pool(rows(0))) is None


def test_events_pool_as_counts_over_person_years() -> None:
    pooler = EventPooler(
        events=np.array([4.0, 30.0, 0.0]), person_years=np.array([1e4, 2e4, 0.0]), dispersion=1.5,
        years=5,
    )  # fmt: skip
    assert pooler.counted_people().tolist() == [2e3, 4e3, 0.0]
    assert pooler.pool(rows(0, 1)).people == pytest.approx(6e3)
    both = pooler.pool(rows(0, 1))
    assert both.value == pytest.approx(34 / 3e4 * 1e5)
    assert both.lower < both.value < both.upper
    contrast = difference(pooler.pool(rows(0)), pooler.pool(rows(1)))
    assert contrast is not None
    assert contrast.difference == pytest.approx(40 - 150)
    assert np.isnan(pooler.rates()[2])
    assert np.isnan(pooler.pool(rows(2)).value)


def test_values_made_by_different_methods_are_never_compared() -> None:
    a = Pooled(1.0, 0.5, 1.5, 10, np.array([1.0]), np.array([1.0]))
    b = Pooled(1.0, 0.5, 1.5, 10, np.array([0.5, 0.5]), np.array([1.0, 1.0]))
    with pytest.raises(ValueError, match="different methods"):
        difference(a, b)

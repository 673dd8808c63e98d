"""A gap split by age: it adds up, its errors are those of the tracts, both directions agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stats.age_split import AgeSplitResult, age_splits
from data.stats.life_table import AbridgedTables, PooledTable, pool, years_by_age

BANDS = 11
EACH = tuple((band,) for band in range(BANDS))
STAGES = ((0, 1, 2), (3, 4, 5), (6, 7), (8, 9, 10))
# Death probabilities of three invented tracts, and years lived in a band by those who die in it.
NQX = np.array([0.006, 0.001, 0.0012, 0.009, 0.013, 0.02, 0.045, 0.09, 0.18, 0.38, 1.0])
NAX = np.array([0.1, 1.6, 5.2, 5.5, 5.2, 5.3, 5.3, 5.2, 5.2, 5.1, 6.8])


def tracts(*, error: float = 0.05) -> AbridgedTables:
    levels = np.array([0.7, 1.0, 1.6])[:, None]
    nqx = np.minimum(NQX * levels, 1.0)
    nqx[:, -1] = 1.0
    nax = np.tile(NAX, (3, 1))
    nax[:, -1] = NAX[-1] / levels[:, 0]
    spread = error * np.hstack([nqx[:, :-1], np.full((3, 1), 1.0)])
    return AbridgedTables(("a", "b", "c"), nqx, nax, spread**2)


def people(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(50, 900, (3, BANDS)).astype(float)


def age_split(tables: AbridgedTables, a: np.ndarray, b: np.ndarray, *, groups) -> AgeSplitResult:
    return age_splits(tables, a, b, groupings=[groups])[0]


def arriaga(one: PooledTable, other: PooledTable) -> np.ndarray:
    return years_by_age(one.mx, one.ax[:-1], other.mx, other.ax[:-1])


def test_parts_are_those_of_arriaga_and_add_up() -> None:
    tables, a, b = tracts(), people(1), people(2)
    one, other = pool(tables, a), pool(tables, b)
    found = age_split(tables, a, b, groups=EACH)
    assert found.years == pytest.approx(arriaga(one, other), rel=1e-12)
    assert found.total == pytest.approx(other.e0 - one.e0, rel=1e-12)
    assert found.years.sum() == pytest.approx(found.total, abs=1e-10)


def test_the_error_of_the_whole_is_that_of_the_contrast() -> None:
    tables, a, b = tracts(), people(3), people(4)
    change = pool(tables, b).gradient - pool(tables, a).gradient
    expected = np.sqrt((change**2 * tables.variances).sum())
    assert age_split(tables, a, b, groups=EACH).total_se == pytest.approx(expected, rel=1e-7)


def test_errors_of_the_parts_against_simulation() -> None:
    tables, a, b = tracts(error=0.02), people(5), people(6)
    found = age_split(tables, a, b, groups=STAGES)
    generator = np.random.default_rng(7)
    draws = []
    for _ in range(2000):
        noise = generator.normal(size=tables.nqx.shape) * np.sqrt(tables.variances)
        nqx, nax = tables.nqx.copy(), tables.nax.copy()
        nqx[:, :-1] += noise[:, :-1]
        nax[:, -1] += noise[:, -1]
        moved = AbridgedTables(tables.tracts, nqx, nax, tables.variances)
        years = arriaga(pool(moved, a), pool(moved, b))
        draws.append([years[list(bands)].sum() for bands in STAGES])
    assert np.std(draws, axis=0) == pytest.approx(found.se, rel=0.08)


@given(seed=st.integers(0, 10_000))
def test_the_other_direction_changes_only_the_sign(seed: int) -> None:
    tables, a, b = tracts(), people(seed), people(seed + 1)
    forth, back = (age_split(tables, *ends, groups=STAGES) for ends in ((a, b), (b, a)))
    assert forth.years == pytest.approx(-back.years, abs=1e-10)
    assert forth.se == pytest.approx(back.se, rel=1e-6)


def test_a_group_against_itself_is_surely_nothing() -> None:
    tables, a = tracts(), people(8)
    found = age_split(tables, a, a, groups=STAGES)
    assert found.years == pytest.approx(np.zeros(4), abs=1e-12)
    assert found.se == pytest.approx(np.zeros(4), abs=1e-8)


def test_groupings_of_ages_agree() -> None:
    fine, coarse = age_splits(tracts(), people(9), people(10), groupings=(EACH, STAGES))
    merged = [fine.years[list(bands)].sum() for bands in STAGES]
    assert coarse.years == pytest.approx(merged, rel=1e-12)


@pytest.mark.parametrize("groups", [[], [(0, 1)], [range(11), (3,)], [range(10), (11,)]])
def test_every_age_belongs_to_one_group(groups: list[tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match="groups"):
        age_split(tracts(), people(1), people(2), groups=groups)

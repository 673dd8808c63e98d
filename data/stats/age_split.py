"""A life-expectancy gap split by age, with the errors of the tracts behind it.

The split itself is `life_table.arriaga` (Arriaga 1984, both directions averaged). Its errors follow
by the delta method: tract death probabilities -> pooled rates -> years by age. Groups that share
tracts share their errors, so both groups are moved together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import Floats, floats, same_shape
from data.stats.life_table import (
    USALEEP_AGES,
    AbridgedTables,
    PooledTable,
    pool,
    rebuild,
    years_by_age,
)

_WIDTHS = np.diff(np.array(USALEEP_AGES, dtype=np.float64))
# Relative step of the central differences: truncation and rounding are both near 1e-11 here.
_STEP = 1e-5


@dataclass(frozen=True, slots=True)
class AgeSplitResult:
    """`years` and `se` are (k,) by group of ages; `total`, e0(b) - e0(a), is the sum of `years`."""

    years: Floats
    se: Floats
    total: float
    total_se: float


def age_split(
    tables: AbridgedTables,
    people_a: ArrayLike,
    people_b: ArrayLike,
    *,
    groups: Sequence[Sequence[int]],
) -> AgeSplitResult:
    """Years that each group of ages adds to e0(b) - e0(a), with standard errors.

    `people_a`, `people_b` (n, 11) as in `life_table.pool`. `groups` lists the life-table bands
    (0-10) of each group of ages; every band belongs to exactly one. Raises ValueError otherwise.
    """
    a, b = floats("people_a", people_a, ndim=2), floats("people_b", people_b, ndim=2)
    same_shape(people_a=a, people_b=b)
    merge = _merge(groups)
    pooled_a, pooled_b = pool(tables, a), pool(tables, b)
    years = merge @ years_by_age(pooled_a, pooled_b)
    moved = _gradient(tables, a, pooled_a, lambda table: years_by_age(table, pooled_b))
    moved = moved + _gradient(tables, b, pooled_b, lambda table: years_by_age(pooled_a, table))
    grouped = np.einsum("ki,inx->knx", merge, moved)
    whole = moved.sum(axis=0)
    return AgeSplitResult(
        years=years,
        se=np.sqrt((grouped**2 * tables.variances).sum(axis=(1, 2))),
        total=pooled_b.e0 - pooled_a.e0,
        total_se=float(np.sqrt((whole**2 * tables.variances).sum())),
    )


def _merge(groups: Sequence[Sequence[int]]) -> Floats:
    """(k, 11) of zeros and ones."""
    if sorted(band for group in groups for band in group) != list(range(len(USALEEP_AGES))):
        raise ValueError("groups: every age band must belong to exactly one group")
    merge = np.zeros((len(groups), len(USALEEP_AGES)))
    for row, group in enumerate(groups):
        merge[row, list(group)] = 1.0
    return merge


def _gradient(
    tables: AbridgedTables,
    people: Floats,
    pooled: PooledTable,
    years: Callable[[PooledTable], Floats],
) -> Floats:
    """(11 ages, n tracts, 11 cells) derivatives of the years by each tract's own cells."""
    by_rate, by_a = _derivatives(pooled, years)
    weight = people / people.sum(axis=0)
    tract_q, tract_a = tables.nqx[:, :-1], tables.nax[:, :-1]
    rate_by_q = weight[:, :-1] * _WIDTHS / (_WIDTHS - (_WIDTHS - tract_a) * tract_q) ** 2
    a_by_q = rate_by_q * (tract_a - pooled.ax[:-1]) / pooled.mx[:-1]
    open_by_e85 = -weight[:, -1:] / tables.nax[:, -1:] ** 2
    rates = np.hstack([rate_by_q, open_by_e85])
    spans = np.hstack([a_by_q, np.zeros((len(a_by_q), 1))])
    moved: Floats = by_rate[:, None, :] * rates + by_a[:, None, :] * spans
    return moved


def _derivatives(
    pooled: PooledTable, years: Callable[[PooledTable], Floats]
) -> tuple[Floats, Floats]:
    """(11, 11) each: years by pooled death rate, and by pooled a (0 for the open band)."""

    def slopes(name: str, values: Floats, count: int) -> Floats:
        found = np.zeros((len(USALEEP_AGES), len(USALEEP_AGES)))
        for band in range(count):
            step = _STEP * max(abs(float(values[band])), 1e-9)
            ends = []
            for sign in (1.0, -1.0):
                changed = values.copy()
                changed[band] += sign * step
                ends.append(years(rebuild(pooled, **{name: changed})))
            found[:, band] = (ends[0] - ends[1]) / (2.0 * step)
        return found

    last = len(USALEEP_AGES) - 1
    return slopes("mx", pooled.mx, last + 1), slopes("ax", pooled.ax, last)

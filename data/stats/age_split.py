"""A life-expectancy gap split by age, with the errors of the tracts behind it.

The split itself is `life_table.years_by_age` (Arriaga 1984, both directions averaged). Its errors
follow by the delta method: tract death probabilities -> pooled rates -> years by age. Groups that
share tracts share their errors, so both groups are moved together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import Floats, floats, same_shape
from data.stats.life_table import USALEEP_AGES, AbridgedTables, PooledTable, pool, years_by_age

_WIDTHS = np.diff(np.array(USALEEP_AGES, dtype=np.float64))
_BANDS = len(USALEEP_AGES)
# Relative step of the central differences: truncation and rounding are both near 1e-11 here.
_STEP = 1e-5
# Years by age, (variants, 11), of death rates (variants, 11) and a (variants, 10).
_Years = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class AgeSplitResult:
    """`years` and `se` are (k,) by group of ages; `total`, e0(b) - e0(a), is the sum of `years`."""

    years: Floats
    se: Floats
    total: float
    total_se: float


def age_splits(
    tables: AbridgedTables,
    people_a: ArrayLike,
    people_b: ArrayLike,
    *,
    groupings: Sequence[Sequence[Sequence[int]]],
) -> list[AgeSplitResult]:
    """Years that each group of ages adds to e0(b) - e0(a), with standard errors, by grouping.

    `people_a`, `people_b` (n, 11) as in `life_table.pool`. Each grouping lists the life-table bands
    (0-10) of each group of ages; every band belongs to exactly one. Raises ValueError otherwise.
    """
    a, b = floats("people_a", people_a, ndim=2), floats("people_b", people_b, ndim=2)
    same_shape(people_a=a, people_b=b)
    merges = [_merge(groups) for groups in groupings]
    one, other = pool(tables, a), pool(tables, b)
    m_a, s_a, m_b, s_b = one.mx, one.ax[:-1], other.mx, other.ax[:-1]
    years = years_by_age(m_a, s_a, m_b, s_b)
    moved = _gradient(tables, a, one, lambda m, s: years_by_age(m, s, m_b, s_b))
    moved = moved + _gradient(tables, b, other, lambda m, s: years_by_age(m_a, s_a, m, s))
    total_se = float(np.sqrt((moved.sum(axis=0) ** 2 * tables.variances).sum()))
    return [
        AgeSplitResult(
            years=merge @ years,
            se=np.sqrt(
                (np.tensordot(merge, moved, axes=1) ** 2 * tables.variances).sum(axis=(1, 2))
            ),
            total=other.e0 - one.e0,
            total_se=total_se,
        )
        for merge in merges
    ]


def _merge(groups: Sequence[Sequence[int]]) -> Floats:
    """(k, 11) of zeros and ones."""
    if sorted(band for group in groups for band in group) != list(range(_BANDS)):
        raise ValueError("groups: every age band must belong to exactly one group")
    merge = np.zeros((len(groups), _BANDS))
    for row, group in enumerate(groups):
        merge[row, list(group)] = 1.0
    return merge


def _gradient(tables: AbridgedTables, people: Floats, pooled: PooledTable, years: _Years) -> Floats:
    """(11 ages, n tracts, 11 cells) derivatives of the years by each tract's own cells."""
    by_rate, by_span = _derivatives(pooled.mx, pooled.ax[:-1], years)
    weight = people / people.sum(axis=0)
    tract_q, tract_a = tables.nqx[:, :-1], tables.nax[:, :-1]
    rate_by_q = weight[:, :-1] * _WIDTHS / (_WIDTHS - (_WIDTHS - tract_a) * tract_q) ** 2
    span_by_q = rate_by_q * (tract_a - pooled.ax[:-1]) / pooled.mx[:-1]
    open_by_e85 = -weight[:, -1:] / tables.nax[:, -1:] ** 2
    moved: Floats = by_rate[:, None, :] * np.hstack([rate_by_q, open_by_e85])
    moved[:, :, :-1] += by_span[:, None, :] * span_by_q
    return moved


def _derivatives(m: Floats, a: Floats, years: _Years) -> tuple[Floats, Floats]:
    """(11, 11) years by pooled death rate and (11, 10) years by pooled a, central differences."""
    point = np.concatenate([m, a])
    steps = _STEP * np.maximum(np.abs(point), 1e-9)
    up, down = (point + sign * np.diag(steps) for sign in (1.0, -1.0))
    rise = years(up[:, :_BANDS], up[:, _BANDS:]) - years(down[:, :_BANDS], down[:, _BANDS:])
    slopes = (rise / (2.0 * steps[:, None])).T
    return slopes[:, :_BANDS], slopes[:, _BANDS:]

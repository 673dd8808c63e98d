"""How separately groups live: evenness and exposure over areas (tracts).

Counts are people of each group by area. Formulas: Massey & Denton 1988; Reardon & Firebaugh 2002
for several groups. Areas without people take no part. All indices are 0-1 except `divergence`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import Floats, floats, same_shape
from data.stats.special import x_log_x


def dissimilarity(group: ArrayLike, other: ArrayLike) -> float:
    """Share of either group that would have to move for an even spread (Duncan & Duncan 1955)."""
    a, b = _counts("group", group), _counts("other", other)
    same_shape(group=a, other=b)
    return float(np.abs(a / a.sum() - b / b.sum()).sum() / 2.0)


def isolation(group: ArrayLike, total: ArrayLike) -> float:
    """Share of the own group in the area of an average member of the group (xPx)."""
    return interaction(group, group, total)


def interaction(group: ArrayLike, other: ArrayLike, total: ArrayLike) -> float:
    """Share of the other group in the area of an average member of the group (xPy)."""
    a, everyone = _part(group, total)
    b = _counts("other", other)
    same_shape(total=everyone, other=b)
    if (b > everyone).any():
        raise ValueError("other: more people than total")
    lived_in = everyone > 0.0
    a, b, everyone = a[lived_in], b[lived_in], everyone[lived_in]
    return float((a / a.sum() * b / everyone).sum())


def entropy_h(counts: ArrayLike) -> float:
    """Theil's H: how much less diverse areas are than all together; `counts` is areas x groups."""
    people = _table(counts)
    whole = float(_entropy(people.sum(axis=0)))
    if whole <= 0.0:
        raise ValueError("counts: people of one group only")
    return divergence(people) / whole


def divergence(counts: ArrayLike) -> float:
    """Mean difference in entropy between all together and the areas, by people."""
    people = _table(counts)
    total = people.sum(axis=1)
    whole = float(_entropy(people.sum(axis=0)))
    return float((total * (whole - _entropy(people))).sum() / total.sum())


def _counts(name: str, counts: ArrayLike) -> Floats:
    people = floats(name, counts, ndim=1, minimum=0.0)
    if people.sum() <= 0.0:
        raise ValueError(f"{name}: nobody")
    return people


def _part(group: ArrayLike, total: ArrayLike) -> tuple[Floats, Floats]:
    a, everyone = _counts("group", group), _counts("total", total)
    same_shape(group=a, total=everyone)
    if (a > everyone).any():
        raise ValueError("group: more people than total")
    return a, everyone


def _table(counts: ArrayLike) -> Floats:
    people = floats("counts", counts, ndim=2, minimum=0.0)
    if people.shape[1] < 2:
        raise ValueError("counts: at least two groups")
    lived_in: Floats = people[people.sum(axis=1) > 0.0]
    if lived_in.size == 0:
        raise ValueError("counts: nobody")
    return lived_in


def _entropy(counts: Floats) -> Floats:
    share = counts / counts.sum(axis=-1, keepdims=True)
    return np.asarray(-x_log_x(share).sum(axis=-1), dtype=np.float64)

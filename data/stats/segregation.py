"""How separately groups live: evenness, exposure and concentration over areas (tracts).

Counts are people of each group by area. Formulas: Massey & Denton 1988; Reardon & Firebaugh 2002
for several groups; Krieger et al. 2016 for the index of concentration at the extremes. Areas
without people take no part. All indices are 0-1 except `ice` (-1 to 1) and `divergence`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from data.stats._check import Floats, floats, number, same_shape


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


def correlation_ratio(group: ArrayLike, total: ArrayLike) -> float:
    """Isolation beyond the group's share of all people (eta²)."""
    a, everyone = _part(group, total)
    share = _inner_share(a, everyone)
    return (isolation(a, everyone) - share) / (1.0 - share)


def gini(group: ArrayLike, total: ArrayLike) -> float:
    """Mean difference of the group's share between all pairs of people, over its maximum."""
    a, everyone = _part(group, total)
    whole = _inner_share(a, everyone)
    lived_in = everyone > 0.0
    a, everyone = a[lived_in], everyone[lived_in]
    share = a / everyone
    apart = np.abs(share[:, None] - share[None, :])
    pairs = float(everyone @ apart @ everyone)
    return pairs / (2.0 * float(everyone.sum()) ** 2 * whole * (1.0 - whole))


def atkinson(group: ArrayLike, total: ArrayLike, *, aversion: float = 0.5) -> float:
    """Atkinson's index; `aversion` over 0.5 gives areas with a high share more say (0 to 1)."""
    a, everyone = _part(group, total)
    whole = _inner_share(a, everyone)
    b = number("aversion", aversion, above=0.0)
    if b >= 1.0:
        raise ValueError("aversion: must be under 1")
    lived_in = everyone > 0.0
    a, everyone = a[lived_in], everyone[lived_in]
    share = a / everyone
    mixed = ((1.0 - share) ** (1.0 - b) * share**b * everyone).sum() / (whole * everyone.sum())
    return float(1.0 - whole / (1.0 - whole) * mixed ** (1.0 / (1.0 - b)))


def entropy(counts: ArrayLike) -> float:
    """Diversity of all areas together: -sum p·ln p, at most the logarithm of the groups."""
    people = _table(counts)
    return float(_entropy(people.sum(axis=0)))


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


def multigroup_dissimilarity(counts: ArrayLike) -> float:
    """Dissimilarity of several groups at once (Sakoda 1981); `counts` is areas x groups."""
    people = _table(counts)
    total = people.sum(axis=1)
    share = people.sum(axis=0) / people.sum()
    spread = float((share * (1.0 - share)).sum())
    if spread <= 0.0:
        raise ValueError("counts: people of one group only")
    apart = np.abs(people / total[:, None] - share)
    return float((total[:, None] * apart).sum() / (2.0 * total.sum() * spread))


def ice(advantaged: ArrayLike, deprived: ArrayLike, total: ArrayLike) -> Floats:
    """Index of concentration at the extremes of each area: (A - P) / T, -1 all deprived to 1.

    NaN where an area has no people (or households).
    """
    a = floats("advantaged", advantaged, minimum=0.0)
    p = floats("deprived", deprived, minimum=0.0)
    everyone = floats("total", total, minimum=0.0)
    same_shape(total=everyone, advantaged=a, deprived=p)
    if (a + p > everyone * (1.0 + 1e-12)).any():
        raise ValueError("total: fewer than advantaged and deprived together")
    empty = everyone == 0.0
    index: Floats = np.where(empty, np.nan, (a - p) / np.where(empty, 1.0, everyone))
    return index


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


def _inner_share(a: Floats, everyone: Floats) -> float:
    share = float(a.sum() / everyone.sum())
    if share >= 1.0:
        raise ValueError("group: everyone belongs to it")
    return share


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
    return np.asarray(-xlogy(share, share).sum(axis=-1), dtype=np.float64)

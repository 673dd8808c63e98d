"""How unequal groups are: fifths of equal people, summary measures, concentration curve.

Groups run from most to least disadvantaged. Notation: f share of people, x ridit (share of people
below the middle of the group), mu weighted mean. Formulas: Schlotheuber & Hosseinpoor 2022.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from data.stats._check import Floats, Ints, floats, same_shape


def fifths(
    values: ArrayLike,
    people: ArrayLike,
    *,
    worst_high: bool,
    groups: int = 5,
    ids: ArrayLike | None = None,
) -> Ints:
    """Group 1..`groups` of each area, 1 the most disadvantaged; 0 where the value is NaN.

    Groups hold equal people, not equal areas: an area belongs where the middle of its people
    falls, counted from the most disadvantaged area (`worst_high`: from the highest value). Equal
    values are taken in the order of `ids` (default: as given), so a result can be repeated.
    """
    v = floats("values", values, ndim=1, nan_allowed=True)
    p = floats("people", people, ndim=1, minimum=0.0)
    same_shape(values=v, people=p)
    if groups < 2:
        raise ValueError("groups: at least 2")
    tie = np.arange(v.size) if ids is None else np.asarray(ids)
    if tie.shape != v.shape:
        raise ValueError("ids: other length than values")
    known = np.flatnonzero(~np.isnan(v))
    total = float(p[known].sum())
    if total <= 0.0:
        raise ValueError("people: none in areas with a value")
    tie_rank = np.unique(tie, return_inverse=True)[1].reshape(-1)
    order = known[np.lexsort((tie_rank[known], -v[known] if worst_high else v[known]))]
    middle = (np.cumsum(p[order]) - p[order] / 2.0) / total
    result = np.zeros(v.size, dtype=np.int64)
    result[order] = np.minimum(np.floor(middle * groups).astype(np.int64), groups - 1) + 1
    return result


def group_covariance(weights: ArrayLike, variances: ArrayLike) -> Floats:
    """Covariance (k, k) of group values that share tracts: W·diag(variance)·Wᵀ.

    `weights` (k, tracts), `variances` (tracts,); a variance may be NaN where no group has weight.
    """
    w = floats("weights", weights, ndim=2)
    var = floats("variances", variances, ndim=1, minimum=0.0, nan_allowed=True)
    same_shape(weights=w[0], variances=var)
    used = np.abs(w).max(axis=0) > 0.0
    if np.isnan(var[used]).any():
        raise ValueError("variances: NaN where a group has weight")
    covariance: Floats = (w * np.where(used, var, 0.0)) @ w.T
    return covariance


def concentration_curve(
    events: ArrayLike, people: ArrayLike, ranking: ArrayLike, *, worst_high: bool
) -> pd.DataFrame:
    """Cumulative share of events against cumulative share of people, most disadvantaged first.

    All three are (n,): counts of events, residents, and the factor that orders the places; equal
    ranking values form one step. Columns people_share and event_share, from (0, 0) to (1, 1).
    """
    e = floats("events", events, ndim=1, minimum=0.0)
    p = floats("people", people, ndim=1, minimum=0.0)
    rank = floats("ranking", ranking, ndim=1)
    same_shape(events=e, people=p, ranking=rank)
    if p.sum() <= 0.0:
        raise ValueError("people: none")
    if e.sum() <= 0.0:
        raise ValueError("events: none")
    _, step = np.unique(-rank if worst_high else rank, return_inverse=True)
    people_share = np.cumsum(np.bincount(step, p)) / p.sum()
    event_share = np.cumsum(np.bincount(step, e)) / e.sum()
    people_share[-1] = event_share[-1] = 1.0
    return pd.DataFrame(
        {"people_share": np.append(0.0, people_share), "event_share": np.append(0.0, event_share)}
    )

"""How unequal groups are: fifths of equal people, summary measures, concentration curve.

Groups run from most to least disadvantaged. Notation: f share of people, x ridit (share of people
below the middle of the group), mu weighted mean. Formulas: Schlotheuber & Hosseinpoor 2022.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from data.stats import disparity
from data.stats._check import Floats, Ints, columns, floats, same_shape
from data.stats.intervals import z_value


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


def summary(
    groups: pd.DataFrame,
    *,
    favourable: bool,
    covariance: ArrayLike | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Every summary measure of the inequality between groups, one row each.

    `groups` has population (over 0) and estimate; se unless `covariance` (k, k; groups that share
    tracts) is given; order (1 = most disadvantaged; missing = groups without an order); reference
    (true for at most one group). `favourable`: higher is better.

    Columns measure, estimate, se, lower, upper, in the unit of the measure: d, sii, aci, par,
    bgsd, mdm*, mdb*, mdr* that of the estimate, bgv its square; paf, cov, idis* percent; ti and
    mld x 1000. d is best-off minus worst-off where higher is better, else worst-off minus
    best-off, and highest minus lowest without an order; sii, rii, aci, rci, par and paf keep
    their sign. NaN where a measure is not defined: sii to rci without an order, mdr* without a
    reference, ratios of values that may be 0 or negative. Standard errors by the delta method;
    limits of r on the log scale; NaN where equal values leave the error undefined.
    """
    checked, covariances = _groups(groups, favourable, covariance)
    z = z_value(confidence)
    rows = []
    for name, measure in disparity.MEASURES.items():
        result = measure(checked)
        rows.append(_row(name, result, _variance(name, checked, result, covariances), z))
    return pd.DataFrame(rows, columns=["measure", "estimate", "se", "lower", "upper"])


def _groups(
    frame: pd.DataFrame, favourable: bool, covariance: ArrayLike | None
) -> tuple[disparity.Groups, Floats]:
    needed = ["population", "estimate"] + (["se"] if covariance is None else [])
    columns("groups", map(str, frame.columns), needed)
    if len(frame) < 2:
        raise ValueError("groups: at least two groups")
    people = floats("population", frame["population"].to_numpy(), ndim=1, above=0.0)
    values = floats("estimate", frame["estimate"].to_numpy(), ndim=1)
    errors = _covariance(frame, covariance)
    order = _order(frame)
    reference = _reference(frame)
    if order is not None:
        values, people, errors = values[order], people[order], errors[np.ix_(order, order)]
        if reference is not None:
            reference = int(np.flatnonzero(order == reference)[0])
    checked = disparity.Groups(
        y=values,
        f=people / people.sum(),
        favourable=favourable,
        ordered=order is not None,
        reference=reference,
    )
    return checked, errors


def _covariance(frame: pd.DataFrame, covariance: ArrayLike | None) -> Floats:
    if covariance is None:
        se = floats("se", frame["se"].to_numpy(), ndim=1, minimum=0.0, nan_allowed=True)
        return np.diag(se * se)
    shared = floats("covariance", covariance, ndim=2, nan_allowed=True)
    if shared.shape != (len(frame), len(frame)):
        raise ValueError(f"covariance: shape {shared.shape}, but {len(frame)} groups")
    if not np.allclose(shared, shared.T, rtol=1e-9, atol=0.0, equal_nan=True):
        raise ValueError("covariance: not symmetric")
    if (np.diagonal(shared) < 0.0).any():
        raise ValueError("covariance: negative variance")
    return shared


def _order(frame: pd.DataFrame) -> Ints | None:
    """Positions from the most to the least disadvantaged group; None without an order."""
    if "order" not in frame.columns or frame["order"].isna().all():
        return None
    order = floats("order", frame["order"].to_numpy(), ndim=1)
    if np.unique(order).size != order.size:
        raise ValueError("order: two groups share a place")
    return np.argsort(order, kind="stable").astype(np.int64)


def _reference(frame: pd.DataFrame) -> int | None:
    if "reference" not in frame.columns:
        return None
    chosen = np.flatnonzero(frame["reference"].to_numpy(dtype=bool))
    if chosen.size > 1:
        raise ValueError("reference: more than one group")
    return int(chosen[0]) if chosen.size else None


def _variance(
    name: str, groups: disparity.Groups, result: disparity.Result, covariance: Floats
) -> float:
    """Squared standard error of a measure; NaN where unknown."""
    if result is None:
        return float("nan")
    _, gradient = result
    # A group that takes no part may have an unknown error: 0 times NaN would spread it.
    used = np.flatnonzero(gradient)
    first = float(gradient[used] @ covariance[np.ix_(used, used)] @ gradient[used])
    if name == "bgv":
        spread = disparity.variance_curvature(groups) @ covariance
        return max(first, 0.0) + 2.0 * float(np.trace(spread @ spread))
    # Equal values (but for rounding): the first-order error vanishes, the uncertainty does not.
    equal = np.ptp(groups.y) <= 1e-12 * np.abs(groups.y).max()
    if (equal and name in disparity.DISPERSION) or used.size == 0 or np.isnan(first):
        return float("nan")
    return max(first, 0.0)


def _row(
    name: str, result: disparity.Result, variance: float, z: float
) -> tuple[str, float, float, float, float]:
    nan = float("nan")
    if result is None:
        return name, nan, nan, nan, nan
    estimate, _ = result
    se = float(np.sqrt(variance))
    if name in disparity.LOG:
        factor = float(np.exp(z * se / estimate))
        return name, estimate, se, estimate / factor, estimate * factor
    lower = estimate - z * se
    if name in disparity.FLOOR and lower < 0.0:
        lower = 0.0
    return name, estimate, se, lower, estimate + z * se

"""Summary measures of a grouped outcome: measures, potential, concentration curve, age split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.catalogue.schema import Indicator
from data.gaps.groups import Grouped
from data.gaps.results import AgePart, AgeSplit, Curve, Estimate, Grouping, GroupKind, Measure
from data.gaps.results import Potential as PotentialView
from data.models import Polarity, Verdict
from data.pooling.fifths import FifthsGap, worst_is_high
from data.pooling.poolers import PER_100K, EventPooler, LifeTablePooler, Pooled
from data.stats.age_split import AgeSplitResult, age_splits
from data.stats.contrast import two_sided_p, verdict
from data.stats.inequality import concentration_curve, group_covariance, summary
from data.stats.intervals import normal
from data.stats.life_table import USALEEP_AGES

FloatArray = NDArray[np.float64]

NOWHERE = Estimate(float("nan"), float("nan"), float("nan"))
RATIOS = frozenset({"r", "rii"})
# Measures that can be 0 (or 1): the others are never under it, so a test says nothing.
SIGNED = frozenset({"d", "r", "sii", "rii", "aci", "rci", "par", "paf"})
POTENTIAL = frozenset({"par", "paf"})
# They need an order, or pick the best and the worst of noisy values.
ORDERED_ONLY = frozenset({"d", "r", "sii", "rii", "aci", "rci", "par", "paf", "mdbu", "mdbw"})
# Bands of the USALEEP tables: deaths under 15 are few and mostly predicted, so one part holds them.
DRAWN: tuple[tuple[int, ...], ...] = ((0, 1, 2), *((band,) for band in range(3, 11)))
BROAD: tuple[tuple[int, ...], ...] = ((0, 1, 2), (3, 4, 5), (6, 7), (8, 9, 10))


def has_yardstick(grouping: Grouping) -> bool:
    """True if one group can be called best-off: fifths of a factor that has a good direction."""
    factor = grouping.factor
    return (
        grouping.kind is GroupKind.FIFTHS
        and factor is not None
        and factor.polarity is not Polarity.NONE
    )


def covariance_of(pooled: Sequence[Pooled]) -> FloatArray | None:
    """Covariance (k, k) of group values that share tracts; None where an error is unknown."""
    first = pooled[0]
    if first.gradient is None or first.variances is None:
        events = np.array([p.events for p in pooled])
        years = np.array([p.person_years for p in pooled])
        spread = np.array([p.dispersion for p in pooled])
        return np.diag(spread * events * (PER_100K / years) ** 2)
    gradients = np.vstack([p.gradient for p in pooled if p.gradient is not None])
    used = np.abs(gradients).max(axis=0) > 0.0
    if not np.isfinite(first.variances[used]).all():
        return None
    return group_covariance(gradients, first.variances)


def measures_of(
    pooled: Sequence[Pooled],
    covariance: FloatArray,
    *,
    outcome: Indicator,
    grouping: Grouping,
    gap: FifthsGap | None,
) -> tuple[Measure, ...]:
    """Every measure that is defined for these groups, most disadvantaged group first."""
    frame = pd.DataFrame(
        {"population": [p.people for p in pooled], "estimate": [p.value for p in pooled]}
    )
    if grouping.ordered:
        frame["order"] = np.arange(1, len(pooled) + 1)
    favourable = outcome.polarity is Polarity.HIGHER_IS_BETTER
    found = summary(frame, favourable=favourable, covariance=covariance)
    left_out = set() if grouping.ordered else set(ORDERED_ONLY)
    if not has_yardstick(grouping):
        left_out |= POTENTIAL
    rows = found[np.isfinite(found["estimate"]) & ~found["measure"].isin(left_out)]
    measures = (
        Measure(name, estimate, se, lower, upper, _sure(name, estimate, se, outcome, gap))
        for name, estimate, se, lower, upper in rows.itertuples(index=False)
    )
    return tuple(_as_gap(measure, gap) for measure in measures)


def _as_gap(measure: Measure, gap: FifthsGap | None) -> Measure:
    """The difference has one interval, that of the test: counts are too few for a normal one."""
    if measure.name != "d" or gap is None or not np.isfinite(gap.difference_lower):
        return measure
    ends = sorted((gap.difference_lower, gap.difference_upper))
    same_side = np.sign(measure.estimate) == np.sign(gap.difference)
    low, high = ends if same_side else (-ends[1], -ends[0])
    return replace(measure, lower=low, upper=high)


def _sure(name: str, estimate: float, se: float, outcome: Indicator, gap: FifthsGap | None) -> bool:
    if name in ("d", "r") and gap is not None:
        return gap.claim_allowed  # the same two groups: one test, said once
    null = 1.0 if name in RATIOS else 0.0
    return name in SIGNED and _is_sure(estimate - null, se, outcome)


def _is_sure(difference: float, se: float, outcome: Indicator) -> bool:
    found = verdict(difference, two_sided_p(difference, se), outcome.polarity.value)
    return found not in (Verdict.NOT_DIFFERENT.value, Verdict.NOT_TESTED.value)


def potential_of(pooled: Sequence[Pooled], measures: Sequence[Measure]) -> PotentialView | None:
    """The average if every group had the value of the best-off group."""
    by_name = {m.name: m for m in measures}
    gain, percent = by_name.get("par"), by_name.get("paf")
    if gain is None or percent is None:
        return None
    best = pooled[-1].value
    return PotentialView(
        now=best - gain.estimate,
        potential=best,
        gain=Estimate(gain.estimate, gain.lower, gain.upper),
        gain_percent=Estimate(percent.estimate, percent.lower, percent.upper),
        sure=gain.sure,
    )


def curve_of(
    pooler: EventPooler, grouped: Grouped, factor: Indicator, measures: Sequence[Measure]
) -> Curve:
    """Share of events against share of people, over the places that are in a group."""
    rows = grouped.labels != ""
    table = concentration_curve(
        pooler.events[rows],
        pooler.person_years[rows],
        grouped.frame.loc[rows, "factor"].to_numpy(dtype=np.float64),
        worst_high=worst_is_high(factor),
    )
    people, events = (table[name].to_numpy() for name in ("people_share", "event_share"))
    index = next((m for m in measures if m.name == "rci"), None)
    return Curve(
        people_share=tuple(map(float, people)),
        event_share=tuple(map(float, events)),
        fifth_people=float(np.interp(0.2, people, events)),
        half_people=float(np.interp(0.5, people, events)),
        index=NOWHERE if index is None else Estimate(index.estimate, index.lower, index.upper),
        events=int(pooler.events[rows].sum()),
    )


def ages_of(pooler: LifeTablePooler, grouped: Grouped) -> AgeSplit:
    """The gap between the end groups by age at death: best-off minus worst-off."""
    ends = grouped.compared[0], grouped.compared[-1]
    worst, best = (pooler.people[grouped.rows(key)].sum(axis=0) for key in ends)
    drawn, broad = age_splits(pooler.tables, worst, best, groupings=(DRAWN, BROAD))
    return AgeSplit(_parts(drawn, DRAWN), _parts(broad, BROAD), drawn.total)


def _parts(split: AgeSplitResult, groups: Sequence[Sequence[int]]) -> tuple[AgePart, ...]:
    lower, upper = normal(split.years, split.se)
    found = []
    for i, bands in enumerate(groups):
        following = bands[-1] + 1
        found.append(
            AgePart(
                age_from=USALEEP_AGES[bands[0]],
                age_to=USALEEP_AGES[following] - 1 if following < len(USALEEP_AGES) else None,
                years=float(split.years[i]),
                lower=float(lower[i]),
                upper=float(upper[i]),
                share=float(split.years[i] / split.total),
            )
        )
    return tuple(found)

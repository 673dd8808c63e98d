"""How separately people live, and what became of graded land.

Segregation is measured over the census tracts with residents in the city, by the counts of each
whole tract (docs/methods/segregation.md).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.catalogue.schema import Indicator
from data.cities.city import History, city
from data.gaps.results import (
    Estimate,
    GradeRow,
    GradesNow,
    GroupValue,
    IceYear,
    SegregationData,
    SegregationYear,
)
from data.models import Kind, Layer
from data.pooling.fifths import end_gap, group_table
from data.pooling.poolers import Pooled
from data.stats.segregation import dissimilarity, entropy_h, interaction, isolation

FloatArray = NDArray[np.float64]

GROUPS = ("asian", "black", "hispanic", "white")
ICE_EDGES = (-1.0, -0.6, -0.2, 0.2, 0.6, 1.0)
SURPLUS = 0.2  # one group ahead of the other by more than a fifth of the households
# A household's income a year, by which Krieger and colleagues (2016) choose the two groups.
LOW_INCOME_USD, HIGH_INCOME_USD = 25_000, 100_000


# -- segregation --------------------------------------------------------------------------------


def segregation_data(atlas: Atlas) -> SegregationData | None:
    """Black and white residents in three releases, and concentration at the extremes.

    None for a city without survey releases or without a measure of concentration.
    """
    catalogue, groups, concentration = atlas.catalogue, city().groups, city().concentration
    if groups is None or concentration is None:
        return None
    return SegregationData(
        comparable=tuple(_year(atlas, year) for year in groups.comparable),
        apart=_year(atlas, groups.apart),
        ice=_ice(atlas, catalogue.indicator(concentration)),
        sources=(catalogue.source_of(catalogue.indicator(f"share_black_{groups.comparable[0]}")),),
    )


def _year(atlas: Atlas, year: int) -> SegregationYear:
    counts = race_counts(atlas, year)
    black, white, total = (counts[name].to_numpy() for name in ("black", "white", "total"))
    named = counts[list(GROUPS)].to_numpy()
    other = np.maximum(total - named.sum(axis=1), 0.0)
    indicator = atlas.catalogue.indicator(f"share_black_{year}")
    return SegregationYear(
        years=indicator.years,
        vintage=indicator.tract_vintage or 0,
        tracts=len(counts),
        dissimilarity=dissimilarity(black, white),
        isolation=isolation(black, total),
        interaction=interaction(black, white, total),
        entropy=entropy_h(np.column_stack([named, other])),
        black_share=float(black.sum() / total.sum()),
    )


def race_counts(atlas: Atlas, year: int) -> pd.DataFrame:
    """People of four groups and in total, by tract with residents in the city; index tract id."""
    columns: dict[str, pd.Series] = {}
    for group in GROUPS:
        frame = atlas.repository.tract_estimates(f"share_{group}_{year}").set_index("tract_id")
        columns[group] = (frame["value"] / 100.0 * frame["denominator"]).round()  # whole people
        columns["total"] = frame["denominator"]
    counts = pd.DataFrame(columns)
    vintage = atlas.catalogue.indicator(f"share_black_{year}").tract_vintage
    people = _city_people(atlas, vintage or 0)
    return counts[people.reindex(counts.index).fillna(0.0) > 0].dropna()


def _city_people(atlas: Atlas, vintage: int) -> pd.Series:
    """Residents of the city by tract of one vintage."""
    areas = atlas.areas(Layer.TRACT_2010 if vintage == 2010 else Layer.TRACT_2020)
    return areas.set_index("area_id")[f"people_{vintage}"].astype("float64")


def _ice(atlas: Atlas, indicator: Indicator) -> IceYear:
    """Residents of the city by the value of the tract where they live."""
    frame = atlas.repository.tract_estimates(indicator.id).set_index("tract_id")
    people = _city_people(atlas, indicator.tract_vintage or 0).reindex(frame.index)
    values = frame["value"].to_numpy(dtype=np.float64)
    residents = people.fillna(0.0).to_numpy(dtype=np.float64)
    used = np.isfinite(values) & (residents > 0)
    value, weight = values[used], residents[used] / residents[used].sum()
    at = np.clip(np.searchsorted(ICE_EDGES, value, side="right") - 1, 0, len(ICE_EDGES) - 2)
    shares = np.bincount(at, weight, minlength=len(ICE_EDGES) - 1)
    return IceYear(
        indicator=indicator,
        source=atlas.catalogue.source_of(indicator),
        city=float(weight @ value),
        bins=tuple(
            (low, high, float(share))
            for low, high, share in zip(ICE_EDGES[:-1], ICE_EDGES[1:], shares, strict=True)
        ),
        low=float(weight[value < -SURPLUS].sum()),
        high=float(weight[value > SURPLUS].sum()),
        surplus=SURPLUS,
        low_income_usd=LOW_INCOME_USD,
        high_income_usd=HIGH_INCOME_USD,
    )


# -- graded land, now ---------------------------------------------------------------------------


def grades_now(atlas: Atlas) -> GradesNow | None:
    """What a place is today by the grade that its land had; None for a city without grades."""
    catalogue, history = atlas.catalogue, city().history
    if history is None:
        return None
    areas = atlas.areas(Layer.HOLC_GRADE).set_index("area_id")["people_2010"]
    indicators = [catalogue.indicator(name) for name in history.now]
    used = {catalogue.indicator(history.indicator).source, *(i.source for i in indicators)}
    return GradesNow(
        rows=tuple(_grade_row(atlas, history, indicator) for indicator in indicators),
        people=tuple((grade, int(areas[grade])) for grade in history.keys),
        sources=tuple(catalogue.sources[name] for name in sorted(used)),
    )


def _grade_row(atlas: Atlas, history: History, indicator: Indicator) -> GradeRow:
    areas = atlas.areas(Layer.HOLC_GRADE)
    pooler = atlas.pooler(indicator.id, Layer.HOLC_GRADE)
    if pooler is None:
        raise ValueError(f"{indicator.id}: is not pooled")
    ids = areas["area_id"].to_numpy()
    pooled = {grade: pooler.pool(ids == grade) for grade in history.keys}
    ordered = {i + 1: pooled[grade] for i, grade in enumerate(history.grades)}
    gap = end_gap(
        ordered[1],
        ordered[len(history.grades)],
        outcome=indicator,
        groups=group_table(ordered, dict.fromkeys(ordered, 1)),
    )
    people = areas.set_index("area_id")["people_2010"]
    return GradeRow(
        indicator=indicator,
        values=tuple(_grade(history, g, value, float(people[g])) for g, value in pooled.items()),
        difference=Estimate(gap.difference, gap.difference_lower, gap.difference_upper),
        claim_allowed=gap.claim_allowed and indicator.kind is not Kind.MODELLED,
    )


def _grade(history: History, grade: str, value: Pooled, people: float) -> GroupValue:
    compared = grade != history.ungraded
    return GroupValue(
        key=grade,
        order=history.grades.index(grade) + 1 if compared else None,
        compared=compared,
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        people=people,
        areas=1,
        names=(),
        factor_from=float("nan"),
        factor_to=float("nan"),
        events=float("nan"),
        verdict="",
    )

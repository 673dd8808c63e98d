"""How separately people live, and what became of the land graded in 1939.

Segregation is measured over the census tracts with residents in the city, by the counts of each
whole tract (docs/methods/segregation.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.catalogue.schema import Indicator, Text
from data.gap_groups import GRADE_ORDER, GRADES_INDICATOR, UNGRADED, end_gap, group_table
from data.gap_views import (
    Estimate,
    GradeRow,
    GradesNow,
    GroupValue,
    IceYear,
    SegregationData,
    SegregationYear,
)
from data.locale import LANGUAGES, texts
from data.models import Kind, Layer
from data.pooling import Pooled
from data.stats.segregation import dissimilarity, entropy_h, ice, interaction, isolation

if TYPE_CHECKING:
    from data.services import Services

FloatArray = NDArray[np.float64]

# The last years of the survey releases. 2014 and 2019 share tracts and no survey year.
COMPARABLE = (2014, 2019)
APART = 2023
GROUPS = ("asian", "black", "hispanic", "white")
ICE_BY_INCOME = ("ice_2019", "ice_2023")
ICE_EDGES = (-1.0, -0.6, -0.2, 0.2, 0.6, 1.0)
MIXED = 0.2  # tracts between -0.2 and 0.2 hold both ends
NOW_BY_GRADE = ("poverty_2015", "ice_2019", "life_expectancy")


# -- segregation --------------------------------------------------------------------------------


def segregation_data(services: Services) -> SegregationData:
    """Black and white residents in three releases, and concentration at the extremes."""
    catalogue = services.catalogue
    used = [f"share_black_{COMPARABLE[0]}", *ICE_BY_INCOME]
    sources = {catalogue.indicator(name).source for name in used}
    return SegregationData(
        comparable=tuple(_year(services, year) for year in COMPARABLE),
        apart=_year(services, APART),
        ice=(
            _ice_of_race(services, COMPARABLE[0]),
            *(_ice_of_income(services, catalogue.indicator(name)) for name in ICE_BY_INCOME),
        ),
        sources=tuple(catalogue.sources[name] for name in sorted(sources)),
    )


def _year(services: Services, year: int) -> SegregationYear:
    counts = race_counts(services, year)
    black, white, total = (counts[name].to_numpy() for name in ("black", "white", "total"))
    named = counts[list(GROUPS)].to_numpy()
    other = np.maximum(total - named.sum(axis=1), 0.0)
    indicator = services.catalogue.indicator(f"share_black_{year}")
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


def race_counts(services: Services, year: int) -> pd.DataFrame:
    """People of four groups and in total, by tract with residents in the city; index tract id."""
    columns: dict[str, pd.Series] = {}
    for group in GROUPS:
        frame = services.repository.tract_estimates(f"share_{group}_{year}").set_index("tract_id")
        columns[group] = (frame["value"] / 100.0 * frame["denominator"]).round()  # whole people
        columns["total"] = frame["denominator"]
    counts = pd.DataFrame(columns)
    vintage = services.catalogue.indicator(f"share_black_{year}").tract_vintage
    people = _city_people(services, vintage or 0)
    return counts[people.reindex(counts.index).fillna(0.0) > 0].dropna()


def _city_people(services: Services, vintage: int) -> pd.Series:
    """Residents of the city by tract of one vintage."""
    areas = services.areas(Layer.TRACT_2010 if vintage == 2010 else Layer.TRACT_2020)
    return areas.set_index("area_id")[f"people_{vintage}"].astype("float64")


def _ice_of_race(services: Services, year: int) -> IceYear:
    counts = race_counts(services, year)
    values = ice(counts["white"], counts["black"], counts["total"])
    indicator = services.catalogue.indicator(f"share_black_{year}")
    people = _city_people(services, indicator.tract_vintage or 0).reindex(counts.index)
    return _ice(
        f"ice_race_{year}",
        Text(**{lang: texts(lang).t("gap_sentences.ice_of_race") for lang in LANGUAGES}),
        indicator.years,
        values,
        people.to_numpy(dtype=np.float64),
    )


def _ice_of_income(services: Services, indicator: Indicator) -> IceYear:
    frame = services.repository.tract_estimates(indicator.id).set_index("tract_id")
    people = _city_people(services, indicator.tract_vintage or 0).reindex(frame.index)
    return _ice(
        indicator.id,
        indicator.name,
        indicator.years,
        frame["value"].to_numpy(dtype=np.float64),
        people.fillna(0.0).to_numpy(dtype=np.float64),
    )


def _ice(ice_id: str, name: Text, years: str, values: FloatArray, people: FloatArray) -> IceYear:
    """Residents of the city by the value of the tract where they live."""
    used = np.isfinite(values) & (people > 0)
    value, weight = values[used], people[used] / people[used].sum()
    at = np.clip(np.searchsorted(ICE_EDGES, value, side="right") - 1, 0, len(ICE_EDGES) - 2)
    shares = np.bincount(at, weight, minlength=len(ICE_EDGES) - 1)
    return IceYear(
        id=ice_id,
        name=name,
        years=years,
        race_only=ice_id.startswith("ice_race"),
        city=float(weight @ value),
        bins=tuple(
            (low, high, float(share))
            for low, high, share in zip(ICE_EDGES[:-1], ICE_EDGES[1:], shares, strict=True)
        ),
        low=float(weight[value < -MIXED].sum()),
        high=float(weight[value > MIXED].sum()),
    )


# -- 1939 and now -------------------------------------------------------------------------------


def grades_now(services: Services) -> GradesNow:
    """Poverty, concentration and life expectancy by the grade that the land had in 1939."""
    catalogue = services.catalogue
    areas = services.areas(Layer.HOLC_GRADE).set_index("area_id")["people_2010"]
    indicators = [catalogue.indicator(name) for name in NOW_BY_GRADE]
    used = {catalogue.indicator(GRADES_INDICATOR).source, *(i.source for i in indicators)}
    return GradesNow(
        rows=tuple(_grade_row(services, indicator) for indicator in indicators),
        people=tuple((grade, int(areas[grade])) for grade in (*GRADE_ORDER, UNGRADED)),
        sources=tuple(catalogue.sources[name] for name in sorted(used)),
    )


def _grade_row(services: Services, indicator: Indicator) -> GradeRow:
    areas = services.areas(Layer.HOLC_GRADE)
    pooler = services.pooler(indicator.id, Layer.HOLC_GRADE)
    if pooler is None:
        raise ValueError(f"{indicator.id}: is not pooled")
    ids = areas["area_id"].to_numpy()
    pooled = {grade: pooler.pool(ids == grade) for grade in (*GRADE_ORDER, UNGRADED)}
    ordered = {i + 1: pooled[grade] for i, grade in enumerate(GRADE_ORDER)}
    gap = end_gap(
        ordered[1],
        ordered[len(GRADE_ORDER)],
        outcome=indicator,
        groups=group_table(ordered, dict.fromkeys(ordered, 1)),
    )
    people = areas.set_index("area_id")["people_2010"]
    return GradeRow(
        indicator=indicator,
        values=tuple(_grade(g, value, float(people[g])) for g, value in pooled.items()),
        difference=Estimate(gap.difference, gap.difference_lower, gap.difference_upper),
        claim_allowed=gap.claim_allowed and indicator.kind is not Kind.MODELLED,
    )


def _grade(grade: str, value: Pooled, people: float) -> GroupValue:
    compared = grade != UNGRADED
    return GroupValue(
        key=grade,
        order=GRADE_ORDER.index(grade) + 1 if compared else None,
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

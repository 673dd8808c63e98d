"""Values of any set of areas, pooled by people and tract; never an average of area values.

One pooler for each way of making a value (methods: areas from tracts). Every pooler answers
`pool(rows)` for the areas of one layer; `difference(a, b)` is the one comparison of two pooled
values and handles shared tracts exactly, because it works on the tracts' own weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.catalogue.schema import Indicator
from data.models import AGE_BANDS, Denominator, Unit
from data.rules import MIN_PEOPLE_FOR_LIFE_TABLE
from data.stats.contrast import Contrast, contrast_linearised
from data.stats.event_contrast import rate_contrast
from data.stats.intervals import normal, poisson_limits, wilson_from_se
from data.stats.life_table import USALEEP_AGES, AbridgedTables, life_table_people
from data.stats.life_table import pool as pool_tables

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

PER_100K = 100_000.0

_FROM_18, _FROM_65 = AGE_BANDS.index("age_18_24"), AGE_BANDS.index("age_65_74")
# Block counts do not give sex: men and women are shared out as everyone of 65 and over.
_BANDS_OF: dict[Denominator, slice] = {
    Denominator.AGE_18_PLUS: slice(_FROM_18, None),
    Denominator.AGE_18_64: slice(_FROM_18, _FROM_65),
    Denominator.AGE_65_PLUS: slice(_FROM_65, None),
    Denominator.MEN_65_PLUS: slice(_FROM_65, None),
    Denominator.WOMEN_65_PLUS: slice(_FROM_65, None),
}


@dataclass(frozen=True, slots=True, eq=False)
class LayerWeights:
    """Block people of the n areas of a layer in the m tracts of one vintage."""

    area_ids: pd.Index  # (n,)
    tract_ids: pd.Index  # (m,)
    people: FloatArray  # (n, m)
    bands: FloatArray  # (n, m, 12), data.models.AGE_BANDS

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, area_ids: pd.Series) -> LayerWeights:
        """From rows `area_id, tract_id, people, <12 bands>`; rows keep the order of `area_ids`."""
        areas = pd.Index(area_ids)
        tracts = pd.Index(frame["tract_id"]).unique().sort_values()
        row = areas.get_indexer(pd.Index(frame["area_id"]))
        column = tracts.get_indexer(pd.Index(frame["tract_id"]))
        people = np.zeros((len(areas), len(tracts)))
        bands = np.zeros((len(areas), len(tracts), len(AGE_BANDS)))
        people[row, column] = frame["people"].to_numpy()
        bands[row, column] = frame[list(AGE_BANDS)].to_numpy()
        return cls(areas, tracts, people, bands)

    def columns_of(self, tract_ids: pd.Series) -> NDArray[np.intp]:
        """Column of each tract, −1 for a tract without people of this layer."""
        return self.tract_ids.get_indexer(pd.Index(tract_ids))

    def of_denominator(self, denominator: Denominator) -> FloatArray:
        """(n, m) people of the indicator's own denominator."""
        bands = _BANDS_OF.get(denominator)
        return self.people if bands is None else self.bands[:, :, bands].sum(axis=2)


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """One pooled value with its 95 % interval; `value` is NaN where nothing can be pooled."""

    value: float
    lower: float
    upper: float
    people: float
    gradient: FloatArray | None = None
    variances: FloatArray | None = None
    events: float = float("nan")
    person_years: float = float("nan")
    dispersion: float = float("nan")  # of events


class Pooler(Protocol):
    """Pools any areas of one layer."""

    def counted_people(self) -> FloatArray:
        """(n,) people of each area as this outcome counts them, in the order of the layer."""
        ...

    def pool(self, rows: BoolArray) -> Pooled:
        """Pooled value of the areas where the boolean mask `rows` is true."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class LinearPooler:
    """Weighted means and count-based shares: value = sum(w v) / sum(w) over tracts.

    `people` are all of the denominator (everyone for count-based shares), also in tracts without a
    value.
    """

    weights: FloatArray  # (n, k)
    values: FloatArray  # (k,)
    variances: FloatArray  # (k,), NaN where the source publishes no uncertainty
    people: FloatArray  # (n,)
    unit: Unit

    def counted_people(self) -> FloatArray:
        """(n,) people of the indicator's own denominator."""
        return self.people

    def pool(self, rows: BoolArray) -> Pooled:
        """Pooled value of the chosen areas."""
        weight = self.weights[rows].sum(axis=0)
        total = float(weight.sum())
        if total <= 0:
            return Pooled(np.nan, np.nan, np.nan, 0.0)
        gradient = weight / total
        value = float(gradient @ self.values)
        used = gradient > 0
        se = float(np.sqrt((gradient[used] ** 2) @ self.variances[used]))
        lower, upper = _limits(value, se, self.unit)
        return Pooled(value, lower, upper, total, gradient, self.variances)


@dataclass(frozen=True, slots=True, eq=False)
class LifeTablePooler:
    """Life expectancy at birth: pooled tables of the tracts, the mean of e(0) for few people."""

    tables: AbridgedTables
    people: FloatArray  # (n, k, 11)
    totals: FloatArray  # (n, k) everyone
    mean: LinearPooler

    def counted_people(self) -> FloatArray:
        """(n,) residents at the census of the life tables."""
        return self.mean.people

    def pool(self, rows: BoolArray) -> Pooled:
        """e(0) in years with its standard error (Chiang's, for pooled tables)."""
        people = self.people[rows].sum(axis=0)
        total = float(self.totals[rows].sum())
        if total < MIN_PEOPLE_FOR_LIFE_TABLE:
            return self.mean.pool(rows)
        table = pool_tables(self.tables, people)
        lower, upper = normal(table.e0, table.e0_se)
        gradient = np.asarray(table.gradient, dtype=np.float64).ravel()
        return Pooled(
            float(table.e0),
            float(lower),
            float(upper),
            total,
            gradient,
            self.tables.variances.ravel(),
        )


@dataclass(frozen=True, slots=True, eq=False)
class EventPooler:
    """Rate of located events per 100,000 residents a year."""

    events: FloatArray  # (n,)
    person_years: FloatArray  # (n,)
    dispersion: float  # how much more counts vary than Poisson counts, at least 1
    years: int  # in which they were counted

    def counted_people(self) -> FloatArray:
        """(n,) residents in the middle of the years."""
        return self.person_years / self.years

    def rates(self) -> FloatArray:
        """(n,) rates of the single areas, however few their events; NaN without residents."""
        result = np.full(self.events.shape, np.nan)
        known = self.person_years > 0
        result[known] = self.events[known] / self.person_years[known] * PER_100K
        return result

    def pool(self, rows: BoolArray) -> Pooled:
        """Pooled rate; limits exact under 10 events, else Byar's."""
        events, years = float(self.events[rows].sum()), float(self.person_years[rows].sum())
        people = years / self.years
        if years <= 0:
            return Pooled(np.nan, np.nan, np.nan, people)
        lower, upper = poisson_limits(events)
        scale = PER_100K / years
        return Pooled(
            events * scale,
            float(lower) * scale,
            float(upper) * scale,
            people,
            events=events,
            person_years=years,
            dispersion=self.dispersion,
        )


def _limits(value: float, se: float, unit: Unit) -> tuple[float, float]:
    """95 % limits: Wilson at the effective sample size for percentages, else normal."""
    if not np.isfinite(se):
        return float("nan"), float("nan")
    if unit is Unit.PERCENT:
        share = min(max(value / 100, 0.0), 1.0)
        lower, upper = wilson_from_se(share, se / 100)
        return float(lower) * 100, float(upper) * 100
    lower, upper = normal(value, se)
    return float(lower), float(upper)


def difference(a: Pooled, b: Pooled) -> Contrast | None:
    """Contrast a − b of two sets of areas of one layer; None where there is nothing to test.

    Rates are compared per 100,000 residents a year.
    """
    if not (np.isfinite(a.value) and np.isfinite(b.value)):
        return None
    if a.gradient is None or b.gradient is None or a.variances is None:
        return _event_difference(a, b)
    if a.gradient.shape != b.gradient.shape:
        raise ValueError("a, b: made by different methods, so they cannot be compared")
    c = a.gradient - b.gradient
    variances = np.where(np.abs(c) > 0, a.variances, 0.0)
    if not np.all(np.isfinite(variances)):
        return None
    return contrast_linearised(a.value, a.gradient, b.value, b.gradient, variances)


def _event_difference(a: Pooled, b: Pooled) -> Contrast:
    return rate_contrast(
        a.events,
        b.events,
        0.0,
        a.person_years / PER_100K,
        b.person_years / PER_100K,
        dispersion=max(a.dispersion, b.dispersion),
    )


def linear_pooler(
    weights: LayerWeights,
    indicator: Indicator,
    tracts: pd.DataFrame,
    people_whole_tract: pd.Series,
) -> LinearPooler:
    """Pooler of a tract-based indicator.

    `tracts` holds `tract_id, value, se, denominator`; `people_whole_tract` is indexed by tract
    id and shares out a tract's own universe by block people (count-based shares).
    """
    known = tracts[tracts["tract_id"].isin(weights.tract_ids)]
    column = weights.columns_of(known["tract_id"])
    if indicator.denominator is Denominator.OWN_COUNT:
        whole = people_whole_tract.reindex(known["tract_id"]).to_numpy(dtype=np.float64)
        own = known["denominator"].to_numpy(dtype=np.float64)
        scale = np.divide(own, whole, out=np.zeros_like(own), where=whole > 0)
        matrix = weights.people[:, column] * scale
    else:
        matrix = weights.of_denominator(indicator.denominator)[:, column]
    return LinearPooler(
        weights=matrix,
        values=known["value"].to_numpy(dtype=np.float64),
        variances=known["se"].to_numpy(dtype=np.float64) ** 2,
        people=weights.of_denominator(indicator.denominator).sum(axis=1),
        unit=indicator.unit,
    )


def life_table_pooler(
    weights: LayerWeights, tables: pd.DataFrame, mean: LinearPooler
) -> LifeTablePooler:
    """Pooler of life expectancy from rows `tract_id, age_index, lx, ndx, nlx, nqx, …`."""
    known = tables[tables["tract_id"].isin(weights.tract_ids)]
    known = known.sort_values(["tract_id", "age_index"])
    tracts = known["tract_id"].iloc[:: len(USALEEP_AGES)]
    column = weights.columns_of(tracts)

    def grid(name: str) -> FloatArray:
        return known[name].to_numpy(dtype=np.float64).reshape(-1, len(USALEEP_AGES))

    names = ("nqx", "nqx_se", "lx", "ndx", "nlx", "ex_se")
    abridged = AbridgedTables.from_columns(
        tracts=tuple(tracts), **{name: grid(name) for name in names}
    )
    return LifeTablePooler(
        tables=abridged,
        people=life_table_people(weights.bands[:, column, :]),
        totals=weights.people[:, column],
        mean=mean,
    )


def event_pooler(
    areas: pd.DataFrame, events: pd.Series, indicator: Indicator, dispersion: float
) -> EventPooler:
    """Pooler of located events: `areas` in layer order, `events` counts by area key.

    Residents are those of the middle of the indicator's years. `dispersion` is that of the groups
    which are compared, not of the single areas.
    """
    first, second = indicator.census_weights
    people = first * areas["people_2010"] + second * areas["people_2020"]
    counts = events.reindex(areas["area_key"]).fillna(0.0)
    return EventPooler(
        events=counts.to_numpy(dtype=np.float64),
        person_years=people.to_numpy(dtype=np.float64) * indicator.years_counted,
        dispersion=dispersion,
        years=indicator.years_counted,
    )

"""One outcome by one grouping of residents: the data behind the Gaps page.

Groups are pooled by people and tract, never from the values of places (docs/methods/fifths.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.atlas.observed import observed_link
from data.catalogue.pairs import EVENTS_BY_PLACE, PairRule, pair_rule
from data.catalogue.schema import Indicator, Source
from data.cities.city import city
from data.gaps.groups import Grouped, fifths_allowed, grouped_areas, grouping_of
from data.gaps.measures import (
    ages_of,
    covariance_of,
    curve_of,
    has_yardstick,
    measures_of,
    potential_of,
)
from data.gaps.results import (
    AgeSplit,
    Curve,
    Estimate,
    GapsData,
    Grouping,
    GroupKind,
    GroupMap,
    GroupValue,
    Measure,
    Potential,
)
from data.models import Geography, Kind, Layer, ObservedLink
from data.pooling.fifths import FifthsGap, end_gap, group_table
from data.pooling.poolers import EventPooler, LifeTablePooler, Pooled, Pooler
from data.rules import MIN_EVENTS_FOR_RATE

FloatArray = NDArray[np.float64]

NAMED_PLACES = 4
_REASONS = "gap_sentences.reason"


def gaps_data(atlas: Atlas, outcome_id: str, group: str, by: Geography | None = None) -> GapsData:
    """Everything that the Gaps page draws for one outcome and one grouping.

    `by`: the places that are cut into fifths; None, or places that do not carry both values, mean
    the first that does. A grouping that this outcome may not be shown by gives no groups and the
    reason. Raises KeyError for an unknown outcome or grouping.
    """
    outcome = atlas.catalogue.indicator(outcome_id)
    grouping = grouping_of(atlas.catalogue, group, by, outcome)
    rule = _rule(atlas, outcome, grouping)
    layer = _layer(atlas, outcome, grouping)
    pooler = atlas.pooler(outcome.id, layer)
    refused = _refusal(outcome, grouping, rule)
    grouped = None
    if refused is None:
        grouped = grouped_areas(atlas, outcome, grouping, pooler)
        refused = f"{_REASONS}.few_areas" if grouped is None else None
    if grouped is None or pooler is None:
        return _nothing(atlas, outcome, grouping, refused, rule)
    pooled = {key: pooler.pool(grouped.rows(key)) for key in grouped.keys}
    return _data(_Case(atlas, outcome, grouping, grouped, pooler, pooled), rule)


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """An outcome whose residents are grouped and whose groups are pooled."""

    atlas: Atlas
    outcome: Indicator
    grouping: Grouping
    grouped: Grouped
    pooler: Pooler
    pooled: Mapping[str, Pooled]

    @property
    def compared(self) -> list[Pooled]:
        """Values of the groups that may be compared, most disadvantaged first."""
        return [self.pooled[key] for key in self.grouped.compared]


def _rule(atlas: Atlas, outcome: Indicator, grouping: Grouping) -> PairRule | None:
    """The rule of the factor; grades keep that of the share of people on land graded D."""
    if grouping.kind is GroupKind.COUNCIL_DISTRICT:
        return None
    factor = grouping.factor or atlas.catalogue.indicator(city().graded_land.indicator)
    return pair_rule(outcome, factor)


def _refusal(outcome: Indicator, grouping: Grouping, rule: PairRule | None) -> str | None:
    if outcome.is_counted_by_place:
        return EVENTS_BY_PLACE
    if rule is None:
        return None
    if grouping.factor is None:
        return None if rule.allowed else rule.reason
    if fifths_allowed(outcome, grouping.factor):
        return None
    return rule.reason or "pairs.no_fifths"


def _layer(atlas: Atlas, outcome: Indicator, grouping: Grouping) -> Layer:
    if grouping.kind is GroupKind.HOLC_GRADE:
        return Layer.HOLC_GRADE
    if grouping.kind is GroupKind.COUNCIL_DISTRICT:
        return Layer.COUNCIL_DISTRICT
    assert grouping.geography is not None
    return outcome.layer_of(grouping.geography)


def _data(case: _Case, rule: PairRule | None) -> GapsData:
    atlas, outcome, grouped = case.atlas, case.outcome, case.grouped
    people = _people(grouped.frame, outcome)
    gap, gap_reason = _gap(case)
    measures, measures_reason = _measures(case, gap)
    potential, potential_reason = _potential(case, measures, measures_reason)
    grouped_people = float(people[grouped.labels != ""].sum())
    return GapsData(
        outcome=outcome,
        outcome_source=atlas.catalogue.source_of(outcome),
        factor_source=_factor_source(atlas, case.grouping),
        grouping=case.grouping,
        groups=_groups(case, people),
        city=_city(atlas, outcome),
        gap=gap,
        gap_reason=gap_reason,
        measures=measures,
        measures_reason=measures_reason,
        potential=potential,
        potential_reason=potential_reason,
        curve=_curve(case, measures),
        ages=_ages(case, gap),
        map=_map(atlas, grouped.layer, grouped.labels),
        tested=bool(measures),
        warnings=() if rule is None else rule.warnings,
        grouped_people=grouped_people,
        uncounted_people=max(0.0, round(_city_people(atlas, outcome) - grouped_people, 3)),
        observed=_observed(atlas, outcome, case.grouping),
    )


def _observed(atlas: Atlas, outcome: Indicator, grouping: Grouping) -> ObservedLink | None:
    factor = grouping.factor
    return None if factor is None else observed_link(atlas, outcome, factor)


def _nothing(
    atlas: Atlas,
    outcome: Indicator,
    grouping: Grouping,
    reason: str | None,
    rule: PairRule | None,
) -> GapsData:
    layer = _layer(atlas, outcome, grouping)
    areas = atlas.areas(layer)
    return GapsData(
        outcome=outcome,
        outcome_source=atlas.catalogue.source_of(outcome),
        factor_source=_factor_source(atlas, grouping),
        grouping=grouping,
        groups=(),
        city=_city(atlas, outcome),
        gap=None,
        gap_reason=reason,
        measures=(),
        measures_reason=reason,
        potential=None,
        potential_reason=reason,
        curve=None,
        ages=None,
        map=_map(atlas, layer, np.full(len(areas), "", dtype=object)),
        tested=False,
        warnings=() if rule is None else rule.warnings,
        grouped_people=0.0,
        uncounted_people=_city_people(atlas, outcome),
    )


# -- groups -------------------------------------------------------------------------------------


def _people(frame: pd.DataFrame, outcome: Indicator) -> FloatArray:
    """Residents by area at the census that carries the outcome; events: in mid-period."""
    counts = [frame[f"people_{year}"].to_numpy(dtype=np.float64) for year in (2010, 2020)]
    if outcome.tract_vintage is None:
        first, second = outcome.census_weights
        return first * counts[0] + second * counts[1]
    return counts[0] if outcome.tract_vintage == 2010 else counts[1]


def _city(atlas: Atlas, outcome: Indicator) -> Estimate:
    row = atlas.repository.values(outcome.id, Layer.CITY).iloc[0]
    return Estimate(float(row["value"]), float(row["lower"]), float(row["upper"]))


def _city_people(atlas: Atlas, outcome: Indicator) -> float:
    return float(_people(atlas.areas(Layer.CITY), outcome)[0])


def _groups(case: _Case, people: FloatArray) -> tuple[GroupValue, ...]:
    verdicts = _verdicts(case.atlas, case.outcome, case.grouping)
    grouped, found = case.grouped, []
    for key in grouped.keys:
        rows, value = grouped.rows(key), case.pooled[key]
        few = value.events < MIN_EVENTS_FOR_RATE
        names, areas = _who(case, key)
        low, high = _factor_range(grouped, rows)
        ranked = case.grouping.ordered and key in grouped.compared
        found.append(
            GroupValue(
                key=key,
                order=grouped.compared.index(key) + 1 if ranked else None,
                compared=key in grouped.compared,
                value=float("nan") if few else value.value,
                lower=float("nan") if few else value.lower,
                upper=value.upper,
                people=float(people[rows].sum()),
                areas=areas,
                names=names,
                factor_from=low,
                factor_to=high,
                events=value.events,
                verdict=verdicts.get(key, ""),
            )
        )
    return tuple(found)


def _verdicts(atlas: Atlas, outcome: Indicator, grouping: Grouping) -> Mapping[str, str]:
    if grouping.kind is not GroupKind.COUNCIL_DISTRICT:
        return {}
    frame = atlas.repository.values(outcome.id, Layer.COUNCIL_DISTRICT)
    return dict(zip(frame["area_id"], frame["verdict"], strict=True))


def _factor_range(grouped: Grouped, rows: NDArray[np.bool_]) -> tuple[float, float]:
    if "factor" not in grouped.frame.columns or not rows.any():
        return float("nan"), float("nan")
    values = grouped.frame.loc[rows, "factor"].to_numpy(dtype=np.float64)
    return float(values.min()), float(values.max())


def _who(case: _Case, key: str) -> tuple[tuple[str, ...], int]:
    """Names of the home places with most residents of a group, and its number of places.

    Grades: the places where it is the main grade. Tracts: by the people they share.
    """
    rows = case.grouped.rows(key)
    if case.grouping.kind is GroupKind.COUNCIL_DISTRICT:
        return (), 1
    home = Layer(city().home)
    places = case.atlas.areas(home)
    people = _people(places, case.outcome)
    areas = int(rows.sum())
    if case.grouping.kind is GroupKind.HOLC_GRADE:
        own = (places["main_grade"] == key).to_numpy() & (people > 0)
        people, areas = np.where(own, people, 0.0), int(own.sum())
        if key == city().graded_land.ungraded:
            return (), areas
    elif case.grouped.layer is home:
        people = np.where(rows, people, 0.0)
    else:
        people = _shared_people(case.atlas, case.grouped, rows)
    people = np.where(places["named"].to_numpy() == 1, people, 0.0)
    order = np.argsort(-people, kind="stable")[:NAMED_PLACES]
    names = places["name"].to_numpy()
    return tuple(str(names[i]) for i in order if people[i] > 0), areas


def _shared_people(atlas: Atlas, grouped: Grouped, rows: NDArray[np.bool_]) -> FloatArray:
    """Residents of each home place who live in the chosen tracts."""
    vintage = 2010 if grouped.layer is Layer.TRACT_2010 else 2020
    weights = atlas.weights(Layer(city().home), vintage)
    chosen = weights.columns_of(grouped.frame.loc[rows, "area_id"])
    people: FloatArray = weights.people[:, chosen[chosen >= 0]].sum(axis=1)
    return people


def _map(atlas: Atlas, layer: Layer, labels: NDArray[np.object_]) -> GroupMap:
    areas = atlas.areas(layer)
    land = city().history
    # ungraded land has no outline of its own
    drawn = ~areas["area_id"].isin([land.ungraded] if land else []).to_numpy()
    name = "holc" if layer is Layer.HOLC_GRADE else layer.value
    return GroupMap(
        geojson_url=atlas.geojson_url(name),
        bounds=atlas.bounds("city"),
        feature_ids=tuple(areas.loc[drawn, "area_id"]),
        names=tuple(areas.loc[drawn, "name"]),
        groups=tuple(str(label) for label in labels[drawn]),
    )


# -- the gap and its measures -------------------------------------------------------------------


def _gap(case: _Case) -> tuple[FifthsGap | None, str | None]:
    if not case.grouping.ordered:
        return None, f"{_REASONS}.no_order"
    compared = case.compared
    worst, best = compared[0], compared[-1]
    if worst.events < MIN_EVENTS_FOR_RATE or best.events < MIN_EVENTS_FOR_RATE:
        return None, f"{_REASONS}.few_events"
    keys = case.grouped.compared
    areas = {i + 1: int(case.grouped.rows(key).sum()) for i, key in enumerate(keys)}
    table = group_table({i + 1: value for i, value in enumerate(compared)}, areas)
    return end_gap(worst, best, outcome=case.outcome, groups=table), None


def _measures(case: _Case, gap: FifthsGap | None) -> tuple[tuple[Measure, ...], str | None]:
    if case.outcome.kind is Kind.MODELLED:
        return (), f"{_REASONS}.modelled"
    compared = case.compared
    if any(value.events < MIN_EVENTS_FOR_RATE for value in compared):
        return (), f"{_REASONS}.few_events"
    covariance = covariance_of(compared)
    if covariance is None:
        return (), f"{_REASONS}.no_error"
    found = measures_of(compared, covariance, outcome=case.outcome, grouping=case.grouping, gap=gap)
    return found, None


def _potential(
    case: _Case, measures: Sequence[Measure], measures_reason: str | None
) -> tuple[Potential | None, str | None]:
    if measures_reason is not None:
        return None, measures_reason
    if not has_yardstick(case.grouping):
        return None, f"{_REASONS}.no_yardstick.{case.grouping.kind.value}"
    return potential_of(case.compared, measures), None


def _curve(case: _Case, measures: Sequence[Measure]) -> Curve | None:
    """Events only: for life expectancy the curve hugs the diagonal and misleads."""
    factor = case.grouping.factor
    if not isinstance(case.pooler, EventPooler) or factor is None:
        return None
    return curve_of(case.pooler, case.grouped, factor, measures)


def _ages(case: _Case, gap: FifthsGap | None) -> AgeSplit | None:
    if gap is None or not isinstance(case.pooler, LifeTablePooler):
        return None
    return ages_of(case.pooler, case.grouped)


def _factor_source(atlas: Atlas, grouping: Grouping) -> Source | None:
    if grouping.kind is GroupKind.COUNCIL_DISTRICT:
        return atlas.catalogue.sources["boundaries_city"]
    factor = grouping.factor or atlas.catalogue.indicator(city().graded_land.indicator)
    return atlas.catalogue.source_of(factor)

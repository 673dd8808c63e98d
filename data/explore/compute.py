"""One outcome against one factor over the places of a geography: the data behind Explore."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.atlas.observed import observed_link
from data.atlas.overlays import OverlayLayer
from data.catalogue.pairs import PairRule
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.explore.results import EXPLORE_COLUMNS, AssociationView, CityValues, ExploreData
from data.explore.within import bounds_of, within
from data.models import Estimator, Geography, Layer, printed_ids
from data.pooling.fifths import FifthsGap, end_gap, fifths_of, group_table, residents
from data.pooling.poolers import EventPooler, Pooler
from data.rules import MIN_PLACES_FOR_LINK, MIN_PLACES_FOR_LINK_INSIDE, MIN_RESIDENTS
from data.stats.association import association, predict_band
from data.stats.bins import bivariate_classes, classify, quantile_breaks
from data.stats.spatial import contiguity

FloatArray = NDArray[np.float64]

KM_PER_DEGREE = 111.32
BAND_POINTS = 25


def explore_data(
    atlas: Atlas, outcome_id: str, factor_id: str, by: Geography, inside: str = ""
) -> ExploreData:
    """Everything that the map, the scatter, the ranking and the sentence are drawn from.

    With `inside`, the id of a larger place, only of the places in it: their classes, verdicts and
    ranks stay those of the whole city, and nothing is tested again.
    """
    outcome = atlas.catalogue.indicator(outcome_id)
    factor = atlas.catalogue.indicator(factor_id)
    layer = outcome.layer_of(by)
    frame = frame_of(atlas, outcome, factor, by)
    outcome_breaks, outcome_tertiles = _classes(frame, "outcome")
    factor_breaks, factor_tertiles = _classes(frame, "factor")
    frame["bivariate_class"] = _bivariate(frame)
    ranked = int(frame["rank"].notna().sum())
    gap: FifthsGap | None
    gap_reason: str | None
    if inside:
        frame = frame[frame["place_id"].isin(atlas.members[by][inside])].reset_index(drop=True)
        gap, gap_reason = None, _no_gap_inside(atlas.rule(outcome_id, factor_id))
    else:
        gap, gap_reason = _gap(atlas, outcome, factor, by, frame)
    fitted, association_reason = association_of(
        atlas, outcome, factor, by, frame, inside=bool(inside)
    )
    return ExploreData(
        outcome=outcome,
        factor=factor,
        outcome_source=atlas.catalogue.sources[outcome.source],
        factor_source=atlas.catalogue.sources[factor.source],
        geography=by,
        frame=frame[list(EXPLORE_COLUMNS)],
        city=CityValues(*atlas.city_value(outcome), *atlas.city_value(factor)),
        association=fitted,
        association_reason=association_reason,
        gap=gap,
        gap_reason=gap_reason,
        rule=atlas.rule(outcome_id, factor_id),
        outcome_breaks=outcome_breaks,
        factor_breaks=factor_breaks,
        outcome_tertiles=outcome_tertiles,
        factor_tertiles=factor_tertiles,
        bounds=bounds_of(atlas, layer, frame["area_id"], inside),
        shared={} if by.covers_city else _shared(atlas),
        outline=None if by.covers_city else _outline(atlas),
        geojson_url=atlas.geojson_url(layer.value),
        overlays=atlas.overlays,
        # of the whole city's tracts: it says nothing of a part of it
        observed=None if inside else observed_link(atlas, outcome, factor),
        within=within(atlas, inside) if inside else None,
        ranked=ranked,
    )


# -- the frame --------------------------------------------------------------------------------


def frame_of(atlas: Atlas, outcome: Indicator, factor: Indicator, by: Geography) -> pd.DataFrame:
    """Both indicators over every place of a geography, a row a place."""
    layer = outcome.layer_of(by)
    areas = atlas.areas(layer).copy()
    areas["place_id"] = printed_ids(by, areas["area_id"])
    areas["people"] = areas["people_2010" if layer is Layer.TRACT_2010 else "people_2020"]
    hatch = atlas.hatch(layer)
    areas["hatch"] = pd.Series([hatch.get(key) for key in areas["area_id"]], dtype=object)
    frame = areas.merge(_outcome_columns(atlas, outcome, layer), on="area_id", how="left")
    if _vintages_meet(outcome, factor, by):
        factors = _factor_columns(atlas, factor, factor.layer_of(by))
    else:
        factors = _factor_columns(atlas, factor, layer).iloc[0:0]
    frame = frame.merge(factors, on="area_id", how="left")
    for column in ("outcome_flags", "factor_flags", "verdict", "outcome_method"):
        frame[column] = frame[column].fillna("")
    return frame


def _vintages_meet(outcome: Indicator, factor: Indicator, by: Geography) -> bool:
    if by not in factor.geographies:
        return False
    return by is not Geography.TRACT or outcome.tract_vintage == factor.tract_vintage


def _outcome_columns(atlas: Atlas, outcome: Indicator, layer: Layer) -> pd.DataFrame:
    names = {
        "value": "outcome",
        "lower": "outcome_lower",
        "upper": "outcome_upper",
        "coverage": "outcome_coverage",
        "own_share": "outcome_own_share",
        "tracts": "outcome_tracts",
        "flags": "outcome_flags",
        "method": "outcome_method",
        "events": "outcome_events",
        "verdict": "verdict",
        "difference": "difference",
        "rank": "rank",
        "rank_lower": "rank_lower",
        "rank_upper": "rank_upper",
    }
    estimates = atlas.estimates(outcome.id, layer)
    return estimates[["area_id", *names]].rename(columns=names)


def _factor_columns(atlas: Atlas, factor: Indicator, layer: Layer) -> pd.DataFrame:
    names = {
        "value": "factor",
        "lower": "factor_lower",
        "upper": "factor_upper",
        "coverage": "factor_coverage",
        "flags": "factor_flags",
    }
    estimates = atlas.estimates(factor.id, layer)
    return estimates[["area_id", *names]].rename(columns=names)


def _classes(frame: pd.DataFrame, name: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Inner limits of five classes and of three; adds `<name>_class`. Empty without values."""
    values = frame[name].to_numpy(dtype=np.float64)
    known = np.isfinite(values)
    frame[f"{name}_class"] = -1
    if known.sum() < 2:
        return (), ()
    breaks = np.asarray(quantile_breaks(values[known], k=5), dtype=np.float64)
    tertiles = np.asarray(quantile_breaks(values[known], k=3), dtype=np.float64)
    frame.loc[known, f"{name}_class"] = classify(values[known], breaks)
    return tuple(map(float, breaks[:-1])), tuple(map(float, tertiles[:-1]))


def _bivariate(frame: pd.DataFrame) -> NDArray[np.int64]:
    """Factor tertile × 3 + outcome tertile, 0..8; −1 where either value is missing."""
    if frame["outcome"].isna().all() or frame["factor"].isna().all():
        return np.full(len(frame), -1, dtype=np.int64)
    return bivariate_classes(frame["outcome"].to_numpy(), frame["factor"].to_numpy())


def _shared(atlas: Atlas) -> Mapping[str, Mapping[str, int]]:
    """Residents of each member of each group: who lives in two groups is one resident."""
    homes = atlas.areas(Layer(city().home.value)).set_index("area_id")["people_2020"]
    return {
        group: {member: int(homes[member]) for member in members}
        for group, members in atlas.group_members.items()
    }


def _outline(atlas: Atlas) -> OverlayLayer:
    return OverlayLayer(url=atlas.geojson_url(Layer.CITY.value), feature_ids=(city().id,))


# -- the gap between fifths -------------------------------------------------------------------


def _gap(
    atlas: Atlas, outcome: Indicator, factor: Indicator, by: Geography, frame: pd.DataFrame
) -> tuple[FifthsGap | None, str | None]:
    """The gap, or the key of the text that says why there is none."""
    rule = atlas.rule(outcome.id, factor.id)
    if not rule.fifths_allowed:
        return None, rule.reason or "pairs.no_fifths"
    if not by.covers_city:
        return None, "explore.reason.parts_only"
    if not _vintages_meet(outcome, factor, by):
        return None, "explore.reason.vintages"
    pooler = atlas.pooler(outcome.id, outcome.layer_of(by))
    if pooler is None:
        return None, "explore.reason.not_pooled"
    grouped = fifths_of(frame, factor, pooler)
    if grouped is None:
        return None, "explore.reason.few_areas"
    return _fifths_gap(pooler, grouped, outcome), None


def _fifths_gap(pooler: Pooler, groups: NDArray[np.int64], outcome: Indicator) -> FifthsGap:
    pooled = {fifth: pooler.pool(groups == fifth) for fifth in range(1, 6)}
    areas = {fifth: int((groups == fifth).sum()) for fifth in pooled}
    return end_gap(pooled[1], pooled[5], outcome=outcome, groups=group_table(pooled, areas))


def _no_gap_inside(rule: PairRule) -> str:
    return "explore.reason.inside" if rule.fifths_allowed else rule.reason or "pairs.no_fifths"


# -- association ------------------------------------------------------------------------------


def association_of(
    atlas: Atlas,
    outcome: Indicator,
    factor: Indicator,
    by: Geography,
    frame: pd.DataFrame,
    *,
    inside: bool = False,
) -> tuple[AssociationView | None, str | None]:
    """The association over the places of `frame`, or the key of the text that says why there is
    none. `inside`: they are those of a part of the city.
    """
    rule = atlas.rule(outcome.id, factor.id)
    if not rule.association_allowed:
        return None, rule.reason or "pairs.no_association"
    if not by.covers_city:
        return None, "explore.reason.parts_only_link"
    if not _vintages_meet(outcome, factor, by):
        return None, "explore.reason.vintages"
    x = frame["factor"].to_numpy(dtype=np.float64)
    y = _outcome_for_fit(atlas, outcome, by, frame)
    people = residents(frame, outcome)
    used = np.isfinite(x) & np.isfinite(y) & (people > 0)
    if inside and used.sum() < MIN_PLACES_FOR_LINK_INSIDE:
        return None, "explore.reason.few_inside"
    if used.sum() < MIN_PLACES_FOR_LINK:
        return None, "explore.reason.few_areas"
    layer = outcome.layer_of(by)
    touching = _touching(atlas.neighbors(layer), frame.loc[used, "area_id"])
    return _view(x[used], y[used], people[used], _kilometres(frame[used]), touching), None


def _touching(neighbors: Mapping[str, frozenset[str]], area_ids: pd.Series) -> FloatArray:
    """(n, n) 1 where two of the places touch."""
    at = {area_id: i for i, area_id in enumerate(area_ids)}
    links = [(i, at[k]) for area_id, i in at.items() for k in neighbors.get(area_id, ()) if k in at]
    return contiguity(np.array(links, dtype=np.intp).reshape(-1, 2), n=len(at))


def _outcome_for_fit(
    atlas: Atlas, outcome: Indicator, by: Geography, frame: pd.DataFrame
) -> FloatArray:
    """Outcome values of the fit: every count enters, also those too few to show a rate."""
    if outcome.estimator is not Estimator.EVENT_RATE or outcome.is_counted_by_place:
        return frame["outcome"].to_numpy(dtype=np.float64)
    pooler = atlas.pooler(outcome.id, outcome.layer_of(by))
    assert isinstance(pooler, EventPooler)
    order = atlas.areas(outcome.layer_of(by))["area_id"]
    rates = pd.Series(pooler.rates(), index=order).reindex(frame["area_id"])
    rates[(frame["people"] < MIN_RESIDENTS).to_numpy()] = np.nan
    return np.asarray(rates.to_numpy(), dtype=np.float64)


def _kilometres(frame: pd.DataFrame) -> FloatArray:
    """(n, 2) flat coordinates in kilometres, good to 0.1 % over a city."""
    latitude = np.deg2rad(frame["lat"].mean())
    return np.column_stack(
        [frame["lon"] * KM_PER_DEGREE * np.cos(latitude), frame["lat"] * KM_PER_DEGREE]
    )


def _view(
    x: FloatArray,
    y: FloatArray,
    people: FloatArray,
    coordinates_km: FloatArray,
    touching: FloatArray,
) -> AssociationView:
    connected = touching.any(axis=0).sum() >= MIN_PLACES_FOR_LINK
    neighbors = touching if connected else None
    found = association(x, y, people, coordinates_km, neighbors=neighbors)
    grid = np.linspace(x.min(), x.max(), BAND_POINTS)
    fit, lower, upper = predict_band(found, grid)
    return AssociationView(
        n=found.n,
        n_effective=found.n_eff,
        r=found.r,
        r_lower=found.r_lower,
        r_upper=found.r_upper,
        spearman=found.spearman,
        slope=found.slope,
        intercept=found.intercept,
        x_grid=grid,
        fit=fit,
        fit_lower=lower,
        fit_upper=upper,
        leave_one_out_lower=found.leave_one_out.lower,
        leave_one_out_upper=found.leave_one_out.upper,
        residual_moran=found.residual_moran,
    )

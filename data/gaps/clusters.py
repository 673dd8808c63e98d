"""Clusters of census tracts, as the build found them by permutation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.atlas.atlas import Atlas
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.gaps.results import ClusterArea, ClusterData
from data.models import Estimator, Flag, Geography, Kind, Layer

KINDS = ("high_high", "low_low", "high_low", "low_high")
NONE = "none"
NAMED_PLACES = 3
UNTESTED = frozenset(
    {Flag.FEW_RESIDENTS.value, Flag.NO_RESIDENTS.value, Flag.PREDICTED_TABLES.value}
)
_REASONS = "gap_sentences.reason.clusters"


def cluster_data(atlas: Atlas, indicator_id: str) -> ClusterData:
    """Clusters of one indicator that stay after Benjamini-Hochberg, or why there are none to look
    for.
    """
    indicator = atlas.catalogue.indicator(indicator_id)
    layer = indicator.layer_of(Geography.TRACT)
    areas = atlas.areas(layer)
    whole = atlas.repository.moran()
    whole = whole[whole["indicator_id"] == indicator_id]
    if whole.empty:
        return _without(atlas, indicator, layer, areas)
    local = atlas.repository.local_moran(indicator_id).set_index("tract_id")
    tracts = atlas.repository.tract_estimates(indicator_id).set_index("tract_id")["value"]
    frame = areas.set_index("area_id")
    frame["people"] = frame[f"people_{indicator.tract_vintage}"]
    frame["cluster"] = local["cluster"].reindex(frame.index).fillna("")
    untested = _untested(atlas, indicator, layer, frame.index) & frame["cluster"].ne("")
    frame.loc[untested, "cluster"] = ""
    frame["value"] = tracts.reindex(frame.index)
    row = whole.iloc[0]
    found = _areas(atlas, indicator, frame)
    return ClusterData(
        outcome=indicator,
        reason=None,
        n=int(row["tracts"]),
        untested=int(untested.sum()),
        moran_i=float(row["i"]),
        moran_expected=float(row["expected"]),
        moran_p=float(row["p_value"]),
        permutations=int(row["permutations"]),
        areas=found,
        people=tuple(
            (kind, sum(area.people for area in found if area.cluster == kind)) for kind in KINDS
        ),
        geojson_url=atlas.geojson_url(layer.value),
        bounds=atlas.bounds("city"),
        feature_ids=tuple(frame.index),
        clusters=tuple(frame["cluster"]),
        values=tuple(map(float, frame["value"])),
    )


def _untested(atlas: Atlas, indicator: Indicator, layer: Layer, tracts: pd.Index) -> pd.Series:
    """Tracts of which no test may speak: hardly anybody lives there, or a model made the value."""
    flags = atlas.estimates(indicator.id, layer).set_index("area_id")["flags"]
    return flags.reindex(tracts).fillna("").map(lambda text: bool(UNTESTED & set(text.split())))


def _areas(atlas: Atlas, indicator: Indicator, frame: pd.DataFrame) -> tuple[ClusterArea, ...]:
    """Tracts in clusters, by kind and then by people."""
    chosen = frame[frame["cluster"].isin(KINDS)]
    where = _neighborhoods(atlas, indicator, list(chosen.index))
    found = [
        ClusterArea(
            tract_id=str(tract),
            cluster=str(cluster),
            value=float(value),
            people=int(people),
            where=where[str(tract)],
        )
        for tract, cluster, value, people in chosen[["cluster", "value", "people"]].itertuples()
    ]
    return tuple(sorted(found, key=lambda a: (KINDS.index(a.cluster), -a.people, a.tract_id)))


def _neighborhoods(
    atlas: Atlas, indicator: Indicator, tracts: list[str]
) -> dict[str, tuple[str, ...]]:
    """Named neighborhoods in which most residents of each tract live."""
    home = Layer(city().home)
    weights = atlas.weights(home, indicator.tract_vintage or 0)
    areas = atlas.areas(home)
    named = areas["named"].to_numpy() == 1
    names = areas["name"].to_numpy()
    found = {}
    for tract, column in zip(tracts, weights.columns_of(pd.Series(tracts)), strict=True):
        people = np.where(named, weights.people[:, column], 0.0) if column >= 0 else np.zeros(1)
        order = np.argsort(-people, kind="stable")[:NAMED_PLACES]
        found[tract] = tuple(str(names[i]) for i in order if people[i] > 0)
    return found


def _without(atlas: Atlas, indicator: Indicator, layer: Layer, areas: pd.DataFrame) -> ClusterData:
    nan = float("nan")
    return ClusterData(
        outcome=indicator,
        reason=f"{_REASONS}.{_why(indicator)}",
        n=0,
        untested=0,
        moran_i=nan,
        moran_expected=nan,
        moran_p=nan,
        permutations=0,
        areas=(),
        people=(),
        geojson_url=atlas.geojson_url(layer.value),
        bounds=atlas.bounds("city"),
        feature_ids=tuple(areas["area_id"]),
        clusters=("",) * len(areas),
        values=(nan,) * len(areas),
    )


def _why(indicator: Indicator) -> str:
    if indicator.kind is Kind.MODELLED:
        return "modelled"
    return "events" if indicator.estimator is Estimator.EVENT_RATE else "no_tracts"

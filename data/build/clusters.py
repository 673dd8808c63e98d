"""Tables `moran` and `local_moran`: permutations are slow, so they are drawn here, once.

Tracts only: neighborhoods share tract values, which alone makes neighbors alike. Modelled values
are left out, since they would only show the clusters of what went into the model.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.catalogue.loader import Catalogue
from data.catalogue.schema import Indicator
from data.estimation.comparisons import seed_of
from data.models import Geography, Kind, Role
from data.rules import MIN_TRACTS_FOR_CLUSTERS
from data.stats.spatial import PERMUTATIONS, contiguity, local_moran, moran

MORAN_COLUMNS = ("indicator_key", "tracts", "i", "expected", "p_value", "permutations")
LOCAL_COLUMNS = (
    "indicator_key",
    "tract_key",
    "local_i",
    "quadrant",
    "p_value",
    "p_adjusted",
    "cluster",
)
_SHOWN = frozenset({Role.OUTCOME, Role.FACTOR, Role.GROUP})


def may_cluster(indicator: Indicator) -> bool:
    """True if clusters of this indicator may be looked for: values by tract that are no model's."""
    return (
        indicator.kind is not Kind.MODELLED
        and indicator.role in _SHOWN
        and Geography.TRACT in indicator.geographies
        and indicator.no_fifths is None  # half of the city without a value, or most values equal
    )


def cluster_tables(
    catalogue: Catalogue, frames: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables, from the tables indicator, area, neighbor and tract_estimate."""
    keys = dict(frames["indicator"][["indicator_id", "indicator_key"]].to_numpy())
    people = frames["area"].set_index("area_key")[["people_2010", "people_2020"]]
    globals_, locals_ = [], []
    for indicator in catalogue.indicators.values():
        if not may_cluster(indicator):
            continue
        key = keys[indicator.id]
        own = frames["tract_estimate"][frames["tract_estimate"]["indicator_key"] == key]
        lived_in = people.loc[own["tract_key"], f"people_{indicator.tract_vintage}"] > 0
        values = own.loc[lived_in.to_numpy()].set_index("tract_key")["value"].sort_index()
        found = _clusters(indicator, values, frames["neighbor"])
        if found is not None:
            globals_.append({"indicator_key": key, **found[0]})
            locals_.append(found[1].assign(indicator_key=key))
    local = pd.concat(locals_) if locals_ else pd.DataFrame(columns=list(LOCAL_COLUMNS))
    return pd.DataFrame(globals_, columns=list(MORAN_COLUMNS)), local[list(LOCAL_COLUMNS)]


def _clusters(
    indicator: Indicator, values: pd.Series, neighbors: pd.DataFrame
) -> tuple[dict[str, float], pd.DataFrame] | None:
    """Moran's I and the local ones, over tracts with a value that touch one with a value."""
    both = neighbors["area_key"].isin(values.index) & neighbors["neighbor_key"].isin(values.index)
    pairs = neighbors[both].astype("int64")
    position = pd.Series(np.arange(len(values)), index=values.index)
    links = np.column_stack(
        [position.loc[pairs[c]].to_numpy() for c in ("area_key", "neighbor_key")]
    )
    if len(values) < MIN_TRACTS_FOR_CLUSTERS or not len(links):
        return None
    weights = contiguity(links, n=len(values))
    numbers = values.to_numpy(dtype=np.float64)
    whole = moran(numbers, weights, seed=seed_of(indicator.id, "moran"))
    local = local_moran(numbers, weights, seed=seed_of(indicator.id, "local_moran"))
    local.insert(0, "tract_key", values.index.to_numpy())
    row = {
        "tracts": whole.n,
        "i": whole.i,
        "expected": whole.expected,
        "p_value": whole.p_value,
        "permutations": PERMUTATIONS,
    }
    return row, local[local["quadrant"] > 0]

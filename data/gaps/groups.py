"""Residents in groups: fifths by a factor, grades of land, council districts.

One function cuts fifths and one compares the two end groups, for Explore and for Gaps alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.catalogue.loader import Catalogue
from data.catalogue.pairs import pair_rule, shared_geographies
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.gaps.results import Grouping, GroupKind, GroupOption
from data.models import Geography, Layer, Role
from data.pooling.fifths import BoolArray, fifths_of
from data.pooling.poolers import Pooler

DISTRICTS = "council_district"


# -- cutting and comparing ----------------------------------------------------------------------


# -- which groupings there are ------------------------------------------------------------------


def group_options(catalogue: Catalogue, outcome: Indicator) -> tuple[GroupOption, ...]:
    """Every grouping by which `outcome` may be shown: factors in theme order, then the others."""
    found = [
        GroupOption(factor.id, GroupKind.FIFTHS, factor, cut_geographies(outcome, factor))
        for factor in catalogue.indicators.values()
        if factor.role in (Role.FACTOR, Role.GROUP) and fifths_allowed(outcome, factor)
    ]
    history = city().history
    if history and pair_rule(outcome, catalogue.indicator(history.indicator)).allowed:
        found.append(GroupOption(history.id, GroupKind.HOLC_GRADE, None, ()))
    if Geography.COUNCIL_DISTRICT in outcome.geographies:
        found.append(GroupOption(DISTRICTS, GroupKind.COUNCIL_DISTRICT, None, ()))
    return tuple(found)


def fifths_allowed(outcome: Indicator, factor: Indicator) -> bool:
    """True if residents may be put into fifths of `factor` to show `outcome`."""
    return pair_rule(outcome, factor).fifths_allowed and bool(cut_geographies(outcome, factor))


def cut_geographies(outcome: Indicator, factor: Indicator) -> tuple[Geography, ...]:
    """Places with both values that can be cut into fifths: many and small ones."""
    shared, many = shared_geographies(outcome, factor), (city().home, Geography.TRACT)
    return tuple(geography for geography in many if geography in shared)


def default_group(catalogue: Catalogue, outcome: Indicator) -> str:
    """Fifths by the earliest poverty rate on the outcome's own census tracts (2010 if none)."""
    options = group_options(catalogue, outcome)
    vintage = outcome.tract_vintage or 2010
    poverty = [
        option.id
        for option in options
        if option.id.startswith("poverty_")
        and option.factor is not None
        and option.factor.tract_vintage == vintage
    ]
    return min(poverty, default=options[0].id)


def grouping_of(
    catalogue: Catalogue, group: str, by: Geography | None, outcome: Indicator
) -> Grouping:
    """The grouping called `group`. Raises KeyError for a word that names none."""
    history = city().history
    if history and group == history.id:
        return Grouping(group, GroupKind.HOLC_GRADE, None, None, True, False)
    if group == DISTRICTS:
        return Grouping(group, GroupKind.COUNCIL_DISTRICT, None, None, False, False)
    factor = catalogue.indicator(group)
    offered = cut_geographies(outcome, factor)
    chosen = by if by in offered or not offered else offered[0]
    places = factor.role is Role.GROUP and "race_ethnicity" in factor.built_in
    return Grouping(group, GroupKind.FIFTHS, factor, chosen or city().home, True, places)


# -- who is in which group ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """Areas of one layer with the key of their group (empty: none). `keys` stand in order."""

    layer: Layer
    frame: pd.DataFrame
    labels: NDArray[np.object_]
    keys: tuple[str, ...]
    compared: tuple[str, ...]

    def rows(self, key: str) -> BoolArray:
        """Which areas belong to the group."""
        chosen: BoolArray = self.labels == key
        return chosen


def grouped_areas(
    atlas: Atlas, outcome: Indicator, grouping: Grouping, pooler: Pooler | None
) -> Grouped | None:
    """Areas by group, or None where there are too few to cut."""
    history = city().history
    if history and grouping.kind is GroupKind.HOLC_GRADE:
        return _by_id(atlas, Layer.HOLC_GRADE, history.keys, history.grades)
    if grouping.kind is GroupKind.COUNCIL_DISTRICT:
        ids = tuple(atlas.areas(Layer.COUNCIL_DISTRICT)["area_id"])
        return _by_id(atlas, Layer.COUNCIL_DISTRICT, ids, ids)
    assert grouping.factor is not None and grouping.geography is not None
    layer = outcome.layer_of(grouping.geography)
    frame = _factor_frame(atlas, outcome, grouping.factor, layer)
    found = None if pooler is None else fifths_of(frame, grouping.factor, pooler)
    if found is None:
        return None
    labels = np.where(found > 0, found.astype(str), "").astype(object)
    keys = tuple(str(fifth) for fifth in range(1, 6))
    return Grouped(layer, frame, labels, keys, keys)


def _by_id(atlas: Atlas, layer: Layer, keys: Sequence[str], compared: Sequence[str]) -> Grouped:
    frame = atlas.areas(layer)
    labels = frame["area_id"].to_numpy(dtype=object)
    return Grouped(layer, frame, labels, tuple(keys), tuple(compared))


def _factor_frame(
    atlas: Atlas, outcome: Indicator, factor: Indicator, layer: Layer
) -> pd.DataFrame:
    """Areas in their order with the columns factor and outcome."""
    frame = atlas.areas(layer).copy()
    for name, indicator in (("factor", factor), ("outcome", outcome)):
        frame[name] = atlas.values(indicator.id, layer)
    return frame

"""What the Gaps page asks for, remembered: the extract never changes while the app runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from data.clusters import cluster_data
from data.gap_groups import group_options
from data.gap_views import ClusterData, GapsData, GradesNow, GroupOption, SegregationData
from data.gaps import gaps_data
from data.models import Geography, Layer
from data.published import by_race, quotations
from data.published_views import (
    ByRace,
    Quotation,
)
from data.segregation_view import grades_now, segregation_data

if TYPE_CHECKING:
    from data.services import Services

KEPT = 96
KEPT_VALUES = 256  # some kilobytes each


class GapServices:
    """Answers of the Gaps page. Thread-safe: nothing changes after construction."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.data = lru_cache(maxsize=KEPT)(self._data)
        self.values = lru_cache(maxsize=KEPT_VALUES)(self._values)
        self.options = lru_cache(maxsize=None)(self._options)
        self.clusters = lru_cache(maxsize=KEPT)(self._clusters)

    def _data(self, outcome_id: str, group: str, by: Geography | None = None) -> GapsData:
        """One outcome by one grouping (data.gaps.gaps_data)."""
        return gaps_data(self._services, outcome_id, group, by)

    def _values(self, indicator_id: str, layer: Layer) -> NDArray[np.float64]:
        """Stored values of an indicator in the order of `services.areas(layer)`; NaN: none."""
        found = self._services.repository.values(indicator_id, layer)
        values = found.set_index("area_id")["value"]
        order = self._services.areas(layer)["area_id"]
        return np.asarray(values.reindex(order), dtype=np.float64)

    def _options(self, outcome_id: str) -> tuple[GroupOption, ...]:
        """Groupings by which the outcome may be shown."""
        catalogue = self._services.catalogue
        return group_options(catalogue, catalogue.indicator(outcome_id))

    def _clusters(self, indicator_id: str) -> ClusterData:
        """Clusters of census tracts, or why there are none to look for."""
        return cluster_data(self._services, indicator_id)

    @cached_property
    def by_race(self) -> ByRace:
        """What was published by race and ethnicity."""
        return by_race(self._services)

    @cached_property
    def quotations(self) -> Mapping[str, Quotation]:
        """Claims and tables of others, by id."""
        return {quotation.id: quotation for quotation in quotations()}

    @cached_property
    def segregation(self) -> SegregationData:
        """Dissimilarity, isolation and concentration at the extremes."""
        return segregation_data(self._services)

    @cached_property
    def grades_now(self) -> GradesNow:
        """What became of the land graded in 1939."""
        return grades_now(self._services)

"""What the Gaps page asks for, remembered: the extract never changes while the app runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from data.atlas.atlas import Atlas
from data.gaps.by_group import area_by_group
from data.gaps.by_year import city_by_year
from data.gaps.clusters import cluster_data
from data.gaps.compute import gaps_data
from data.gaps.group_results import AreaByGroup
from data.gaps.groups import group_options
from data.gaps.life_gaps import life_gaps
from data.gaps.published import by_race, quotations
from data.gaps.published_results import AreaYardsticks, ByRace, LifeGaps, Quotation
from data.gaps.results import ClusterData, GapsData, GradesNow, GroupOption, SegregationData
from data.gaps.segregation import grades_now, segregation_data
from data.gaps.yardsticks import area_yardsticks
from data.gaps.year_results import MeasureByYear
from data.models import Geography

KEPT = 24


class GapAnswers:
    """Answers of the Gaps page. Thread-safe: nothing changes after construction."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self.data = lru_cache(maxsize=KEPT)(self._data)
        self.options = lru_cache(maxsize=None)(self._options)
        self.clusters = lru_cache(maxsize=KEPT)(self._clusters)
        self.by_group = lru_cache(maxsize=None)(self._by_group)
        self.by_year = lru_cache(maxsize=None)(self._by_year)

    def _data(self, outcome_id: str, group: str, by: Geography | None = None) -> GapsData:
        """One outcome by one grouping (data.gaps.compute.gaps_data)."""
        return gaps_data(self._atlas, outcome_id, group, by)

    def _options(self, outcome_id: str) -> tuple[GroupOption, ...]:
        """Groupings by which the outcome may be shown."""
        catalogue = self._atlas.catalogue
        return group_options(catalogue, catalogue.indicator(outcome_id))

    def _clusters(self, indicator_id: str) -> ClusterData:
        """Clusters of census tracts, or why there are none to look for."""
        return cluster_data(self._atlas, indicator_id)

    def _by_group(self, kind: str) -> AreaByGroup | None:
        """What is published of the `city` or its `county` by race, with intervals and gaps."""
        return area_by_group(self._atlas, kind)

    def _by_year(self, kind: str) -> tuple[MeasureByYear, ...]:
        """What is published of the whole city year by year: `counts` or `shares`."""
        return city_by_year(self._atlas, kind)

    @cached_property
    def life_gaps(self) -> Mapping[str, LifeGaps]:
        """The gap in life expectancy by race as published, of the `city` and of its `county`."""
        return life_gaps(self.by_race, {kind: self.by_group(kind) for kind in ("city", "county")})

    @cached_property
    def by_race(self) -> ByRace:
        """What was published by race and ethnicity."""
        return by_race(self._atlas)

    @cached_property
    def quotations(self) -> Mapping[str, Quotation]:
        """Claims and tables of others, by id."""
        return {quotation.id: quotation for quotation in quotations()}

    @cached_property
    def segregation(self) -> SegregationData | None:
        """Dissimilarity, isolation and concentration at the extremes."""
        return segregation_data(self._atlas)

    @cached_property
    def yardsticks(self) -> AreaYardsticks | None:
        """National targets beside values of this city's county; None where there are none."""
        return area_yardsticks(self._atlas)

    @cached_property
    def grades_now(self) -> GradesNow | None:
        """What became of graded land; None where the city has none."""
        return grades_now(self._atlas)

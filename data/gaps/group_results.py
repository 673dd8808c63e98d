"""What is published of an area by race and ethnicity, as charts and sentences take it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from data.catalogue.measures import AreaEntry, MeasureEntry
from data.catalogue.publications import load_published
from data.catalogue.yardsticks import YardstickEntry
from data.published.results import CountyShare, PublishedComparison, PublishedEstimate


@dataclass(frozen=True, slots=True)
class GroupsOfMeasure:
    """One measure in one area: all residents and every group of its newest release by group.

    `beside`: all residents of state and nation in the same years. `around`: the other counties of
    the metro area in the same release, all residents and groups, as context. `gaps`: each pair of
    groups that is told. `yardstick`: a national target that may be drawn beside it.
    """

    measure: MeasureEntry
    values: tuple[PublishedEstimate, ...]
    beside: tuple[PublishedEstimate, ...]
    around: tuple[PublishedEstimate, ...]
    gaps: tuple[PublishedComparison, ...]
    yardstick: YardstickEntry | None

    @property
    def newest(self) -> PublishedEstimate:
        """One of its values, for what all of them share: years, source, level."""
        return self.values[0]

    @property
    def in_words(self) -> bool:
        """Whether caption and slide say it; the table has every measure."""
        return self.measure.id in load_published().by_race.in_words


@dataclass(frozen=True, slots=True)
class AreaByGroup:
    """Every measure of an area that is published by race and ethnicity, in the city's order.

    `share`: how much of the city lives in the county, where the area is the county.
    """

    area: AreaEntry
    measures: tuple[GroupsOfMeasure, ...]
    share: CountyShare | None

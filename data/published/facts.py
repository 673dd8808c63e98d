"""Every published value of the extract, read once: by measure, area and group.

A source that is not confirmed is not here. A group is left out, with the reason, where too few of
its residents live, or where the two counts behind its rates do not name the same people.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from data.atlas.atlas import Atlas
from data.catalogue.measures import (
    EVERYONE,
    RESIDENTS,
    MeasureEntry,
    PublishedCatalogue,
    ReleaseEntry,
    load_measures,
)
from data.catalogue.schema import Source
from data.catalogue.yardsticks import YardstickEntry, load_yardsticks
from data.cities.city import city
from data.models import Layer
from data.published.changes import PublishedChange, changes
from data.published.compare import gap
from data.published.results import CountyShare, PublishedComparison, PublishedEstimate, span

# The publisher's grade of a value from which on it is too weak to show.
WEAK_QUALITY = 3
_LEFT_OUT = "published.left_out"
_NUMBERS = ("value", "lower", "upper", "numerator", "denominator")


@lru_cache(maxsize=4)
def published_facts(atlas: Atlas) -> PublishedFacts:
    """The facts of an extract, remembered with it."""
    return PublishedFacts(atlas)


class PublishedFacts:
    """Published values by measure. Thread-safe: nothing changes after construction."""

    def __init__(self, atlas: Atlas) -> None:
        self.entries: PublishedCatalogue = load_measures()
        self._atlas = atlas
        self._sources = atlas.catalogue.sources
        self._names = {group.id: group.name for group in self.entries.groups.groups}
        self._by_measure = self._read(atlas.repository.published_estimates())

    # -- what there is ----------------------------------------------------------------------------

    @cached_property
    def measures(self) -> tuple[MeasureEntry, ...]:
        """Measures with a value that may be shown, by id; those that serve others are left out."""
        known = self.entries.measures
        return tuple(known[name] for name in self._by_measure if known[name].listed)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all values that may be shown, by id."""
        found = {e.source.id: e.source for values in self._by_measure.values() for e in values}
        return tuple(found[name] for name in sorted(found))

    def estimates(self, measure_id: str) -> tuple[PublishedEstimate, ...]:
        """Every value of a measure: areas and groups in the order of their files, oldest first."""
        return self._by_measure.get(measure_id, ())

    # -- one area ---------------------------------------------------------------------------------

    def latest(
        self, measure_id: str, area_id: str, group: str = EVERYONE
    ) -> PublishedEstimate | None:
        """The newest value of a group (all residents by default) in an area, if there is one."""
        own = [
            estimate
            for estimate in self.estimates(measure_id)
            if estimate.area.id == area_id and estimate.group == group
        ]
        return own[-1] if own else None

    def by_group(self, measure_id: str, area_id: str) -> tuple[PublishedEstimate, ...]:
        """All residents and every group of the newest release by group; empty without one.

        Those left out are there too, without their numbers. `alphabetical` puts them in order.
        """
        own = [e for e in self.estimates(measure_id) if e.area.id == area_id]
        of_groups = [e for e in own if not e.of_everyone]
        if not of_groups:
            return ()
        newest = of_groups[-1].release
        return tuple(e for e in own if e.release is newest)

    def gaps(self, measure_id: str, area_id: str) -> tuple[PublishedComparison, ...]:
        """Each pair of groups that is told of the city, where the newest release has both."""
        found = {e.group: e for e in self.by_group(measure_id, area_id)}
        pairs = self.entries.groups.pairs
        return tuple(gap(found[a], found[b]) for a, b in pairs if a in found and b in found)

    @cached_property
    def changes(self) -> Mapping[str, tuple[PublishedChange, ...]]:
        """By area of the place: what changed since the oldest release that shares no year."""
        return {area.id: changes(self._series(area.id)) for area in self.entries.place}

    def _series(self, area_id: str) -> Iterator[list[PublishedEstimate]]:
        """Each measure and group of an area, oldest first."""
        for measure in self.measures:
            own = [e for e in self.estimates(measure.id) if e.area.id == area_id]
            for group in dict.fromkeys(e.group for e in own):
                yield [e for e in own if e.group == group]

    # -- beside the city's own measures -----------------------------------------------------------

    def beside(self, indicator_id: str) -> tuple[PublishedEstimate, ...]:
        """The city, its county, state and nation beside an indicator of the same definition.

        Two publications may each have some of the areas.
        """
        same = [m.id for m in self.measures if m.same_as == indicator_id]
        areas = [a for a in self.entries.areas.values() if a.role != "context"]
        found = (self.latest(name, area.id) for area in areas for name in same)
        return tuple(estimate for estimate in found if estimate is not None)

    def yardsticks(self, measure_id: str) -> tuple[YardstickEntry, ...]:
        """National targets that may be drawn beside a measure, each with what differs."""
        return load_yardsticks().beside(measure_id)

    @cached_property
    def county_share(self) -> CountyShare | None:
        """How much of the city lives in its county, and how much of the county that is.

        By census blocks, of the newest count of the county.
        """
        counties = [area for area in self.entries.place if area.kind == "county" and area.people]
        if not counties or city().county is None:
            return None
        county = counties[0]
        year = max(county.people)
        blocks = self._atlas.repository.area_tracts(Layer.CITY, year)
        inside = blocks["tract_id"].str.startswith(county.digits)
        people = int(blocks.loc[inside, "people"].sum())
        return CountyShare(
            county, year, people / int(blocks["people"].sum()), people / county.people[year]
        )

    # -- reading ----------------------------------------------------------------------------------

    def _read(self, frame: pd.DataFrame) -> Mapping[str, tuple[PublishedEstimate, ...]]:
        few = self._few(frame)
        found: dict[str, list[PublishedEstimate]] = {}
        for row in frame.to_dict("records"):
            source = self._sources.get(str(row["source_id"]))
            measure = self.entries.measures.get(str(row["measure_id"]))
            if source is None or measure is None or not source.confirmed:
                continue
            found.setdefault(measure.id, []).append(self._estimate(row, measure, source, few))
        return {name: self._ordered(values) for name, values in sorted(found.items())}

    def _few(self, frame: pd.DataFrame) -> frozenset[tuple[str, str]]:
        """(area, group) with too few residents."""
        own = frame[frame["measure_id"] == RESIDENTS]
        small = own[own["value"] < self.entries.groups.least_residents]
        return frozenset(zip(small["area_id"], small["group_id"], strict=True))

    def _estimate(
        self,
        row: Mapping[Hashable, object],
        measure: MeasureEntry,
        source: Source,
        few: frozenset[tuple[str, str]],
    ) -> PublishedEstimate:
        group, area = str(row["group_id"]), str(row["area_id"])
        quality = _whole(row["quality"])
        left_out = None
        if group in measure.unstable_groups:
            left_out = f"{_LEFT_OUT}.unstable"
        elif (area, group) in few:
            left_out = f"{_LEFT_OUT}.few_residents"
        elif quality is not None and quality >= WEAK_QUALITY:
            left_out = f"{_LEFT_OUT}.weak"
        numbers = {name: np.nan if left_out else _number(row[name]) for name in _NUMBERS}
        return PublishedEstimate(
            measure=measure,
            release=_release(measure, source, str(row["period"])),
            area=self.entries.areas[area],
            group=group,
            group_name=self._names.get(group),
            level_percent=_whole(row["level_percent"]),
            quality=quality,
            source=source,
            left_out=left_out,
            **numbers,
        )

    def _ordered(self, values: list[PublishedEstimate]) -> tuple[PublishedEstimate, ...]:
        areas = list(self.entries.areas)
        groups = [EVERYONE, *self._names]
        return tuple(
            sorted(
                values,
                key=lambda e: (
                    areas.index(e.area.id),
                    span(e.period)[::-1],
                    groups.index(e.group),
                ),
            )
        )


def _release(measure: MeasureEntry, source: Source, period: str) -> ReleaseEntry:
    """The release that a row came from."""
    return next(r for r in measure.releases if (r.source, r.period) == (source.id, period))


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else np.nan


def _whole(value: object) -> int | None:
    number = _number(value)
    return None if np.isnan(number) else int(number)

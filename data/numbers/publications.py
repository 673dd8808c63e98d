"""Every published value that may be shown: those of the measures, and the older ones by race.

Values by race of the city's file and of older releases have no interval; the extract holds them
under ids of their own (`published/by_race.yaml`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from math import inf, isfinite, nan

from data.atlas.atlas import Atlas
from data.catalogue.measures import MeasureEntry, ReleaseEntry
from data.catalogue.publications import PublishedMeasure, load_published
from data.catalogue.schema import Source
from data.gaps.published import POPULATION_SHARE, small_city_groups
from data.models import Kind, Polarity
from data.published.facts import PublishedFacts
from data.published.results import PublishedEstimate, span

_FEW = "published.left_out.few_residents"
_NUMBERS = ("value", "numerator", "denominator")


class Publications:
    """Published values by measure. Thread-safe: nothing changes after construction."""

    def __init__(self, atlas: Atlas, facts: PublishedFacts) -> None:
        self.facts = facts
        older = _OlderValues(atlas, facts) if load_published().by_race.measures else None
        self._older = dict(older.estimates()) if older else {}

    @property
    def measures(self) -> tuple[str, ...]:
        """Ids of all measures with a value, those by race last."""
        known = (name for name in self.facts.entries.measures if self.facts.estimates(name))
        return (*known, *self._older)

    def estimates(self, measure_id: str) -> tuple[PublishedEstimate, ...]:
        """Every value of a measure: by area and group, oldest first; empty for an unknown one."""
        return self._older.get(measure_id) or self.facts.estimates(measure_id)


class _OlderValues:
    """Reads the older values of the extract as estimates without an interval."""

    def __init__(self, atlas: Atlas, facts: PublishedFacts) -> None:
        self._frame = atlas.repository.published_estimates()
        self._sources = atlas.catalogue.sources
        self._facts = facts
        self._names = {group.id: group.name for group in facts.entries.groups.groups}
        self._small = small_city_groups(atlas, self._frame)

    def estimates(self) -> Iterator[tuple[str, tuple[PublishedEstimate, ...]]]:
        """(id, its values) of each measure by race that has any."""
        for measure in load_published().by_race.measures:
            source = self._sources.get(measure.source)
            rows = self._frame[self._frame["measure_id"] == measure.id].to_dict("records")
            if source is not None and source.confirmed and rows:
                made = [self._estimate(measure, source, row) for row in rows]
                yield measure.id, tuple(sorted(made, key=self._order))

    def _order(self, estimate: PublishedEstimate) -> tuple[str, tuple[int, int], int]:
        groups = list(self._names)
        at = groups.index(estimate.group) + 1 if estimate.group in groups else 0
        first, last = span(estimate.period)
        return estimate.area.id, (last, first), at

    def _estimate(
        self, measure: PublishedMeasure, source: Source, row: Mapping[Hashable, object]
    ) -> PublishedEstimate:
        group, area = str(row["group_id"]), self._facts.entries.areas[str(row["area_id"])]
        numbers = {name: _number(row[name]) for name in _NUMBERS}
        least = self._facts.entries.groups.least_residents
        in_city = area.kind == "city"
        few = group in self._small if in_city else numbers["denominator"] < least
        left_out = _FEW if few and measure.id != POPULATION_SHARE else None
        if left_out:
            numbers = dict.fromkeys(_NUMBERS, nan)
        release = _release(source, str(row["period"]))
        return PublishedEstimate(
            measure=_entry(measure, release),
            release=release,
            area=area,
            group=group,
            group_name=self._names.get(group),
            lower=nan,
            upper=nan,
            level_percent=None,
            quality=None,
            source=source,
            left_out=left_out,
            **numbers,
        )


def _entry(measure: PublishedMeasure, release: ReleaseEntry) -> MeasureEntry:
    """The measure as one of `measures/` says itself. Nothing is read from its file any more."""
    return MeasureEntry.model_construct(
        id=measure.id,
        theme=measure.theme,
        kind=Kind.MEASURED,
        polarity=Polarity.NONE,
        unit=measure.unit_id,
        decimals=measure.decimals,
        valid_range=(-inf, inf),
        name=measure.name,
        short_name=measure.name,
        unit_words=measure.unit,
        meaning=measure.name,
        note=measure.note,
        listed=measure.listed,
        releases=(release,),
    )


def _release(source: Source, period: str) -> ReleaseEntry:
    return ReleaseEntry.model_construct(
        source=source.id, reader="by_race", period=period, tables=()
    )


def _number(value: object) -> float:
    number = float(value) if isinstance(value, (int, float)) else nan
    return number if isfinite(number) else nan

"""The gap in life expectancy by race, publication by publication; city and county never join.

Releases without limits come from the city's list of publications, the newest one with limits from
the values by group. Nothing is computed but what their publications or their one contrast say.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from data.catalogue.publications import load_published
from data.gaps.group_results import AreaByGroup
from data.gaps.published_results import ByRace, LifeGap, LifeGaps, PublishedRelease
from data.published.results import PublishedComparison

_NAN = float("nan")
_PAIR = {"black", "white"}


def life_gaps(data: ByRace, by_group: Mapping[str, AreaByGroup | None]) -> Mapping[str, LifeGaps]:
    """The gaps of `city` and `county`, those of which any were published."""
    found = {place: _of_place(data, place, area) for place, area in by_group.items()}
    numbers = [
        number
        for gaps in found.values()
        for gap in gaps
        for number in (gap.difference, gap.lower, gap.upper)
        if isfinite(number)
    ]
    return {
        place: LifeGaps(place, gaps, (min(numbers), max(numbers)), area.share if area else None)
        for (place, area), gaps in zip(by_group.items(), found.values(), strict=True)
        if gaps
    }


def _of_place(data: ByRace, place: str, area: AreaByGroup | None) -> tuple[LifeGap, ...]:
    gaps = [_published(release) for release in data.of(place)]
    tested = None if area is None else _tested(area)
    if tested is not None:
        gaps.append(tested)
    return tuple(sorted(gaps, key=lambda gap: gap.years))


def _published(release: PublishedRelease) -> LifeGap:
    return LifeGap(
        years=release.years,
        difference=release.difference,
        lower=_NAN,
        upper=_NAN,
        quoted=release.quoted,
        citation=release.citation,
        note=release.note,
        source=release.source,
    )


def _tested(area: AreaByGroup) -> LifeGap | None:
    """The tested gap of the measure that stands first in the city's file: life expectancy."""
    first = load_published().by_race.order[:1]
    gaps = [gap for m in area.measures if m.measure.id in first for gap in m.gaps]
    found = next((gap for gap in gaps if gap.contrast is not None and _groups(gap) == _PAIR), None)
    return None if found is None else _of_contrast(found)


def _groups(gap: PublishedComparison) -> set[str]:
    return {gap.value.group, gap.other.group}


def _of_contrast(found: PublishedComparison) -> LifeGap:
    contrast, source = found.contrast, found.value.source
    assert contrast is not None  # _tested
    return LifeGap(
        years=found.value.years,
        difference=contrast.difference,
        lower=contrast.lower,
        upper=contrast.upper,
        quoted=False,
        citation=source.citation,
        note=None,
        source=source,
        tested=found,
    )

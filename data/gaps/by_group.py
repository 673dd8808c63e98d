"""What is published of an area by race and ethnicity, with intervals, and the gaps between groups.

Every number is the publisher's. A gap is tested by the limits of its two values, whose errors are
taken as independent (docs/methods/published-by-race.md). Nothing joins the city and its county.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.atlas.atlas import Atlas
from data.catalogue.measures import AreaEntry, ReleaseEntry
from data.catalogue.publications import load_published
from data.gaps.group_results import AreaByGroup, GroupsOfMeasure
from data.published.facts import PublishedFacts, published_facts
from data.published.results import PublishedEstimate


def area_by_group(atlas: Atlas, kind: str) -> AreaByGroup | None:
    """The `city` or the `county` of this city; None where nothing is published of it by group."""
    facts = published_facts(atlas)
    areas = [area for area in facts.entries.place if area.kind == kind]
    if not areas:
        return None
    (area,) = areas
    found = tuple(
        measure for name in _ordered(facts) if (measure := _measure(facts, name, area)) is not None
    )
    if not found:
        return None
    return AreaByGroup(area, found, facts.county_share if kind == "county" else None)


def _ordered(facts: PublishedFacts) -> Sequence[str]:
    """Measures in the order of the city's file, the others after them by id."""
    first = load_published().by_race.order
    known = [measure.id for measure in facts.measures]
    return [*(name for name in first if name in known), *(n for n in known if n not in first)]


def _measure(facts: PublishedFacts, name: str, area: AreaEntry) -> GroupsOfMeasure | None:
    values = facts.by_group(name, area.id)
    if not values:
        return None
    release = values[0].release
    beside = tuple(
        estimate
        for estimate in facts.estimates(name)
        if estimate.of_everyone
        and estimate.area.role == "benchmark"
        and estimate.release is release
    )
    yardsticks = facts.yardsticks(name)
    return GroupsOfMeasure(
        measure=facts.entries.measures[name],
        values=values,
        beside=beside,
        around=_around(facts, name, area, release),
        gaps=facts.gaps(name, area.id),
        yardstick=yardsticks[0] if yardsticks else None,
    )


def _around(
    facts: PublishedFacts, name: str, area: AreaEntry, release: ReleaseEntry
) -> tuple[PublishedEstimate, ...]:
    """The same kind of area around it, in the order of the city's file; nobody left out is told."""
    areas = facts.entries.areas.values()
    others = [other for other in areas if other.role == "context" and other.kind == area.kind]
    return tuple(
        estimate
        for other in others
        for estimate in facts.by_group(name, other.id)
        if estimate.release is release and not estimate.left_out
    )

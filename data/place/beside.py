"""Measures of a place that are published of its county, state and nation too, side by side.

Nothing is tested: the areas overlap (docs/methods/published-by-race.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.catalogue.schema import Indicator
from data.place.results import Beside, PlaceValue
from data.published.facts import PublishedFacts
from data.published.results import PublishedEstimate


def beside(facts: PublishedFacts, values: Iterable[PlaceValue]) -> tuple[Beside, ...]:
    """Those of `values` that have a number here and one published elsewhere, in their order."""
    shown = (value for value in values if value.shown)
    found = (Beside(value, value.indicator, published_beside(facts, value)) for value in shown)
    return tuple(entry for entry in found if entry.published)


def published_of_city(
    facts: PublishedFacts, indicators: Iterable[Indicator], values: Mapping[str, PlaceValue]
) -> tuple[Beside, ...]:
    """Measures that the city has no number of its own for, and one that others published."""
    lacking = (i for i in indicators if i.id not in values or not values[i.id].shown)
    found = ((i, tuple(e for e in facts.beside(i.id) if not e.left_out)) for i in lacking)
    return tuple(
        Beside(None, indicator, estimates)
        for indicator, estimates in found
        if any(e.area.kind == "city" for e in estimates)
    )


def published_beside(facts: PublishedFacts, value: PlaceValue) -> tuple[PublishedEstimate, ...]:
    """What is published of county, state and nation by the definition of a value."""
    estimates = facts.beside(value.indicator.id)
    return tuple(e for e in estimates if e.area.kind != "city" and not e.left_out)

"""Measures of a place that are published of its county, state and nation too, side by side.

Nothing is tested: the areas overlap (docs/methods/published-by-race.md).
"""

from __future__ import annotations

from collections.abc import Iterable

from data.place.results import Beside, PlaceValue
from data.published.facts import PublishedFacts
from data.published.results import PublishedEstimate


def beside(facts: PublishedFacts, values: Iterable[PlaceValue]) -> tuple[Beside, ...]:
    """Those of `values` that have a number here and one published elsewhere, in their order."""
    found = (Beside(value, published_beside(facts, value)) for value in values if value.shown)
    return tuple(entry for entry in found if entry.published)


def published_beside(facts: PublishedFacts, value: PlaceValue) -> tuple[PublishedEstimate, ...]:
    """What is published of county, state and nation by the definition of a value."""
    estimates = facts.beside(value.indicator.id)
    return tuple(e for e in estimates if e.area.kind != "city" and not e.left_out)

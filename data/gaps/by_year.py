"""Measures of the whole city year by year, as published. Years are never joined to a trend.

A count has no interval of its publisher: it gets that of chance alone (exact or Byar's), so that
nobody reads a change into two years. What can be tested is told by `data.change`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from data.atlas.atlas import Atlas
from data.catalogue.publications import load_published
from data.gaps.year_results import MeasureByYear
from data.models import Unit
from data.published.facts import PublishedFacts, published_facts
from data.published.results import PublishedEstimate
from data.stats.intervals import poisson_limits

OWN_LEVEL_PERCENT = 95


def city_by_year(atlas: Atlas, kind: str) -> tuple[MeasureByYear, ...]:
    """The measures of a chart, `counts` or `shares`; empty where the city has none."""
    facts, entry = published_facts(atlas), load_published().by_year
    names = entry.counts if kind == "counts" else entry.shares
    cities = [area.id for area in facts.entries.place if area.kind == "city"]
    found = (_measure(facts, name, cities) for name in names)
    return tuple(measure for measure in found if measure is not None)


def _measure(facts: PublishedFacts, name: str, areas: Sequence[str]) -> MeasureByYear | None:
    own = [e for e in facts.estimates(name) if e.area.id in areas and e.of_everyone]
    shown = [e for e in own if not e.left_out]
    if not shown:
        return None
    counts = shown[0].measure.unit == Unit.PEOPLE.value
    values = tuple(_with_limits(e) if counts else e for e in own)
    return MeasureByYear(shown[0].measure, values, counts)


def _with_limits(estimate: PublishedEstimate) -> PublishedEstimate:
    if not isfinite(estimate.value):
        return estimate
    lower, upper = (float(end) for end in poisson_limits(estimate.value))
    return replace(estimate, lower=lower, upper=upper, level_percent=OWN_LEVEL_PERCENT)

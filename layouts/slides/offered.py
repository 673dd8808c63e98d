"""Which charts can stand on a slide. Apart from the builders, so that every card may ask."""

from __future__ import annotations

from collections.abc import Mapping

from data.deck import EXPLORE, GAPS, PLACE
from layouts import ids

# Eight panels do not fit a slide; they are on the Gaps page.
_TOO_MUCH = frozenset({ids.GAP_MEASURES_BY_RACE})
SLIDE_CHARTS: Mapping[str, frozenset[str]] = {
    EXPLORE: frozenset(ids.CHARTS),
    GAPS: frozenset(ids.GAP_CHARTS) - _TOO_MUCH,
    PLACE: frozenset({ids.SPINE}),
}


def can_be_slide(chart: str) -> bool:
    """True if a card's chart can stand on a slide."""
    return any(chart in charts for charts in SLIDE_CHARTS.values())

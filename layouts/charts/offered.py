"""Which charts can stand on a slide. Apart from the builders, so that every card may ask."""

from __future__ import annotations

from collections.abc import Mapping

from data.decks.deck import COMPARE, EXPLORE, GAPS, PLACE
from layouts import ids

# Compare has rows, not cards: all of them by their clearest differences, or one of them.
COMPARED = "compare"
COMPARED_ROW = "compare-row"
# Charts of an outcome in groups by a factor.
OF_GROUPS = (
    ids.GAP_PATTERNS, ids.GAP_GROUPS, ids.GAP_MEASURES, ids.GAP_POTENTIAL, ids.GAP_AGES,
    ids.GAP_CURVE,
)  # fmt: skip
SLIDE_CHARTS: Mapping[str, frozenset[str]] = {
    EXPLORE: frozenset(ids.CHARTS),
    GAPS: frozenset(ids.GAP_CHARTS),
    PLACE: frozenset(ids.PLACE_CHARTS),
    COMPARE: frozenset({COMPARED, COMPARED_ROW}),
}

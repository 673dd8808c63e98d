"""Which charts can stand on a slide. Apart from the builders, so that every card may ask."""

from __future__ import annotations

from collections.abc import Mapping

from data.deck import COMPARE, EXPLORE, GAPS, PLACE
from layouts import ids

# Compare has rows, not cards: all of them by their clearest differences, or one of them.
COMPARED = "compare"
COMPARED_ROW = "compare-row"
SLIDE_CHARTS: Mapping[str, frozenset[str]] = {
    EXPLORE: frozenset(ids.CHARTS),
    GAPS: frozenset(ids.GAP_CHARTS),
    PLACE: frozenset(ids.PLACE_CHARTS),
    COMPARE: frozenset({COMPARED, COMPARED_ROW}),
}

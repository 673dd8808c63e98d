"""Charts by what they are of. Apart from the builders, so that every card may ask."""

from __future__ import annotations

from layouts import ids

# Compare has rows, not cards: all of them by their clearest differences, or one of them.
COMPARED = "compare"
COMPARED_ROW = "compare-row"
# Charts of an outcome in groups by a factor.
OF_GROUPS = (
    ids.GAP_PATTERNS, ids.GAP_GROUPS, ids.GAP_MEASURES, ids.GAP_POTENTIAL, ids.GAP_AGES,
    ids.GAP_CURVE,
)  # fmt: skip

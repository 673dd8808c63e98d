"""Every threshold of what may be shown, tested or claimed, once, with its reason. Pure.

The build and the app read the same lines, so what a page says of a rule is what was done.
"""

from __future__ import annotations

# Fewer residents than this have no test, no rank and no rate: one family more changes them.
MIN_RESIDENTS = 500
# A rate of fewer events has a 95 % interval wider than the rate itself (methods, Homicides).
MIN_EVENTS_FOR_RATE = 10
# From here on a rate is shown without the remark that few events stand behind it; a share of
# fewer events is not tested.
STABLE_EVENTS = 20
# Two-sided error of every test, after the correction for many tests of one page.
ALPHA = 0.05
# Share of a place's people for whom the measure is known: below the first it is not shown, below
# the second it is shown with a remark.
MIN_COVERAGE = 0.5
FULL_COVERAGE = 0.8
# Below this share of the people of its tracts a place's value is mostly that of its neighbors.
MIN_OWN_SHARE = 0.5

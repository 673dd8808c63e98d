"""What one city is, beside what any city has: the indicators that lead, the history of its land."""

from __future__ import annotations

HEADLINE = ("life_expectancy", "poverty_150")


HEALTH = ("life_expectancy", "homicide_rate")


GROUPS = ("black", "white", "hispanic", "asian")


GROUP_PERIODS = (2014, 2019, 2023)  # the last one stands apart: releases overlap, tracts changed


# The indicator by which a vintage's coverage and own share are told.
EVIDENCE = {2010: "life_expectancy", 2020: "poverty_150"}


# Words of the address for groupings that are no factor, and the indicator whose rules they keep.
GRADES = "holc_1939"


GRADES_INDICATOR = "redlined_1939"


# From the most to the least disadvantaged; ungraded land stands apart.
GRADE_ORDER: tuple[str, ...] = ("D", "C", "B", "A")


UNGRADED = "U"


# Places whose pages show all that a place's page can: one of a layer beside the neighborhoods, and
# the neighborhood with the longest name.
EXAMPLE_PLACES = ("zip-64130", "neighborhood-32")


DEFAULT_OUTCOME = "life_expectancy"


DEFAULT_FACTOR = "poverty_2015"

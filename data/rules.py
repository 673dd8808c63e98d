"""Every threshold of what may be shown, tested or claimed, once, with its reason. Pure.

The build and the app read the same lines, so what a page says of a rule is what was done.
"""

from __future__ import annotations

# Residents --------------------------------------------------------------------------------------
# People come and go in households, so their number varies this many times more than that of single
# people would: mean of the squared size of households over their mean size (Census Bureau, table
# HH-4, 2020). A change of a count is named only beyond that, which leaves room for the noise that
# protects privacy in the counts of 2020.
HOUSEHOLD_DISPERSION = 3.3
# Fewer residents than this have no test, no rank and no rate: one family more changes them.
MIN_RESIDENTS = 500
# Under this many person-years a life expectancy is too unstable to give (Eayres & Williams 2004).
MIN_PEOPLE_FOR_LIFE_TABLE = 5_000

# Events -----------------------------------------------------------------------------------------
# A rate of fewer events has a 95 % interval wider than the rate itself (methods, Homicides).
MIN_EVENTS_FOR_RATE = 10
# From here on a rate is shown without the remark that few events stand behind it; a share of
# fewer events is not tested.
STABLE_EVENTS = 20
# Fewer people than this, counted by area and never by point, are not told as a number: it would
# point at persons. Their number must not follow from any total that is told.
MIN_EVENTS_TO_TELL = 5
# From ten events on, Byar's approximation is as good as the exact limits (Breslow & Day 1987).
EXACT_LIMITS_UNDER = 10
# Areas of more events over all years say how much counts vary from year to year; the years of the
# others are mostly zeros and ones.
DISPERSION_OVER = 25

# Tests ------------------------------------------------------------------------------------------
# Two-sided error of every test, after the correction for many tests of one page.
ALPHA = 0.05

# Coverage ---------------------------------------------------------------------------------------
# Share of a place's people for whom the measure is known: below the first it is not shown, below
# the second it is shown with a remark.
MIN_COVERAGE = 0.5
FULL_COVERAGE = 0.8
# Below this share of the people of its tracts a place's value is mostly that of its neighbors.
MIN_OWN_SHARE = 0.5
# Where more of the people live in tracts with predicted life tables, the value is a prediction.
MAX_PREDICTED_SHARE = 0.5

# Places -----------------------------------------------------------------------------------------
# More than this share of a place's people live in what is around it. So at most one ZIP code and
# one district are: those that hold fewer are beside it, and say little of most people there.
MIN_SHARE_AROUND = 0.5
# From this share on a place lies in another, and the share is not said: census blocks are placed by
# one point each, so the last hundredths are blocks on the line.
NEARLY_ALL = 0.95
# Among fewer places no association is measured, and the nearest of them is not near.
MIN_PLACES_FOR_LINK = 10
# Places inside one part of the city are neighbors, so as few as ten of them are worth three or four
# independent ones; fewer than this say nothing of a link there.
MIN_PLACES_FOR_LINK_INSIDE = 30
# Fewer places do not fill five groups: one place would be a fifth of the city.
MIN_PLACES_FOR_FIFTHS = 15
# The middle half of fewer places is two or three of them.
MIN_PLACES_FOR_MIDDLE = 8
# On fewer tracts, shuffling them cannot tell a pattern from chance.
MIN_TRACTS_FOR_CLUSTERS = 30

# Addresses --------------------------------------------------------------------------------------
# Four of five house numbers are placed within this distance by the rule of the street grid, so all
# that lies so near is named.
ADDRESS_EDGE_METERS = 150

# Reliability: at most the first is good, at most the second needs care, above is low. -----------
# Coefficient of variation of a count or an amount, in percent.
RELIABLE_CV_PERCENT = (15.0, 30.0)
# Width of the 95 % interval of a share, in percentage points.
RELIABLE_WIDTH_POINTS = (10.0, 20.0)
# Standard error of a life expectancy.
RELIABLE_SE_YEARS = (1.0, 2.0)

# Shares said as so many of so many ----------------------------------------------------------------
# Parts of a whole that people count in, with any number on top.
FREQUENCY_WHOLES = (2, 3, 4, 5, 10)
# Of these parts only one: 1 in 7 is a picture, 5 in 7 is arithmetic.
FREQUENCY_ONE_IN = (6, 7, 8, 9, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
# Where the upper end of an interval is more than this many times the lower one, the ends are said.
FREQUENCY_WIDE_RATIO = 1.5
# Whole numbers may stand for two printed ones where subtracting them misses the printed gap by no
# more than this: what rounding one number can do.
MAX_ROUNDED_GAP = 0.5

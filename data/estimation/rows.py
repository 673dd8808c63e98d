"""Rows of the estimate table while they are made: numbers, flags, withheld values, reliability."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from data.catalogue.schema import Indicator
from data.estimation.weights import Floats
from data.models import Estimator, Flag, IntervalKind, Kind, Layer, Unit, Verdict
from data.rules import FULL_COVERAGE, MIN_COVERAGE, MIN_OWN_SHARE, MIN_RESIDENTS
from data.stats.intervals import (
    reliability_count,
    reliability_life_expectancy,
    reliability_percent,
)

PUBLISHED_TRACT = "published_tract"  # method of tract rows: the value as its source gives it
NUMBERS = (
    "value",
    "lower",
    "upper",
    "se",
    "coverage",
    "own_share",
    "tracts",
    "population",
    "difference",
    "difference_se",
    "difference_lower",
    "difference_upper",
    "p_adjusted",
    "events",
    "rank",
    "rank_lower",
    "rank_upper",
)
_RELIABILITY = {"care": Flag.MEDIUM_RELIABILITY, "low": Flag.LOW_RELIABILITY}
Where = NDArray[np.bool_]


class Rows:
    """One row an area, at first with nothing known and not tested.

    Numbers are (areas,) arrays by name (`NUMBERS`), NaN where unknown. Arrays, no data frame: a
    drawn area has one row of each indicator, and a frame costs more than what it holds.
    """

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = list(ids)
        self.numbers = {name: np.full(len(self.ids), np.nan) for name in NUMBERS}
        self.methods = [""] * len(self.ids)
        self.verdicts = [Verdict.NOT_TESTED.value] * len(self.ids)
        self.flags: list[set[Flag]] = [set() for _ in self.ids]

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, name: str) -> Floats:
        return self.numbers[name]

    def __setitem__(self, name: str, values: ArrayLike) -> None:
        self.numbers[name][:] = values

    def all_by(self, method: str) -> None:
        """Say how every value was made."""
        self.methods = [method] * len(self.ids)

    def add_flag(self, where: ArrayLike, flag: Flag) -> None:
        """Add a flag to the rows where a condition holds."""
        for i in np.flatnonzero(np.asarray(where, dtype=bool)):
            self.flags[i].add(flag)

    def has_flag(self, flag: Flag) -> Where:
        """Rows that carry a flag."""
        return np.array([flag in flags for flags in self.flags], dtype=bool)

    def withhold(self, where: Where, *names: str) -> None:
        """Remove value, limits and standard error, or the numbers that are named."""
        for name in names or ("value", "lower", "upper", "se"):
            self.numbers[name][where] = np.nan

    @property
    def shown(self) -> Where:
        """Rows that have a value."""
        known: Where = ~np.isnan(self.numbers["value"])
        return known

    def frame(self) -> pd.DataFrame:
        """The rows as the estimate table has them, with `area_id`."""
        words = {
            "area_id": self.ids,
            "method": self.methods,
            "flags": [flag_text(flags) for flags in self.flags],
            "verdict": self.verdicts,
        }
        return pd.DataFrame({**words, **self.numbers})


def residents_flags(
    rows: Rows, residents: Floats, layer: Layer, *, everyone: float = np.inf
) -> None:
    """Say where nobody or few live, and which row is the city itself.

    `everyone`: residents of the city; an area of all of them has no rest to be compared with.
    """
    rows.add_flag(residents == 0, Flag.NO_RESIDENTS)
    rows.add_flag((residents > 0) & (residents < MIN_RESIDENTS), Flag.FEW_RESIDENTS)
    whole = residents >= everyone
    rows.add_flag(np.ones(len(rows)) if layer is Layer.CITY else whole, Flag.WHOLE_CITY)


def apply_coverage(rows: Rows) -> None:
    """Under 50 % coverage a value is withheld, under 80 % flagged; nothing at all is no data."""
    nothing = ~rows.shown
    coverage = np.nan_to_num(rows["coverage"])
    nobody = rows.has_flag(Flag.NO_RESIDENTS)
    withheld = ~nothing & (coverage < MIN_COVERAGE)
    rows.add_flag(nothing & ~nobody, Flag.NO_DATA)
    rows.add_flag(withheld, Flag.COVERAGE_UNDER_50)
    shown = ~nothing & ~withheld
    rows.add_flag(shown & (coverage < FULL_COVERAGE), Flag.COVERAGE_UNDER_80)
    rows.add_flag(shown & (rows["own_share"] < MIN_OWN_SHARE), Flag.SURROUNDING_TRACT)
    rows.withhold(withheld)


def kind_flags(indicator: Indicator, rows: Rows) -> None:
    """Say what the kind of value forbids: tests of modelled values and of values without error."""
    shown = rows.shown
    if indicator.kind is Kind.MODELLED:
        rows.add_flag(shown, Flag.MODELLED)
    if indicator.interval is not IntervalKind.CENSUS:
        without = np.isnan(rows["lower"]) & np.isnan(rows["upper"])
        rows.add_flag(shown & without, Flag.NO_ERROR)


def reliability_flags(indicator: Indicator, rows: Rows) -> None:
    """Flag wide intervals: percentages by width, life expectancy by SE, rates by their count."""
    for i in np.flatnonzero(rows.shown & ~np.isnan(rows["lower"])):
        if indicator.estimator is Estimator.EVENT_RATE:
            grade = reliability_count(100.0 / float(np.sqrt(rows["events"][i])))
        elif indicator.estimator is Estimator.LIFE_TABLE:
            grade = reliability_life_expectancy(float(rows["se"][i]))
        elif indicator.unit is Unit.PERCENT:
            grade = reliability_percent(float(rows["upper"][i] - rows["lower"][i]))
        else:
            continue
        if grade in _RELIABILITY:
            rows.flags[i].add(_RELIABILITY[grade])


def testable(indicator: Indicator, rows: Rows) -> Where:
    """Rows that may be compared with the rest of the city and ranked (docs/methods)."""
    if indicator.kind is Kind.MODELLED:
        return np.zeros(len(rows), dtype=bool)
    forbidden = {
        Flag.FEW_RESIDENTS,
        Flag.NO_RESIDENTS,
        Flag.PREDICTED_TABLES,
        Flag.NO_ERROR,
        Flag.WHOLE_CITY,
    }
    allowed = np.array([not flags & forbidden for flags in rows.flags], dtype=bool)
    found: Where = allowed & rows.shown & ~np.isnan(rows["se"])
    return found


def flag_text(flags: set[Flag]) -> str:
    """Flags in the order of their definition, separated by blanks."""
    return " ".join(flag.value for flag in Flag if flag in flags)

"""Rows of the estimate table: columns, flags, withheld values, reliability."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.build.geography import Floats
from data.catalogue.schema import Indicator
from data.models import Estimator, Flag, IntervalKind, Kind, Layer, Unit, Verdict
from data.rules import FULL_COVERAGE, MIN_COVERAGE, MIN_OWN_SHARE, MIN_RESIDENTS
from data.stats.intervals import (
    reliability_count,
    reliability_life_expectancy,
    reliability_percent,
)

PUBLISHED_TRACT = "published_tract"  # method of tract rows: the value as its source gives it
COLUMNS = (
    "area_id",
    "value",
    "lower",
    "upper",
    "se",
    "coverage",
    "own_share",
    "tracts",
    "population",
    "method",
    "flags",
    "verdict",
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


def new_rows(ids: Sequence[str]) -> pd.DataFrame:
    """One empty row an area: nothing known, not tested. `flags` holds sets."""
    frame = pd.DataFrame(index=pd.RangeIndex(len(ids)), columns=list(COLUMNS), dtype=float)
    frame["area_id"] = list(ids)
    frame["method"] = pd.Series([""] * len(ids), dtype=object)
    frame["verdict"] = pd.Series([Verdict.NOT_TESTED.value] * len(ids), dtype=object)
    frame["flags"] = pd.Series([set() for _ in ids], dtype=object)
    return frame


def add_flag(frame: pd.DataFrame, where: np.ndarray | pd.Series, flag: Flag) -> None:
    """Add a flag to the rows where a condition holds."""
    for i in np.flatnonzero(np.asarray(where, dtype=bool)):
        frame["flags"].iloc[i].add(flag)


def has_flag(frame: pd.DataFrame, flag: Flag) -> np.ndarray:
    """Rows that carry a flag."""
    return np.array([flag in flags for flags in frame["flags"]], dtype=bool)


def residents_flags(frame: pd.DataFrame, residents: Floats, layer: Layer) -> None:
    """Say where nobody or few live, and which row is the city itself."""
    add_flag(frame, residents == 0, Flag.NO_RESIDENTS)
    add_flag(frame, (residents > 0) & (residents < MIN_RESIDENTS), Flag.FEW_RESIDENTS)
    if layer is Layer.CITY:
        add_flag(frame, np.ones(len(frame), dtype=bool), Flag.WHOLE_CITY)


def apply_coverage(frame: pd.DataFrame) -> None:
    """Under 50 % coverage a value is withheld, under 80 % flagged; nothing at all is no data."""
    nothing = frame["value"].isna().to_numpy()
    coverage = frame["coverage"].fillna(0.0).to_numpy()
    nobody = has_flag(frame, Flag.NO_RESIDENTS)
    withheld = ~nothing & (coverage < MIN_COVERAGE)
    add_flag(frame, nothing & ~nobody, Flag.NO_DATA)
    add_flag(frame, withheld, Flag.COVERAGE_UNDER_50)
    shown = ~nothing & ~withheld
    add_flag(frame, shown & (coverage < FULL_COVERAGE), Flag.COVERAGE_UNDER_80)
    surrounding = shown & (frame["own_share"].to_numpy() < MIN_OWN_SHARE)
    add_flag(frame, surrounding, Flag.SURROUNDING_TRACT)
    withhold(frame, withheld)


def withhold(frame: pd.DataFrame, where: np.ndarray) -> None:
    """Remove value, limits and standard error."""
    frame.loc[where, ["value", "lower", "upper", "se"]] = np.nan


def kind_flags(indicator: Indicator, frame: pd.DataFrame) -> None:
    """Say what the kind of value forbids: tests of modelled values and of values without error."""
    shown = frame["value"].notna().to_numpy()
    if indicator.kind is Kind.MODELLED:
        add_flag(frame, shown, Flag.MODELLED)
    if indicator.interval is not IntervalKind.CENSUS:
        without = frame["lower"].isna() & frame["upper"].isna()
        add_flag(frame, shown & without.to_numpy(), Flag.NO_ERROR)


def reliability_flags(indicator: Indicator, frame: pd.DataFrame) -> None:
    """Flag wide intervals: percentages by width, life expectancy by SE, rates by their count."""
    for i in np.flatnonzero(frame["value"].notna() & frame["lower"].notna()):
        row = frame.iloc[i]
        if indicator.estimator is Estimator.EVENT_RATE:
            grade = reliability_count(100.0 / np.sqrt(row["events"]))
        elif indicator.estimator is Estimator.LIFE_TABLE:
            grade = reliability_life_expectancy(row["se"])
        elif indicator.unit is Unit.PERCENT:
            grade = reliability_percent(row["upper"] - row["lower"])
        else:
            continue
        if grade in _RELIABILITY:
            row["flags"].add(_RELIABILITY[grade])


def testable(indicator: Indicator, frame: pd.DataFrame) -> np.ndarray:
    """Rows that may be compared with the rest of the city and ranked (docs/methods)."""
    if indicator.kind is Kind.MODELLED:
        return np.zeros(len(frame), dtype=bool)
    forbidden = (
        Flag.FEW_RESIDENTS,
        Flag.NO_RESIDENTS,
        Flag.PREDICTED_TABLES,
        Flag.NO_ERROR,
        Flag.WHOLE_CITY,
    )
    allowed = frame["value"].notna().to_numpy() & frame["se"].notna().to_numpy()
    for flag in forbidden:
        allowed &= ~has_flag(frame, flag)
    return allowed


def flag_text(flags: set[Flag]) -> str:
    """Flags in the order of their definition, separated by blanks."""
    return " ".join(flag.value for flag in Flag if flag in flags)

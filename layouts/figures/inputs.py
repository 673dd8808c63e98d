"""One order and one set of hover rows for the three charts of Explore.

The charts travel together. Drawn from the same rows in the same order, their names, ids and hover
values are the same bytes three times, which compression nearly removes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from data.catalogue.schema import Indicator
from data.explore.results import ExploreData, Within
from data.explore.sentences import too_few
from data.explore.within_sentences import area_title
from data.locale import Texts
from data.locale.format import format_number, format_share
from data.models import Flag, Kind, Polarity
from data.sentences.words import (
    counted_value,
    few_text,
    interval_text,
    place_label,
    short_name,
)

# Flags that a visitor should see beside a value, in this order; the others change no reading.
HOVER_FLAGS: tuple[Flag, ...] = (
    Flag.SURROUNDING_TRACT,
    Flag.FEW_RESIDENTS,
    Flag.PREDICTED_TABLES,
    Flag.COVERAGE_UNDER_80,
    Flag.FROM_10_TO_19,
    Flag.PART_OF_AREA,
)
# The table has room for more; beside an interval they add little to a hover.
TABLE_FLAGS = (*HOVER_FLAGS, Flag.ASSUMED_DENOMINATOR, Flag.LOW_RELIABILITY)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two indicators of a view and its columns in the frame."""

    column: str  # "outcome" or "factor"
    indicator: Indicator
    city: float
    breaks: tuple[float, ...]
    tertiles: tuple[float, ...]


def side(data: ExploreData, column: str) -> Side:
    """The outcome's or the factor's part of a view."""
    if column == "factor":
        return Side(column, data.factor, data.city.factor, data.factor_breaks, data.factor_tertiles)
    return Side(
        "outcome", data.outcome, data.city.outcome, data.outcome_breaks, data.outcome_tertiles
    )


def dark_is_low(indicator: Indicator) -> bool:
    """True where the low end is the dark (worse) end of the scale."""
    return indicator.polarity is Polarity.HIGHER_IS_BETTER


def ramp_steps(count: int, indicator: Indicator, *, last: int = 4) -> list[int]:
    """Step of the ramp, 0 light to `last` dark, of each class from the lowest values up.

    Fewer classes than steps (many equal values) still span the whole ramp.
    """
    if count == 1:
        return [last // 2]
    steps = [round(k * last / (count - 1)) for k in range(count)]
    return steps[::-1] if dark_is_low(indicator) else steps


@dataclass(frozen=True, slots=True)
class Places:
    """The frame in drawing order, in three parts: with a value, too few events, no data."""

    valued: pd.DataFrame
    few: pd.DataFrame
    missing: pd.DataFrame


@lru_cache(maxsize=4)
def ordered_places(data: ExploreData, column: str, texts: Texts) -> Places:
    """Places from the dark end of the scale on; ties by area id, so the order never varies.

    Their names are those that a visitor reads.
    """
    chosen = side(data, column)
    ascending = dark_is_low(chosen.indicator)
    frame = named(data, texts)
    has_value = frame[column].notna()
    few = too_few(frame[f"{column}_flags"]) & ~has_value
    valued = frame[has_value].sort_values(
        [column, "area_id"], ascending=[ascending, True], kind="stable"
    )
    return Places(valued=valued, few=frame[few], missing=frame[~has_value & ~few])


def named(data: ExploreData, texts: Texts) -> pd.DataFrame:
    """The frame with the names that a visitor reads."""
    pairs = zip(data.frame["name"], data.frame["area_id"], strict=True)
    labels = [place_label(name, area_id, data.geography, texts) for name, area_id in pairs]
    return data.frame.assign(name=labels)


def titled(title: str, within: Within | None, texts: Texts) -> str:
    """The title of a chart with the part of the city that it is limited to."""
    if within is None:
        return title
    return texts.t("figures.title.within", title=title, area=area_title(within, texts))


def flag_note(flags: str, texts: Texts, shown: tuple[Flag, ...] = TABLE_FLAGS) -> str:
    """What a visitor must know about a value, as words; empty for most."""
    found = set(flags.split())
    return ", ".join(texts.t(f"figures.flag.{flag.value}") for flag in shown if flag in found)


def value_with_interval(
    value: float,
    lower: float,
    upper: float,
    indicator: Indicator,
    texts: Texts,
    *,
    events: float = np.nan,
) -> str:
    """`71.2 (68.1–74.3)`, or the value alone; few events are said before it."""
    said = counted_value(value, events, indicator, texts)
    interval = interval_text(lower, upper, indicator, texts.lang)
    return f"{said} ({interval})" if interval else said


def hover_rows(
    data: ExploreData, frame: pd.DataFrame, column: str, texts: Texts
) -> list[list[str]]:
    """A row a place: place id, value with interval, coverage, notes on their own line, ranks.

    Values are strings as shown, so that the browser formats nothing and both languages agree.
    """
    rows = _rows_by_place(data, column, texts)
    return [rows[place] for place in frame["place_id"]]


@lru_cache(maxsize=8)
def _rows_by_place(data: ExploreData, name: str, texts: Texts) -> dict[str, list[str]]:
    """Hover rows of every place with something to say; three charts read the same ones."""
    frame, indicator, lang = data.frame, side(data, name).indicator, texts.lang
    columns = ["place_id", name, f"{name}_lower", f"{name}_upper"]
    columns += [f"{name}_coverage", f"{name}_flags"]
    # factors are no events
    counts = frame["outcome_events"] if name == "outcome" else [np.nan] * len(frame)
    notes: dict[str, str] = {}
    rows = {}
    ranks = _ranks(frame, name, lang)
    for place, value, lower, upper, coverage, flags, events, rank in zip(
        *(frame[column] for column in columns), counts, ranks, strict=True
    ):
        if flags not in notes:
            note = flag_note(flags, texts, HOVER_FLAGS)
            notes[flags] = f"<br>{note}" if note else ""
        said = (
            value_with_interval(value, lower, upper, indicator, texts, events=events)
            if np.isfinite(value)
            else few_text(upper, indicator, texts, events=events)
        )
        rows[place] = [place, said, format_share(coverage, lang=lang), notes[flags], *rank]
    return rows


def _ranks(frame: pd.DataFrame, name: str, lang: str) -> list[list[str]]:
    """The range of ranks of every place, or nothing at all where no place has a rank."""
    if name != "outcome" or frame["rank"].isna().all():
        return [[]] * len(frame)
    limits = zip(frame["rank_lower"], frame["rank_upper"], strict=True)
    return [[rank_range(low, high, lang)] for low, high in limits]


def rank_range(low: float, high: float, lang: str) -> str:
    """`3–40`, or one number where chance leaves one; empty where no rank is allowed."""
    if not np.isfinite(low):
        return ""
    ends = (format_number(number, decimals=0, lang=lang) for number in (low, high))
    return "–".join(dict.fromkeys(ends))


def value_lines(
    indicator: Indicator, value: str, texts: Texts, *, few: bool = False
) -> tuple[str, ...]:
    """Hover lines of a value: name, years, value with its unit; the kind where it is modelled.

    `value` is plotly's placeholder; with `few` it stands for words, which take no unit.
    """
    unit = "" if few else texts.t(f"figures.after.{indicator.unit.value}")
    said = texts.t(
        "figures.hover.value",
        name=short_name(indicator, texts.lang),
        years=indicator.years,
        value=value + unit,
    )
    if indicator.kind is Kind.MEASURED:
        return (said,)
    return said, texts.t(f"figures.kind.{indicator.kind.value}")


def is_modelled(*indicators: Indicator) -> bool:
    """True if any value comes from a model of who lives there."""
    return any(indicator.kind is Kind.MODELLED for indicator in indicators)


def about_people(values: pd.Series) -> list[int]:
    """Residents to two digits, as said ("about 5,300"): exact counts stand in the table."""
    counts = values.to_numpy(dtype=np.float64)
    step = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(counts, 1.0))) - 1, 1)
    return [int(count) for count in np.round(counts / step) * step]


def rounded(values: pd.Series, decimals: int) -> list[float | None]:
    """Numbers rounded for drawing; None where missing. One digit more than is shown is enough."""
    array = np.round(values.to_numpy(dtype=np.float64), decimals)
    return [None if not np.isfinite(value) else float(value) for value in array]

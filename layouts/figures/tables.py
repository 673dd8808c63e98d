"""Table, download and notes of the Explore charts: the same frame as the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, overload

import numpy as np
import pandas as pd

from data.catalogue.schema import Indicator, Source
from data.explore.results import ExploreData
from data.files.csv_file import about, about_factor, place_cell
from data.locale import Texts
from data.locale.format import format_count, format_people, format_share
from data.models import Geography
from data.rules import MIN_EVENTS_FOR_RATE
from data.sentences.words import (
    few_text,
    interval_text,
    opening,
    places_word,
    short_name,
    value_text,
)
from layouts.figures.chart import Column, Travels
from layouts.figures.inputs import Side, flag_note, rank_range, side
from layouts.figures.travels import Cited, flags_of_places, flags_of_values, source_line, travels

_Item = TypeVar("_Item")
EVENTS = "events"  # column of the events that a value rests on


class Lazy(Sequence[_Item]):
    """A sequence that is made when it is first read: most charts are never opened as a table.

    `count`: how many items it has, where that is known before.
    """

    def __init__(self, make: Callable[[], Sequence[_Item]], count: int | None = None) -> None:
        self._make = make
        self._count = count
        self._made: Sequence[_Item] | None = None

    def _items(self) -> Sequence[_Item]:
        if self._made is None:
            self._made = self._make()
        return self._made

    @overload
    def __getitem__(self, index: int) -> _Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_Item]: ...
    def __getitem__(self, index: int | slice) -> _Item | Sequence[_Item]:
        return self._items()[index]

    def __len__(self) -> int:
        return len(self._items()) if self._count is None else self._count

    def __iter__(self) -> Iterator[_Item]:
        return iter(self._items())


# -- table ------------------------------------------------------------------------------------


def value_columns(chosen: Side, texts: Texts, *, interval_of: bool = False) -> list[Column]:
    """Value and interval of one indicator; `interval_of` names it in the interval's head too.

    Where values rest on counted events, their count comes first: a column of its own, so that
    copied cells stay numbers.
    """
    name = opening(short_name(chosen.indicator, texts.lang))
    counted = chosen.indicator.counted
    count = [Column(EVENTS, counted.head.get(texts.lang), kind="number")] if counted else []
    unit = texts.t(f"figures.unit.{chosen.indicator.unit.value}")
    key = "factor_interval" if interval_of else "interval"
    return [
        *count,
        Column(chosen.column, texts.t("figures.column.value", name=name, unit=unit), kind="number"),
        Column(
            f"{chosen.column}_interval",
            texts.t(f"figures.column.{key}", name=name),
            kind="interval",
        ),
    ]


def column(key: str, texts: Texts, kind: str = "text") -> Column:
    """A column with its head from `figures.column.<key>`."""
    return Column(key, texts.t(f"figures.column.{key}"), kind)


def table_rows(data: ExploreData, frame: pd.DataFrame, texts: Texts) -> list[Mapping[str, str]]:
    """Display strings of every place of `frame`, in its order, under every key of a table."""
    sides = (side(data, "outcome"), side(data, "factor"))
    return [_row(record, sides, texts) for record in frame.to_dict("records")]


def _row(record: Mapping[Any, Any], sides: Sequence[Side], texts: Texts) -> dict[str, str]:
    lang = texts.lang
    row = {
        "place_id": str(record["place_id"]),
        "name": str(record["name"]),
        "people": format_people(record["people"], lang=lang),
        "coverage": format_share(record["outcome_coverage"], lang=lang),
        "factor_coverage": format_share(record["factor_coverage"], lang=lang),
        "verdict": _verdict(record["verdict"], texts),
        "rank": rank_range(record["rank_lower"], record["rank_upper"], lang),
        "note": flag_note(record["outcome_flags"], texts),
        EVENTS: _count(record["outcome_events"], lang),
        "factor_note": flag_note(record["factor_flags"], texts),
        "both_note": _both_notes(record, sides, texts),
    }
    for chosen in sides:
        row.update(_value_cells(record, chosen, texts))
    return row


def _count(events: float, lang: str) -> str:
    """Events of a place with a rate; of fewer the value says how far they reach."""
    return format_count(events, lang=lang) if events >= MIN_EVENTS_FOR_RATE else ""


def _events(record: Mapping[Any, Any], name: str) -> float | None:
    """Events of the outcome; a factor is no events."""
    return float(record["outcome_events"]) if name == "outcome" else None


def _both_notes(record: Mapping[Any, Any], sides: Sequence[Side], texts: Texts) -> str:
    """What is to know about each of the two values, by the name of its measure."""
    noted = ((chosen, flag_note(record[f"{chosen.column}_flags"], texts)) for chosen in sides)
    return "; ".join(
        f"{opening(short_name(chosen.indicator, texts.lang))}: {note}"
        for chosen, note in noted
        if note
    )


def _value_cells(record: Mapping[Any, Any], chosen: Side, texts: Texts) -> dict[str, str]:
    name, indicator = chosen.column, chosen.indicator
    value, upper = record[name], record[f"{name}_upper"]
    few = "fewer_than_10" in str(record[f"{name}_flags"]).split() and not np.isfinite(value)
    return {
        name: few_text(upper, indicator, texts, events=_events(record, name))
        if few
        else value_text(value, indicator, texts.lang),
        f"{name}_interval": ""
        if few
        else interval_text(record[f"{name}_lower"], upper, indicator, texts.lang),
    }


def _verdict(verdict: str, texts: Texts) -> str:
    return texts.t(f"figures.verdict.{verdict}") if verdict else ""


# -- download ---------------------------------------------------------------------------------

CSV_COLUMNS: tuple[str, ...] = (
    "place_id", "place", "people", "value", "lower", "upper", "coverage", "own_share", "tracts",
    "events", "method", "flags", "verdict", "rank", "rank_lower", "rank_upper",
    "factor_value", "factor_lower", "factor_upper", "factor_coverage", "factor_flags",
)  # fmt: skip


_OF_OUTCOME = {
    "outcome": "value",
    **{f"outcome_{name}": name for name in ("lower", "upper", "coverage", "own_share", "tracts",
                                            "events", "method", "flags")},
}  # fmt: skip


def csv_rows(data: ExploreData, frame: pd.DataFrame, texts: Texts) -> list[Sequence[Any]]:
    """Numbers of the download, unrounded, under CSV_COLUMNS; empty where missing."""
    names = [
        place_cell(str(name), str(area_id), data.geography, texts)
        for name, area_id in zip(frame["name"], frame["area_id"], strict=True)
    ]
    table = frame.rename(columns=_OF_OUTCOME).assign(place=names, factor_value=frame["factor"])
    table = table[list(CSV_COLUMNS)].astype(object)
    return [tuple(row) for row in table.where(table.notna(), "").to_numpy().tolist()]


def csv_shared(data: ExploreData, texts: Texts) -> dict[str, str]:
    """What every row of the download repeats: outcome and factor with years and sources."""
    return {
        **about(data.outcome, data.outcome_source, data.geography.value, texts),
        **about_factor(data.factor, data.factor_source, texts),
        **({"within": str(data.within.place)} if data.within else {}),
    }


# -- notes ------------------------------------------------------------------------------------


def source_note(indicator: Indicator, source: Source, texts: Texts) -> str:
    """Publisher, title and years of the values, as one sentence."""
    return source_line([Cited(indicator, source)], texts)


def indicator_notes(indicator: Indicator, source: Source, texts: Texts) -> list[str]:
    """Source and years, then the caveats of the catalogue, which say what kind of value it is."""
    notes = [source_note(indicator, source, texts)]
    return notes + [texts.t(f"caveats.{caveat}") for caveat in indicator.caveats]


def notes_of(data: ExploreData, columns: Sequence[str], made: Travels, texts: Texts) -> list[str]:
    """Source of all that a chart shows, flags of its places, caveats, without repeating one."""
    notes = [made.source, *made.flags]
    for name in columns:
        shown = data.factor if name == "factor" else data.outcome
        notes += [texts.t(f"caveats.{caveat}") for caveat in shown.caveats]
    return list(dict.fromkeys(notes))


def travels_of(
    data: ExploreData,
    columns: Sequence[str],
    frame: pd.DataFrame,
    texts: Texts,
    shapes: Sequence[str] = (),
) -> Travels:
    """What goes with a chart of `columns` (`outcome`, `factor`) over the places of `frame`."""
    sources = {"outcome": data.outcome_source, "factor": data.factor_source}
    sides = [side(data, name) for name in columns]
    flags = [
        line
        for chosen in sides
        for line in flags_of_places(
            chosen.indicator, _flagged(frame, chosen.column), data.geography, texts
        )
    ]
    flags += flags_of_values([(chosen.indicator, ()) for chosen in sides], texts)
    cited = [Cited(chosen.indicator, sources[chosen.column]) for chosen in sides]
    return travels(cited, flags=flags, shapes=shapes, texts=texts)


def _flagged(frame: pd.DataFrame, column: str) -> list[tuple[str, str]]:
    """Name and flags of every place with a value."""
    valued = frame[frame[column].notna()]
    return list(zip(valued["name"], valued[f"{column}_flags"], strict=True))


def no_value_note(count: int, geography: Geography, texts: Texts) -> str:
    """How many places are not on the chart."""
    return texts.t(
        "figures.note.no_value", count=count, places=places_word(geography, texts, count=count)
    )

"""The spine as a table, as a download, and its notes: every indicator of one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import nan
from typing import Any

from data.catalogue.schema import Source, Theme
from data.files.csv_file import origin
from data.locale import Texts
from data.locale.format import format_share
from data.models import Flag
from data.place.climb_sentences import in_a_cell, title_of_larger
from data.place.results import Climb, PlaceData, PlaceValue
from data.sentences.frequency import frequency
from data.sentences.words import (
    counted_value,
    few_text,
    interval_text,
    place_label,
    places_word,
    value_text,
)
from layouts.figures.chart import Column, Travels
from layouts.figures.inputs import TABLE_FLAGS, flag_note
from layouts.figures.tables import Lazy
from layouts.figures.travels import Cited, flags_of_values, travels

# The notes of the table say every reason for a missing value too.
_FLAGS = (*TABLE_FLAGS, Flag.NO_RESIDENTS)

CSV_COLUMNS: tuple[str, ...] = (
    "geography", "place_id", "place", "indicator", "indicator_name", "theme", "kind", "years",
    "unit", "value", "lower", "upper", "city_value", "city_lower", "city_upper",
    "quartile_lower", "quartile_upper", "deviation", "places",
    "verdict", "rest_difference", "rest_difference_se", "rest_p_adjusted", "departure",
    "coverage", "own_share", "tracts", "events", "method", "flags",
    "publisher", "source", "licence",
    "around", "share_around",
)  # fmt: skip


def columns(texts: Texts, *, modelled: bool, climbs: Mapping[str, Climb]) -> list[Column]:
    """Heads of the table; modelled values have no verdict, and some places nothing around them."""
    kinds = {
        "indicator": "text", "years": "text", "value": "number", "interval": "interval",
        "words": "text", "city": "number", "middle": "interval", "rest": "number",
        "verdict": "text", "note": "text",
    }  # fmt: skip
    if modelled:
        del kinds["rest"], kinds["verdict"]
    if climbs:
        kinds["around"] = "text"
    return [Column(key, texts.t(f"place.spine.column.{key}"), kind) for key, kind in kinds.items()]


def table_rows(
    values: Sequence[PlaceValue],
    themes: Sequence[Theme],
    texts: Texts,
    climbs: Mapping[str, Climb],
) -> Sequence[dict[str, str]]:
    """Display strings of every indicator, by theme, with what is told around the place; `measure`
    is its id.
    """
    order = {theme.id: n for n, theme in enumerate(themes)}
    ordered = sorted(values, key=lambda v: order.get(v.indicator.theme, len(order)))
    of = climbs.get
    return Lazy(lambda: [_row(v, texts, of(v.indicator.id)) for v in ordered], len(ordered))


def _row(value: PlaceValue, texts: Texts, climb: Climb | None) -> dict[str, str]:
    indicator, lang = value.indicator, texts.lang
    few = Flag.FEWER_THAN_10 in value.flags and not value.shown
    spread = value.spread
    return {
        "measure": indicator.id,
        "indicator": indicator.name.get(lang),
        "years": indicator.years,
        "value": few_text(value.upper, indicator, texts, events=value.events)
        if few
        else texts.t("place.spine.not_graded")
        if value.not_graded
        else counted_value(value.value, value.events, indicator, texts),
        "interval": "" if few else interval_text(value.lower, value.upper, indicator, lang),
        "words": ""
        if value.not_graded
        else frequency(value.value, value.lower, value.upper, indicator, texts),
        "city": value_text(value.city, indicator, lang),
        "middle": interval_text(spread.lower, spread.upper, indicator, lang),
        "rest": value_text(value.rest, indicator, lang) if value.against_rest else "",
        "verdict": "" if value.modelled else texts.t(f"figures.verdict.{value.verdict.value}"),
        "note": _note(value, texts),
        "around": "" if climb is None else in_a_cell(climb, texts),
    }


def _note(value: PlaceValue, texts: Texts) -> str:
    """What is to know about a value, or why there is none."""
    said = flag_note(" ".join(value.flags), texts, _FLAGS)
    if value.shown or Flag.FEWER_THAN_10 in value.flags:
        return said
    if Flag.COVERAGE_UNDER_50 in value.flags:
        return texts.t(
            "place.missing.coverage", share=format_share(value.coverage, lang=texts.lang)
        )
    return said or texts.t("place.missing.no_data")


def csv_rows(
    values: Sequence[PlaceValue], data: PlaceData, sources: Sequence[Source], texts: Texts
) -> Sequence[Sequence[Any]]:
    """Numbers of the download, unrounded, under CSV_COLUMNS; empty where missing.

    The rows of the place, then those of the places around it that speak where it cannot.
    """
    by_id = {source.id: source for source in sources}
    place = place_label(data.area.name, data.area.area_id, data.geography, texts)
    head = (data.geography.value, data.area.place_id, place)

    def rows() -> list[list[Any]]:
        own = [_csv_row(v, head, by_id[v.indicator.source], texts) for v in values]
        climbs = [data.climbs[v.indicator.id] for v in values if v.indicator.id in data.climbs]
        return own + [row for climb in climbs for row in _csv_around(climb, data, by_id, texts)]

    return Lazy(rows)


def _csv_around(
    climb: Climb, data: PlaceData, by_id: Mapping[str, Source], texts: Texts
) -> Iterable[list[Any]]:
    """The row of a place around this one, under its own name; none where nothing can be told."""
    if climb.larger is not None:
        at, value = climb.larger.at, climb.larger.value
        head = (at.place.geography.value, str(at.place), title_of_larger(at, texts))
        source, of = by_id[value.indicator.source], data.area.place_id
        yield _csv_row(value, head, source, texts, around=of, share=at.share)


def _csv_row(
    value: PlaceValue,
    head: Sequence[str],
    source: Source,
    texts: Texts,
    *,
    around: str = "",
    share: float = nan,
) -> list[Any]:
    indicator, spread = value.indicator, value.spread
    cells = [
        *head, indicator.id, indicator.name.get(texts.lang), indicator.theme,
        indicator.kind.value, indicator.years, indicator.unit.value,
        value.value, value.lower, value.upper, value.city, value.city_lower, value.city_upper,
        spread.lower, spread.upper, spread.deviation, spread.places,
        "" if value.modelled else value.verdict.value, value.difference, value.difference_se,
        value.p_adjusted, value.departure or "", value.coverage, value.own_share, value.tracts,
        value.events, value.method, " ".join(f.value for f in Flag if f in value.flags),
        *origin([source], texts).values(), around, share,
    ]  # fmt: skip
    # NaN is the only number that differs from itself
    return ["" if cell != cell else cell for cell in cells]  # noqa: PLR0124


def spine_notes(
    data: PlaceData,
    values: Sequence[PlaceValue],
    drawn: Sequence[PlaceValue],
    made: Travels,
    texts: Texts,
    *,
    modelled: bool,
) -> list[str]:
    """How to take the chart: sources, scale, what is not drawn."""
    shown = sum(value.shown and not value.not_graded for value in values)
    notes = [
        texts.t("place.spine.note.scale", places=places_word(data.spread_geography, texts)),
        texts.t("figures.note.intervals"),
    ]
    if modelled:
        notes.append(texts.t("place.expected.note"))
    if any(value.against_rest for value in values):
        notes.append(texts.t("figures.note.rest"))
    if shown > len(drawn):
        notes.append(texts.t("place.spine.note.newest", count=shown - len(drawn)))
    if len(values) > shown:
        notes.append(texts.t("place.spine.note.missing", count=len(values) - shown))
    return [made.source_short, *notes, *made.flags, made.source]


def spine_travels(
    values: Sequence[PlaceValue],
    shapes: Iterable[str],
    sources: Sequence[Source],
    texts: Texts,
) -> Travels:
    """What goes with the spine: with sixty measures the short line has publishers alone."""
    by_id = {source.id: source for source in sources}
    shown = [value for value in values if value.shown]
    made = travels(
        [Cited(value.indicator, by_id[value.indicator.source]) for value in shown],
        flags=flags_of_values(((value.indicator, value.flags) for value in shown), texts),
        shapes=shapes,
        texts=texts,
    )
    publishers = "; ".join(dict.fromkeys(source.publisher for source in sources))
    short = texts.t("place.spine.note.publishers", publishers=publishers)
    return replace(made, source_short=short)

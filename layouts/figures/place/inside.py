"""The places inside a place as a table and a download: share of people inside, value, verdict."""

from __future__ import annotations

from typing import Any

from data.catalogue.schema import Source
from data.files.csv_file import about, place_cell
from data.locale import Texts
from data.locale.format import format_share
from data.models import Kind, Verdict
from data.place.results import Inside, InsideRow, PlaceValue
from data.place.sentences import place_title
from data.sentences.within import within_sentence
from data.sentences.words import opening, short_name
from layouts.figures.chart import Chart, Column
from layouts.figures.inputs import flag_note
from layouts.figures.place_value import interval_said, value_said
from layouts.figures.travels import Cited, flags_of_places, travels

CSV_COLUMNS = (
    "place_id", "place", "people", "people_within", "share_within", "value", "lower", "upper",
    "coverage", "own_share", "tracts", "events", "method", "flags", "verdict",
)  # fmt: skip


def build_inside(
    found: Inside, *, source: Source, area: str, title: str, area_id: str, texts: Texts
) -> Chart:
    """The list as sentence, table and download; it has no picture.

    `area` is the place inside a sentence, `title` as a heading, `area_id` its address.
    """
    indicator = found.indicator
    flagged = [
        (row.place.name, " ".join(flag.value for flag in row.value.flags))
        for row in found.rows
        if row.value.shown
    ]
    flags = flags_of_places(indicator, flagged, found.geography, texts)
    made = travels(
        [Cited(indicator, source)],
        flags=flags,
        shapes=[shape_of(row.value) for row in found.rows if row.value.shown],
        texts=texts,
    )
    name = f"{opening(short_name(indicator, texts.lang))}, {indicator.years}"
    return Chart(
        title=texts.t("figures.title.within", title=name, area=title),
        sentence=within_sentence(found.counts, indicator, found.geography, area=area, texts=texts),
        figure={},
        columns=_columns(found, texts),
        rows=[_row(row, found, texts) for row in found.rows],
        csv_columns=CSV_COLUMNS,
        csv_rows=[_csv_row(row, found, texts) for row in found.rows],
        csv_shared={**about(indicator, source, found.geography.value, texts), "within": area_id},
        notes=[made.source, *made.flags],
        travels=made,
    )


def shape_of(value: PlaceValue) -> str:
    """The mark of a value: its stored verdict, or that a model made it."""
    if value.indicator.kind is Kind.MODELLED:
        return "modelled"
    return value.verdict.value


def name_of(row: InsideRow, found: Inside, texts: Texts) -> str:
    """The place as a heading."""
    return place_title(row.place.name, row.place.area_id, found.geography, texts)


def note_of(row: InsideRow, texts: Texts) -> str:
    """What must be known of the value."""
    return flag_note(" ".join(flag.value for flag in row.value.flags), texts)


def _columns(found: Inside, texts: Texts) -> list[Column]:
    t = texts.t
    unit = t(f"figures.unit.{found.indicator.unit.value}")
    name = opening(short_name(found.indicator, texts.lang))
    return [
        Column("name", t("figures.column.name")),
        Column("value", t("figures.column.value", name=name, unit=unit), "number"),
        Column("interval", t("figures.column.interval"), "interval"),
        Column("verdict", t("figures.column.verdict")),
        Column("share", t("place.inside.column.share"), "number"),
        Column("note", t("figures.column.note")),
    ]


def _row(row: InsideRow, found: Inside, texts: Texts) -> dict[str, str]:
    tested = row.value.shown and found.indicator.kind is not Kind.MODELLED
    return {
        "place_id": row.place.place_id,
        "name": name_of(row, found, texts),
        "value": value_said(row.value, texts),
        "interval": interval_said(row.value, texts),
        "verdict": texts.t(f"figures.verdict.{row.value.verdict.value}") if tested else "",
        "share": format_share(row.part.share, lang=texts.lang),
        "note": note_of(row, texts),
    }


def _csv_row(row: InsideRow, found: Inside, texts: Texts) -> tuple[Any, ...]:
    value, part, place = row.value, row.part, row.place
    counted = found.indicator.counted is not None
    return (
        place.place_id,
        place_cell(place.name, place.area_id, found.geography, texts),
        part.everyone,
        part.people,
        part.share,
        value.value,
        value.lower,
        value.upper,
        value.coverage,
        value.own_share,
        value.tracts,
        value.events if counted else None,
        value.method,
        " ".join(sorted(flag.value for flag in value.flags)),
        (value.verdict or Verdict.NOT_TESTED).value,
    )

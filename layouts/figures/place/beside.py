"""A place beside its county, its state and the nation: a panel a measure, nothing tested.

The interval of a published value keeps the level of its publisher, which is said with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.catalogue.loader import Catalogue
from data.catalogue.schema import Indicator, Source
from data.cities.city import city
from data.files.csv_file import origin
from data.locale import Texts
from data.models import Flag, Geography
from data.place.beside_sentences import (
    OWN_LEVEL_PERCENT,
    Limits,
    caveats,
    in_picture,
    in_words,
    own_numbers,
    sentence,
    with_level,
)
from data.place.results import Beside, PlaceData
from data.place.sentences import place_title
from data.published import sentences as published
from data.published.results import CountyShare, PublishedEstimate
from data.sentences.words import join, known, opening, short_name, value_text
from layouts.figures.base import axis_title, tick_format
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.place.measures import whose
from layouts.figures.travels import Published, flags_of_values, published_travels, value_flags
from layouts.theme import Palette

MAX_MEASURES = 3  # on a slide
_ROW_PX, _SLIDE_ROW_PX = 31, 40  # names of two lines
_LABEL_EM, _TITLE_EM = 12.0, 26.0
_ROOM = 0.08
_SLIDE_LABEL_EM, _SLIDE_TITLE_EM = 10.0, 19.0
CSV_COLUMNS: tuple[str, ...] = (
    "geography", "place_id", "place", "indicator", "indicator_name", "kind", "years",
    "years_inferred", "unit", "value", "lower", "upper", "level_percent", "flags",
    "publisher", "source", "licence",
)  # fmt: skip


def build_beside(
    catalogue: Catalogue,
    data: PlaceData,
    found: Sequence[Beside],
    share: CountyShare | None,
    *,
    place: str,
    theme: Palette,
    texts: Texts,
    scale: float = 1.0,
    chosen: str = "",
) -> Chart:
    """The measures of `found` in a panel each; on a slide three, `chosen` first.

    `place` is the place inside a sentence. Table and download hold all of them.
    """
    on_slide = scale > 1
    own = [entry for entry in found if entry.value is not None]  # whose years and level are ours
    few = in_picture(own or found, first=(chosen, *city().headline), count=MAX_MEASURES)
    drawn = few if on_slide else found
    notes = caveats(found, data, share, texts)
    made = _travels(catalogue, found, drawn, texts, on_slide=on_slide)
    row_px = _SLIDE_ROW_PX if on_slide else _ROW_PX
    panels = [_panel(entry, data, theme, texts, on_slide=on_slide) for entry in drawn]
    return Chart(
        title=texts.t("place.beside.title"),
        sentence=_on_slide(few, data, notes[:2], place, texts)
        if on_slide
        else sentence(found, data, place=place, led=few[0], texts=texts),
        figure=panels_figure(panels, theme=theme, row_px=row_px, scale=scale),
        columns=_columns(texts),
        rows=[row for entry in found for row in _rows(entry, data, theme, texts)],
        csv_columns=CSV_COLUMNS,
        csv_rows=[row for entry in found for row in _csv(catalogue, entry, data, texts)],
        notes=[made.source_short, *notes, *made.flags, made.source],
        travels=made,
    )


def _on_slide(
    drawn: Sequence[Beside], data: PlaceData, caveats: Sequence[str], place: str, texts: Texts
) -> str:
    """The numbers of the first measure, whose they are, levels of the intervals, and no test."""
    led = in_words(drawn[0], data, place=place, texts=texts, intervals=False)
    return join(led, whose([entry.value for entry in drawn if entry.value], place, texts), *caveats)


def _name(geography: Geography, data: PlaceData, texts: Texts) -> str:
    """The row of the place or of the city."""
    if geography is Geography.CITY:
        return opening(texts.t("common.city"))
    return place_title(data.area.name, data.area.area_id, geography, texts)


# -- picture ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Number:
    """A row of a panel, and of the table: of the place, the city, or what is published."""

    name: str
    years: str
    numbers: Limits
    level_percent: int | None
    color: str
    assumed: bool = False
    symbol: str = "circle"
    flags: str = ""


def _numbers(entry: Beside, data: PlaceData, theme: Palette, texts: Texts) -> list[_Number]:
    indicator, value = entry.indicator, entry.value
    flags = ", ".join(value_flags(indicator, value.flags, texts)) if value else ""
    colors = {Geography.CITY: theme.city_line, data.geography: theme.outcome_mark}
    own = [
        _Number(
            name=_name(geography, data, texts),
            years=indicator.years,
            numbers=numbers,
            level_percent=OWN_LEVEL_PERCENT,
            color=colors[geography],
            flags=flags if geography is data.geography else "",
        )
        for geography, numbers in own_numbers(entry, data)
    ]
    elsewhere = [
        _Number(
            name=e.area.name.get(texts.lang),
            years=published.years(e, texts, inside=True),
            numbers=(e.value, e.lower, e.upper),
            level_percent=e.level_percent,
            assumed=e.level_assumed,
            color=theme.ink,
            symbol="square-open",
        )
        for e in entry.published
    ]
    return [*own, *elsewhere]


def _panel(
    entry: Beside, data: PlaceData, theme: Palette, texts: Texts, *, on_slide: bool
) -> Panel:
    indicator = entry.indicator
    label_em = _SLIDE_LABEL_EM if on_slide else _LABEL_EM
    shown = _numbers(entry, data, theme, texts)
    rows = []
    for number in shown:
        label = number.name
        if number.years != indicator.years and not on_slide:
            label = texts.t("figures.note.measure_years", name=label, years=number.years)
        rows.append(Row(wrapped(label, label_em), (_dot(number, indicator, texts),)))
    title = f"<b>{opening(axis_title(indicator, texts))}</b>, {indicator.years}"
    others = {number.years for number in shown} - {indicator.years}
    if on_slide and others:
        # beside a name of a row they would have no room
        title += texts.t("place.beside.other_years", years=", ".join(sorted(others)))
    room = _SLIDE_TITLE_EM if on_slide else _TITLE_EM
    return Panel(
        title=wrapped(title, room, "bold"),
        rows=tuple(rows),
        limits=_from_zero([x for number in shown for x in number.numbers if known(x)]),
        ticks=tick_format(indicator),
    )


def _from_zero(numbers: Sequence[float]) -> tuple[float, float]:
    """Shares and rates from zero on; what may lie below it from its least number on."""
    low, high = min(0.0, *numbers), max(numbers)
    return low, high + (high - low) * _ROOM


def _dot(number: _Number, indicator: Indicator, texts: Texts) -> Dot:
    value, lower, upper = number.numbers
    said = value_text(value, indicator, texts.lang)
    sure = with_level(lower, upper, number.level_percent, indicator, texts, assumed=number.assumed)
    return Dot(
        value=value,
        lower=lower,
        upper=upper,
        said=said,
        hover=f"<b>{number.name}</b><br>{said}, {number.years}<br>{sure}",
        color=number.color,
        symbol=number.symbol,
    )


# -- table and download -----------------------------------------------------------------------


def _columns(texts: Texts) -> list[Column]:
    t = texts.t
    return [
        Column("measure", t("place.spine.column.indicator")),
        Column("place", t("common.place")),
        Column("years", t("place.spine.column.years")),
        Column("value", t("present.column.value"), "number"),
        Column("interval", t("place.beside.column.interval"), "interval"),
        Column("note", t("figures.column.note")),
    ]


def _rows(entry: Beside, data: PlaceData, theme: Palette, texts: Texts) -> list[dict[str, str]]:
    indicator = entry.indicator
    return [
        {
            "measure": opening(axis_title(indicator, texts)),
            "place": number.name,
            "years": number.years,
            "value": value_text(number.numbers[0], indicator, texts.lang),
            "interval": with_level(
                *number.numbers[1:],
                number.level_percent,
                indicator,
                texts,
                assumed=number.assumed,
            ),
            "note": number.flags,
        }
        for number in _numbers(entry, data, theme, texts)
    ]


def _csv(catalogue: Catalogue, entry: Beside, data: PlaceData, texts: Texts) -> list[Sequence[Any]]:
    value, indicator = entry.value, entry.indicator
    about = (indicator.id, indicator.name.get(texts.lang), indicator.kind.value)
    rows = []
    for geography, numbers in own_numbers(entry, data):
        is_place = geography is data.geography
        place_id = data.area.place_id if is_place else Geography.CITY.value
        flags = " ".join(f.value for f in Flag if f in value.flags) if is_place and value else ""
        level = OWN_LEVEL_PERCENT if known(*numbers[1:]) else None
        rows.append(
            (geography.value, place_id, _name(geography, data, texts), *about, indicator.years,
             False, indicator.unit.value, *numbers, level, flags,
             *origin([catalogue.source_of(indicator)], texts).values())
        )  # fmt: skip
    return [
        *rows,
        *(_published_csv(e, about, indicator.unit.value, texts) for e in entry.published),
    ]


def _published_csv(
    e: PublishedEstimate, about: Sequence[str], unit: str, texts: Texts
) -> Sequence[Any]:
    return (
        e.area.kind, "", e.area.name.get(texts.lang), *about, e.years, e.years_inferred, unit,
        e.value, e.lower, e.upper, e.level_percent, "", *origin([e.source], texts).values(),
    )  # fmt: skip


# -- what goes with it ------------------------------------------------------------------------


def _travels(
    catalogue: Catalogue,
    found: Sequence[Beside],
    drawn: Sequence[Beside],
    texts: Texts,
    *,
    on_slide: bool,
) -> Travels:
    """Sources of everything in the table, flags of what is drawn.

    The short line names the measures of a slide; of all of them it has publishers alone.
    """
    whole = published_travels("", _sources(catalogue, found, texts, titles=True), texts)
    named = _sources(catalogue, drawn, texts, titles=False)
    short = published_travels("", named, texts).source_short
    if not on_slide:
        publishers = "; ".join(dict.fromkeys(entry.publisher for entry in named))
        short = texts.t("place.spine.note.publishers", publishers=publishers)
    own = [entry.value for entry in drawn if entry.value is not None]
    flags = flags_of_values(((value.indicator, value.flags) for value in own), texts)
    return Travels(source=whole.source_short, source_short=short, flags=tuple(flags))


def _sources(
    catalogue: Catalogue, entries: Sequence[Beside], texts: Texts, *, titles: bool
) -> list[Published]:
    """Each measure and where its numbers come from: our own, then what is published elsewhere."""

    def named(source: Source) -> str:
        title = source.title.get(texts.lang)
        return f"{source.publisher}, {title}" if titles else source.publisher

    return [
        Published(short_name(entry.indicator, texts.lang), years, named(source))
        for entry in entries
        for years, source in (
            *_own_source(catalogue, entry),
            *((e.years, e.source) for e in entry.published),
        )
    ]


def _own_source(catalogue: Catalogue, entry: Beside) -> list[tuple[str, Source]]:
    if entry.value is None:
        return []
    return [(entry.indicator.years, catalogue.source_of(entry.indicator))]

"""One place beside the city: a panel a measure, the place over the city, both with intervals."""

from __future__ import annotations

from collections.abc import Sequence

from data.locale import Texts
from data.place import find_place
from data.place_views import PlaceData, PlaceValue
from data.sentences.place import nothing_sentence, place_name, place_title, standout_sentence
from data.sentences.words import interval_text, opening, value_text
from data.services import Services
from layouts.figures.base import axis_title, tick_format
from layouts.figures.chart import Chart, Column
from layouts.figures.panels import Dot, Panel, Row, panels_figure, wrapped
from layouts.figures.tables import source_note
from layouts.theme import Palette, verdict_style

MAX_MEASURES = 3
_LABEL_CHARS = 18
_ROW_PX = 40
_CSV = ("indicator", "years", "place", "value", "lower", "upper", "verdict")


def place_chart(
    services: Services, place_id: str, *, theme: Palette, texts: Texts, scale: float
) -> Chart | None:
    """Headline measures of a place and what stands out most; None if there is no such place."""
    if find_place(services, place_id) is None:
        return None
    data: PlaceData = services.place(place_id)
    values = measures(data)
    area = data.area
    name = opening(place_name(area.name, area.area_id, data.geography, texts))
    city = opening(texts.t("common.city"))
    panels = [_panel(value, name, city, theme, texts) for value in values]
    figure = panels_figure(panels, theme=theme, row_px=_ROW_PX, scale=scale) if panels else {}
    sources = {
        value.indicator.id: source_note(
            value.indicator, services.catalogue.source_of(value.indicator), texts
        )
        for value in values
    }
    return Chart(
        title=place_title(area.name, area.area_id, data.geography, texts),
        sentence=_finding(data, name, texts),
        figure=figure,
        columns=_columns(texts),
        rows=[row for value in values for row in _rows(value, name, city, texts)],
        csv_columns=_CSV,
        csv_rows=[row for value in values for row in _numbers(value, name, city)],
        notes=[" ".join(dict.fromkeys(sources.values()))] if sources else [],
    )


def measures(data: PlaceData) -> list[PlaceValue]:
    """Headline measures with a value, then what stands out, each once; none that is modelled."""
    found = {
        value.indicator.id: value
        for value in (*data.headline, *data.standouts)
        if value.shown and not value.modelled
    }
    return list(found.values())[:MAX_MEASURES]


def _finding(data: PlaceData, name: str, texts: Texts) -> str:
    """What the stored verdicts allow to say, or that they allow nothing and why."""
    if not data.standouts:
        return nothing_sentence(data, texts)
    shown = {value.indicator.id for value in measures(data)}
    told = [value for value in data.standouts if value.indicator.id in shown]
    value = (told or data.standouts)[0]
    sentence = standout_sentence(value, place=name, texts=texts)
    if value.indicator.outcome_words is not None:
        return sentence
    # without words of its own the sentence says "the share": of what stands before it
    return f"{value.indicator.name.get(texts.lang)}, {value.indicator.years}. {sentence}"


def _panel(value: PlaceValue, name: str, city: str, theme: Palette, texts: Texts) -> Panel:
    indicator = value.indicator
    style = verdict_style(value.verdict.value, theme.name)
    here = Dot(
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        said=value_text(value.value, indicator, texts.lang),
        hover="",
        color=style.color,
        symbol=style.symbol,
    )
    there = Dot(
        value=value.city,
        lower=value.city_lower,
        upper=value.city_upper,
        said=value_text(value.city, indicator, texts.lang),
        hover="",
        color=theme.city_line,
    )
    title = wrapped(f"<b>{opening(axis_title(indicator, texts))}</b>, {indicator.years}", 34)
    rows = (Row(wrapped(name, _LABEL_CHARS), (here,)), Row(city, (there,)))
    return Panel(title=title, rows=rows, ticks=tick_format(indicator))


def _columns(texts: Texts) -> list[Column]:
    return [
        Column("measure", texts.t("present.column.measure")),
        Column("place", texts.t("common.place")),
        Column("value", texts.t("present.column.value"), "number"),
        Column("interval", texts.t("figures.column.interval"), "interval"),
    ]


def _rows(value: PlaceValue, name: str, city: str, texts: Texts) -> list[dict[str, str]]:
    indicator, lang = value.indicator, texts.lang
    measure = f"{opening(axis_title(indicator, texts))}, {indicator.years}"
    entries = (
        (name, value.value, value.lower, value.upper),
        (city, value.city, value.city_lower, value.city_upper),
    )
    return [
        {
            "measure": measure,
            "place": place,
            "value": value_text(number, indicator, lang),
            "interval": interval_text(low, high, indicator, lang),
        }
        for place, number, low, high in entries
    ]


def _numbers(value: PlaceValue, name: str, city: str) -> Sequence[Sequence[object]]:
    indicator = value.indicator
    here = (name, value.value, value.lower, value.upper, value.verdict.value)
    there = (city, value.city, value.city_lower, value.city_upper, "")
    return [(indicator.id, indicator.years, *entry) for entry in (here, there)]

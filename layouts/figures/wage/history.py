"""The minimum wage in steps, in dollars of the day; the federal rate where it applied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from data.files.csv_file import origin
from data.locale import Texts
from data.locale.format import format_day
from data.wage import sentences as said
from data.wage.results import FEDERAL, HISTORY, STATE, Rate, WageData
from layouts.figures.base import (
    CURVE,
    EQUAL,
    EQUAL_NAME,
    POINTS,
    UP,
    WITHOUT_COMMAS,
    axis,
    base_layout,
    note,
)
from layouts.figures.chart import Chart, Column, Travels
from layouts.theme import Palette

HEIGHT_PX = 340
TICK_YEARS, TICK_USD = 5, 5
# Room before the first step for its amount, after the last, and over the highest, in years and $.
_BEFORE_YEARS, _AFTER_YEARS, _OVER_USD = 2.2, 0.4, 1.5
_DAYS_A_YEAR = 365.25
CSV_COLUMNS: tuple[str, ...] = (
    "indicator", "indicator_name", "unit", "years", "from_date", "geography", "place", "value",
    "law", "publisher", "source", "licence", "citation",
)  # fmt: skip


def build_history(data: WageData, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """Steps from the first rate to the last; table and file have every row with its law."""
    source = data.sources[HISTORY]
    t, lang = texts.t, texts.lang
    line = t("wage.history.source", publisher=source.publisher, title=source.title.get(lang))
    return Chart(
        title=t("wage.history.chart", state=data.said.facts.state.get(lang)),
        sentence=said.history(data, texts),
        figure={
            "data": _traces(data, theme, texts),
            "layout": _layout(data, theme, texts, scale),
        },
        columns=[
            Column("since", t("wage.column.since")),
            Column("usd", t("wage.column.usd"), "number"),
            Column("year_usd", t("wage.column.year_usd"), "number"),
            Column("law", t("wage.column.law")),
            Column("source", t("gaps.column.source")),
        ],
        rows=[_row(rate, data, texts) for rate in data.rates],
        csv_columns=CSV_COLUMNS,
        csv_rows=[*_csv(data, texts)],
        notes=[line, t("wage.history.note"), t("wage.history.arithmetic")],
        travels=Travels(
            source=line, source_short=t("wage.history.source_short", publisher=source.publisher)
        ),
    )


def _at(day: date) -> float:
    """A day as a number of years: `2009-07-24` is 2009.56."""
    return round(day.year + (day - date(day.year, 1, 1)).days / _DAYS_A_YEAR, 3)


def _traces(data: WageData, theme: Palette, texts: Texts) -> list[dict[str, Any]]:
    lang = texts.lang
    days = [*(rate.since for rate in data.rates[1:]), data.said.facts.as_of]
    ends = list(zip(data.rates, days, strict=True))
    hover = [
        f"{said.dollars(rate.usd, lang)} · {format_day(rate.since, lang=lang)}<br>"
        f"{said.law_of(rate, data, texts)}"
        for rate in data.rates
    ]
    line = {
        "type": "scatter",
        "meta": CURVE,
        "mode": "lines",
        "x": [x for rate, until in ends for x in (_at(rate.since), _at(until))],
        "y": [rate.usd for rate in data.rates for _ in range(2)],
        "line": {"color": theme.outcome_mark, "width": 2.5},
        "hovertext": [words for words in hover for _ in range(2)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    named = [rate for rate in data.rates if rate.since in data.said.facts.named]
    points = {
        "type": "scatter",
        "meta": POINTS,
        "mode": "markers+text",
        "x": [_at(rate.since) for rate in named],
        "y": [rate.usd for rate in named],
        "text": [said.dollars(rate.usd, lang) for rate in named],
        "textposition": "top left",
        "textfont": {"color": theme.ink},
        "marker": {"size": 9, "color": theme.outcome_mark},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [*_federal(data, theme), line, points]


def _federal(data: WageData, theme: Palette) -> list[dict[str, Any]]:
    """The federal rate where the file says it applied: a line beside the state's steps."""
    floor = data.floor
    if floor is None or floor.until is None:
        return []
    return [
        {
            "type": "scatter",
            "meta": EQUAL,
            "mode": "lines",
            "x": [_at(floor.since), _at(floor.until)],
            "y": [floor.usd] * 2,
            "line": {"color": theme.ink, "width": 1.8, "dash": "dash"},
            "hoverinfo": "skip",
        }
    ]


def _layout(data: WageData, theme: Palette, texts: Texts, scale: float) -> dict[str, Any]:
    first, last = data.rates[0].since.year, data.said.facts.as_of
    highest = max(rate.usd for rate in data.rates)
    years = [y for y in range(first, last.year + 1) if y % TICK_YEARS == 0]
    amounts = list(range(TICK_USD, int(highest) + 1, TICK_USD))
    return base_layout(
        theme,
        scale=scale,
        height=round(HEIGHT_PX * scale),
        dragmode=False,
        margin={
            "l": round(40 * scale),
            "r": round(16 * scale),
            "t": round(30 * scale),
            "b": round(26 * scale),
        },
        xaxis=axis(
            theme,
            range=[first - _BEFORE_YEARS, _at(last) + _AFTER_YEARS],
            tickvals=years,
            tickformat=WITHOUT_COMMAS,
            showgrid=False,
        ),
        yaxis=axis(
            theme,
            range=[0, highest + _OVER_USD],
            tickvals=amounts,
            tickprefix="$",
        ),
        annotations=[_unit(texts, theme, scale), *_federal_name(data, texts, theme)],
    )


def _unit(texts: Texts, theme: Palette, scale: float) -> dict[str, Any]:
    return note(
        UP,
        "↑ " + texts.t("wage.history.unit"),
        theme,
        x=0,
        xanchor="left",
        y=1,
        yanchor="bottom",
        yshift=round(8 * scale),
        font={"color": theme.outcome_mark},
    )


def _federal_name(data: WageData, texts: Texts, theme: Palette) -> list[dict[str, Any]]:
    floor = data.floor
    if floor is None or floor.until is None:
        return []
    said_there = texts.t("wage.history.floor_name", usd=said.dollars(floor.usd, texts.lang))
    return [
        note(
            EQUAL_NAME,
            said_there,
            theme,
            x=_at(floor.since),
            xref="x",
            y=floor.usd - 1,
            yref="y",
            xanchor="left",
            yanchor="top",
            font={"color": theme.ink},
        )
    ]


# -- table and download -----------------------------------------------------------------------


def _row(rate: Rate, data: WageData, texts: Texts) -> dict[str, str]:
    lang = texts.lang
    since = format_day(rate.since, lang=lang)
    assumed = texts.t("wage.history.date_assumed") if rate.date_assumed else ""
    return {
        "since": f"{since} {assumed}".strip(),
        "usd": said.dollars(rate.usd, lang),
        "year_usd": said.dollars(rate.full_time_usd, lang, decimals=0),
        "law": said.law_of(rate, data, texts),
        "source": "; ".join(source_names(rate, data)),
    }


def source_names(rate: Rate, data: WageData) -> list[str]:
    """The sources of a row by name, as the row calls them where the city names none."""
    known = [s.name for s in data.said.facts.history_sources if s.match in rate.source]
    return known or [rate.source]


def _csv(data: WageData, texts: Texts) -> Sequence[Sequence[Any]]:
    own = origin([data.sources[HISTORY]], texts)
    place = data.said.facts.state.get(texts.lang)
    federal = texts.t("wage.history.federal")
    rows = [
        (STATE, place, rate.since, rate.usd, said.law_of(rate, data, texts), rate)
        for rate in data.rates
    ]
    if (floor := data.floor) is not None:
        first = data.rates[0]
        rows.insert(0, (FEDERAL, federal, floor.since, floor.usd, federal, first))
    return [
        (
            "minimum_wage", texts.t("wage.history.name"), "usd_per_hour", str(since.year),
            since.isoformat(), geography, where, usd, law, own["publisher"], own["source"],
            own["licence"], "; ".join(source_names(rate, data)),
        )
        for geography, where, since, usd, law, rate in rows
    ]  # fmt: skip

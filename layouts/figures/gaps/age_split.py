"""The life-expectancy gap split by age at death: bars that add up to the headline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.gaps import age_split_sentences
from data.gaps.age_sentences import printed_band_shares, printed_bands
from data.gaps.results import AgePart, AgeSplit, GapsData
from data.locale import Texts
from data.locale.format import (
    format_interval,
    format_number,
    format_share,
    printed_parts,
)
from data.models import Unit
from layouts.figures.base import ACROSS, BARS, ENDS, HEADING, ZERO_LINE, axis, base_layout, note
from layouts.figures.chart import Chart, Column
from layouts.figures.gaps.equity_dots import csv_shared, gap_notes, gap_travels, with_note
from layouts.theme import Palette

ROW_PX = 34
BAR_PX = 16
TOP_PX = 26
BOTTOM_PX = 26
DECIMALS = 2
CSV_COLUMNS: tuple[str, ...] = (
    "age_stage", "age_from", "age_to", "value", "lower", "upper", "share_of_gap",
)  # fmt: skip


def build_age_split(data: GapsData, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """Years of the gap by age at death. Raises ValueError where there is no split."""
    if data.ages is None:
        raise ValueError("data.ages: the outcome has no split by age")
    ages = data.ages
    return Chart(
        title=texts.t("gaps.ages.title"),
        sentence=age_split_sentences.ages(data, texts),
        figure={
            "data": _traces(ages, theme, texts, scale),
            "layout": _layout(data, ages, theme, texts, scale),
        },
        columns=_columns(texts),
        rows=[*_rows(ages, texts), _total(ages, texts)],
        csv_columns=CSV_COLUMNS,
        csv_shared=csv_shared(data, texts),
        csv_rows=_csv_rows(ages),
        notes=with_note(texts.t("gaps.note.ages"), gap_notes(data, texts)),
        travels=gap_travels(data, texts),
    )


def age_text(part: AgePart, texts: Texts) -> str:
    """`15–24`, `85 and over`."""
    if part.age_to is None:
        return texts.t("gaps.ages.open", age=part.age_from)
    return texts.t("gaps.ages.band", start=part.age_from, end=part.age_to)


def years_text(value: float, texts: Texts, decimals: int = 1) -> str:
    """`1.8`."""
    return format_number(value, decimals=decimals, lang=texts.lang)


def _interval(part: AgePart, texts: Texts) -> str:
    return format_interval(
        part.lower, part.upper, unit=Unit.YEARS, decimals=DECIMALS, lang=texts.lang
    )


def _traces(ages: AgeSplit, theme: Palette, texts: Texts, scale: float) -> list[dict[str, Any]]:
    x: list[float | None] = []
    y: list[int | None] = []
    for row, part in enumerate(ages.parts):
        x += [0, round(part.years, 3), None]
        y += [row, row, None]
    bars = {
        "type": "scatter",
        "meta": BARS,
        "mode": "lines",
        "x": x[:-1],
        "y": y[:-1],
        "line": {"color": theme.outcome[2], "width": round(BAR_PX * scale)},
        "hoverinfo": "skip",
    }
    hover = [texts.t("gaps.hover.age", **row) for row in _rows(ages, texts)]
    return [bars, _ends(ages, hover, theme)]


def _ends(ages: AgeSplit, hover: Sequence[str], theme: Palette) -> dict[str, Any]:
    """The ends of the bars with their intervals, which answer the pointer."""
    return {
        "type": "scatter",
        "meta": ENDS,
        "mode": "markers",
        "x": [round(part.years, 3) for part in ages.parts],
        "y": list(range(len(ages.parts))),
        "hovertext": list(hover),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"size": 6, "color": theme.ink},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [round(part.upper - part.years, 3) for part in ages.parts],
            "arrayminus": [round(part.years - part.lower, 3) for part in ages.parts],
            "color": theme.ink,
            "thickness": 1.2,
            "width": 0,
        },
        "cliponaxis": False,
    }


def _layout(
    data: GapsData, ages: AgeSplit, theme: Palette, texts: Texts, scale: float
) -> dict[str, Any]:
    n = len(ages.parts)
    low = min(0.0, *(part.lower for part in ages.parts))
    high = max(part.upper for part in ages.parts)
    room = (high - low) * 0.04
    labels = [
        f"{age_text(part, texts)}<br><b>{years_text(years, texts)}</b>"
        for part, years in zip(ages.parts, printed_bands(data), strict=True)
    ]
    return base_layout(
        theme,
        scale=scale,
        height=round((TOP_PX + BOTTOM_PX + n * ROW_PX) * scale),
        dragmode=False,
        margin={
            "l": round(92 * scale),
            "r": round(16 * scale),
            "t": round(TOP_PX * scale),
            "b": round(BOTTOM_PX * scale),
        },
        xaxis=axis(theme, range=[round(low - room, 3), round(high + room, 3)], nticks=6),
        yaxis=axis(
            theme,
            showgrid=False,
            range=[n - 0.5, -0.5],
            tickvals=list(range(n)),
            ticktext=labels,
            tickfont={"color": theme.ink},
        ),
        shapes=[
            {
                "type": "line",
                "name": ZERO_LINE,
                "x0": 0,
                "x1": 0,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": theme.control, "width": 1},
            }
        ],
        annotations=[
            note(
                HEADING,
                texts.t("gaps.ages.rows"),
                theme,
                x=0,
                xanchor="right",
                xshift=round(-8 * scale),
                y=1,
                yanchor="bottom",
                yshift=4,
                font={"color": theme.ink},
            ),
            note(
                ACROSS,
                texts.t("gaps.ages.axis") + " →",
                theme,
                x=1,
                xanchor="right",
                y=1,
                yanchor="bottom",
                yshift=4,
                font={"color": theme.outcome_mark},
            ),
        ],
    )


def _columns(texts: Texts) -> list[Column]:
    t = texts.t
    return [
        Column("age", t("gaps.column.age")),
        Column("years", t("gaps.column.years"), "number"),
        Column("interval", t("figures.column.interval"), "interval"),
        Column("share", t("gaps.column.share"), "number"),
    ]


def _rows(ages: AgeSplit, texts: Texts) -> list[dict[str, str]]:
    """A row a band; printed years and shares add up to the total below them."""
    years = printed_parts([part.years for part in ages.parts], ages.total, decimals=DECIMALS)
    shares = printed_band_shares(ages)
    return [
        {
            "age": age_text(part, texts),
            "years": years_text(number, texts, DECIMALS),
            "interval": _interval(part, texts),
            "share": format_share(share, lang=texts.lang),
        }
        for part, number, share in zip(ages.parts, years, shares, strict=True)
    ]


def _total(ages: AgeSplit, texts: Texts) -> dict[str, str]:
    return {
        "age": texts.t("gaps.ages.all"),
        "years": years_text(ages.total, texts, DECIMALS),
        "interval": "",
        "share": format_share(1.0, lang=texts.lang),
    }


def _csv_rows(ages: AgeSplit) -> list[Sequence[Any]]:
    return [
        (stage, part.age_from, "" if part.age_to is None else part.age_to, part.years,
         part.lower, part.upper, part.share)
        for stage, parts in (("band", ages.parts), ("stage_of_life", ages.broad))
        for part in parts
    ]  # fmt: skip

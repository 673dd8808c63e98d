"""Places in order, a dot and its interval each, around the line of the city. It scrolls."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from data.explore.results import ExploreData
from data.explore.sentences import ranking_sentence
from data.locale import Texts
from data.models import Kind, Verdict
from data.sentences.words import opening, places_word, short_name, value_text
from layouts.figures import tables
from layouts.figures.base import (
    ACROSS,
    CITY_LINE,
    CITY_NAME,
    LABELS_FIT,
    PLACES,
    axis,
    axis_words,
    base_layout,
    fading,
    note,
    tick_format,
)
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.inputs import (
    hover_rows,
    ordered_places,
    rounded,
    side,
    titled,
    value_lines,
)
from layouts.figures.labels import cut, longest_px
from layouts.theme import Palette, mark_style, verdict_style

ROW_PX = 22
TOP_PX = 58
BOTTOM_PX = 12
MARK_PX = 9
# Names longer than this are cut on the axis; hover, table and download keep them whole.
NAME_PX = 168
_BESIDE_NAMES_PX = 10
# What plotly calls its shapes by number; 0, a small dot, is for what was not tested.
_SYMBOL_NUMBERS = {"triangle-up": 5, "triangle-down": 6, "circle-open": 100}
_EXTRA = "<extra></extra>"


def build_ranking(data: ExploreData, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """Ranking of the outcome, the dark (worst) end of the scale first.

    `scale` enlarges type and rows for a projector. The height that the rows need is
    `layout.height`; a modelled outcome is ordered but has neither ranks nor verdict shapes.
    """
    places = ordered_places(data, "outcome", texts)
    shown = pd.concat([places.valued, places.few])
    traces = [
        *_dots(data, places.valued, theme, texts, scale),
        *_too_few(data, places.few, len(places.valued), theme, texts),
    ]
    frame = pd.concat([shown, places.missing])
    made = tables.travels_of(data, ("outcome",), shown, texts, _shapes_of(data, places.valued))
    return Chart(
        title=titled(_title(data, texts), data.within, texts),
        sentence=ranking_sentence(data, texts=texts),
        figure={"data": traces, "layout": _layout(data, shown, theme, texts, scale)},
        columns=_columns(data, texts),
        rows=tables.Lazy(lambda: tables.table_rows(data, frame, texts)),
        csv_columns=tables.CSV_COLUMNS,
        csv_rows=tables.Lazy(lambda: tables.csv_rows(data, frame, texts)),
        csv_shared=tables.csv_shared(data, texts),
        notes=_notes(data, len(places.missing), made, texts),
        travels=made,
    )


# -- traces -----------------------------------------------------------------------------------


def _dots(
    data: ExploreData, frame: pd.DataFrame, theme: Palette, texts: Texts, scale: float
) -> list[dict[str, Any]]:
    if frame.empty:
        return []
    outcome = data.outcome
    lines = [
        "<b>%{text}</b>",
        *value_lines(outcome, "%{customdata[1]}", texts),
        texts.t("figures.hover.coverage", share="%{customdata[2]}") + "%{customdata[3]}",
    ]
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "meta": PLACES,
        "x": rounded(frame["outcome"], outcome.decimals),
        "y": list(range(len(frame))),
        "text": frame["name"].tolist(),
        "customdata": hover_rows(data, frame, "outcome", texts),
        "marker": _marker(data, frame, theme, MARK_PX * scale),
        "error_x": _bars(frame, outcome.decimals, theme),
        "cliponaxis": False,
        **fading(),
    }
    if _is_tested(data, frame):
        trace["hovertext"] = [
            opening(texts.t(f"figures.verdict.{verdict or Verdict.NOT_TESTED.value}"))
            for verdict in frame["verdict"]
        ]
        lines.append("%{hovertext}")
        if frame["rank"].notna().any():
            rank = texts.t("figures.hover.rank", range="%{customdata[4]}", n=data.ranked)
            lines.append(rank)
    trace["hovertemplate"] = "<br>".join(lines) + _EXTRA
    return [trace]


def _shapes_of(data: ExploreData, frame: pd.DataFrame) -> list[str]:
    """The mark of every place: its verdict, or that a model made it."""
    if data.outcome.kind is Kind.MODELLED:
        return ["modelled"] * len(frame)
    return [verdict or Verdict.NOT_TESTED.value for verdict in frame["verdict"]]


def _marker(
    data: ExploreData, frame: pd.DataFrame, theme: Palette, size_px: float
) -> dict[str, Any]:
    """Shape first, color second; untested values are small dots.

    Plotly's numbers of the shapes serve as positions on a scale of colors: one list twice.
    """
    shapes = _shapes_of(data, frame)
    if len(set(shapes)) == 1:
        style = mark_style(shapes[0], theme.name)
        size = round(size_px * style.share)
        return {"size": size, "color": style.color, "symbol": style.symbol}
    small = mark_style(Verdict.NOT_TESTED.value, theme.name)
    sizes = {True: round(size_px * small.share), False: round(size_px)}
    colors: dict[int, str] = {0: small.color}
    numbers: dict[str, int] = {}
    for verdict in Verdict:
        style = verdict_style(verdict.value, theme.name)
        numbers[verdict.value] = _SYMBOL_NUMBERS.get(style.symbol, 0)
        if numbers[verdict.value] and (frame["verdict"] == verdict.value).any():
            colors[numbers[verdict.value]] = style.color
    last = max(1, *colors)
    symbols = [numbers[shape] for shape in shapes]
    scale: list[list[Any]] = [[number / last, color] for number, color in sorted(colors.items())]
    if scale[-1][0] < 1:
        scale.append([1, scale[-1][1]])
    return {
        "size": [sizes[number == 0] for number in symbols] if 0 in symbols else round(size_px),
        "symbol": symbols,
        "color": symbols,
        "cmin": 0,
        "cmax": last,
        "colorscale": scale,
    }


def _is_tested(data: ExploreData, frame: pd.DataFrame) -> bool:
    tested = ~frame["verdict"].isin(["", Verdict.NOT_TESTED.value])
    return data.outcome.kind is not Kind.MODELLED and bool(tested.any())


def _bars(frame: pd.DataFrame, decimals: int, theme: Palette) -> dict[str, Any]:
    value = frame["outcome"]
    if frame["outcome_lower"].isna().all():
        return {"visible": False}
    # a place without an interval gets a bar of no length
    beyond = [gap or 0 for gap in rounded(frame["outcome_upper"] - value, decimals)]
    below = [gap or 0 for gap in rounded(value - frame["outcome_lower"], decimals)]
    # rounding may differ in the last digit between the sides of a normal interval
    same = bool(np.allclose(beyond, below, atol=10.0**-decimals))
    return {
        "type": "data",
        "symmetric": same,
        "array": beyond,
        **({} if same else {"arrayminus": below}),
        "color": theme.control,
        "thickness": 1.2,
        "width": 0,
    }


def _too_few(
    data: ExploreData, frame: pd.DataFrame, start: int, theme: Palette, texts: Texts
) -> list[dict[str, Any]]:
    """Too few events to rate: no dot, only how far the value may reach."""
    if frame.empty:
        return []
    upper = [limit or 0 for limit in rounded(frame["outcome_upper"], data.outcome.decimals)]
    lines = ["<b>%{text}</b>", *value_lines(data.outcome, "%{customdata[1]}", texts, few=True)]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "meta": PLACES,
            "x": upper,
            "y": list(range(start, start + len(frame))),
            "text": frame["name"].tolist(),
            "customdata": hover_rows(data, frame, "outcome", texts),
            "marker": {"symbol": "line-ns-open", "size": 8, "color": theme.control},
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": [0] * len(frame),
                "arrayminus": upper,
                "color": theme.band,
                "thickness": 3,
                "width": 0,
            },
            "hovertemplate": "<br>".join(lines) + _EXTRA,
            "cliponaxis": False,
            **fading(),
        }
    ]


# -- layout -----------------------------------------------------------------------------------


def row_height(scale: float = 1.0) -> int:
    """Height of one row in px."""
    return round(ROW_PX * scale)


def _layout(
    data: ExploreData, shown: pd.DataFrame, theme: Palette, texts: Texts, scale: float
) -> dict[str, Any]:
    labels = [cut(name, NAME_PX) for name in shown["name"]]
    left = round((longest_px(labels) + _BESIDE_NAMES_PX) * scale)
    outcome = data.outcome
    n = len(shown)
    return base_layout(
        theme,
        scale=scale,
        height=round((TOP_PX + BOTTOM_PX) * scale) + row_height(scale) * n,
        dragmode="select",
        margin={
            "l": left,
            "r": round(16 * scale),
            "t": round(TOP_PX * scale),
            "b": round(BOTTOM_PX * scale),
        },
        xaxis=axis(theme, **tick_format(outcome), **_range(shown), side="top", nticks=6),
        yaxis=axis(
            theme,
            showgrid=False,
            range=[n - 0.5, -0.5],
            tickvals=list(range(n)),
            ticktext=labels,
            ticklabeloverflow=LABELS_FIT,
            tickfont={"color": theme.ink},
        ),
        shapes=_city_line(data, theme),
        annotations=_annotations(data, theme, texts, left, scale),
    )


def _range(shown: pd.DataFrame) -> dict[str, Any]:
    """Room for every interval."""
    lows = shown[["outcome", "outcome_lower"]].to_numpy(dtype=np.float64).ravel()
    highs = shown[["outcome", "outcome_upper"]].to_numpy(dtype=np.float64).ravel()
    if shown["outcome"].isna().any():
        lows = np.append(lows, 0.0)  # bars of places with too few events start at zero
    if not np.isfinite(highs).any():
        return {}
    low, high = float(np.nanmin(lows)), float(np.nanmax(highs))
    room = (high - low or 1.0) * 0.03
    return {"range": [round(low - room, 3), round(high + room, 3)]}


def _city_line(data: ExploreData, theme: Palette) -> list[dict[str, Any]]:
    if not np.isfinite(data.city.outcome):
        return []
    x = round(data.city.outcome, 2)
    return [
        {
            "type": "line",
            "name": CITY_LINE,
            "x0": x,
            "x1": x,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": theme.city_line, "width": 1, "dash": "dot"},
            "layer": "below",
        }
    ]


def _annotations(
    data: ExploreData, theme: Palette, texts: Texts, left: int, scale: float
) -> list[dict[str, Any]]:
    title = axis_words(
        ACROSS,
        data.outcome,
        theme.outcome_mark,
        theme,
        texts,
        x=1,
        y=1,
        xanchor="right",
        yanchor="bottom",
        yshift=round(36 * scale),
    )
    if not np.isfinite(data.city.outcome):
        return [title]
    said = texts.t("figures.city", value=value_text(data.city.outcome, data.outcome, texts.lang))
    city = note(
        CITY_NAME,
        said,
        theme,
        x=round(data.city.outcome, 2),
        xref="x",
        y=1,
        yanchor="bottom",
        yshift=round(18 * scale),
        font={"color": theme.city_line},
    )
    return [title, city]


# -- words ------------------------------------------------------------------------------------


def _title(data: ExploreData, texts: Texts) -> str:
    return texts.t(
        "figures.title.ranking",
        years=data.outcome.years,
        name=opening(short_name(data.outcome, texts.lang)),
        place=places_word(data.geography, texts, count=1),
    )


def _columns(data: ExploreData, texts: Texts) -> list[Column]:
    columns = [tables.column("name", texts)]
    columns += tables.value_columns(side(data, "outcome"), texts)
    if data.outcome.kind is not Kind.MODELLED:
        columns += [tables.column("rank", texts, "interval"), tables.column("verdict", texts)]
    return [*columns, tables.column("note", texts)]


def _notes(data: ExploreData, left_out: int, made: Travels, texts: Texts) -> list[str]:
    notes = tables.notes_of(data, ("outcome",), made, texts)
    notes.append(texts.t("figures.note.intervals"))
    modelled = data.outcome.kind is Kind.MODELLED
    notes.append(texts.t("figures.note.no_ranks" if modelled else "figures.note.ranks"))
    if _is_tested(data, data.frame):
        notes.append(texts.t("figures.note.rest"))
    if left_out:
        notes.append(tables.no_value_note(left_out, data.geography, texts))
    return notes

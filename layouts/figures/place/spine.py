"""The spine: every indicator of one place on one scale, the city in the middle.

A row is one indicator: the middle half of all places as a band, the place with its interval, the
city as the line through all rows. Units differ, so a row is measured in standard deviations of all
places (by people) from the city. Where one direction is good it lies to the right; indicators
without a good direction stand in a block of their own, where right is simply more. Method:
docs/methods/spine-chart.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from data.catalogue.schema import Indicator, Source, Theme
from data.locale import Texts
from data.models import Kind, Polarity, Unit
from data.place.results import PlaceData, PlaceValue
from data.place.sentences import beside_text, spine_sentence
from data.sentences.words import few_count, kind_of_number, short_name, value_text
from layouts.figures.base import (
    BAND,
    CITY_LINE,
    CITY_NAME,
    DOTS,
    HEADING,
    INTERVALS,
    SIDE,
    axis,
    base_layout,
    note,
)
from layouts.figures.chart import Chart
from layouts.figures.inputs import HOVER_FLAGS, flag_note, value_with_interval
from layouts.figures.labels import cut, longest_px
from layouts.figures.place.spine_tables import (
    CSV_COLUMNS,
    columns,
    csv_rows,
    spine_notes,
    spine_travels,
    table_rows,
)
from layouts.theme import Palette, mark_style

ROW_PX = 22
TOP_PX = 46
BOTTOM_PX = 8
# Farther from the city than this, a mark stands at the edge.
EDGE = 3.5
NAME_PX = 190
_EXTRA = "<extra></extra>"
MARK_PX = 11


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and the rows under it; `sided` where right is good for people."""

    title: str
    values: tuple[PlaceValue, ...]
    sided: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the chart: a heading, or an indicator."""

    at: int
    heading: str = ""
    value: PlaceValue | None = None


def build_spine(
    data: PlaceData,
    *,
    themes: Sequence[Theme],
    sources: Sequence[Source],
    place: str,
    modelled: bool,
    theme: Palette,
    texts: Texts,
    scale: float = 1.0,
) -> Chart:
    """Spine of what is measured here, or of what is `modelled`: expected from who lives here.

    The picture shows the newest release of each measure; table and download show all of them.
    `sources` are those of the values, once each; `place` is the place's name. The height that the
    rows need is `layout.height`.
    """
    chosen = [v for v in data.values.values() if v.modelled is modelled]
    drawn = [v for v in newest(chosen) if position(v.value, v) is not None and not v.not_graded]
    rows = _lines(blocks(drawn, themes, texts))
    kind = "expected" if modelled else "spine"
    climbs = {v.indicator.id: c for v in chosen if (c := data.climbs.get(v.indicator.id))}
    made = spine_travels(chosen, map(shape_of, drawn), sources, texts)
    return Chart(
        title=texts.t(f"place.{kind}.title"),
        sentence=spine_sentence(data, drawn, place=place, modelled=modelled, texts=texts),
        figure={
            "data": _traces(rows, theme, texts),
            "layout": _layout(rows, theme, texts, scale, kind),
        },
        columns=columns(texts, modelled=modelled, climbs=climbs),
        rows=table_rows(chosen, themes, texts, climbs),
        csv_columns=CSV_COLUMNS,
        csv_rows=csv_rows(chosen, data, sources, texts),
        notes=spine_notes(data, chosen, drawn, made, texts, modelled=modelled),
        travels=made,
    )


def newest(values: Iterable[PlaceValue]) -> list[PlaceValue]:
    """The latest release of each surveyed measure; counts of people have no scale to stand on.

    Modelled values all stay: another release comes from another model and is no later point.
    """
    latest: dict[str, int] = {}
    kept = [v for v in values if v.indicator.unit is not Unit.PEOPLE]
    for value in kept:
        name = measure(value)
        latest[name] = max(latest.get(name, 0), value.indicator.year_end)
    return [v for v in kept if v.indicator.year_end == latest[measure(v)]]


def measure(value: PlaceValue) -> str:
    """The same for every release of one measure: the id without its year."""
    stem, _, end = value.indicator.id.rpartition("_")
    released = end.isdigit() and len(end) == 4 and value.indicator.kind is not Kind.MODELLED
    return stem if released else value.indicator.id


def blocks(values: Sequence[PlaceValue], themes: Sequence[Theme], texts: Texts) -> list[Block]:
    """Themes in order with what has a good direction, then everything that has none."""
    found = []
    for theme in themes:
        sided = tuple(
            v
            for v in values
            if v.indicator.theme == theme.id and v.indicator.polarity is not Polarity.NONE
        )
        if sided:
            found.append(Block(theme.name.get(texts.lang), sided, sided=True))
    rest = tuple(v for v in values if v.indicator.polarity is Polarity.NONE)
    if rest:
        found.append(Block(texts.t("place.spine.no_side"), rest, sided=False))
    return found


def _lines(found: Sequence[Block]) -> list[Row]:
    rows: list[Row] = []
    for block in found:
        rows.append(Row(len(rows), heading=block.title))
        rows += [Row(len(rows) + k, value=value) for k, value in enumerate(block.values)]
    return rows


# -- positions --------------------------------------------------------------------------------


def position(number: float, value: PlaceValue) -> float | None:
    """Where a number of this indicator stands: deviations from the city, good to the right."""
    if not (isfinite(number) and isfinite(value.city) and value.spread.deviation > 0):
        return None
    sign = -1.0 if value.indicator.polarity is Polarity.HIGHER_IS_WORSE else 1.0
    moved = sign * (number - value.city) / value.spread.deviation
    return round(min(max(moved, -EDGE), EDGE), 2)


def _segments(rows: Sequence[Row], ends: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Lines from one number to another in every row, with gaps between the rows."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, (low, high) in zip(rows, ends, strict=True):
        assert row.value is not None  # _traces
        first, last = position(low, row.value), position(high, row.value)
        if first is None or last is None:
            continue
        x += [first, last, None]
        y += [row.at, row.at, None]
    return {"x": x[:-1], "y": y[:-1]}


# -- traces -----------------------------------------------------------------------------------


def _traces(rows: Sequence[Row], theme: Palette, texts: Texts) -> list[dict[str, Any]]:
    filled = [row for row in rows if row.value is not None]
    values = [row.value for row in filled if row.value is not None]
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    band = _segments(filled, [(v.spread.lower, v.spread.upper) for v in values])
    interval = _segments(filled, [(v.lower, v.upper) for v in values])
    return [
        {**line, "meta": BAND, **band, "line": {"color": theme.band, "width": 12}},
        {**line, "meta": INTERVALS, **interval, "line": {"color": theme.control, "width": 1.5}},
        _marks(filled, values, theme, texts),
    ]


def _marks(
    rows: Sequence[Row], values: Sequence[PlaceValue], theme: Palette, texts: Texts
) -> dict[str, Any]:
    styles = [mark_style(shape_of(v), theme.name) for v in values]
    colors = [style.color for style in styles]
    lines = ["<b>%{text}</b>", "%{customdata[0]}", "%{customdata[1]}", "%{customdata[2]}"]
    return {
        "type": "scatter",
        "meta": DOTS,
        "mode": "markers",
        "x": [position(v.value, v) for v in values],
        "y": [row.at for row in rows],
        "yaxis": "y2",  # the values at the right edge need an axis that something is drawn on
        "text": [v.indicator.name.get(texts.lang) for v in values],
        "customdata": [_hover(v, texts) for v in values],
        "hovertemplate": "<br>".join(lines) + _EXTRA,
        "marker": {
            "size": [round(MARK_PX * style.share) for style in styles],
            "symbol": [style.symbol for style in styles],
            "color": colors,
            "line": {"width": 1.5, "color": colors},
        },
        "cliponaxis": False,
    }


def shape_of(value: PlaceValue) -> str:
    """The mark of a value, a name of `theme.MARKS`: its verdict, or that a model made it."""
    return "modelled" if value.modelled else value.verdict.value


def _hover(value: PlaceValue, texts: Texts) -> list[str]:
    indicator = value.indicator
    limits = (value.lower, value.upper)
    here = value_with_interval(value.value, *limits, indicator, texts, events=value.events)
    about = [
        indicator.years,
        kind_of_number(indicator, value.flags, texts),
        flag_note(" ".join(value.flags), texts, HOVER_FLAGS),
    ]
    state = "" if value.modelled else texts.t(f"figures.verdict.{value.verdict.value}")
    return [
        f"{here} · {beside_text(value, texts)}",
        " · ".join(part for part in about if part),
        state,
    ]


# -- layout -----------------------------------------------------------------------------------


def _layout(
    rows: Sequence[Row], theme: Palette, texts: Texts, scale: float, kind: str
) -> dict[str, Any]:
    filled = [row for row in rows if row.value is not None]
    names = _names(filled, texts)
    numbers = [
        value_text(row.value.value, row.value.indicator, texts.lang)
        for row in filled
        if row.value is not None
    ]
    left = round((longest_px(names) + 8) * scale)
    right = round((longest_px(numbers) + 12) * scale)
    rows_axis = {
        "showgrid": False,
        "range": [len(rows) - 0.5, -0.5],
        "tickvals": [row.at for row in filled],
        "tickfont": {"color": theme.ink},
    }
    return base_layout(
        theme,
        scale=scale,
        height=round((TOP_PX + BOTTOM_PX + ROW_PX * len(rows)) * scale),
        dragmode=False,
        margin={"l": left, "r": right, "t": round(TOP_PX * scale), "b": round(BOTTOM_PX * scale)},
        xaxis=axis(theme, range=[-EDGE - 0.15, EDGE + 0.15], showgrid=False, showticklabels=False),
        yaxis=axis(theme, **rows_axis, ticktext=names),
        yaxis2=axis(theme, **rows_axis, ticktext=numbers, overlaying="y", side="right"),
        shapes=_city_line(len(rows), theme),
        annotations=[
            *_headings(rows, theme, left),
            *_ends(theme, texts, scale, kind),
        ],
    )


def _names(rows: Sequence[Row], texts: Texts) -> list[str]:
    """Short names; with their years where two rows would be called the same."""
    indicators = [row.value.indicator for row in rows if row.value is not None]
    short = [short_name(indicator, texts.lang) for indicator in indicators]
    counts = [
        few_count(row.value.events, row.value.indicator, texts.lang)
        for row in rows
        if row.value is not None
    ]
    return [
        cut(name if short.count(name) == 1 else _with_years(indicator, texts), NAME_PX)
        + (f", {count}" if count else "")
        for name, indicator, count in zip(short, indicators, counts, strict=True)
    ]


def _with_years(indicator: Indicator, texts: Texts) -> str:
    name = indicator.short_name.get(texts.lang)
    short = short_name(indicator, texts.lang)
    return name if name != short else f"{short}, {indicator.years}"


def _city_line(count: int, theme: Palette) -> list[dict[str, Any]]:
    ends = {"x0": 0, "x1": 0, "y0": -0.5, "y1": count - 0.5, "layer": "below"}
    line = {"color": theme.city_line, "width": 1, "dash": "dot"}
    return [{"type": "line", "name": CITY_LINE, **ends, "line": line}]


def _headings(rows: Sequence[Row], theme: Palette, left: int) -> list[dict[str, Any]]:
    return [
        note(
            HEADING,
            f"<b>{row.heading}</b>",
            theme,
            x=0,
            xanchor="left",
            xshift=-left,
            y=row.at,
            yref="y",
            align="left",
            font={"color": theme.ink},
        )
        for row in rows
        if row.heading
    ]


def _ends(theme: Palette, texts: Texts, scale: float, kind: str) -> list[dict[str, Any]]:
    """What the two sides and the line in the middle mean, above the rows."""
    middle = note(
        CITY_NAME,
        texts.t("place.spine.city"),
        theme,
        x=0,
        xref="x",
        y=1,
        yanchor="bottom",
        font={"color": theme.city_line},
    )
    sides = [
        note(
            SIDE,
            texts.t(f"place.{kind}.{side}"),
            theme,
            x=x,
            y=1,
            xanchor=anchor,
            yanchor="bottom",
            yshift=round(18 * scale),
        )
        for side, x, anchor in (("left", 0, "left"), ("right", 1, "right"))
    ]
    return [middle, *sides]

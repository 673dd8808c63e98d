"""Rows of dots with intervals, and places in order, read from their figures. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from data.locale import Texts
from layouts.figures.base import (
    ACROSS,
    CITY_LINE,
    CITY_NAME,
    CROWD,
    DOTS,
    FEW,
    GAP,
    TITLE,
    WORDS,
    is_a,
    notes_named,
)
from layouts.slides.powerpoint.native_chart import (
    Axis,
    Labels,
    Series,
    Stroke,
    XyChart,
    with_intervals,
)
from layouts.slides.powerpoint.read_looks import (
    BAR_KEY,
    CITY,
    DOWN,
    INK,
    INTERVAL,
    clean,
    key_of,
    lengths,
    line_series,
    lines_of_label,
    looks_of,
    scale_of,
)
from layouts.theme import LIGHT_PALETTE

_DOT_PT = 12
_GLYPH_PT = 14
_SMALL_DOT_PT, _SMALL_GLYPH_PT = 6, 8  # of a band: many dots in a row, none with its name
HIDDEN = Stroke(LIGHT_PALETTE.band, 0.0)  # intervals that are in the worksheet alone
_FEW = Stroke(LIGHT_PALETTE.band, 4.5)


# -- panels ---------------------------------------------------------------------------------------


def panels_of(figure: Mapping[str, Any], texts: Texts) -> Iterator[XyChart]:
    """Every panel of rows, from the top one down."""
    layout = figure["layout"]
    names = [key.removeprefix("yaxis") for key in layout if key.startswith("yaxis")]
    for suffix in sorted(names, key=lambda name: int(name or 1)):
        yield _panel(figure, suffix, texts)


def _panel(figure: Mapping[str, Any], suffix: str, texts: Texts) -> XyChart:
    layout = figure["layout"]
    rows_axis = layout[f"yaxis{suffix}"]
    rows = tuple(lines_of_label(label) for label in rows_axis["ticktext"])
    count = round(max(rows_axis["range"]) + 0.5)
    traces = [t for t in figure["data"] if t.get("yaxis", "y") == f"y{suffix}"]
    values = reach(traces) or [0.0, 1.0]
    title, across_title = _titles(figure, suffix)
    dots = next((t for t in traces if is_a(t, DOTS, CROWD)), None)
    axis = scale_of(
        layout[f"xaxis{suffix}"],
        values,
        title=across_title,
        color=LIGHT_PALETTE.ink_muted,
        unit=_percent(dots),
    )
    name = title.replace("\n", " ") or across_title or texts.t("present.column.value")
    up = Axis(0.4, count + 0.75, 1, shown=False)
    city = _city(figure, suffix, up)
    series = [*city, row_names(rows, count, axis.low, texts)]
    for trace in traces:
        series += _series(trace, rows, count, name=name, number=len(series), texts=texts)
    series += _row_words(figure, suffix, count, axis.low, texts)
    interval = texts.t("figures.column.interval")
    return XyChart(
        title, tuple(with_intervals(series, interval)), axis, up, rows, top_words=bool(city)
    )


def reach(traces: Sequence[Mapping[str, Any]]) -> list[float]:
    """Every value and every lower end of an interval."""
    found = []
    for trace in traces:
        below = lengths(trace, "minus") or (0.0,) * len(trace["x"])
        for x, length in zip(trace["x"], below, strict=True):
            found += [float(x), float(x) - length]
    return found


def _titles(figure: Mapping[str, Any], suffix: str) -> tuple[str, str]:
    """Title of a panel, in its lines, and what its scale measures."""
    layout = figure["layout"]
    top = layout[f"yaxis{suffix}"]["domain"][1]
    across = [clean(note["text"]) for note in notes_named(layout, ACROSS)]
    titles = [
        lines_of_label(note["text"])
        for note in notes_named(layout, TITLE)
        if abs(note["y"] - top) < 1e-6
    ]
    return next(iter(titles), ""), next(iter(across), "")


def _city(figure: Mapping[str, Any], suffix: str, up: Axis) -> list[Series]:
    """The city as a line through all rows, with its name on top."""
    layout = figure["layout"]
    lines = [
        shape
        for shape in layout.get("shapes", ())
        if shape["name"] == CITY_LINE and shape.get("xref", "x") == f"x{suffix}"
    ]
    names = {
        round(note["x"], 4): clean(note["text"])
        for note in notes_named(layout, CITY_NAME)
        if note["xref"] == f"x{suffix}"
    }
    return [
        line_series(names[round(s["x0"], 4)], (s["x0"],) * 2, (up.low, up.high), CITY, said_at="t")
        for s in lines
        if round(s["x0"], 4) in names
    ]


def row_names(rows: Sequence[str], count: int, low: float, texts: Texts) -> Series:
    """Names at the left end of the scale, from the top row down."""
    return Series(
        texts.t("present.pptx_text.rows"),
        (low,) * len(rows),
        tuple(float(count - row) for row in range(len(rows))),
        labels=Labels(tuple(rows), at="l", color=INK),
    )


def _row_words(
    figure: Mapping[str, Any], suffix: str, count: int, low: float, texts: Texts
) -> list[Series]:
    """Words that stand in a row instead of a dot."""
    found = [
        (float(count - note["y"]), lines_of_label(note["text"]))
        for note in notes_named(figure["layout"], WORDS)
        if note["yref"] == f"y{suffix}"
    ]
    if not found:
        return []
    rows, words = zip(*found, strict=True)
    labels = Labels(words, at="r", color=LIGHT_PALETTE.ink_muted)
    return [Series(texts.t("present.pptx_text.rows"), (low,) * len(rows), rows, labels=labels)]


def _percent(dots: Mapping[str, Any] | None) -> str:
    """The sign that all values carry, with its space; empty if it is none."""
    ends = {re.sub(r"^[^%\s]*", "", word) for word in dots["text"]} if dots is not None else set()
    return str(ends.pop()) if len(ends) == 1 else ""


def _series(
    trace: Mapping[str, Any],
    rows: Sequence[str],
    count: int,
    *,
    name: str,
    number: int,
    texts: Texts,
) -> list[Series]:
    """A trace as series; `number` is that of the first one in its chart."""
    x = tuple(float(value) for value in trace["x"])
    y = tuple(float(count - row) for row in trace["y"])
    if is_a(trace, GAP):
        said = tuple(clean(word) for word in trace["text"])
        labels = Labels(said, at="t", size_pt=16, color=INK, bold=True)
        ends = Stroke(trace["line"]["color"], 2)
        return [Series(clean("".join(said)), x, y, stroke=ends, labels=labels)]
    if is_a(trace, FEW):
        few = texts.t("charts.legend.few_events")
        minus, plus = lengths(trace, "minus"), lengths(trace, "plus")
        return [Series(few, x, y, minus=minus, plus=plus, bars=_FEW, key=BAR_KEY)]
    return _dots(trace, rows, count, name, number)


def band_of(trace: Mapping[str, Any]) -> str:
    """What all dots of a counted band have in common, see `ranking_bands`; empty for other dots."""
    return str(trace["hovertext"][0]) if is_a(trace, CROWD) else ""


def _dots(
    trace: Mapping[str, Any], rows: Sequence[str], count: int, name: str, number: int
) -> list[Series]:
    """A series a look: LibreOffice colors points of one series alike.

    Where nothing is written at the dots, a down-pointing character stands on them itself.
    """
    minus, plus = lengths(trace, "minus"), lengths(trace, "plus")
    band = band_of(trace)
    size_pt = _SMALL_DOT_PT if band else _DOT_PT
    series: list[Series] = []
    for (mark, down), points in looks_of(trace, size_pt=size_pt).items():
        alone = rows[round(trace["y"][points[0]])].replace("\n", " ")
        said = tuple(clean(trace["text"][i]) for i in points)
        labels = Labels(said, color=INK) if any(said) else None
        glyph_pt = _SMALL_GLYPH_PT if band else _GLYPH_PT
        glyphs = Labels((DOWN,) * len(points), at="ctr", size_pt=glyph_pt, color=mark.color)
        made = Series(
            band or (alone if len(points) == 1 else name),
            tuple(float(trace["x"][i]) for i in points),
            tuple(float(count - trace["y"][i]) for i in points),
            (mark,),
            minus=tuple(minus[i] for i in points) if minus else (),
            plus=tuple(plus[i] for i in points) if plus else (),
            bars=(HIDDEN if band else INTERVAL) if any((*minus, *plus)) else None,
            labels=glyphs if down and labels is None else labels,
            key=key_of(mark, down=down) if band else "",
        )
        series.append(made)
        if down and labels is not None:
            own = number + len(series) - 1
            series.append(
                Series(f"{DOWN} {made.name}", made.x, made.y, labels=glyphs, points_of=own)
            )
    return series

"""Rows of dots with intervals, and places in order, read from their figures. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from data.locale import Texts
from layouts.slides.chart_looks import (
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
    mark_of,
    points_down,
    scale_of,
)
from layouts.slides.native_chart import (
    NO_MARK,
    Axis,
    Labels,
    Series,
    Stroke,
    XyChart,
    with_intervals,
)
from layouts.theme import LIGHT_PALETTE

_DOT_PT = 12
_SMALL_DOT_PT = 5
_GLYPH_PT = 14
_SMALL_GLYPH_PT = 8
_FEW = Stroke(LIGHT_PALETTE.few_events, 4.5)


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
    dots = next((t for t in traces if str(t["mode"]) == "markers+text"), None)
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
    title = across = ""
    for note in layout.get("annotations", ()):
        if note["yref"] != "paper" or note["xref"] != "paper":
            continue
        if "→" in note["text"]:
            across = across or clean(note["text"])
        elif abs(note["y"] - top) < 1e-6:
            title = lines_of_label(note["text"])
    return title, across


def _city(figure: Mapping[str, Any], suffix: str, up: Axis) -> list[Series]:
    """The city as a line through all rows, with its name on top."""
    layout = figure["layout"]
    lines = [s for s in layout.get("shapes", ()) if s.get("xref", "x") == f"x{suffix}"]
    names = {
        round(note["x"], 4): clean(note["text"])
        for note in layout.get("annotations", ())
        if note["xref"] == f"x{suffix}" and note["yref"] == "paper"
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
        for note in figure["layout"].get("annotations", ())
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
    if trace["mode"] == "lines+markers+text":
        said = tuple(clean(word) for word in trace["text"])
        labels = Labels(said, at="t", size_pt=16, color=INK, bold=True)
        ends = Stroke(trace["line"]["color"], 2)
        return [Series(clean("".join(said)), x, y, stroke=ends, labels=labels)]
    if trace["mode"] == "markers":
        few = texts.t("charts.legend.few_events")
        minus, plus = lengths(trace, "minus"), lengths(trace, "plus")
        return [Series(few, x, y, minus=minus, plus=plus, bars=_FEW, key=BAR_KEY)]
    return _dots(trace, rows, count, name, number)


def _dots(
    trace: Mapping[str, Any], rows: Sequence[str], count: int, name: str, number: int
) -> list[Series]:
    """A series a look: LibreOffice colors points of one series alike."""
    minus, plus = lengths(trace, "minus"), lengths(trace, "plus")
    series: list[Series] = []
    for (mark, down), points in looks_of(trace, size_pt=_DOT_PT).items():
        alone = rows[round(trace["y"][points[0]])].replace("\n", " ")
        made = Series(
            alone if len(points) == 1 else name,
            tuple(float(trace["x"][i]) for i in points),
            tuple(float(count - trace["y"][i]) for i in points),
            (mark,),
            minus=tuple(minus[i] for i in points) if minus else (),
            plus=tuple(plus[i] for i in points) if plus else (),
            bars=INTERVAL if any((*minus, *plus)) else None,
            labels=Labels(tuple(clean(trace["text"][i]) for i in points), color=INK),
        )
        series.append(made)
        if down:
            glyphs = (DOWN,) * len(points)
            labels = Labels(glyphs, at="ctr", size_pt=_GLYPH_PT, color=mark.color)
            own = number + len(series) - 1
            series.append(
                Series(f"{DOWN} {made.name}", made.x, made.y, labels=labels, points_of=own)
            )
    return series


# -- places in order ------------------------------------------------------------------------------


def order_of(figure: Mapping[str, Any], chosen: frozenset[int], texts: Texts) -> XyChart:
    """Every place as a dot with its interval, none by name; a series a verdict."""
    layout = figure["layout"]
    count = len(layout["yaxis"]["ticktext"])
    traces = [t for t in figure["data"] if (t.get("meta") or {}).get("role") == "places"]
    values = reach(traces)
    title = next((clean(n["text"]) for n in layout["annotations"] if "→" in n["text"]), "")
    axis = scale_of(layout["xaxis"], values, title=title, color=LIGHT_PALETTE.outcome_mark)
    up = Axis(0.0, count + 1.0, count + 1.0, shown=False)
    city = _city({"layout": layout}, "", up)
    series = list(city)
    for number, trace in enumerate(traces):
        few = "line-ns-open" in str(trace["marker"].get("symbol"))
        series += [_few(trace, count, texts)] if few else _groups(trace, count, title)
        if number == 0:
            series += _named(trace, chosen, count)
    interval = texts.t("figures.column.interval")
    return XyChart("", tuple(with_intervals(series, interval)), axis, up, top_words=bool(city))


def _groups(trace: Mapping[str, Any], count: int, title: str) -> list[Series]:
    """Places of one look each; the words of the verdict name them."""
    verdicts = trace.get("hovertext")
    minus, plus = lengths(trace, "minus"), lengths(trace, "plus")
    series = []
    for (mark, down), points in looks_of(trace, size_pt=_SMALL_DOT_PT).items():
        name = verdicts[points[0]] if verdicts else title
        glyphs = Labels((DOWN,) * len(points), at="ctr", size_pt=_SMALL_GLYPH_PT, color=mark.color)
        series.append(
            Series(
                name,
                tuple(float(trace["x"][i]) for i in points),
                tuple(float(count - trace["y"][i]) for i in points),
                (mark,),
                minus=tuple(minus[i] for i in points) if minus else (),
                plus=tuple(plus[i] for i in points) if plus else (),
                bars=Stroke(LIGHT_PALETTE.few_events, 0.75) if minus else None,
                labels=glyphs if down else None,
                key=key_of(mark, down=down) if verdicts else "",
            )
        )
    return series


def _few(trace: Mapping[str, Any], count: int, texts: Texts) -> Series:
    """Too few events to rate: only how far a value may reach."""
    return Series(
        texts.t("charts.legend.few_events"),
        tuple(float(x) for x in trace["x"]),
        tuple(float(count - y) for y in trace["y"]),
        minus=lengths(trace, "minus"),
        plus=lengths(trace, "plus"),
        bars=Stroke(LIGHT_PALETTE.few_events, 1.5),
        key=BAR_KEY,
    )


def _named(trace: Mapping[str, Any], chosen: frozenset[int], count: int) -> list[Series]:
    """Chosen places by name, heavier than the others."""
    found = []
    for i in sorted(chosen):
        if i >= len(trace["x"]) or not math.isfinite(float(trace["x"][i])):
            continue
        name = str(trace["text"][i])
        labels = Labels((name,), at="r", color=INK, bold=True)
        mark = mark_of(trace, i, size_pt=_DOT_PT)
        if points_down(trace, i):
            mark, labels = NO_MARK, Labels((f"{DOWN} {name}",), at="r", color=INK, bold=True)
        x, y = (float(trace["x"][i]),), (float(count - trace["y"][i]),)
        found.append(Series(name, x, y, (mark,), labels=labels))
    return found

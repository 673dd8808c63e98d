"""A cloud of places with its fitted line and band, or a curve, read from its figure. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from data.locale import Texts
from layouts.figures.base import (
    ACROSS,
    BAND,
    CITY_LINE,
    CITY_NAME,
    CURVE,
    EQUAL,
    EQUAL_NAME,
    FACTS,
    FIT,
    PLACES,
    UP,
    is_a,
    notes_named,
)
from layouts.slides.powerpoint.native_chart import Axis, Labels, Mark, Series, Stroke, XyChart
from layouts.slides.powerpoint.read_looks import (
    CITY,
    DASH_KEY,
    INK,
    LINE_KEY,
    clean,
    line_series,
    mark_of,
    mixed,
    scale_of,
)
from layouts.theme import FADED_OPACITY, LIGHT_PALETTE

# Dots of the figure are meant for 1920 px; the chart takes two thirds of 960 pt.
_PT_PER_PX = 0.36
_MARK_PT = (3, 30)
_POINT_PT = 11


def cloud_of(figure: Mapping[str, Any], chosen: frozenset[int], texts: Texts) -> XyChart:
    """Points, lines and the two limits of the band, each as a series with a name."""
    layout = figure["layout"]
    across, up = (
        next((clean(note["text"]) for note in notes_named(layout, name)), "")
        for name in (ACROSS, UP)
    )
    xs = [float(x) for trace in figure["data"] for x in trace["x"]]
    ys = [float(y) for trace in figure["data"] for y in trace["y"]]
    x_axis = scale_of(layout["xaxis"], xs, title=across, color=LIGHT_PALETTE.ink_muted)
    y_axis = scale_of(layout["yaxis"], ys, title=up, color=LIGHT_PALETTE.outcome_mark)
    city = _city(layout, x_axis, y_axis)
    series = [*city]
    for trace in figure["data"]:
        series += _series(trace, layout, up, chosen, texts)
    facts = [note["text"] for note in notes_named(layout, FACTS)]
    title = " · ".join(" · ".join(text.split("<br>")) for text in facts)
    return XyChart(title, tuple(series), x_axis, y_axis, top_words=bool(city))


def _city(layout: Mapping[str, Any], across: Axis, up: Axis) -> list[Series]:
    """Both values of the city as lines through the plot, with their names at the ends."""
    names = notes_named(layout, CITY_NAME)
    on_top = [clean(name["text"]) for name in names if name["yref"] == "paper"]
    aside = [clean(name["text"]) for name in names if name["xref"] == "paper"]
    found = []
    for shape in layout.get("shapes", ()):
        if shape["name"] != CITY_LINE:
            continue
        if shape.get("yref") == "paper" and on_top:
            ends = (shape["x0"],) * 2, (up.low, up.high)
            found.append(line_series(on_top[0], *ends, CITY, said_at="t"))
        elif shape.get("xref") == "paper" and aside:
            # the name stands over the line, short of its right end
            near = across.high - (across.high - across.low) * 0.06
            labels = Labels(("", aside[0], ""), at="t", color=CITY.color)
            x, y = (across.low, near, across.high), (shape["y0"],) * 3
            found.append(Series(aside[0], x, y, stroke=CITY, labels=labels))
    return found


def _series(
    trace: Mapping[str, Any],
    layout: Mapping[str, Any],
    up: str,
    chosen: frozenset[int],
    texts: Texts,
) -> list[Series]:
    x, y = (tuple(float(value) for value in trace[key]) for key in ("x", "y"))
    if is_a(trace, BAND):
        return _band(x, y, texts)
    if is_a(trace, PLACES):
        return _places(trace, x, y, chosen, texts)
    if is_a(trace, FIT):
        return [_line(trace, x, y, texts.t("present.pptx_text.fit"))]
    if is_a(trace, CURVE):
        return [_line(trace, x, y, up)]
    if is_a(trace, EQUAL):
        names = [clean(note["text"]) for note in notes_named(layout, EQUAL_NAME)]
        return [_line(trace, x, y, *names)]
    mark = mark_of(trace, 0, size_pt=_POINT_PT)
    said = tuple(clean(word) for word in trace.get("text", ()))
    return [Series(up, x, y, (mark,), labels=Labels(said, at="l", color=INK))]


def _band(x: tuple[float, ...], y: tuple[float, ...], texts: Texts) -> list[Series]:
    """The outline of the band runs there below and back above: two lines from left to right."""
    half = len(x) // 2
    stroke = Stroke(LIGHT_PALETTE.ink_muted, 1.25, "dash")
    name = texts.t("present.pptx_text.band")
    return [
        Series(name, x[half:][::-1], y[half:][::-1], stroke=stroke),
        Series(name, x[:half], y[:half], stroke=stroke, key=DASH_KEY),
    ]


def _line(
    trace: Mapping[str, Any], x: tuple[float, ...], y: tuple[float, ...], name: str
) -> Series:
    """A line as it is drawn: that of equal shares is dashed."""
    dash = "dash" if is_a(trace, EQUAL) else ""
    color, key = str(trace["line"]["color"]), DASH_KEY if dash else LINE_KEY
    return Series(name, x, y, stroke=Stroke(color, 1.5 if dash else 2.5, dash), key=key)


def _places(
    trace: Mapping[str, Any],
    x: tuple[float, ...],
    y: tuple[float, ...],
    chosen: frozenset[int],
    texts: Texts,
) -> list[Series]:
    """Dots as large as on the screen: their area is the number of people."""
    strength = float(trace["marker"].get("opacity", 1.0))
    color = str(trace["marker"]["color"])
    faded = mixed(color, LIGHT_PALETTE.paper, FADED_OPACITY) if chosen else color
    sizes = _sizes(trace["marker"])
    marks = tuple(Mark("circle", faded, size, strength=strength) for size in sizes)
    name = texts.t("present.pptx_text.places")
    found = [Series(name, x, y, marks)]
    for i in sorted(point for point in chosen if point < len(x)):
        said = str(trace["text"][i])
        mark = Mark("circle", color, max(marks[i].size_pt, _POINT_PT))
        labels = Labels((said,), at="r", color=INK, bold=True)
        found.append(Series(said, (x[i],), (y[i],), (mark,), labels=labels))
    return found


def _sizes(marker: Mapping[str, Any]) -> list[int]:
    """Diameters in pt; plotly's area of a dot is its size over `sizeref`."""
    low, high = _MARK_PT
    return [
        min(high, max(low, round(math.sqrt(2 * people / marker["sizeref"]) * _PT_PER_PX)))
        for people in marker["size"]
    ]

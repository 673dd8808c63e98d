"""What a figure says in numbers: panels of dots with intervals, or a scatter. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class DotSeries:
    """Values by category, None where there is none; lengths of the interval to both sides."""

    name: str
    values: tuple[float | None, ...]
    minus: tuple[float, ...]
    plus: tuple[float, ...]
    colors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dots:
    """A panel: categories, and the first, second … dot of each."""

    title: str
    categories: tuple[str, ...]
    series: tuple[DotSeries, ...]
    limits: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class XySeries:
    """A cloud of dots or a line."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    is_line: bool
    x_title: str
    y_title: str
    x_limits: tuple[float, float] | None
    y_limits: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class _Dot:
    row: int
    value: float
    minus: float
    plus: float
    color: str


def clean(text: str) -> str:
    """Words of a label without markup, on one line."""
    return _TAG.sub(" ", text.replace("<br>", " ")).replace("  ", " ").replace("→", "").strip()


def panels_of(figure: Mapping[str, Any]) -> list[Dots]:
    """Every panel of rows of a figure, from the top one down; none for other figures."""
    layout = figure["layout"]
    names = [key.removeprefix("yaxis") for key in layout if key.startswith("yaxis")]
    found = []
    for suffix in sorted(names, key=lambda name: int(name or 1)):
        labels = tuple(clean(label) for label in layout[f"yaxis{suffix}"].get("ticktext", ()))
        dots = [
            dot
            for trace in figure["data"]
            if trace.get("yaxis", "y") == f"y{suffix}" and _is_dots(trace)
            for dot in _dots_of(trace)
        ]
        if labels and dots:
            found.append(_panel(figure, suffix, labels, dots))
    return found


def _is_dots(trace: Mapping[str, Any]) -> bool:
    return trace["type"] == "scatter" and str(trace.get("mode", "")).startswith("markers")


def _dots_of(trace: Mapping[str, Any]) -> list[_Dot]:
    bars = trace.get("error_x", {})
    count = len(trace["x"])
    plus = list(bars.get("array", [0.0] * count))
    minus = list(bars.get("arrayminus", plus))
    colors = trace["marker"]["color"]
    return [
        _Dot(
            row=round(trace["y"][i]),
            value=float(trace["x"][i]),
            minus=float(minus[i] or 0.0),
            plus=float(plus[i] or 0.0),
            color=colors if isinstance(colors, str) else colors[i],
        )
        for i in range(count)
        if trace["x"][i] is not None and math.isfinite(trace["x"][i])
    ]


def _panel(
    figure: Mapping[str, Any], suffix: str, labels: tuple[str, ...], dots: Sequence[_Dot]
) -> Dots:
    layers: list[dict[int, _Dot]] = []
    for dot in dots:
        free = next((layer for layer in layers if dot.row not in layer), None)
        if free is None:
            layers.append(free := {})
        free[dot.row] = dot
    rows = range(len(labels))
    series = tuple(
        DotSeries(
            name=str(number),
            values=tuple(layer[row].value if row in layer else None for row in rows),
            minus=tuple(layer[row].minus if row in layer else 0.0 for row in rows),
            plus=tuple(layer[row].plus if row in layer else 0.0 for row in rows),
            colors=tuple(layer[row].color if row in layer else "#827f76" for row in rows),
        )
        for number, layer in enumerate(layers, start=1)
    )
    axis = figure["layout"].get(f"xaxis{suffix}", {})
    return Dots(_title(figure, suffix), labels, series, _limits(axis))


def _title(figure: Mapping[str, Any], suffix: str) -> str:
    """The first bold words on the sheet that belong to a panel of its own."""
    if suffix:
        return ""
    notes = figure["layout"].get("annotations", ())
    bold = [n["text"] for n in notes if n.get("yref") == "paper" and "<b>" in n["text"]]
    arrows = [n["text"] for n in notes if n.get("yref") == "paper" and "→" in n["text"]]
    return clean((bold or arrows or [""])[0])


def _limits(axis: Mapping[str, Any]) -> tuple[float, float] | None:
    limits = axis.get("range")
    return (float(limits[0]), float(limits[1])) if limits else None


def scatter_of(figures: Sequence[Mapping[str, Any]]) -> tuple[XySeries, ...] | None:
    """Places and fitted line of a scatter or curve; None for panels and rankings."""
    if len(figures) != 1:
        return None
    figure = figures[0]
    layout = figure["layout"]
    if layout.get("yaxis", {}).get("ticktext"):
        return None
    notes = [clean(n["text"]) for n in layout.get("annotations", ()) if "→" in n["text"]]
    ups = [clean(n["text"]) for n in layout.get("annotations", ()) if "↑" in n["text"]]
    found = [
        XySeries(
            name=str(number),
            x=tuple(float(v) for v in trace["x"]),
            y=tuple(float(v) for v in trace["y"]),
            is_line=not str(trace.get("mode", "")).startswith("markers"),
            x_title=notes[0] if notes else "",
            y_title=ups[0].replace("↑", "").strip() if ups else "",
            x_limits=_limits(layout.get("xaxis", {})),
            y_limits=_limits(layout.get("yaxis", {})),
        )
        for number, trace in enumerate(figure["data"], start=1)
        if trace["type"] == "scatter" and not trace.get("fill") and len(trace["x"]) > 1
    ]
    return tuple(found) or None

"""One number with its interval on a line, beside what it is held against: drawn without a script.

A picture of what the words under it say, so it is hidden from a screen reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import aria

_EMPTY_SHARE = 0.1  # of the scale, on both sides of what is drawn


@dataclass(frozen=True, slots=True)
class Strip:
    """What is drawn, in the unit of the measure; NaN for what there is not.

    `around` are other numbers that the scale has to hold, so that strips of places compare.
    `glyph` and `kind` are the shape of the verdict and its class.
    """

    value: float
    lower: float
    upper: float
    beside: float
    around: tuple[float, ...]
    glyph: str
    kind: str


def scale(strip: Strip) -> tuple[float, float]:
    """Both ends, at round numbers outside everything that is drawn."""
    drawn = (strip.value, strip.lower, strip.upper, strip.beside, *strip.around)
    known = [number for number in drawn if isfinite(number)]
    low, high = min(known), max(known)
    spare = (high - low or abs(high) or 1.0) * _EMPTY_SHARE
    step = 10.0 ** floor(log10(high - low + 2 * spare)) / 2
    start = floor((low - spare) / step) * step
    # a number that cannot be negative has no negative scale
    return (max(start, 0.0) if low >= 0 else start), ceil((high + spare) / step) * step


def interval_strip(strip: Strip, ends: tuple[str, str]) -> Component:
    """The line with its marks; `ends` are the words at both ends of `scale`."""
    low, high = scale(strip)

    def at(number: float) -> str:
        return f"{100 * (number - low) / (high - low):.1f}%"

    marks: list[Component] = []
    if isfinite(strip.lower) and isfinite(strip.upper):
        width = f"{100 * (strip.upper - strip.lower) / (high - low):.1f}%"
        place = {"left": at(strip.lower), "width": width}
        marks.append(html.Span(className="strip__interval", style=place))
    if isfinite(strip.beside):
        marks.append(html.Span(className="strip__beside", style={"left": at(strip.beside)}))
    marks.append(
        html.Span(
            strip.glyph,
            className=f"strip__mark verdict--{strip.kind}",
            style={"left": at(strip.value)},
        )
    )
    return html.Div(
        [
            html.Div(marks, className="strip__line"),
            html.Div([html.Span(end) for end in ends], className="strip__ends"),
        ],
        className="strip",
        **aria(hidden="true"),
    )

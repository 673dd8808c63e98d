"""Axes of a figure in shares of the plot: grid, labels of ticks, lines of the layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layouts.figures.base import CLEAR
from layouts.inline.marked import Inks, element, percent, plain, style
from layouts.inline.words import LINE_EM, Side, text
from layouts.pictures import numbers
from layouts.pictures.features import NotDrawnError
from layouts.pictures.lengths import dash_of, limits

MARGIN_PX = {"l": 80, "r": 80, "t": 100, "b": 80}
# As plotly has it: words of ticks from the edge of the plot, and their middle in type sizes.
_BESIDE_PX = _UNDER_PX = 1
_MIDDLE_EM, _OVER_EM = 0.35, 0.2
# Taller than this, a place needs one decimal more to be right to a tenth of a px.
_TALL_PX = 1200


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its numbers run from `low` at share `first` of the plot to `high` at `last`.

    Shares of an upright axis count from below, as those of the paper do.
    """

    letter: str
    spec: Mapping[str, Any]
    first: float
    last: float
    low: float
    high: float

    def inside(self, number: float) -> float:
        """Share of the axis' own length at which a number stands."""
        span = self.high - self.low
        # an axis without a length, as of no rows: everything stands at its start
        return (number - self.low) / span if span else 0.0

    def at(self, number: float) -> float:
        """Share of the plot at which a number stands."""
        return self.first + self.inside(number) * (self.last - self.first)

    def holds(self, number: float) -> bool:
        """True if a number lies between the ends."""
        return -1e-9 <= self.inside(number) <= 1 + 1e-9


class Plot:
    """The room inside the margins, and the axes of a layout in it."""

    def __init__(self, figure: Mapping[str, Any]) -> None:
        self.layout = figure["layout"]
        self.inks = Inks(self.layout)
        self.font: Mapping[str, Any] = self.layout["font"]
        self.usual = (str(self.font["color"]), float(self.font["size"]))
        self.decimals = 3 if self.layout.get("height", 0) > _TALL_PX else 2
        names = [key for key in self.layout if key.startswith(("xaxis", "yaxis"))]
        self.axes = {
            name.replace("axis", ""): self._axis(name, figure["data"])
            for name in dict.fromkeys(("xaxis", "yaxis", *names))
        }

    def _axis(self, name: str, traces: Sequence[Mapping[str, Any]]) -> Axis:
        spec = self.layout.get(name, {})
        low, high = spec["range"] if "range" in spec else limits(name.replace("axis", ""), traces)
        first, last = spec.get("domain", (0, 1))
        return Axis(name[0], spec, float(first), float(last), float(low), float(high))

    # -- places ---------------------------------------------------------------------------------

    def across(self, share: float) -> str:
        """Place of a share of the plot from its left."""
        return percent(share)

    def up(self, share: float) -> str:
        """Place of a share of the plot from below."""
        return percent(1 - share, self.decimals)

    def share(self, reference: str, value: float) -> float:
        """Share of the plot of a value of an axis, or of the paper."""
        if reference == "paper":
            return value
        if reference not in self.axes:
            raise NotDrawnError(f"reference {reference!r} is not drawn")
        return self.axes[reference].at(value)

    # -- grid and ticks -------------------------------------------------------------------------

    def grid_and_ticks(self) -> tuple[str, str]:
        """Lines of the grid, and the words of the ticks, which stand over everything."""
        lines, words = "", ""
        for key, axis in self.axes.items():
            name = f"{key[0]}axis{key[1:]}"
            if name not in self.layout or axis.spec.get("visible") is False:
                continue
            other = self.axes[axis.spec.get("anchor", "y" if axis.letter == "x" else "x")]
            values, said = self._ticks(axis)
            if axis.spec.get("showgrid", True):
                lines += self._grid(axis, values, other)
            if axis.spec.get("showticklabels") is not False:
                words += self._labels(axis, values, said, other)
        return lines, words

    def _ticks(self, axis: Axis) -> tuple[list[float], list[str]]:
        spec = axis.spec
        if "tickvals" in spec:
            return numbers.named_ticks(spec, holds=axis.holds)
        if spec.get("showgrid", True) is False and spec.get("showticklabels") is False:
            return [], []
        if "nticks" not in spec:
            # plotly would count what fits, and how wide the picture will be is not known here
            raise NotDrawnError("an axis that does not say how many ticks it has is not drawn")
        step = numbers.tick_step(axis.low, axis.high, ticks=spec["nticks"])
        values = numbers.multiples(axis.low, axis.high, step)
        write = numbers.formatter(spec, step=step)
        return values, [write(value) for value in values]

    def _grid(self, axis: Axis, values: Sequence[float], other: Axis) -> str:
        lines = ""
        for value in values:
            if axis.letter == "x":
                x = self.across(axis.at(value))
                ends = {"x1": x, "x2": x, "y1": self.up(other.last), "y2": self.up(other.first)}
            else:
                y = self.up(axis.at(value))
                ends = {"x1": self.across(other.first), "x2": self.across(other.last),
                        "y1": y, "y2": y}  # fmt: skip
            lines += element("line", **ends)
        color = self.inks.css(axis.spec["gridcolor"])
        return element("g", lines, class_="drawn__grid", style=style(stroke=color)) if lines else ""

    def _labels(self, axis: Axis, values: Sequence[float], said: Sequence[str], other: Axis) -> str:
        font = {**self.font, **axis.spec.get("tickfont", {})}
        size = float(font["size"])
        side = axis.spec.get("side", "bottom" if axis.letter == "x" else "left")
        words = ""
        for value, label in zip(values, said, strict=True):
            down = size * (_MIDDLE_EM - LINE_EM * label.count("<br>") / 2)
            at, shift, held = self._place(axis.at(value), other, side, size=size, down=down)
            words += text(
                label, at=at, shift=shift, side=held, inks=self.inks, color=font["color"],
                size=size, usual=(font["color"], size),
            )  # fmt: skip
        declared = style(
            fill=self.inks.css(font["color"]) if font["color"] != self.usual[0] else None,
            font_size=f"{plain(size)}px" if size != self.usual[1] else None,
        )
        return element("g", words, class_="drawn__ticks", style=declared) if words else ""

    def _place(
        self, share: float, other: Axis, side: str, *, size: float, down: float
    ) -> tuple[tuple[str, str], tuple[float, float], Side]:
        """Where a label is put, how far it is moved from there, and where it is held."""
        if side == "bottom":
            return (self.across(share), self.up(other.first)), (0, _UNDER_PX + size), "center"
        if side == "top":
            over = _UNDER_PX + _OVER_EM * size
            return (self.across(share), self.up(other.last)), (0, -over), "center"
        if side == "left":
            return (self.across(other.first), self.up(share)), (-_BESIDE_PX, down), "right"
        return (self.across(other.last), self.up(share)), (_BESIDE_PX, down), "left"

    # -- lines of the layout --------------------------------------------------------------------

    def shapes(self, *, below: bool) -> str:
        """Lines and rectangles under the marks, or over them."""
        found = ""
        for shape in self.layout.get("shapes", ()):
            if (shape.get("layer") == "below") is below:
                found += self._shape(shape)
        return found

    def _shape(self, shape: Mapping[str, Any]) -> str:
        xs = [self.share(shape.get("xref", "x"), shape[key]) for key in ("x0", "x1")]
        ys = [self.share(shape.get("yref", "y"), shape[key]) for key in ("y0", "y1")]
        line = shape.get("line", {})
        declared = stroke(line, self.inks, default=CLEAR if shape["type"] == "rect" else None)
        if shape["type"] == "line":
            return element(
                "line", x1=self.across(xs[0]), x2=self.across(xs[1]), y1=self.up(ys[0]),
                y2=self.up(ys[1]), style=style(**declared),
            )  # fmt: skip
        if shape["type"] != "rect":
            raise NotDrawnError(f"shape {shape['type']!r} is not drawn")
        fill = self.inks.css(shape.get("fillcolor", CLEAR))
        return element(
            "rect", x=self.across(min(xs)), y=self.up(max(ys)), width=percent(abs(xs[1] - xs[0])),
            height=percent(abs(ys[1] - ys[0]), self.decimals), style=style(fill=fill, **declared),
        )  # fmt: skip


def stroke(
    line: Mapping[str, Any], inks: Inks, *, default: str | None = None
) -> dict[str, str | None]:
    """Declarations of a plotly line."""
    color, width = line.get("color", default), line.get("width", 2)
    if color is None:
        raise NotDrawnError("a line without a color is not drawn")
    dashes = " ".join(plain(part * max(width, 3)) for part in dash_of(line))
    return {
        "stroke": inks.css(color),
        "stroke_width": plain(width) if width != 1 else None,
        "stroke_dasharray": dashes or None,
    }

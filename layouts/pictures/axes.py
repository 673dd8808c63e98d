"""Axes of a figure: where numbers stand on the sheet, grid, labels of ticks, lines, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D, Bbox, Transform

from layouts.figures.base import CLEAR
from layouts.pictures import numbers
from layouts.pictures.canvas import POINTS_PER_PX, Sheet
from layouts.pictures.features import NotDrawnError
from layouts.pictures.lengths import dash_of, limits
from layouts.pictures.markup import line_em, lines_of
from layouts.pictures.patterns import PLAIN, fill_patch, paint
from layouts.pictures.words import LINE_SPACING, Side, put

GRID, BELOW, ABOVE = 0.0, 1.0, 6.0
# Of the distance of two rows: what the lines of a name may take, and how close they may come.
_LINES_SHARE, _CLOSEST = 0.84, 1.0


def dashes(line: Mapping[str, Any]) -> Any:
    """Matplotlib's line style of a plotly line. Raises NotDrawnError for an unknown dash."""
    pattern = dash_of(line)
    if not pattern:
        return "-"
    width = line.get("width", 2)
    unit = max(width, 3) / width  # matplotlib counts in widths of the line
    return (0, tuple(part * unit for part in pattern))


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its numbers run from `low` at `start` px to `high` at `end` px of the sheet."""

    letter: str
    spec: Mapping[str, Any]
    start: float
    end: float
    low: float
    high: float

    def px(self, number: float) -> float:
        """Place of a number on the sheet."""
        return self.start + (number - self.low) / (self.high - self.low) * (self.end - self.start)

    def holds(self, number: float) -> bool:
        """True if a number lies between the ends."""
        room = abs(self.high - self.low) * 1e-9
        return bool(min(self.low, self.high) - room <= number <= max(self.low, self.high) + room)


@dataclass(frozen=True, slots=True)
class Panel:
    """A pair of axes."""

    x: Axis
    y: Axis

    def data(self, sheet: Sheet) -> Transform:
        """Numbers of the data to places of the picture."""
        across = (self.x.end - self.x.start) / (self.x.high - self.x.low)
        up = (self.y.end - self.y.start) / (self.y.high - self.y.low)
        moved = Affine2D().translate(-self.x.low, -self.y.low).scale(across, up)
        return moved.translate(self.x.start, self.y.start) + sheet.pixels

    @property
    def box(self) -> Bbox:
        """The plot in px."""
        return Bbox.from_extents(self.x.start, self.y.end, self.x.end, self.y.start)


class Plot:
    """Room inside the margins, and the axes of a layout in it."""

    def __init__(self, sheet: Sheet, figure: Mapping[str, Any]) -> None:
        self.sheet, self.layout = sheet, figure["layout"]
        margin = {"l": 80, "r": 80, "t": 100, "b": 80, **self.layout.get("margin", {})}
        self.left, self.right = margin["l"], sheet.width - margin["r"]
        self.top, self.bottom = margin["t"], sheet.height - margin["b"]
        names = [key for key in self.layout if key.startswith(("xaxis", "yaxis"))]
        self.axes = {
            name.replace("axis", ""): self._axis(name, figure["data"])
            for name in dict.fromkeys(("xaxis", "yaxis", *names))
        }

    @property
    def box(self) -> Bbox:
        """Room inside the margins in px."""
        return Bbox.from_extents(self.left, self.top, self.right, self.bottom)

    @property
    def font(self) -> Mapping[str, Any]:
        """Type of the figure."""
        found: Mapping[str, Any] = self.layout["font"]
        return found

    def panel(self, trace: Mapping[str, Any]) -> Panel:
        """The axes of a trace."""
        return Panel(self.axes[trace.get("xaxis", "x")], self.axes[trace.get("yaxis", "y")])

    def across(self, share: float) -> float:
        """Px of a share of the width inside the margins."""
        return float(self.left + share * (self.right - self.left))

    def up(self, share: float) -> float:
        """Px of a share of the height inside the margins, from below."""
        return float(self.bottom - share * (self.bottom - self.top))

    def place(self, reference: str, value: float) -> float:
        """Px of a value of an axis."""
        if reference not in self.axes:
            raise NotDrawnError(f"reference {reference!r} is not drawn")
        return self.axes[reference].px(value)

    def _axis(self, name: str, traces: Sequence[Mapping[str, Any]]) -> Axis:
        spec, letter = self.layout.get(name, {}), name[0]
        key = name.replace("axis", "")
        low, high = spec["range"] if "range" in spec else limits(key, traces)
        first, last = spec.get("domain", (0, 1))
        place = self.across if letter == "x" else self.up
        return Axis(letter, spec, place(first), place(last), float(low), float(high))

    # -- grid and labels --

    def draw_axes(self) -> None:
        """Grid lines and labels of every axis of the layout."""
        for key, axis in self.axes.items():
            if f"{key[0]}axis{key[1:]}" not in self.layout or axis.spec.get("visible") is False:
                continue
            self._labels(axis, *self._ticks(axis), other=self._partner(key, axis))

    def _partner(self, key: str, axis: Axis) -> Axis:
        """The axis that the labels of this one stand along."""
        other = "y" if axis.letter == "x" else "x"
        partner = self.axes[axis.spec.get("anchor", other)]
        if "overlaying" in axis.spec or "anchor" in axis.spec or key in ("x", "y"):
            return partner
        raise NotDrawnError(f"axis {key!r} without an anchor is not drawn")

    def _ticks(self, axis: Axis) -> tuple[list[float], list[str]]:
        spec = axis.spec
        if "tickvals" in spec:
            return numbers.named_ticks(spec, holds=axis.holds)
        length = abs(axis.end - axis.start)
        count = spec.get("nticks") or numbers.default_ticks(axis.letter, length)
        step = numbers.tick_step(axis.low, axis.high, ticks=count)
        while True:
            values = numbers.multiples(axis.low, axis.high, step)
            texts = [numbers.formatter(spec, step=step)(value) for value in values]
            if axis.letter == "y" or self._fits(axis, values, texts):
                return values, texts
            step = numbers.next_step(step)

    def _fits(self, axis: Axis, values: Sequence[float], texts: Sequence[str]) -> bool:
        """True if no label of an axis across touches the next one."""
        size = self._size(axis) * self.sheet.look.type_scale
        typeface = self.sheet.look.typeface
        halves = [line_em(lines_of(text, "")[0], typeface) * size / 2 for text in texts]
        places = [axis.px(value) for value in values]
        return all(
            abs(right - left) > half + next_half + size / 3
            for (left, right), (half, next_half) in zip(
                pairwise(places), pairwise(halves), strict=True
            )
        )

    def _size(self, axis: Axis) -> float:
        return float(axis.spec.get("tickfont", {}).get("size", self.font["size"]))

    def _labels(
        self, axis: Axis, values: Sequence[float], texts: Sequence[str], *, other: Axis
    ) -> None:
        spec, size = axis.spec, self._size(axis)
        color = spec.get("tickfont", {}).get("color", self.font["color"])
        side = spec.get("side", "bottom" if axis.letter == "x" else "left")
        spacing = self._line_spacing(axis, values, texts)
        for value, text in zip(values, texts, strict=True):
            at = axis.px(value)
            if spec.get("showgrid", True):
                self._grid(axis, at, other)
            if spec.get("showticklabels") is False:
                continue
            if axis.letter == "x":
                edge = other.start + 2 + size if side == "bottom" else other.end - 2 - size * 0.2
                put(self.sheet, text, at=(at, edge), side="center", size=size, color=color,
                    name="tick")  # fmt: skip
            else:
                edge = other.start - 3 if side == "left" else other.end + 3
                held: Side = "right" if side == "left" else "left"
                put(self.sheet, text, at=(edge, at), side=held, middle=at, size=size, color=color,
                    spacing=spacing, name="tick")  # fmt: skip

    def _line_spacing(self, axis: Axis, values: Sequence[float], texts: Sequence[str]) -> float:
        """Closer lines where rows are close, so that a name of two lines is seen to be one."""
        gaps = [abs(axis.px(one) - axis.px(other)) for one, other in pairwise(values)]
        lines = 1 + max((text.count("<br>") for text in texts), default=0)
        size = self._size(axis) * self.sheet.look.type_scale
        fitting = min(gaps, default=inf) * _LINES_SHARE / lines / size
        return max(_CLOSEST, min(LINE_SPACING, fitting))

    def _grid(self, axis: Axis, at: float, other: Axis) -> None:
        along = (other.start, other.end)
        x, y = ((at, at), along) if axis.letter == "x" else (along, (at, at))
        line = Line2D(
            x, y, color=axis.spec["gridcolor"], lw=POINTS_PER_PX, transform=self.sheet.pixels
        )
        self.sheet.add(line, order=GRID, name="grid")

    # -- shapes and notes --

    def draw_shapes(self) -> None:
        """Lines and rectangles of the layout."""
        for shape in self.layout.get("shapes", ()):
            x0, x1 = self._ends(shape, "x")
            y0, y1 = self._ends(shape, "y")
            order = BELOW if shape.get("layer") == "below" else ABOVE
            line = shape.get("line", {})
            width = line.get("width", 2) * POINTS_PER_PX
            if shape["type"] == "line":
                drawn = Line2D(
                    (x0, x1), (y0, y1), color=line["color"], lw=width, linestyle=dashes(line),
                    transform=self.sheet.pixels, solid_capstyle="butt", dash_capstyle="butt",
                )  # fmt: skip
                self.sheet.add(drawn, order=order, name="shape")
            elif shape["type"] == "rect":
                box = Rectangle((x0, y0), x1 - x0, y1 - y0, lw=width, transform=self.sheet.pixels)
                fill_patch(box, shape.get("fillcolor", CLEAR), self.sheet.look)
                box.set_edgecolor(paint(line.get("color", CLEAR), PLAIN)[0])
                self.sheet.add(box, order=order, name="shape")
            else:
                raise NotDrawnError(f"shape {shape['type']!r} is not drawn")

    def _ends(self, shape: Mapping[str, Any], letter: str) -> tuple[float, float]:
        reference = shape.get(f"{letter}ref", letter)
        ends = (shape[f"{letter}0"], shape[f"{letter}1"])
        if reference == "paper":
            place = self.across if letter == "x" else self.up
            return place(ends[0]), place(ends[1])
        return self.place(reference, ends[0]), self.place(reference, ends[1])

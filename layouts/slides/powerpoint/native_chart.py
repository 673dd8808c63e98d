"""What a chart of PowerPoint is made of: series, axes, their look. Plain data, no drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

LABEL_PT = 14


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line. `dash` is a name of DrawingML (`dash`, `sysDot`); empty for a whole line."""

    color: str
    width_pt: float
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point: `circle`, `triangle`, `square` or `none`. `strength` is its opacity, 0 to 1."""

    symbol: str
    color: str
    size_pt: int = 12
    hollow: bool = False
    strength: float = 1.0


NO_MARK = Mark("none", "#000000")


@dataclass(frozen=True, slots=True)
class Labels:
    """Words at the points, one each, empty for none.

    `at` is a side of the point: `t`, `l`, `r`, `b`, or `ctr` for on it.
    """

    words: tuple[str, ...]
    at: str = "t"
    size_pt: int = LABEL_PT
    color: str = "#000000"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Points or a line. `minus` and `plus` are lengths of intervals across, in the axis's unit.

    `marks` holds one look for all points or one each. `points_of` is the number of the series
    whose cells this one shares: what is changed there moves here too. `ends_of` marks a series
    that joins the ends of all intervals of that look, see `with_intervals`. `key` is a character
    that stands for the series where its name is explained; empty if it needs no explanation.
    """

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    marks: tuple[Mark, ...] = (NO_MARK,)
    stroke: Stroke | None = None
    minus: tuple[float, ...] = ()
    plus: tuple[float, ...] = ()
    bars: Stroke | None = None
    labels: Labels | None = None
    key: str = ""
    points_of: int | None = None
    ends_of: Stroke | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from `low` to `high` with a line every `step`; hidden for the rows of dots."""

    low: float
    high: float
    step: float
    number_format: str = "0"
    title: str = ""
    color: str = "#000000"
    shown: bool = True


@dataclass(frozen=True, slots=True)
class XyChart:
    """Points over two axes. `rows` are the names at the left edge, from the top one down."""

    title: str
    series: tuple[Series, ...]
    across: Axis
    up: Axis
    rows: tuple[str, ...] = ()
    top_words: bool = False  # words stand above the upper end of the scale

    @property
    def keys(self) -> tuple[tuple[str, str, str], ...]:
        """What is explained below the chart: character, color, words."""
        return tuple((s.key, _color(s), s.name) for s in self.series if s.key)


def _color(series: Series) -> str:
    if series.stroke is not None:
        return series.stroke.color
    if series.bars is not None and series.marks == (NO_MARK,):
        return series.bars.color
    return series.marks[0].color


@dataclass(frozen=True, slots=True)
class BarChart:
    """Lying bars with intervals, the first category on top."""

    title: str
    name: str
    categories: tuple[str, ...]
    values: tuple[float, ...]
    minus: tuple[float, ...]
    plus: tuple[float, ...]
    color: str
    axis: Axis


NativeChart = XyChart | BarChart


def round_axis(low: float, high: float, *, steps: int = 5) -> tuple[float, float, float]:
    """`low` and `high` moved outward to round numbers, and the distance of the lines.

    PowerPoint counts its lines from the lower end, so only a round end gives round lines.
    """
    rough = (high - low or 1.0) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= rough * 0.8)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step


def with_intervals(series: Sequence[Series], name: str) -> list[Series]:
    """The series, and a line from end to end of their intervals, in rows of lower, upper, gap.

    PowerPoint draws the intervals as error bars. LibreOffice reads none that lie and differ from
    point to point, so that dots would stand there without them: the line is what it shows. In
    PowerPoint it lies exactly below the bars, and formulas keep it there.
    """
    looks = dict.fromkeys(s.bars for s in series if s.bars is not None and s.bars.width_pt)
    found = list(series)
    for look in looks:
        ends = list(interval_points(series, look))
        x = [
            value
            for s, i in ends
            for value in (s.x[i] - s.minus[i], s.x[i] + s.plus[i], s.x[i] + s.plus[i])
        ]
        y = [value for s, i in ends for value in (s.y[i], s.y[i], math.nan)]
        found.append(Series(name, tuple(x), tuple(y), stroke=look, ends_of=look))
    return found


def interval_points(series: Sequence[Series], look: Stroke) -> Iterator[tuple[Series, int]]:
    """Series and point of every interval of one look."""
    for one in series:
        if one.bars == look:
            yield from ((one, i) for i in range(len(one.minus)) if one.minus[i] or one.plus[i])


def layered(chart: NativeChart) -> NativeChart:
    """The chart with its series as they stand in the file: the uppermost leads, intervals end.

    LibreOffice draws the first one on top; PowerPoint goes by `order`, which counts the other way.
    LibreOffice also takes the points of the first one for the most there are: it is filled up
    with points that have no values.
    """
    if not isinstance(chart, XyChart) or not chart.series:
        return chart
    numbers = range(len(chart.series))
    order = sorted(numbers, key=lambda i: (chart.series[i].ends_of is not None, -i))
    place = {old: new for new, old in enumerate(order)}
    found = []
    for old in order:
        one = chart.series[old]
        owner = one.points_of
        found.append(one if owner is None else replace(one, points_of=place[owner]))
    free = (math.nan,) * (max(len(one.x) for one in found) - len(found[0].x))
    if found[0].points_of is not None and free:
        # it shares the cells of another one: give it its own
        found[0] = replace(found[0], points_of=None)
    found[0] = replace(found[0], x=found[0].x + free, y=found[0].y + free)
    return replace(chart, series=tuple(found))

"""How much of a chart the scales and dots take, and how much the words around them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from layouts.slides.powerpoint.inches import lines_of, width_in
from layouts.slides.powerpoint.native_chart import LABEL_PT, NativeChart, XyChart
from layouts.typefaces.text_fit import broken
from layouts.typefaces.typefaces import ARIAL, width_em

_LINE_IN = LABEL_PT * 1.25 / 72
_AIR_IN = 0.12
_OVER_IN, _OVER_BARS_IN = 0.38, 0.3  # a dot and the words over it
_TICK_IN = 0.7  # room of a number under the plot
_SHORT_NAMES = 0.4
_UNEVEN_EM = 1.6  # by which one of even lines may be longer
_MOST_NAMES = 0.65  # share of a chart that names of rows may take


@dataclass(frozen=True, slots=True)
class Room:
    """Shares of a chart, 0 to 1: left and upper edge, width and height of the plot."""

    left: float
    top: float
    width: float
    height: float

    def xml(self) -> str:
        """As the layout of the plot without its words (21.2.2.88 `layout`)."""
        return (
            '<c:layout><c:manualLayout><c:layoutTarget val="inner"/>'
            '<c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{self.left:.4f}"/><c:y val="{self.top:.4f}"/>'
            f'<c:w val="{self.width:.4f}"/><c:h val="{self.height:.4f}"/>'
            "</c:manualLayout></c:layout>"
        )


def names_in(names: tuple[str, ...]) -> float:
    """Width of the names of rows in inches, with air to the dots."""
    lines = [line for name in names for line in name.split("\n")]
    return max((width_in(line, LABEL_PT) for line in lines), default=0.0) + 3 * _AIR_IN


def with_short_names(chart: NativeChart, width: float, height: float) -> NativeChart:
    """The chart with names of rows in as many lines as a row is high, one if they are short."""
    if not isinstance(chart, XyChart) or not chart.rows:
        return chart
    plot = room_of(chart, width, height).height * height
    most = max(1, int(plot / (chart.up.high - chart.up.low) / (LABEL_PT * 1.15 / 72)))
    flat = tuple(in_lines(row, 1) for row in chart.rows)
    is_short = names_in(flat) <= _SHORT_NAMES * width
    rows = flat if is_short else tuple(in_lines(row, most) for row in chart.rows)
    series = tuple(
        replace(s, labels=replace(s.labels, words=rows))
        if s.labels is not None and s.labels.words == chart.rows
        else s
        for s in chart.series
    )
    return replace(chart, rows=rows, series=series)


def in_lines(label: str, most: int) -> str:
    """`label` in at most `most` lines, of about the same length where they have to change."""
    if label.count("\n") < most:
        return label
    whole = " ".join(label.split("\n"))
    room_em = width_em(whole, typeface=ARIAL) / most + _UNEVEN_EM
    lines = broken(whole, room_em, typeface=ARIAL)
    return "\n".join([*lines[: most - 1], " ".join(lines[most - 1 :])])


def with_roomy_labels(chart: NativeChart, width: float, height: float) -> NativeChart:
    """Values over their dots, or beside them where the rows are too low for that."""
    if not isinstance(chart, XyChart) or chart.up.shown:
        return chart
    row = room_of(chart, width, height).height * height / (chart.up.high - chart.up.low)
    # beside a dot lies its interval
    if row >= (_OVER_IN if all(s.bars is None for s in chart.series) else _OVER_BARS_IN):
        return chart
    series = tuple(
        replace(s, labels=replace(s.labels, at="r"))
        if s.labels is not None and s.labels.at == "t" and s.stroke is None
        else s
        for s in chart.series
    )
    return replace(chart, series=series)


def with_few_ticks(chart: NativeChart, width: float, height: float) -> NativeChart:
    """The chart with no more numbers under its plot than stand side by side."""
    if not isinstance(chart, XyChart):
        return chart
    axis = chart.across
    plot = room_of(chart, width, height).width * width
    most = max(2, int(plot / _TICK_IN))
    count = (axis.high - axis.low) / axis.step
    times = next(k for k in (1, 2, 4, 5, 10, 20) if count / k <= most)
    return replace(chart, across=replace(axis, step=axis.step * times))


def _title_lines(chart: NativeChart, width: float) -> int:
    return lines_of(chart.title, LABEL_PT, width * 0.8, bold=True) if chart.title else 0


def room_of(chart: NativeChart, width: float, height: float) -> Room:
    """The plot of a chart of `width` x `height` inches."""
    names = chart.rows if isinstance(chart, XyChart) else chart.categories
    left = names_in(names) if names else 0.3
    if isinstance(chart, XyChart) and chart.up.shown:
        left = 0.75
    if isinstance(chart, XyChart) and chart.up.title:
        left += _LINE_IN
    right = 0.45
    top = _AIR_IN + _title_lines(chart, width) * _LINE_IN
    bottom = _LINE_IN + _AIR_IN
    axis = chart.across if isinstance(chart, XyChart) else chart.axis
    if axis.title:
        bottom += _LINE_IN + _AIR_IN
    if isinstance(chart, XyChart):
        top += (_LINE_IN + _AIR_IN) * chart.top_words
    left = min(left, _MOST_NAMES * width)
    return Room(left / width, top / height, 1 - (left + right) / width, 1 - (top + bottom) / height)

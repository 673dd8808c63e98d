"""A native chart as DrawingML, which python-pptx has no calls for: intervals, names of rows.

Elements and their order are those of ECMA-376, part 1, 21.2 (charts). Numbers carry references
to the worksheet inside the file, so that a changed cell moves its point and its interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from layouts.slides.powerpoint.chart_sheet import Cells, cells_of, workbook
from layouts.slides.powerpoint.native_chart import (
    LABEL_PT,
    NO_MARK,
    Axis,
    BarChart,
    Labels,
    Mark,
    NativeChart,
    Series,
    Stroke,
    XyChart,
    layered,
)
from layouts.slides.powerpoint.plot_area import Room, room_of
from layouts.theme import LIGHT_PALETTE, edge_of

_NS = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_EMU_PER_PT = 12_700
_INK, _MUTED, _GRID = LIGHT_PALETTE.ink, LIGHT_PALETTE.ink_muted, LIGHT_PALETTE.grid
_ACROSS_ID, _UP_ID = 111_111_111, 222_222_222


@dataclass(frozen=True, slots=True)
class ChartData:
    """What `shapes.add_chart` of python-pptx asks of its data: XML and workbook."""

    chart: NativeChart
    width_in: float
    height_in: float
    lang: str

    @property
    def xlsx_blob(self) -> bytes:
        """The worksheet behind the chart."""
        return workbook(layered(self.chart))

    def xml_bytes(self, _kind: object) -> bytes:
        """The chart part."""
        return self.xml().encode()

    def xml(self) -> str:
        """The chart part as text."""
        room = room_of(self.chart, self.width_in, self.height_in)
        drawn = layered(self.chart)
        if isinstance(drawn, XyChart):
            plot = _xy(drawn, room, self.lang)
        else:
            plot = _bars(drawn, room, self.lang)
        title = self.chart.title
        head = _title(title, _INK, self.lang, bold=True, corner=True) if title else ""
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace {_NS}>'
            f'<c:date1904 val="0"/><c:lang val="{self.lang}"/><c:roundedCorners val="0"/>'
            f'<c:chart>{head}<c:autoTitleDeleted val="{int(not title)}"/>{plot}'
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
            f"{_text_look(LABEL_PT, _MUTED, self.lang)}</c:chartSpace>"
        )


# -- kinds ----------------------------------------------------------------------------------------


def _xy(chart: XyChart, room: Room, lang: str) -> str:
    cells = cells_of(chart)
    series = "".join(
        _xy_series(number, one, cells, lang) for number, one in enumerate(chart.series)
    )
    return (
        f"<c:plotArea>{room.xml()}<c:scatterChart>"
        f'<c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{series}{_axis_ids()}'
        f"</c:scatterChart>{_value_axis(chart.across, lang, at='b')}"
        f"{_value_axis(chart.up, lang, at='l')}<c:spPr><a:noFill/></c:spPr></c:plotArea>"
    )


def _xy_series(number: int, one: Series, cells: Sequence[Cells], lang: str) -> str:
    at = cells[number]
    looks = one.marks if len(one.marks) > 1 else ()
    each = "".join(
        f'<c:dPt><c:idx val="{i}"/>{_mark(mark)}<c:bubble3D val="0"/>{_line(one.stroke)}</c:dPt>'
        for i, mark in enumerate(looks)
    )
    bars = _error_bars(one, at, direction="x") if one.bars is not None else ""
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{len(cells) - 1 - number}"/>'
        f"{_name(one.name, at.name)}"
        f"{_line(one.stroke)}{_mark(one.marks[0] if one.marks else NO_MARK)}{each}"
        f"{_labels(one, lang)}{bars}"
        f"<c:xVal>{_numbers(one.x, at.x)}</c:xVal><c:yVal>{_numbers(one.y, at.y)}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _bars(chart: BarChart, room: Room, lang: str) -> str:
    (at,) = cells_of(chart)
    names = "".join(
        f'<c:pt idx="{i}"><c:v>{escape(name)}</c:v></c:pt>'
        for i, name in enumerate(chart.categories)
    )
    count = len(chart.categories)
    series = Series(
        chart.name, chart.values, (), minus=chart.minus, plus=chart.plus, bars=Stroke(_INK, 1.5)
    )
    return (
        f'<c:plotArea>{room.xml()}<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/>'
        f"{_name(chart.name, at.name)}<c:spPr>{_fill(chart.color)}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{_error_bars(series, at)}'
        f'<c:cat><c:strRef><c:f>{at.categories}</c:f><c:strCache><c:ptCount val="{count}"/>'
        f"{names}</c:strCache></c:strRef></c:cat><c:val>{_numbers(chart.values, at.x)}</c:val>"
        f'</c:ser><c:gapWidth val="60"/>{_axis_ids()}</c:barChart>'
        f"{_category_axis(lang)}{_value_axis(chart.axis, lang, at='b', over_bars=True)}"
        "<c:spPr><a:noFill/></c:spPr></c:plotArea>"
    )


# -- parts of a series ----------------------------------------------------------------------------


def _name(name: str, cell: str) -> str:
    return (
        f'<c:tx><c:strRef><c:f>{cell}</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )


def _numbers(values: Sequence[float], cells: str) -> str:
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{value:.10g}</c:v></c:pt>'
        for i, value in enumerate(values)
        if math.isfinite(value)
    )
    return (
        f"<c:numRef><c:f>{cells}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _error_bars(one: Series, at: Cells, *, direction: str = "") -> str:
    """Intervals (21.2.2.55 `errBars`); those of bars have no direction but their own."""
    assert one.bars is not None
    along = f'<c:errDir val="{direction}"/>' if direction else ""
    return (
        f'<c:errBars>{along}<c:errBarType val="both"/>'
        '<c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{_numbers(one.plus, at.plus)}</c:plus>"
        f"<c:minus>{_numbers(one.minus, at.minus)}</c:minus>{_line(one.bars)}</c:errBars>"
    )


def _mark(mark: Mark) -> str:
    if mark.symbol == "none":
        return '<c:marker><c:symbol val="none"/></c:marker>'
    # pale rather than empty: LibreOffice draws no outline
    fill = _fill(LIGHT_PALETTE.band if mark.hollow else mark.color, mark.strength)
    width = 2 if mark.hollow else 0.75
    edge = _edge(mark)
    line = f'<a:ln w="{round(width * _EMU_PER_PT)}">{_fill(edge)}</a:ln>'
    return (
        f'<c:marker><c:symbol val="{mark.symbol}"/><c:size val="{mark.size_pt}"/>'
        f"<c:spPr>{fill}{line}</c:spPr></c:marker>"
    )


def _edge(mark: Mark) -> str:
    """Its own color around a hollow mark, paper around a full one that needs no outline."""
    outline = edge_of(mark.color, LIGHT_PALETTE)
    return outline if mark.hollow or outline != mark.color else LIGHT_PALETTE.paper


def _fill(color: str, strength: float = 1.0) -> str:
    alpha = f'<a:alpha val="{round(strength * 100_000)}"/>' if strength < 1 else ""
    return f'<a:solidFill><a:srgbClr val="{color.lstrip("#").upper()}">{alpha}</a:srgbClr></a:solidFill>'  # noqa: E501


def _line(stroke: Stroke | None) -> str:
    if stroke is None or not stroke.width_pt:
        return "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
    dash = f'<a:prstDash val="{stroke.dash}"/>' if stroke.dash else ""
    width = round(stroke.width_pt * _EMU_PER_PT)
    return (
        f'<c:spPr><a:ln w="{width}" cap="flat">{_fill(stroke.color)}{dash}<a:round/></a:ln>'
        "</c:spPr>"
    )


# -- words ----------------------------------------------------------------------------------------


def _shown(*, value: bool = False) -> str:
    """What a label prints: its words, which stand in for the value, or nothing."""
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(value)}"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _labels(one: Series, lang: str) -> str:
    look = one.labels
    if look is None:
        return ""
    each = "".join(_label(i, said, look, lang) for i, said in enumerate(look.words) if said)
    return f"<c:dLbls>{each}{_shown()}</c:dLbls>"


def _label(number: int, said: str, look: Labels, lang: str) -> str:
    run = f'lang="{lang}" sz="{look.size_pt * 100}" b="{int(look.bold)}"'
    side = "r" if look.at == "l" else "ctr"
    air = "\u2003" if look.at == "l" else ""  # between the name of a row and a dot at the edge
    lines = "".join(
        f'<a:p><a:pPr algn="{side}"/><a:r><a:rPr {run}>{_fill(look.color)}</a:rPr>'
        f"<a:t>{escape(line)}{air}</a:t></a:r></a:p>"
        for line in said.split("\n")
    )
    return (
        f'<c:dLbl><c:idx val="{number}"/><c:tx><c:rich><a:bodyPr wrap="none" anchor="ctr"/>'
        f"{lines}</c:rich></c:tx>"
        f'<c:dLblPos val="{look.at}"/>{_shown(value=True)}</c:dLbl>'
    )


def _text_look(size_pt: int, color: str, lang: str) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr lang="{lang}"'
        f' sz="{size_pt * 100}" b="0">{_fill(color)}</a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="{lang}"/></a:p></c:txPr>'
    )


def _title(
    words: str, color: str, lang: str, *, bold: bool = False, corner: bool = False, turn: int = 0
) -> str:
    place = (
        '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.004"/>'
        '<c:y val="0.004"/></c:manualLayout></c:layout>'
    )
    run = f'<a:rPr lang="{lang}" sz="{LABEL_PT * 100}" b="{int(bold)}">{_fill(color)}</a:rPr>'
    lines = "".join(
        f'<a:p><a:pPr algn="l"/><a:r>{run}<a:t>{escape(line)}</a:t></a:r></a:p>'
        for line in words.split("\n")
    )
    body = f'<a:bodyPr rot="{turn}" vert="horz"/>'
    return (
        f"<c:title><c:tx><c:rich>{body}{lines}</c:rich></c:tx>"
        f'{place if corner else ""}<c:overlay val="0"/></c:title>'
    )


# -- axes -----------------------------------------------------------------------------------------


def _axis_ids() -> str:
    return f'<c:axId val="{_ACROSS_ID}"/><c:axId val="{_UP_ID}"/>'


def _value_axis(axis: Axis, lang: str, *, at: str, over_bars: bool = False) -> str:
    own, other = (_ACROSS_ID, _UP_ID) if at == "b" and not over_bars else (_UP_ID, _ACROSS_ID)
    grid = f'<c:majorGridlines><c:spPr><a:ln w="9525">{_fill(_GRID)}</a:ln></c:spPr></c:majorGridlines>'  # noqa: E501
    turn = 0 if at == "b" else -5_400_000
    title = _title(axis.title, axis.color, lang, turn=turn) if axis.title else ""
    code = escape(axis.number_format, {'"': "&quot;"})
    # an axis of bars runs from the top one down, so its scale would stand above them
    crosses = "max" if over_bars else "min"
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{axis.high:.10g}"/><c:min val="{axis.low:.10g}"/></c:scaling>'
        f'<c:delete val="{int(not axis.shown)}"/><c:axPos val="{at}"/>'
        f"{grid if axis.shown else ''}{title}"
        f'<c:numFmt formatCode="{code}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos'
        f' val="{"nextTo" if over_bars else "low"}"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_text_look(LABEL_PT, _MUTED, lang)}"
        f'<c:crossAx val="{other}"/><c:crosses val="{crosses}"/>'
        f'<c:crossBetween val="{"between" if over_bars else "midCat"}"/>'
        f'<c:majorUnit val="{axis.step:.10g}"/></c:valAx>'
    )


def _category_axis(lang: str) -> str:
    return (
        f'<c:catAx><c:axId val="{_ACROSS_ID}"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="12700">{_fill(LIGHT_PALETTE.control)}</a:ln></c:spPr>'
        f"{_text_look(LABEL_PT, _INK, lang)}"
        f'<c:crossAx val="{_UP_ID}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )

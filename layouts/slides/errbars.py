"""Custom error bars for a series of a PowerPoint chart, which python-pptx has no call for.

Written as DrawingML (ECMA-376, part 1, 21.2.2.55 `errBars`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_GRAY = "827F76"
_WIDTH_EMU = 28_575
# Children of a series that the schema puts after the error bars.
_AFTER = ("c:cat", "c:val", "c:xVal", "c:yVal", "c:smooth", "c:extLst")


def add_error_bars(series: Any, *, minus: Sequence[float], plus: Sequence[float]) -> None:
    """Lengths below and above each point, in the unit of the axis; nothing where all are zero."""
    if not any(math.isfinite(x) and x for x in (*minus, *plus)):
        return
    bars = parse_xml(
        f'<c:errBars xmlns:c="{_C}" xmlns:a="{_A}">'
        '<c:errDir val="y"/><c:errBarType val="both"/><c:errValType val="cust"/>'
        '<c:noEndCap val="1"/>'
        f"<c:plus>{_numbers(plus)}</c:plus><c:minus>{_numbers(minus)}</c:minus>"
        f'<c:spPr><a:ln w="{_WIDTH_EMU}"><a:solidFill><a:srgbClr val="{_GRAY}"/></a:solidFill>'
        "</a:ln></c:spPr></c:errBars>"
    )
    names = {qn(name) for name in _AFTER}
    later = next((child for child in series if child.tag in names), None)
    if later is None:
        series.append(bars)
    else:
        later.addprevious(bars)


def _numbers(values: Sequence[float]) -> str:
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{value:.10g}</c:v></c:pt>'
        for i, value in enumerate(values)
        if math.isfinite(value)
    )
    return (
        "<c:numLit><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numLit>'
    )

"""A sheet to draw on: size, type, color and bytes, the same for every static picture."""

from __future__ import annotations

import io
import re
from threading import Lock
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from layouts.pictures.drawing import Look

Format = Literal["svg", "png"]
PNG_DPI = 200
# What a matplotlib SVG asks for, replaced by the typeface of the sheet that it will stand on.
_DRAWN_WITH = "DejaVu Sans"
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: selectable, searchable, in the sheet's typeface
    "svg.hashsalt": "kansas-city",  # same picture, same bytes
    "font.family": _DRAWN_WITH,
    "hatch.linewidth": 0.6,
}
# Once and for good: its settings are global, and two sheets may be drawn at the same time.
mpl.rcParams.update(_STYLE)
_DRAWING = Lock()  # matplotlib's text engine serves one thread at a time


def sheet(width_in: float, height_in: float) -> Figure:
    """An empty transparent figure. No pyplot: it would keep every figure alive."""
    figure = Figure(figsize=(width_in, height_in))
    figure.patch.set_alpha(0)
    return figure


def quiet(axes: Axes, look: Look, *, spines: tuple[str, ...] = ()) -> None:
    """Take away frame and ticks, but for the named spines."""
    axes.set_facecolor("none")
    for side, spine in axes.spines.items():
        spine.set_visible(side in spines)
        spine.set_color(look.palette.ink_muted)
        spine.set_linewidth(0.6)
    axes.tick_params(
        length=2.5, width=0.6, colors=look.palette.ink_muted, labelsize=look.text_pt - 0.5
    )


def to_bytes(figure: Figure, look: Look, output: Format) -> bytes:
    """The picture as SVG with real text, or as PNG on the paper of its theme."""
    buffer = io.BytesIO()
    with _DRAWING:
        if output == "png":
            FigureCanvasAgg(figure)
            figure.savefig(buffer, format="png", dpi=PNG_DPI, facecolor=look.palette.paper)
            return buffer.getvalue()
        FigureCanvasSVG(figure)
        figure.savefig(buffer, format="svg", metadata={"Date": None}, transparent=True)
    text = buffer.getvalue().decode("utf-8")
    # matplotlib lists its own fallbacks behind the family; one name is enough for a typesetter.
    text = re.sub(rf"'{_DRAWN_WITH}'[^;\"]*", f"'{look.typeface}'", text)
    return text.encode("utf-8")

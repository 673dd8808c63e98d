"""A sheet to draw on: pixels of the screen, type, and the bytes of the picture."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedBbox

from layouts.pictures.look import PX_PER_INCH, Look

Format = Literal["svg", "png"]
POINTS_PER_PX = 0.75
PNG_PPI = 200.0
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: selectable, searchable, in the sheet's typeface
    "svg.hashsalt": "pictures",  # same picture, same bytes
    "path.simplify": False,  # every point of a figure is drawn
}
# Once and for good: its settings are global, and two pictures may be drawn at the same time.
mpl.rcParams.update(_STYLE)
_DRAWING = Lock()  # matplotlib's text engine serves one thread at a time


class Sheet:
    """An empty picture of `width` x `height` px; x runs to the right, y down, as on the screen."""

    def __init__(self, *, width: float, height: float, look: Look) -> None:
        self.width, self.height, self.look = width, height, look
        # no pyplot: it would keep every figure alive
        self.figure = Figure(figsize=(width / PX_PER_INCH, height / PX_PER_INCH))
        self.figure.patch.set_visible(False)

    @cached_property
    def scale(self) -> Transform:
        """Lengths in px, y up, to lengths of the picture."""
        return Affine2D().scale(1 / PX_PER_INCH) + self.figure.dpi_scale_trans

    @cached_property
    def pixels(self) -> Transform:
        """Places in px to places of the picture."""
        return Affine2D().scale(1, -1).translate(0, self.height) + self.scale

    def add(
        self, artist: Artist, *, order: float, name: str = "", clip: Bbox | None = None
    ) -> Artist:
        """Put something on the sheet; `clip` is in px, `name` finds it again."""
        artist.set_zorder(order)
        if name:
            artist.set_gid(name)
        self.figure.add_artist(artist, clip=False)
        if clip is not None:
            artist.set_clip_box(TransformedBbox(clip, self.pixels))
        return artist

    def to_bytes(self, output: Format, *, png_ppi: float = PNG_PPI) -> bytes:
        """The picture as SVG with real text, or as PNG on nothing, `png_ppi` dots for 96 px."""
        with _DRAWING:
            return self._png(png_ppi) if output == "png" else self._svg()

    def _svg(self) -> bytes:
        self.figure.set_dpi(72)  # units of an SVG are points
        text = io.StringIO()
        size = (self.width * POINTS_PER_PX, self.height * POINTS_PER_PX)
        nothing: Mapping[str, Any] = {"Date": None}
        renderer: Any = RendererSVG(*size, text, metadata=dict(nothing))  # type: ignore[no-untyped-call]
        self.figure.draw(renderer)
        renderer.finalize()
        return text.getvalue().encode("utf-8")

    def _png(self, ppi: float) -> bytes:
        buffer = io.BytesIO()
        self.figure.set_dpi(ppi)
        # not savefig, which draws everything twice
        canvas: Any = FigureCanvasAgg(self.figure)
        canvas.print_png(buffer)
        return buffer.getvalue()

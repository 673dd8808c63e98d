"""Words of a figure: lines with bold and colored parts, anchors. Text stays text in an SVG.

In a plot a piece of paper under the marks parts words from the grid: it must not eat a mark. On a
map, where everything is a mark, a halo does: it hides no more than it must.
"""

from __future__ import annotations

from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from layouts.pictures.canvas import POINTS_PER_PX, Sheet
from layouts.pictures.look import Look
from layouts.pictures.markup import Line, Run, line_em, lines_of
from layouts.typefaces.typefaces import width_em

Side = Literal["left", "center", "right"]
LINE_SPACING = 1.3
HALO_EM = 0.28
WORDS = 9.0  # drawn last
GROUND = 2.5  # over the grid and bands, under lines, intervals and dots
# The paper behind a line in em: above its baseline, below it, beyond its ends.
_OVER_EM, _UNDER_EM, _BESIDE_EM = 0.78, 0.24, 0.14
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}


class Words(Artist):
    """One line at (x, y) px, y its baseline. In an SVG a run is one text element."""

    def __init__(
        self, line: Line, *, at: tuple[float, float], side: Side, size: float, halo: str, look: Look
    ) -> None:
        super().__init__()
        self.line, self.at, self.side = line, at, side
        self.size, self.halo, self.look = size, halo, look

    @property
    def text(self) -> str:
        """The words without markup."""
        return "".join(run.text for run in self.line)

    @property
    def width(self) -> float:
        """Length in px."""
        return line_em(self.line, self.look.typeface) * self.size

    @property
    def left(self) -> float:
        """Where the line begins, in px."""
        return self.at[0] - _SHARES[self.side] * self.width

    def draw(self, renderer: Any) -> None:
        """Matplotlib asks for this."""
        if len(self.line) == 1:
            self._run(renderer, self.line[0], self.at[0], self.side)
            return
        x = self.left
        for run in self.line:
            self._run(renderer, run, x, "left")
            x += width_em(run.text, run.weight, self.look.typeface) * self.size

    def _run(self, renderer: Any, run: Run, x: float, side: Side) -> None:
        if isinstance(renderer, RendererSVG):
            self._svg(renderer, run, x, side)
        else:
            self._painted(renderer, run, x, side)

    def _svg(self, renderer: RendererSVG, run: Run, x: float, side: Side) -> None:
        size = self.size * POINTS_PER_PX
        font = f"{run.weight} {size:.2f}px '{self.look.typeface.family}'"
        style = f"font: {font}; text-anchor: {_ANCHORS[side]}; fill: {run.color}"
        if self.halo:
            style += (
                f"; paint-order: stroke; stroke: {self.halo}; stroke-linejoin: round"
                f"; stroke-width: {size * HALO_EM:.2f}"
            )
        writer: Any = renderer.writer
        writer.element(
            "text",
            run.text,
            attrib={
                "x": f"{x * POINTS_PER_PX:.2f}",
                "y": f"{self.at[1] * POINTS_PER_PX:.2f}",
                "style": style,
                "xml:space": "preserve",  # spaces at the ends belong to the line
            },
        )

    def _painted(self, renderer: Any, run: Run, x: float, side: Side) -> None:
        size = self.size * POINTS_PER_PX
        figure = self.get_figure()
        assert figure is not None  # Sheet.add
        halo = [withStroke(linewidth=size * HALO_EM, foreground=self.halo)] if self.halo else []
        text = Text(
            x, self.at[1], run.text, transform=self.get_transform(), ha=side, va="baseline",
            fontsize=size, color=run.color, fontweight=run.weight, parse_math=False,
            fontfamily=self.look.typeface.family, path_effects=halo,
        )  # fmt: skip
        text.set_figure(figure)
        text.draw(renderer)


def put(
    sheet: Sheet,
    text: str,
    *,
    at: tuple[float, float],
    side: Side,
    top: float | None = None,
    middle: float | None = None,
    size: float,
    color: str,
    behind: Literal["nothing", "ground", "halo"] = "nothing",
    align: Side | None = None,
    spacing: float = LINE_SPACING,
    name: str = "words",
) -> None:
    """Write `text` at `at` px: its first baseline there, or its block's `top` or `middle`.

    `side` is where the block is held; `align` how its lines stand in it, `side` unless given.
    """
    size *= sheet.look.type_scale
    lines = lines_of(text, color)
    x, baseline = at
    if top is not None:
        baseline = top + size * 0.95
    if middle is not None:
        baseline = middle + size * (0.35 - spacing * (len(lines) - 1) / 2)
    widest = max((line_em(line, sheet.look.typeface) for line in lines), default=0.0) * size
    held = align or side
    x += (_SHARES[held] - _SHARES[side]) * widest
    paper = sheet.look.paper or sheet.look.palette.paper
    for number, line in enumerate(lines):
        if not line:
            continue
        place = (x, baseline + number * spacing * size)
        halo = paper if behind == "halo" else ""
        words = Words(line, at=place, side=held, size=size, halo=halo, look=sheet.look)
        words.set_transform(sheet.pixels)
        if behind == "ground":
            sheet.add(_ground(words, paper, sheet), order=GROUND, name="ground")
        sheet.add(words, order=WORDS, name=name)


def _ground(words: Words, paper: str, sheet: Sheet) -> Rectangle:
    """Paper as large as a line."""
    left, wide = words.left - _BESIDE_EM * words.size, words.width + 2 * _BESIDE_EM * words.size
    top, tall = words.at[1] - _OVER_EM * words.size, (_OVER_EM + _UNDER_EM) * words.size
    return Rectangle((left, top), wide, tall, fc=paper, ec="none", transform=sheet.pixels)


def block_height(text: str, size: float) -> float:
    """Height in px of the lines of a text."""
    return size * (1.15 + LINE_SPACING * text.count("<br>"))

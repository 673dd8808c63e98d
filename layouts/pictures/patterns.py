"""Patterns beside colors, for a black-and-white copier: the darker a class, the denser its lines.

An outcome has level lines, a factor upright ones, both together cross: the nine mixtures stay
apart. Slanted lines stay with "no data", dots with "too few". Fills are lightened, so that a lean
copier keeps the lines and a rich one the words beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Patch, Rectangle

from layouts.figures.base import CLEAR
from layouts.pictures.canvas import POINTS_PER_PX, Sheet
from layouts.pictures.look import Look
from layouts.theme import Palette

PLAIN = Look()
LINE_PT = 0.5
# Share of its own color that a fill keeps under lines.
STRENGTH = 0.42
# Six lines of a kind are one every 2 pt.
_LEVEL = ("", "--", "----", "------", "++++++")
_UPRIGHT = ("", "||", "||||", "||||||", "|+++++")
_THIRDS = (0, 2, 5)
_FEW = "..."
BAR = "/////"
NO_DATA = "///"


@lru_cache(maxsize=4)
def _patterns(palette: Palette) -> Mapping[str, str]:
    found = {palette.few_events: _FEW}
    for i, row in enumerate(palette.bivariate):
        for j, color in enumerate(row):
            found[color] = "-" * _THIRDS[i] + "|" * _THIRDS[j]
    found |= dict(zip(palette.factor, _UPRIGHT, strict=True))
    return found | dict(zip(palette.outcome, _LEVEL, strict=True))


def pattern_of(color: str, palette: Palette) -> str | None:
    """Lines of a class's fill as matplotlib writes them; None for what is no class."""
    return _patterns(palette).get(color)


def paint(color: str, look: Look) -> tuple[str, str]:
    """Fill and lines of a color: itself and none, or lightened under its pattern."""
    if color == CLEAR:
        return "none", ""
    pattern = pattern_of(color, look.palette) if look.patterns else None
    if pattern is None:
        return color, ""
    own, paper = to_rgb(color), to_rgb(look.palette.paper)
    red, green, blue = (STRENGTH * a + (1 - STRENGTH) * b for a, b in zip(own, paper, strict=True))
    return to_hex((red, green, blue)), pattern


def fill_patch(patch: Patch | Collection, color: str, look: Look) -> None:
    """Give a shape the fill and the lines of a color."""
    fill, pattern = paint(color, look)
    patch.set_facecolor(fill)
    if pattern:
        patch.set_hatch(pattern)
        patch.set_hatchcolor(look.palette.ink)
        patch.set_hatch_linewidth(LINE_PT)


def edge(color: str, look: Look) -> str:
    """Line around an area: darker between lightened fills, for a lean copier."""
    return look.palette.ink_muted if look.patterns and color == look.palette.area_line else color


def swatch(color: str, *, width_px: float, height_px: float, look: Look) -> str:
    """A piece of a legend as SVG: the very fill and lines of the class."""
    sheet = Sheet(width=width_px, height=height_px, look=look)
    width = 0.75
    box = Rectangle(
        (width / 2, width / 2),
        width_px - width,
        height_px - width,
        lw=width * POINTS_PER_PX,
        transform=sheet.pixels,
    )
    fill_patch(box, color, look)
    if color == look.palette.no_data:  # the lines that the map draws itself
        box.set_hatch(NO_DATA)
        box.set_hatchcolor(look.palette.hatch)
        box.set_hatch_linewidth(LINE_PT)
    box.set_edgecolor(look.palette.control)
    sheet.add(box, order=1, name="swatch")
    return sheet.to_bytes("svg").decode("utf-8")

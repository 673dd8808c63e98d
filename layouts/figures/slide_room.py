"""How much a slide holds, in px of its sheet, and in em of the type that stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from layouts.typefaces.text_fit import cut_to

MARGIN_PX = 72
# Between two charts.
GAP_PX = 24
# The title over the finding: its type in px, what the QR code takes of its line, the lines that it
# may take over charts and beside a map.
TITLE_PX, CODE_ROOM_PX, BESIDE_PX = 32, 170, 48
# Words that stand in the place of the code are wider than it (present.css).
NO_CODE_ROOM_PX = 218
_TITLE_LINES, _MAP_TITLE_LINES = 1, 2


@dataclass(frozen=True, slots=True)
class Shape:
    """The sheet of a slide in px. `name` is that of addresses.

    `map_px` is the widest map.
    """

    name: str
    width_px: int
    height_px: int
    map_px: int

    @property
    def inner_px(self) -> int:
        """Between the margins."""
        return self.width_px - 2 * MARGIN_PX


# Sheets are equally high, so type and lines have the same sizes on all of them.
WIDE, NARROW = Shape("16x9", 1920, 1080, 1000), Shape("4x3", 1440, 1080, 440)
SHAPES: Mapping[str, Shape] = MappingProxyType({shape.name: shape for shape in (WIDE, NARROW)})
INNER_PX = WIDE.inner_px
# A finding longer than this (three lines of large words) stands in two sizes: its first sentences
# large, the rest smaller.
LEAD_EM = 86.0


def title_em(map_px: float = 0.0, shape: Shape = WIDE) -> float:
    """Width of a line of the title in type sizes; beside a map of `map_px` it is short."""
    taken = CODE_ROOM_PX + (map_px + BESIDE_PX if map_px else 0.0)
    return (shape.inner_px - taken) / TITLE_PX


def fitted_title(title: str, map_px: float = 0.0, shape: Shape = WIDE) -> str:
    """The title, cut where it would reach into the finding or the QR code."""
    # PowerPoint has it over the map, on one line
    title = cut_to(title, title_em(shape=shape), most_lines=_TITLE_LINES)
    if not map_px:
        return title
    return cut_to(title, title_em(map_px, shape), most_lines=_MAP_TITLE_LINES)

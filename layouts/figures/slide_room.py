"""How much a slide holds, in px of 1920 x 1080, and in em of the type that stands there."""

from __future__ import annotations

from layouts.typefaces.text_fit import cut_to

# Between the margins of a slide, and between two charts.
INNER_PX, GAP_PX = 1776, 24
# A finding longer than this (three lines of large words) stands in two sizes: its first sentences
# large, the rest smaller.
LEAD_EM = 86.0
# The title over the finding: its type in px, what the QR code takes of its line, the lines that it
# may take over charts and beside a map.
TITLE_PX, CODE_ROOM_PX, BESIDE_PX = 32, 170, 48
_TITLE_LINES, _MAP_TITLE_LINES = 1, 2


def title_em(map_px: float = 0.0) -> float:
    """Width of a line of the title in type sizes; beside a map of `map_px` it is short."""
    taken = CODE_ROOM_PX + (map_px + BESIDE_PX if map_px else 0.0)
    return (INNER_PX - taken) / TITLE_PX


def fitted_title(title: str, map_px: float = 0.0) -> str:
    """The title, cut where it would reach into the finding or the QR code."""
    # PowerPoint has it over the map, on one line
    title = cut_to(title, title_em(), most_lines=_TITLE_LINES)
    return cut_to(title, title_em(map_px), most_lines=_MAP_TITLE_LINES) if map_px else title

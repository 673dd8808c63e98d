"""Words of a figure as SVG text: lines, bold and colored parts, where they are held."""

from __future__ import annotations

from html import escape
from typing import Literal

from layouts.inline.marked import Inks, element, plain, style
from layouts.pictures.markup import Line, line_em, lines_of
from layouts.typefaces.typefaces import DEJAVU

Side = Literal["left", "center", "right"]
# Where the middle of the first line stands: its baseline, or an edge of its letters.
Held = Literal["baseline", "top", "middle", "bottom"]

LINE_EM = 1.3
# A line from the highest to the lowest letter.
LETTERS_EM = 1.17
_ANCHORS = {"left": None, "center": "middle", "right": "end"}
_BASELINES = {
    "baseline": None,
    "top": "text-before-edge",
    "middle": "central",
    "bottom": "text-after-edge",
}


def text(
    said: str,
    *,
    at: tuple[str, str],
    inks: Inks,
    color: str,
    size: float,
    shift: tuple[float, float] = (0, 0),
    side: Side = "left",
    held: Held = "baseline",
    usual: tuple[str, float] = ("", 0),
) -> str:
    """Lines of `said`, the first at `at` moved by `shift` px; the next ones stand under it.

    `usual` are color and size that the words around it have: they are not said again.
    """
    lines = lines_of(said, color)
    if not any(lines):
        return ""
    declared = style(
        fill=inks.css(color) if color != usual[0] else None,
        font_size=f"{plain(size)}px" if size != usual[1] else None,
        text_anchor=_ANCHORS[side],
        dominant_baseline=_BASELINES[held],
    )
    content = _runs(lines[0], color, inks)
    for line in lines[1:]:
        written = _runs(line, color, inks) or " "
        content += element("tspan", written, x=at[0], dx=_px(shift[0]), dy=plain(LINE_EM * size))
    return element(
        "text", content, x=at[0], y=at[1], dx=_px(shift[0]), dy=_px(shift[1]), style=declared
    )


def widest_px(said: str, size: float) -> float:
    """Length in px of the longest line, in the widest family of type that a screen may have."""
    return max((line_em(line, DEJAVU) for line in lines_of(said, "")), default=0.0) * size


def _px(length: float) -> str | None:
    return plain(length) if length else None


def _runs(line: Line, color: str, inks: Inks) -> str:
    return "".join(
        escape(run.text, quote=False)
        if run.weight == "normal" and run.color == color
        else element(
            "tspan",
            escape(run.text, quote=False),
            font_weight="bold" if run.weight == "bold" else None,
            style=style(fill=inks.css(run.color)) if run.color != color else None,
        )
        for run in line
    )

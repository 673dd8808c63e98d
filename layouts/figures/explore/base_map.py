"""The base map in the first HTML: roads, rivers and names, drawn by the server. Pure.

The picture is as large as its box, which the server does not know. So the names are laid out for a
few boxes: for each those that have room in it, in a group that the style sheet shows from that box
on (assets/css/map_base.css, which has the same boxes). Names stand at shares of the picture in type
of the page's own size, so in a larger box they only move apart. The browser, when it has taken
over, chooses anew (assets/clientside/map/names.js).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from data.atlas.base_map import BaseLine, BaseMap
from layouts.figures.explore.map_names import (
    BOLD,
    LINE_EM,
    NEXT_EM,
    SHIELD_EM,
    TEXT_PX,
    UNITS_A_KM,
    MapName,
    MapView,
    map_names,
    size_of,
)
from layouts.typefaces.typefaces import width_em

# Boxes in px that names are laid out for, phones, laptops, a wall.
BOXES = ((280, 240), (300, 310), (340, 375), (560, 440), (760, 520))
BOX_OF_A_WALL = (1100, 700)
_TEXT_ON_A_WALL_PX = TEXT_PX * 1.25
_RIVER_PX = 1.2  # a river is at least so wide
_NO_ROADS = frozenset({"river", "state_line"})
_BAND_CLASSES = {30: "from-30", 60: "from-60", 120: "from-120"}


class Framed(Protocol):
    """The part of the sheet that a picture shows, in units."""

    @property
    def x(self) -> float:
        """Its left edge."""

    @property
    def y(self) -> float:
        """Its upper edge."""

    @property
    def width(self) -> float:
        """Its width."""

    @property
    def height(self) -> float:
        """Its height."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large the picture is: px a unit, and the size of its type in px."""

    scale: float
    text_px: float


def sizes_of(frame: Framed) -> list[Size]:
    """The sizes for which names are laid out, rising."""
    boxes = [*((box, TEXT_PX) for box in BOXES), (BOX_OF_A_WALL, _TEXT_ON_A_WALL_PX)]
    found = [
        Size(min(wide / frame.width, high / frame.height), text_px)
        for (wide, high), text_px in boxes
    ]
    return sorted(found, key=lambda size: size.scale)


def estimated_width(text: str, kind: str, size_px: float) -> float:
    """Width of words in px before anybody has measured them; rather too wide."""
    return width_em(text, "bold" if kind in BOLD else "normal") * size_px


# -- lines ----------------------------------------------------------------------------------------


def first_lines(base: BaseMap, frame: Framed) -> str:
    """Paths, in units, of every line that one of the sizes shows.

    Roads lie over all else, each on a ground of its own, so that they are seen on every fill.
    """
    sizes = sizes_of(frame)
    shown = [line for line in base.lines if line.start <= sizes[-1].scale * UNITS_A_KM]
    roads = [line for line in shown if line.kind not in _NO_ROADS]
    return "".join(
        (
            *(_line(line, sizes) for line in shown if line.kind in _NO_ROADS),
            *(_line(line, sizes, ground=True) for line in roads),
            *(_line(line, sizes) for line in roads),
        )
    )


def _line(line: BaseLine, sizes: Sequence[Size], *, ground: bool = False) -> str:
    """One line as a path, as wide as a river is at the middle one of `sizes`.

    What wants a large scale waits for the first size that has it; once the browser has taken over
    it says so itself.
    """
    scale = sizes[len(sizes) // 2].scale
    band, first = _BAND_CLASSES.get(line.start, ""), ""
    if band:
        reached = (at for at, size in enumerate(sizes) if size.scale * UNITS_A_KM >= line.start)
        first = f"in-{next(reached, len(sizes))}"
    classes = [
        "ground" if ground else "",
        line.kind,
        "highlight" if line.highlight else "",
        "approx" if line.approx and not ground else "",
        "area" if line.is_area else "",
        band,
        first,
    ]
    width = ""
    if line.width:
        width = f' style="stroke-width:{max(_RIVER_PX, line.width * scale):.1f}px"'
    return f'<path class="{" ".join(filter(None, classes))}"{width} d="{line.path}"/>'


# -- names ----------------------------------------------------------------------------------------


def first_names(
    base: BaseMap,
    frame: Framed,
    *,
    layer: str,
    lang: str,
    chosen: Iterable[str] = (),
    drawn: Iterable[str] | None = None,
) -> str:
    """Names of every size, in groups, of which the style sheet shows one.

    They go into an SVG that covers the picture, without a viewBox: positions are shares of it.
    `layer` is that of the places, `chosen` are area ids whose names stand in any case; others
    than the `drawn` ones are not named (None: all are drawn).
    """
    sizes = sizes_of(frame)
    ids = tuple(chosen)
    named = None if drawn is None else frozenset(drawn)
    groups = []
    for position, size in enumerate(sizes):
        view = MapView(
            k=size.scale,
            x=-frame.x * size.scale,
            y=-frame.y * size.scale,
            width=frame.width * size.scale,
            height=frame.height * size.scale,
            layer=layer,
            lang=lang,
            chosen=ids,
            text_px=size.text_px,
            drawn=named,
        )
        names = map_names(base, view, estimated_width)
        inside = "".join(_name(name, view, frame) for name in names)
        groups.append(f'<g class="size-{position}">{inside}</g>')
    return "".join(groups)


def _name(name: MapName, view: MapView, frame: Framed) -> str:
    """One name at its share of the picture; what lies around its words is in em."""
    em = view.text_px * size_of(name.kind)
    across = 100 * (name.x - frame.x) / frame.width
    down = 100 * (name.y - frame.y) / frame.height
    turned = f' transform="rotate({name.angle})"' if name.angle else ""
    level = "" if "\n" in name.text else ' dy=".35em"'
    words = f'x="{name.dx / em:.2f}em" y="{name.dy / em:.2f}em"{level}'
    inside = f'<text class="{name.kind}" {words}{turned}>{_lines(name.text)}</text>'
    if name.kind == "shield":
        wide = name.width / em + SHIELD_EM
        box = (
            f'x="{-wide / 2:.2f}em" y="{-LINE_EM / 2}em" width="{wide:.2f}em" height="{LINE_EM}em"'
        )
        inside = f'<rect class="shield" {box} rx=".25em"/>{inside}'
    if name.has_dot:
        kind = " ".join(("dot", "approx") if name.approx else ("dot",))
        inside = f'<circle class="{kind}" r="2.5"/>{inside}'
    return f'<svg x="{across:.2f}%" y="{down:.2f}%">{inside}</svg>'


def _lines(text: str) -> str:
    """One line, or two around the middle."""
    one, _, two = (escape(line) for line in text.partition("\n"))
    if not two:
        return one
    lower = f'<tspan x="0" dy="{NEXT_EM}em">{two}</tspan>'
    return f'<tspan x="0" dy="{0.35 - NEXT_EM / 2:.2f}em">{one}</tspan>{lower}'

"""The base map in the first HTML: roads, rivers and names, drawn by the server. Pure.

The picture is as large as its box, which the server does not know. So a few sizes are laid out:
for each the names that have room at it, in a group that the style sheet of the picture shows from
that size on. Between two sizes words grow with the box. The browser, when it has taken over,
chooses anew (assets/clientside/map/names.js).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from data.atlas.base_map import BaseLine, BaseMap
from layouts.figures.explore.map_names import (
    BOLD,
    LINE_EM,
    SHIELD_EM,
    TEXT_PX,
    UNITS_A_KM,
    MapName,
    MapView,
    map_names,
    size_of,
)
from layouts.typefaces.typefaces import width_em

# Rivers are at least so wide.
RIVER_PX = 1.2
_NO_ROADS = frozenset({"river", "state_line"})
_BOX = "map"
# Until the browser has taken over, which writes the band.
_FIRST = ".map-base:not([data-band])"
_BAND_CLASSES = {30: "from-30", 60: "from-60", 120: "from-120"}


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the sheet that the picture shows, in units."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Size:
    """A size of the picture: px a unit, and of the text of its names."""

    scale: float
    text_px: float = TEXT_PX


def estimated_width(text: str, kind: str, size_px: float) -> float:
    """Width of words in px before anybody has measured them; rather too wide."""
    return width_em(text, "bold" if kind in BOLD else "normal") * size_px


def base_layers(base: BaseMap, sizes: Sequence[Size]) -> str:
    """Inside of `<g class="map-base">`: every line that one of the sizes shows.

    Roads lie over all else, each on a ground of its own, so that they are seen on every fill.
    """
    largest = max(size.scale for size in sizes) * UNITS_A_KM
    middle = sizes[len(sizes) // 2].scale
    shown = [line for line in base.lines if line.start <= largest]
    roads = [line for line in shown if line.kind not in _NO_ROADS]
    return "".join(
        (
            *(_line(line, middle) for line in shown if line.kind in _NO_ROADS),
            *(_line(line, middle, ground=True) for line in roads),
            *(_line(line, middle) for line in roads),
        )
    )


def _line(line: BaseLine, scale: float, *, ground: bool = False) -> str:
    """One line as a path. `scale` in px a unit says how wide a river is drawn."""
    classes = [
        "ground" if ground else "",
        line.kind,
        "highlight" if line.highlight else "",
        "approx" if line.approx and not ground else "",
        "area" if line.is_area else "",
        _BAND_CLASSES.get(line.start, ""),
    ]
    width = ""
    if line.width:
        width = f' style="stroke-width:{max(RIVER_PX, line.width * scale):.1f}px"'
    return f'<path class="{" ".join(filter(None, classes))}"{width} d="{line.path}"/>'


def first_names(
    base: BaseMap,
    window: Window,
    sizes: Sequence[Size],
    *,
    layer: str,
    lang: str,
    chosen: Iterable[str] = (),
) -> str:
    """Inside of `<g class="map-names">`: names of each of the rising `sizes`, in units.

    `layer` is that of the places, `chosen` are area ids whose names stand in any case.
    """
    groups = []
    for position, size in enumerate(sizes):
        view = MapView(
            k=size.scale,
            x=-window.left * size.scale,
            y=-window.top * size.scale,
            width=window.width * size.scale,
            height=window.height * size.scale,
            layer=layer,
            lang=lang,
            chosen=tuple(chosen),
            text_px=size.text_px,
        )
        drawn = "".join(_name(name, view) for name in map_names(base, view, estimated_width))
        em = f"{size.text_px / size.scale:.2f}px"
        groups.append(f'<g class="size-{position}" style="font-size:{em}">{drawn}</g>')
    return "".join(groups)


def size_rules(window: Window, sizes: Sequence[Size]) -> str:
    """Style sheet of the picture: which names and lines are shown in a box of which size.

    Of the box around the picture, which fills it: a container of the name `map`.
    """
    later = [f".map-names>g.size-{position}" for position in range(1, len(sizes))]
    later += [f"{_FIRST} .{name}" for name in _BAND_CLASSES.values()]
    rules = [f"{','.join(later)}{{display:none}}"]
    for position, size in enumerate(sizes[1:], start=1):
        smaller, this = (f".map-names>g.size-{at}" for at in (position - 1, position))
        turned = f"{smaller}{{display:none}}{this}{{display:inline}}"
        rules.append(_from(window, size.scale, turned))
    for band, name in _BAND_CLASSES.items():
        rules.append(_from(window, band / UNITS_A_KM, f"{_FIRST} .{name}{{display:inline}}"))
    return "".join(rules)


def _from(window: Window, scale: float, rules: str) -> str:
    wide, high = window.width * scale, window.height * scale
    box = f"(min-width:{wide:.0f}px) and (min-height:{high:.0f}px)"
    return f"@container {_BOX} {box}{{{rules}}}"


def _name(name: MapName, view: MapView) -> str:
    """One name around its middle, with its shield or dot."""
    x, y = f"{name.x:.0f}", f"{name.y:.0f}"
    turned = f' transform="rotate({name.angle} {x} {y})"' if name.angle else ""
    words = (
        f'<text class="{name.kind}" x="{x}" y="{y}" dy=".35em"{turned}>{escape(name.text)}</text>'
    )
    em = view.text_px * size_of(name.kind) / view.k
    if name.kind == "shield":
        wide, high = name.width / view.k + SHIELD_EM * em, LINE_EM * em
        left, top = name.x - wide / 2, name.y - high / 2
        box = f'x="{left:.0f}" y="{top:.0f}" width="{wide:.0f}" height="{high:.0f}"'
        return f'<rect class="shield" {box} rx="{em / 4:.0f}"/>{words}'
    if name.dot:
        kind = " ".join(("dot", "approx") if name.approx else ("dot",))
        dot = f'<circle class="{kind}" cx="{name.dot[0]}" cy="{name.dot[1]}" r="{em / 5:.0f}"/>'
        return dot + words
    return words

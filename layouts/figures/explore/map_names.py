"""Which names stand on a map of one scale, and where. Pure.

In order of importance: chosen places, places if they are few, interstates, the street that stands
out, rivers, other places, then all others. A name that would lie on an earlier one, or reach out of
the window, is tried elsewhere or left out. assets/clientside/map/names.js does the same in the
browser, with widths it has measured; tests/contract/test_map_names.py holds the two together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from data.atlas.base_map import BaseLine, BaseMap, BasePoint, PlaceLabel, Rules

TEXT_PX = 12.0
UNITS_A_KM = 100
# Sizes in em of the text of the map, by class.
SIZES = {"chosen": 1.0, "place": 1.0, "river": 1.0}
_SMALLER = 0.92
BOLD = frozenset({"chosen", "shield", "highlight"})
LINE_EM = 1.3
NEXT_EM = 1.1  # from one line of a name to the next
_EDGE_PX = 3.0
_GAP_PX = 2.0
SHIELD_EM = 0.5  # around the words, left and right together
_DOT_EM = 0.5  # from a landmark to its name
_MOST_OF_A_LINE = 3
_ROADS = frozenset({"interstate", "us", "state"})

# Width of words in px: text, class, size of the text in px.
WidthOf = Callable[[str, str, float], float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class MapView:
    """A window on the sheet: a unit is `k` px, the sheet's corner lies at `x`, `y` px.

    Of the `layer` only the places `drawn` are named (None: all), the `chosen` in any case. No name
    stands in a box of `taken` (px: left, top, right, bottom).
    """

    k: float
    x: float
    y: float
    width: float
    height: float
    layer: str
    lang: str
    chosen: tuple[str, ...] = ()
    text_px: float = TEXT_PX
    drawn: frozenset[str] | None = None
    taken: tuple[Box, ...] = ()

    @property
    def px_per_km(self) -> float:
        """The scale."""
        return self.k * UNITS_A_KM


@dataclass(frozen=True, slots=True)
class MapName:
    """A name: `kind` is its class, x and y in units and dx and dy in px give its middle.

    `angle` in degrees, `width` of the words in px. A name of two lines has a break in its `text`. A
    landmark has its dot at x and y.
    """

    kind: str
    text: str
    x: float
    y: float
    angle: int
    width: float
    dx: float = 0.0
    dy: float = 0.0
    approx: bool = False

    @property
    def has_dot(self) -> bool:
        """Whether it stands beside a point."""
        return self.kind == "landmark"


@dataclass(slots=True)
class _Sheet:
    """The window with what already stands in it."""

    view: MapView
    width_of: WidthOf
    boxes: list[Box] = field(default_factory=list)
    names: list[MapName] = field(default_factory=list)

    def width(self, text: str, kind: str) -> float:
        return self.width_of(text, kind, self.view.text_px * size_of(kind))

    def take(self, name: MapName, *, anyway: bool = False) -> bool:
        """Put a name down if there is room, or `anyway`."""
        boxes = self._boxes(name)
        if not anyway and not all(self._is_free(box) for box in boxes):
            return False
        self.boxes += boxes
        self.names.append(name)
        return True

    def _boxes(self, name: MapName) -> list[Box]:
        """What words cover in px: one box, or a row of small ones along a slope."""
        view, size = self.view, self.view.text_px * size_of(name.kind)
        cx, cy = view.x + view.k * name.x + name.dx, view.y + view.k * name.y + name.dy
        wide = name.width + (SHIELD_EM * size if name.kind == "shield" else 0.0)
        high = LINE_EM * size
        if name.angle == 0:
            return [_box(cx, cy, wide, high_em(name.text) * size)]
        count = max(1, math.ceil(wide / high))
        step = (wide - high) / (count - 1) if count > 1 else 0.0
        right, down = math.cos(math.radians(name.angle)), math.sin(math.radians(name.angle))
        along = [(n - (count - 1) / 2) * step for n in range(count)]
        side = high * (abs(right) + abs(down))  # a turned square stands in a larger one
        return [_box(cx + a * right, cy + a * down, side, side) for a in along]

    def _is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        inside = left >= _EDGE_PX and top >= _EDGE_PX
        inside = inside and right <= self.view.width - _EDGE_PX
        if not inside or bottom > self.view.height - _EDGE_PX:
            return False
        return not any(
            left < b[2] + _GAP_PX
            and b[0] < right + _GAP_PX
            and top < b[3] + _GAP_PX
            and b[1] < bottom + _GAP_PX
            for b in self.boxes
        )


def _box(cx: float, cy: float, wide: float, high: float) -> Box:
    return cx - wide / 2, cy - high / 2, cx + wide / 2, cy + high / 2


def high_em(text: str) -> float:
    """Height of words in one line or two."""
    return LINE_EM + NEXT_EM * text.count("\n")


def size_of(kind: str) -> float:
    """Size of a class of names, in em of the text of the map."""
    return SIZES.get(kind, _SMALLER)


def map_names(base: BaseMap, view: MapView, width_of: WidthOf) -> list[MapName]:
    """The names, in the order in which they were given room."""
    sheet = _Sheet(view, width_of, [*view.taken])
    every = base.places.get(view.layer, ())
    seen = None if view.drawn is None else view.drawn.union(view.chosen)
    labels = [row for row in every if seen is None or row.area_id in seen]
    for label in labels:
        if label.area_id in view.chosen:
            _put_chosen(sheet, label)
    drawn = [line for line in base.lines if line.spots and line.start <= view.px_per_km]
    few_places = len(labels) <= base.rules.first_names  # a city's districts: all are named
    if few_places:
        _put_places(sheet, base, labels)
    first = [line for line in drawn if _comes_first(line)]
    for line in sorted(first, key=_rank):
        _put_line(sheet, base, line)
    if not few_places:
        _put_places(sheet, base, labels)
    for point in base.points:
        if point.start <= view.px_per_km:
            _put_point(sheet, base, point)
    rest = [line for line in drawn if not _comes_first(line)]
    for line in sorted(rest, key=lambda line: line.start):
        _put_line(sheet, base, line)
    return sheet.names


def _comes_first(line: BaseLine) -> bool:
    return line.highlight or line.kind in ("interstate", "river")


def _rank(line: BaseLine) -> int:
    return 0 if line.highlight else 1 if line.kind == "interstate" else 2


# -- places -------------------------------------------------------------------------------------


def _put_chosen(sheet: _Sheet, label: PlaceLabel) -> None:
    """The whole name, moved into the window; somewhere on another one if it must be.

    A place that is smaller than its name is not covered by it.
    """
    view = sheet.view
    size = view.text_px * size_of("chosen")
    width = sheet.width(label.names[view.lang], "chosen")
    x, y = view.x + view.k * label.x, view.y + view.k * label.y
    reach = view.k * label.room / 2
    if not (-reach <= x <= view.width + reach and -reach <= y <= view.height + reach):
        return
    side, end = width / 2 + _EDGE_PX + 1, LINE_EM * size / 2 + _EDGE_PX + 1
    tries = []
    fits = label.tall * view.k >= LINE_EM * size
    for lines in (0, 1, -1, 2, -2, 3, -3) if fits else (-1, 1, -2, 2, -3, 3):
        px = min(max(x, side), max(side, view.width - side))
        py = min(max(y + lines * LINE_EM * size, end), max(end, view.height - end))
        at = ((px - view.x) / view.k, (py - view.y) / view.k)
        tries.append(MapName("chosen", label.names[view.lang], *at, 0, width))
    if not any(sheet.take(name) for name in tries):
        sheet.take(tries[0], anyway=True)


def _put_places(sheet: _Sheet, base: BaseMap, labels: Sequence[PlaceLabel]) -> None:
    view, rules = sheet.view, base.rules
    few = view.px_per_km < rules.bands[0]
    over = min(max(rules.fits / view.px_per_km, 1.0), rules.over)
    put = 0
    for label in labels:
        if label.area_id in view.chosen or not _near(view, label.x, label.y):
            continue
        room, tall = label.room * view.k * over, label.tall * view.k * over
        for text, width in _forms(sheet, label, rules, few=few):
            high = high_em(text) * view.text_px
            fits = width <= room and (high <= tall or "\n" not in text)
            shifts = _shifts((label.tall * view.k - high) / 2, LINE_EM * view.text_px)
            name = MapName("place", text, label.x, label.y, 0, width)
            if fits and any(sheet.take(replace(name, dy=down)) for down in shifts):
                put += 1
                break
        if few and put >= rules.first_names:
            return


def _shifts(room_px: float, line_px: float) -> list[float]:
    """Where a name may stand: at its point, else a line or two below or above it, in its place."""
    steps = (1, -1, 2, -2)
    return [0.0, *(step * line_px for step in steps if abs(step) * line_px <= room_px)]


def _forms(
    sheet: _Sheet, label: PlaceLabel, rules: Rules, *, few: bool
) -> Iterator[tuple[str, float]]:
    """Ways to write a name, the best one first, with their width in px."""
    lang = sheet.view.lang
    whole = [label.names[lang]] if sheet.view.px_per_km >= rules.whole_names else []
    for text in dict.fromkeys((*whole, label.short_name(lang))):
        yield text, sheet.width(text, "place")
        if not few:
            yield from _in_two(sheet, text)


def _in_two(sheet: _Sheet, text: str) -> list[tuple[str, float]]:
    """The name in two lines, where the longer one is shortest; nothing for a single word."""
    breaks = [at for at, letter in enumerate(text) if letter in " -"]
    halves = [(text[: at + 1].rstrip(" "), text[at + 1 :]) for at in breaks]
    found = [
        ("\n".join(lines), max(sheet.width(line, "place") for line in lines)) for lines in halves
    ]
    return [min(found, key=lambda form: form[1])] if found else []


def _near(view: MapView, x: float, y: float) -> bool:
    """Whether a point lies in the window."""
    return 0 <= view.x + view.k * x <= view.width and 0 <= view.y + view.k * y <= view.height


# -- lines and points -----------------------------------------------------------------------------


def _put_line(sheet: _Sheet, base: BaseMap, line: BaseLine) -> None:
    """The name near the middle of what is seen of a line, again where it goes on for long."""
    view = sheet.view
    kind = _kind(line)
    text = base.word(line.name, view.lang)
    width = sheet.width(text, kind)
    most = 1 if view.px_per_km < base.rules.bands[0] else _MOST_OF_A_LINE
    placed = [name for name in sheet.names if name.text == text and name.kind == kind]
    for x, y, angle in _from_the_middle([s for s in line.spots if _near(view, s[0], s[1])]):
        if len(placed) >= most:
            return
        if any(math.hypot(x - p.x, y - p.y) * view.k < base.rules.apart for p in placed):
            continue
        name = MapName(kind, text, x, y, angle, width)
        if sheet.take(name):
            placed.append(name)


def _kind(line: BaseLine) -> str:
    if line.highlight:
        return "highlight"
    return "shield" if line.kind in _ROADS else line.kind


def _from_the_middle(
    spots: Sequence[tuple[int, int, int]],
) -> Iterator[tuple[int, int, int]]:
    middle = (len(spots) - 1) / 2
    yield from (spots[k] for k in sorted(range(len(spots)), key=lambda k: (abs(k - middle), k)))


def _put_point(sheet: _Sheet, base: BaseMap, point: BasePoint) -> None:
    view = sheet.view
    if not _near(view, point.x, point.y):
        return
    text = base.word(point.short, view.lang)
    if any(name.text.casefold() == text.casefold() for name in sheet.names):
        return
    width = sheet.width(text, point.kind)
    if point.kind != "landmark":
        sheet.take(MapName(point.kind, text, point.x, point.y, 0, width))
        return
    size = view.text_px * size_of("landmark")
    beside, above = width / 2 + _DOT_EM * size, LINE_EM * size * 0.8
    for right, down in ((beside, 0.0), (-beside, 0.0), (0.0, -above), (0.0, above)):
        at = (point.x, point.y, 0, width, right, down)
        if sheet.take(MapName("landmark", text, *at, point.approx)):
            return

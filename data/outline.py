"""Areas that a visitor draws: what an address says of one, read and written. Pure.

An outline is a ring of corners on a grid of 1e-5 degrees (about a meter). In an address it is the
first corner and then the way to each next one, as numbers of few digits:
every number is folded (0, -1, 1, -2, … become 0, 1, 2, 3, …) and written in digits of base 32, four
bits each from the lowest on, where 16 more says that another digit follows. Small letters and
digits only: mail, chat and paper keep them. assets/clientside/place/outline.js writes the same.

An area is one outline, or homes (the neighborhoods of a city) picked by name; its name is the
visitor's own. Both stand in one word, `own-<shape>` or `own-<shape>-<name>`, wherever addresses
list places, and as `shape=` or `pick=` and `name=` on the area's page.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Corner = tuple[int, int]  # longitude and latitude in parts of a degree (GRID)

GRID = 100_000
MAX_CORNERS = 60
MAX_SHAPE_CHARS = 1_500
MAX_PICKED = 60
MAX_NAME_CHARS = 60
CIRCLE_CORNERS = 48
CIRCLE_MILES = (0.5, 1.0, 2.0)
METERS_A_MILE = 1_609.344
METERS_A_DEGREE = 111_320.0  # of latitude
_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_MORE = 16
_MOST_DIGITS = 7  # of one number: 28 bits, more than the way around the earth
_POLYGON, _PICKED = "p", "n"
_BETWEEN = "_"
_BEFORE_NAME = "-"
_WORDS = frozenset("'’“”«».,-–—()/&#!?¿¡+º· ")
_BLANKS = re.compile(r"\s+")
_TAG = re.compile(r"<[^<>]*>")
# Signs that a spreadsheet would take for the start of a formula.
_LEADING = "+-.,/&#!?·-–—() "


class Wrong(StrEnum):
    """What is wrong with an outline: the end of a text key."""

    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    MANY_CORNERS = "many_corners"
    FEW_CORNERS = "few_corners"
    CROSSES = "crosses"
    OUTSIDE = "outside"
    NOBODY = "nobody"
    UNKNOWN_PICK = "unknown_pick"
    MANY_PICKED = "many_picked"
    UNKNOWN_RADIUS = "unknown_radius"
    NO_POINT = "no_point"


class OutlineError(ValueError):
    """An outline that cannot be used. `wrong` says why, `value` what was written."""

    def __init__(self, wrong: Wrong, value: str = "") -> None:
        super().__init__(wrong.value)
        self.wrong = wrong
        self.value = value


@dataclass(frozen=True, slots=True)
class Outline:
    """Either the corners of a ring, not repeated at its end, or the ids of the homes picked."""

    corners: tuple[Corner, ...] = ()
    picked: tuple[str, ...] = ()

    @property
    def shape(self) -> str:
        """As it stands in a word."""
        if self.picked:
            return _PICKED + _BETWEEN.join(self.picked)
        return _POLYGON + encoded(self.corners)

    @property
    def ring(self) -> Floats:
        """(n, 2) longitude and latitude in degrees; empty for picked homes."""
        return np.array(self.corners, dtype=np.float64).reshape(-1, 2) / GRID


# -- corners in letters ---------------------------------------------------------------------------


def encoded(corners: Sequence[Corner]) -> str:
    """The corners as letters and digits, the first one whole and each other from the last."""
    parts, last = [], (0, 0)
    for corner in corners:
        parts += [_number(here - before) for here, before in zip(corner, last, strict=True)]
        last = corner
    return "".join(parts)


def _number(value: int) -> str:
    rest = 2 * value if value >= 0 else -2 * value - 1
    digits = []
    while rest >= _MORE:
        digits.append(_DIGITS[rest % _MORE + _MORE])
        rest //= _MORE
    return "".join(digits) + _DIGITS[rest]


def decoded(text: str) -> Outline:
    """The outline that `encoded` wrote, in its one form. Raises OutlineError."""
    if len(text) > MAX_SHAPE_CHARS:
        raise OutlineError(Wrong.TOO_LONG, str(len(text)))
    numbers, value, digits = [], 0, 0
    for letter in text.casefold():
        digit = _DIGITS.find(letter)
        if digit < 0 or digits == _MOST_DIGITS:
            raise OutlineError(Wrong.UNREADABLE, text)
        value += digit % _MORE * _MORE**digits
        digits += 1
        if digit < _MORE:
            numbers.append(-(value + 1) // 2 if value % 2 else value // 2)
            value, digits = 0, 0
    if digits or len(numbers) % 2 or not numbers:
        raise OutlineError(Wrong.UNREADABLE, text)
    steps = np.array(numbers, dtype=np.int64).reshape(-1, 2)
    return outline_of(map(tuple, np.cumsum(steps, axis=0).tolist()))


def outline_of(corners: Iterable[Sequence[int]]) -> Outline:
    """An outline from its corners: counterclockwise from the corner farthest west, none twice.

    Raises OutlineError for a ring that is none, or that meets itself.
    """
    ring: list[Corner] = []
    for lon, lat in corners:
        if not (abs(lon) <= 180 * GRID and abs(lat) <= 90 * GRID):
            raise OutlineError(Wrong.UNREADABLE)
        if not ring or ring[-1] != (lon, lat):
            ring.append((int(lon), int(lat)))
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if len(ring) > MAX_CORNERS:
        raise OutlineError(Wrong.MANY_CORNERS, str(len(ring)))
    if len(ring) < 3:
        raise OutlineError(Wrong.FEW_CORNERS, str(len(ring)))
    points = np.array(ring, dtype=np.int64)
    if _meets_itself(points):
        raise OutlineError(Wrong.CROSSES)
    doubled = _doubled_area(points)
    if doubled == 0:
        raise OutlineError(Wrong.FEW_CORNERS, str(len(ring)))
    if doubled < 0:
        ring.reverse()
    first = ring.index(min(ring))
    return Outline((*ring[first:], *ring[:first]))


def _doubled_area(points: NDArray[np.int64]) -> int:
    x, y = points.T
    return int((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def _meets_itself(points: NDArray[np.int64]) -> bool:
    """True if two sides that are no neighbors have a point in common, or neighbors fold back."""
    start, end = points, np.roll(points, -1, axis=0)
    count = len(points)
    here, there = np.triu_indices(count, k=1)
    neighbors = (there - here == 1) | ((here == 0) & (there == count - 1))
    a, b, c, d = start[here], end[here], start[there], end[there]
    sides = [np.sign(_cross(*three)) for three in ((a, b, c), (a, b, d), (c, d, a), (c, d, b))]
    boxes = (np.minimum(a, b) <= np.maximum(c, d)) & (np.minimum(c, d) <= np.maximum(a, b))
    meets = boxes.all(axis=1) & (sides[0] * sides[1] <= 0) & (sides[2] * sides[3] <= 0)
    if (meets & ~neighbors).any():
        return True
    way, next_way = end - start, np.roll(end - start, -1, axis=0)
    turn = way[:, 0] * next_way[:, 1] - way[:, 1] * next_way[:, 0]
    return bool(((turn == 0) & ((way * next_way).sum(axis=1) < 0)).any())


def _cross(a: NDArray[np.int64], b: NDArray[np.int64], c: NDArray[np.int64]) -> NDArray[np.int64]:
    u, v = b - a, c - a
    turned: NDArray[np.int64] = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    return turned


def circle(lon: float, lat: float, miles: float) -> Outline:
    """A circle around a point in degrees, as a ring. Raises OutlineError for another radius."""
    if miles not in CIRCLE_MILES:
        raise OutlineError(Wrong.UNKNOWN_RADIUS, f"{miles:g}")
    if not (abs(lon) <= 179 and abs(lat) <= 85):
        raise OutlineError(Wrong.OUTSIDE)
    turn = 2 * np.pi * np.arange(CIRCLE_CORNERS) / CIRCLE_CORNERS
    # A ring of corners on the circle holds less than the circle: it is drawn as much larger.
    inside = CIRCLE_CORNERS / (2 * np.pi) * np.sin(2 * np.pi / CIRCLE_CORNERS)
    degrees = miles * METERS_A_MILE / METERS_A_DEGREE / np.sqrt(inside)
    x = lon + degrees * np.cos(turn) / np.cos(np.radians(lat))
    y = lat + degrees * np.sin(turn)
    return outline_of(np.rint(np.column_stack([x, y]) * GRID).astype(np.int64).tolist())


def picked_homes(written: Iterable[str], known: Iterable[str]) -> Outline:
    """Homes by their ids, in text order; capitals do not matter. Raises OutlineError."""
    by_key = {name.casefold(): name for name in known}
    found = set()
    for word in written:
        if word.casefold() not in by_key:
            raise OutlineError(Wrong.UNKNOWN_PICK, word)
        found.add(by_key[word.casefold()])
    if not found:
        raise OutlineError(Wrong.UNREADABLE)
    if len(found) > MAX_PICKED:
        raise OutlineError(Wrong.MANY_PICKED, str(len(found)))
    return Outline(picked=tuple(sorted(found)))


def inside(ring: Floats, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Which of (n,) points lie inside a closed or open (m, 2) ring.

    A ray to the east crosses the ring oddly. A point on a side is inside one of the two areas that
    share it, never in both.
    """
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    found = np.zeros(x.shape, dtype=np.bool_)
    low, high = ring.min(axis=0), ring.max(axis=0)
    near = np.flatnonzero((x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1]))
    px, py = x[near, None], y[near, None]
    x1, y1 = ring.T
    x2, y2 = np.roll(ring, -1, axis=0).T
    crosses = (y1 > py) != (y2 > py)
    turn = (x2 - x1) * (py - y1) - (px - x1) * (y2 - y1)
    east = np.where(y2 > y1, turn > 0, turn < 0)
    found[near] = np.count_nonzero(crosses & east, axis=1) % 2 == 1
    return found


# -- words of an address --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnWord:
    """An area as one word: `area_id` of a place, its `outline` and the `name` that it was given."""

    outline: Outline
    name: str = ""

    @property
    def area_id(self) -> str:
        """Small letters and digits: the shape, then the letters of the name."""
        return self.outline.shape + (_BEFORE_NAME + _packed(self.name) if self.name else "")


def query_of(area_id: str) -> str:
    """The query of the page of an area, from its word; what is no word of one leads nowhere."""
    shape, _, packed = area_id.partition(_BEFORE_NAME)
    key, value = "shape", shape[1:]
    if shape[:1] == _PICKED:
        key, value = "pick", value.replace(_BETWEEN, ",")
    name = _unpacked(packed)
    return urlencode([(key, value), *([("name", name)] if name else [])], safe=",")


def own_word(area_id: str, homes: Iterable[str]) -> OwnWord:
    """The area that a word names; `homes` are the ids that can be picked. Raises OutlineError."""
    shape, _, name = area_id.casefold().partition(_BEFORE_NAME)
    kind, rest = shape[:1], shape[1:]
    if kind == _POLYGON:
        outline = decoded(rest)
    elif kind == _PICKED:
        outline = picked_homes(rest.split(_BETWEEN), homes)
    else:
        raise OutlineError(Wrong.UNREADABLE, area_id)
    return OwnWord(outline, _unpacked(name))


def clean_name(written: str) -> str:
    """A name fit for paper: letters of any script, figures and plain punctuation, on one line."""
    text = unicodedata.normalize("NFC", _TAG.sub(" ", written[: 8 * MAX_NAME_CHARS]))
    text = _BLANKS.sub(" ", text)
    kept = (c for c in text if c in _WORDS or unicodedata.category(c)[0] in "LMN")
    return "".join(kept).lstrip(_LEADING)[:MAX_NAME_CHARS].strip()


def _packed(name: str) -> str:
    return base64.b32hexencode(name.encode("utf-8")).decode("ascii").rstrip("=").casefold()


def _unpacked(letters: str) -> str:
    """A name that cannot be read is none: the area is what matters."""
    text = letters[: 8 * MAX_NAME_CHARS].upper()
    try:
        raw = base64.b32hexdecode(text + "=" * (-len(text) % 8))
        return clean_name(raw.decode("utf-8"))
    except (ValueError, binascii.Error):
        return ""

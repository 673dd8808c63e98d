"""The base map as the build wrote it (data/build/base_map.py): what maps of the browser lie on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Spot = tuple[int, int, int]  # x and y in units, and the angle of a name in degrees


@dataclass(frozen=True, slots=True)
class BaseLine:
    """A road, a river or the state line. `path` is SVG in units, `start` the scale in pixels a
    kilometer from which it is drawn, `width` that of a river in units (None: not told).
    """

    kind: str
    name: str
    start: int
    path: str
    approx: bool
    highlight: bool
    is_area: bool
    width: float | None
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class BasePoint:
    """A known place (`landmark`), or a river that has no line (`river`), at x and y in units."""

    kind: str
    name: str
    short: str
    start: int
    x: int
    y: int
    approx: bool


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """Where the name of a place stands, in units: the place is `room` wide and `tall` high."""

    area_id: str
    names: Mapping[str, str]  # by language
    short: str | None
    x: int
    y: int
    room: int
    tall: int

    def short_name(self, lang: str) -> str:
        """The short form where there is one."""
        return self.short or self.names[lang]


@dataclass(frozen=True, slots=True)
class Rules:
    """What is named at which scale, see data/build/base_map.py."""

    bands: tuple[int, ...]
    first_names: int
    over: float
    fits: float
    whole_names: int
    apart: int


@dataclass(frozen=True, slots=True)
class BaseMap:
    """All of it. `size` is that of the sheet in units; `places` are labels by layer, those that
    matter most first.
    """

    size: tuple[float, float]
    rules: Rules
    lines: tuple[BaseLine, ...]
    points: tuple[BasePoint, ...]
    places: Mapping[str, tuple[PlaceLabel, ...]]
    words: Mapping[str, Mapping[str, str]]

    def word(self, name: str, lang: str) -> str:
        """A name as a language says it."""
        return self.words.get(lang, {}).get(name, name)


def read_base_map(path: Path, languages: tuple[str, ...]) -> BaseMap:
    """The file of the build. Raises FileNotFoundError if it is not there."""
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    width, height = told["size"]
    return BaseMap(
        size=(width, height),
        rules=Rules(**(told["rules"] | {"bands": tuple(told["rules"]["bands"])})),
        lines=tuple(_line(line) for line in told["lines"]),
        points=tuple(_point(point) for point in told["points"]),
        places={
            layer: tuple(_label(label, languages) for label in labels)
            for layer, labels in told["places"].items()
        },
        words=told["words"],
    )


def _line(told: Mapping[str, Any]) -> BaseLine:
    spots = told.get("spots", [])
    return BaseLine(
        kind=told["kind"],
        name=told["name"],
        start=told["from"],
        path=told["d"],
        approx=told.get("approx", False),
        highlight=told.get("highlight", False),
        is_area=told.get("area", False),
        width=told.get("width"),
        spots=tuple(zip(spots[::3], spots[1::3], spots[2::3], strict=True)),
    )


def _point(told: Mapping[str, Any]) -> BasePoint:
    return BasePoint(
        kind=told["kind"],
        name=told["name"],
        short=told["short"],
        start=told["from"],
        x=told["x"],
        y=told["y"],
        approx=told.get("approx", False),
    )


def _label(told: list[Any], languages: tuple[str, ...]) -> PlaceLabel:
    area_id, name, short, x, y, room, tall = told
    said = [name] * len(languages) if isinstance(name, str) else name
    names = dict(zip(languages, said, strict=True))
    return PlaceLabel(area_id, names, short, x, y, room, tall)

"""What a figure of panels is drawn from: panels side by side, rows in them, dots in rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Dot:
    """One value of a row. `said` is written over the dot, `hover` shown on pointing at it.

    `share` is its size beside other dots, `lift` how far above its row it stands, in rows. `reach`
    draws only how far the value may reach (too few events for a rate); the interval of a `quiet`
    one is there and not drawn.
    """

    value: float
    lower: float
    upper: float
    said: str
    hover: str
    color: str
    symbol: str = "circle"
    share: float = 1.0
    reach: bool = False
    lift: float = 0.0
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled row; the label may hold `<br>`. Without dots, `words` stand in their place."""

    label: str
    dots: tuple[Dot, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A line between two values of the last row, with words over it: the size of a gap."""

    start: float
    end: float
    said: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows over one scale. `line` is a value that runs through all rows, with its name if any."""

    title: str
    rows: tuple[Row, ...]
    ticks: Mapping[str, Any] = field(default_factory=dict)
    line: tuple[float, str] | None = None
    span: Span | None = None
    limits: tuple[float, float] | None = None

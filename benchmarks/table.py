"""A table of goals: what was promised, what was measured, and what the commit before gave."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

BEFORE_COMMIT = "1e2fa76"
BEFORE = Path(__file__).with_name("before_1e2fa76.json")
WIDTH = 58


@dataclass(frozen=True)
class Measure:
    """One line of a table. `most` is the goal's limit in the unit of `value`, None for no goal."""

    key: str
    words: str
    value: float
    unit: str
    most: float | None = None
    below: bool = True

    @property
    def goal(self) -> str:
        """The goal in words."""
        if self.most is None:
            return ""
        return f"{'<' if self.below else '<='} {_number(self.most)} {self.unit}".rstrip()

    @property
    def kept(self) -> bool:
        """Whether the goal is kept; nothing is missed where there is none."""
        if self.most is None:
            return True
        return self.value < self.most if self.below else self.value <= self.most


def none_of(key: str, words: str, count: int) -> Measure:
    """A count that is to be nothing."""
    return Measure(key, words, count, "", most=0, below=False)


def p95(times: Sequence[float]) -> float:
    """What one in twenty exceeds: the value at the rank, no mean of two; 0 of nothing."""
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)] if ordered else 0.0


def before() -> Mapping[str, float]:
    """What the commit before gave, by the keys of measures; empty where it was not measured."""
    if not BEFORE.exists():
        return {}
    found: Mapping[str, float] = json.loads(BEFORE.read_text(encoding="utf-8"))["measured"]
    return found


def lines(measures: Sequence[Measure], then: Mapping[str, float]) -> list[str]:
    """The table as text: a head, and a line a measure; `!` where its goal is missed."""
    head = f"{'':<{WIDTH}} {'goal':>12} {'measured':>12}   {BEFORE_COMMIT:>12}"
    return [head, *(_line(measure, then.get(measure.key)) for measure in measures)]


def _line(measure: Measure, then: float | None) -> str:
    said = f"{_number(measure.value)} {measure.unit}".rstrip()
    old = "" if then is None else f"{_number(then)} {measure.unit}".rstrip()
    mark = " " if measure.kept else "!"
    return f"{measure.words:<{WIDTH}} {measure.goal:>12} {said:>12} {mark} {old:>12}".rstrip()


def _number(value: float) -> str:
    if value == int(value):
        return str(int(value))
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.2f}"


def show(measures: Sequence[Measure], then: Mapping[str, float]) -> None:
    """Print the table."""
    print(*lines(measures, then), sep="\n", flush=True)

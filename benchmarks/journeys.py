"""What visitors do, as a browser did it: which requests, in which order, after which answers.

Recorded by `benchmarks/recorder.py` from the version that is measured: names of files carry marks
that change with every version, and only a browser knows what it asks for and what it has kept.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

# Of the places in what was recorded, the one that other visitors replace with theirs.
PLACE = "zip-64130"


@dataclass(frozen=True)
class Asked:
    """One request and when it was made and answered, in milliseconds from the begin of its step.

    `painted` where the first paint of its page waited for it.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: str
    start_ms: float
    end_ms: float
    status: int
    bytes: int
    painted: bool = False


@dataclass(frozen=True)
class Step:
    """Something a visitor does: opens a page, wakes it, switches what it shows, takes a file.

    `kind` is one of "page", "wake", "switch", "file".
    """

    name: str
    kind: str
    asked: tuple[Asked, ...]

    @cached_property
    def waits(self) -> tuple[tuple[tuple[int, ...], float], ...]:
        """For each request the ones it comes after, and how long after the last of them, in ms.

        What had been answered when the browser asked is what it may have waited for: all of it is
        waited for, which makes a page slower than a browser would be rather than faster.
        """
        found: list[tuple[tuple[int, ...], float]] = []
        for number, asked in enumerate(self.asked):
            before = tuple(
                earlier
                for earlier, other in enumerate(self.asked[:number])
                if other.end_ms <= asked.start_ms
            )
            if not before and number and self.kind == "page":
                before = (0,)  # named by the document, found while it was still coming
            last_ms = max((self.asked[earlier].end_ms for earlier in before), default=0.0)
            found.append((before, max(asked.start_ms - last_ms, 0.0)))
        return tuple(found)


@dataclass(frozen=True)
class Journey:
    """Steps of one visitor in a browser of their own; `share` of all visitors, in percent."""

    name: str
    share: int
    steps: tuple[Step, ...]


def save(journeys: tuple[Journey, ...], path: Path) -> None:
    """Write journeys as JSON, a request a line."""
    path.write_text(_written([asdict(journey) for journey in journeys]), encoding="utf-8")


def load(path: Path) -> tuple[Journey, ...]:
    """Journeys as they were saved."""
    return tuple(_journey(found) for found in json.loads(path.read_text(encoding="utf-8")))


def _journey(found: dict[str, Any]) -> Journey:
    steps = tuple(
        Step(step["name"], step["kind"], tuple(Asked(**asked) for asked in step["asked"]))
        for step in found["steps"]
    )
    return Journey(found["name"], found["share"], steps)


def _written(journeys: list[dict[str, Any]]) -> str:
    lines = []
    for journey in journeys:
        steps = []
        for step in journey["steps"]:
            asked = ",\n   ".join(json.dumps(one, ensure_ascii=False) for one in step["asked"])
            head = f'"name": {json.dumps(step["name"])}, "kind": {json.dumps(step["kind"])}'
            steps.append(f'  {{{head}, "asked": [\n   {asked}]}}')
        head = f'"name": {json.dumps(journey["name"])}, "share": {journey["share"]}'
        lines.append(f' {{{head}, "steps": [\n' + ",\n".join(steps) + "]}")
    return "[\n" + ",\n".join(lines) + "\n]\n"

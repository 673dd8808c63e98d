"""How crowds arrive: plans of visits for the load generator, and what its rows say."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import journeys
from benchmarks.journeys import PLACE, Journey, Step
from data.cities.city import city
from tests.browser.serving import ROOT

SEED = 16
# Visitors who look at the place of the recording; each of the others has one of these.
SAME_PLACE_SHARE = 0.5
LIMIT_S = 200.0
TAIL_S = 20.0
GENERATOR_CORE = "1"
SERVER_CORE = "0"
Steps = list[tuple[float, int]]


def apart() -> bool:
    """Whether server and generator can have a core each."""
    return (os.cpu_count() or 1) >= 2 and shutil.which("taskset") is not None


def pinned(core: str, *, wanted: bool) -> tuple[str, ...]:
    """What stands before a command that is to run on one core."""
    return ("taskset", "-c", core) if wanted else ()


def places() -> list[str]:
    """Places that visitors look at beside the one of the recording: the same in every version."""
    return [f"neighborhood-{number}" for number in range(10, 60)] + [
        place for place in city().examples if place.startswith("zip-")
    ]


@dataclass(frozen=True)
class Ramp:
    """So many visitors within so many seconds; each goes on after thinking, until the end.

    `think_s` is the mean; a pause is between half of it and one and a half.
    """

    visitors: int
    within_s: float
    think_s: float
    until_s: float
    most_steps: int = 1_000

    def visits(self, known: Sequence[Journey]) -> list[dict[str, Any]]:
        """Every visit with the moment of every step, decided before the first one is walked."""
        chance = random.Random(SEED)
        shares = [journey.share for journey in known]
        drawn = chance.choices(known, shares, k=self.visitors)
        moments = sorted(chance.uniform(0, self.within_s) for _ in drawn)
        return [
            {
                "journey": journey.name,
                "place": None if chance.random() < SAME_PLACE_SHARE else chance.choice(places()),
                "steps": self._steps(moment, len(journey.steps), chance),
            }
            for moment, journey in zip(moments, drawn, strict=True)
        ]

    def _steps(self, moment: float, count: int, chance: random.Random) -> Steps:
        steps: Steps = []
        while (not steps or moment < self.until_s) and len(steps) < self.most_steps:
            steps.append((round(moment, 3), len(steps) % count))
            moment += chance.uniform(0.5, 1.5) * self.think_s
        return steps


@dataclass(frozen=True)
class Row:
    """One request as the generator timed it, seconds from its begin."""

    visit: int
    nth: int
    index: int
    due: float
    sent: float
    done: float
    status: int
    bytes: int
    again: bool
    reason: str = ""

    @property
    def ms(self) -> float:
        """From when it was due to its last byte."""
        return (self.done - self.due) * 1000

    @property
    def failed(self) -> bool:
        """No answer, or not the one that a browser got: nothing of a journey is refused."""
        return not 200 <= self.status < 400


@dataclass(frozen=True)
class Result:
    """What a crowd met."""

    rows: tuple[Row, ...]
    visits: tuple[dict[str, Any], ...]
    known: dict[str, Journey]
    generator: dict[str, float]

    def between(self, begin_s: float, end_s: float) -> Result:
        """Only what was due in that time."""
        rows = tuple(row for row in self.rows if begin_s <= row.due < end_s)
        return Result(rows, self.visits, self.known, self.generator)

    def first_steps(self) -> Result:
        """Only the first step of each visit, whenever its requests were due."""
        rows = tuple(row for row in self.rows if row.nth == 0)
        return Result(rows, self.visits, self.known, self.generator)

    def _step(self, row: Row) -> Step:
        visit = self.visits[row.visit]
        number: int = visit["steps"][row.nth][1]
        return self.known[str(visit["journey"])].steps[number]

    def path(self, row: Row) -> str:
        """The address that was asked, as its visitor asked it and without its query."""
        place = self.visits[row.visit]["place"] or PLACE
        return self._step(row).asked[row.index].path.split("?")[0].replace(PLACE, place)

    @property
    def failed(self) -> list[Row]:
        """Requests without the answer that a browser needs."""
        return [row for row in self.rows if row.failed]

    def requests_ms(self) -> list[float]:
        """Of every request, from due to its last byte."""
        return [row.ms for row in self.rows]

    def documents_ms(self) -> list[float]:
        """Of every document of a page."""
        return [row.ms for row in self.rows if row.index == 0 and self._step(row).kind == "page"]

    def paints_ms(self) -> list[float]:
        """Of every page, from its document's due to the last byte that its first paint needs."""
        begun: dict[tuple[int, int], float] = {}
        ends: dict[tuple[int, int], float] = {}
        for row in self.rows:
            step, page = self._step(row), (row.visit, row.nth)
            if step.kind != "page":
                continue
            if row.index == 0:
                begun[page] = row.due
            if row.index == 0 or step.asked[row.index].painted:
                ends[page] = max(ends.get(page, 0.0), row.done)
        return [(ends[page] - due) * 1000 for page, due in begun.items()]


class Generator:
    """The load generator's process, ready before the server is."""

    def __init__(self, known: Sequence[Journey], ramp: Ramp, *, own_core: bool) -> None:
        self._known = {journey.name: journey for journey in known}
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        journeys.save(tuple(known), folder / "journeys.json")
        self._visits = ramp.visits(known)
        limit_s = min(ramp.until_s + TAIL_S, LIMIT_S)
        plan = {
            "journeys": str(folder / "journeys.json"), "limit_s": limit_s, "visits": self._visits,
        }  # fmt: skip
        (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.crowd", str(folder / "plan.json")]
        self._process = subprocess.Popen(
            [*pinned(GENERATOR_CORE, wanted=own_core), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert self._process.stdout is not None
        self._process.stdout.readline()  # "ready"

    def begin(self, url: str) -> None:
        """The visitors come from now on."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{url}\n")
        self._process.stdin.flush()

    def result(self) -> Result:
        """Wait for the last visitor. Raises RuntimeError where the generator itself failed."""
        said, _ = self._process.communicate()
        if self._process.returncode:
            raise RuntimeError("the load generator failed")
        found = json.loads(said)
        rows = tuple(Row(*row) for row in found["rows"])
        return Result(rows, tuple(self._visits), self._known, found["generator"])

    def end(self) -> None:
        """Leave nothing behind."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()
        self._folder.cleanup()


@contextmanager
def generator(known: Sequence[Journey], ramp: Ramp, *, own_core: bool) -> Iterator[Generator]:
    """A generator that waits for an address."""
    made = Generator(known, ramp, own_core=own_core)
    try:
        yield made
    finally:
        made.end()

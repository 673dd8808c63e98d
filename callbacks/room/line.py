"""Who is next: a line that is bounded, fair to visitors, and knows how many are before whom.

No clock and no processes: every function is told what time it is, in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

# Who was sent away comes back to the place that was theirs.
HELD_SECONDS = 40.0


class Lane(IntEnum):
    """How long a piece of work may keep a maker from others."""

    QUICK = 0  # somebody looks at the page that it belongs to
    FILE = 1
    LONG = 2  # of many files


@dataclass(slots=True, eq=False)
class Turn:
    """One piece of work in the line: `visitor` is a hash, `came` when its visitor first asked."""

    visitor: str
    lane: Lane
    came: float = 0.0
    joined: float = 0.0
    started: float = 0.0


class FullError(Exception):
    """No place in the line. `before` are those before it; `own`: its visitor has too many in it."""

    def __init__(self, before: int, *, own: bool) -> None:
        super().__init__(before)
        self.before, self.own = before, own


@dataclass
class Line:
    """Turns at `makers`: at most `waiting` in the line, `each` of them one visitor's.

    One maker is kept free for quick work and one more for files, where there are so many.
    """

    makers: int
    waiting: int
    each: int
    turns: list[Turn] = field(default_factory=list)
    running: list[Turn] = field(default_factory=list)
    _served: dict[str, float] = field(default_factory=dict)
    _held: dict[str, tuple[float, float]] = field(default_factory=dict)

    def join(self, turn: Turn, now: float) -> int:
        """Put `turn` in the line; how many are before it. Raises FullError."""
        self._forget(now)
        came, _until = self._held.get(turn.visitor, (now, now))
        turn.came, turn.joined = came, now
        own = sum(other.visitor == turn.visitor for other in self.turns)
        if own >= self.each or len(self.turns) >= self.waiting:
            before = self.before(turn)
            self._hold(turn, now)
            raise FullError(before, own=own >= self.each)
        self._held.pop(turn.visitor, None)
        self.turns.append(turn)
        return self.before(turn)

    def leave(self, turn: Turn, now: float, *, holds: bool) -> None:
        """Take `turn` out of the line; `holds` keeps its place for a while."""
        self.turns.remove(turn)
        if holds:
            self._hold(turn, now)

    def next(self, now: float) -> Turn | None:
        """The turn that begins now; None where nobody may begin."""
        fitting = [turn for turn in self.turns if self._has_room(turn.lane)]
        if not fitting:
            return None
        turn = min(fitting, key=lambda one: self._order(one, self._served))
        self.turns.remove(turn)
        self.running.append(turn)
        self._served[turn.visitor] = turn.started = now
        return turn

    def done(self, turn: Turn) -> None:
        """What began has ended."""
        self.running.remove(turn)

    def before(self, turn: Turn) -> int:
        """How many are at work, or will be before this turn."""
        waiting = [*self.turns] if turn in self.turns else [*self.turns, turn]
        served, count = dict(self._served), len(self.running)
        later = max([turn.joined, *(other.joined for other in waiting), *served.values()])
        while (first := min(waiting, key=lambda one: self._order(one, served))) is not turn:
            waiting.remove(first)
            count += 1
            served[first.visitor] = later + count
        return count

    def _order(self, turn: Turn, served: Mapping[str, float]) -> tuple[float, float]:
        """Who came first and was not served since; then who joined first."""
        return max(turn.came, served.get(turn.visitor, 0.0)), turn.joined

    def _has_room(self, lane: Lane) -> bool:
        """Whether one more of this lane may begin: slower work leaves makers to quicker."""
        if len(self.running) >= self.makers:
            return False
        slower = sum(turn.lane >= lane for turn in self.running)
        return slower < max(1, self.makers - lane)

    def _hold(self, turn: Turn, now: float) -> None:
        came = min(turn.came, self._held.get(turn.visitor, (now, now))[0])
        self._held[turn.visitor] = came, now + HELD_SECONDS

    def _forget(self, now: float) -> None:
        self._held = {who: held for who, held in self._held.items() if held[1] > now}
        present = {turn.visitor for turn in (*self.turns, *self.running)} | self._held.keys()
        self._served = {who: at for who, at in self._served.items() if who in present}

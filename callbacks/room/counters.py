"""What the room does, in memory that all processes of one server see: numbers for operators.

Workers read it without asking anybody, also while the foreman is away.
"""

from __future__ import annotations

import mmap
import struct

_NUMBER = struct.Struct("d")
# Now.
GAUGES = ("waiting", "running", "makers")
# Since the room was opened.
TOTALS = (
    "done",  # answers that were made
    "lost",  # ended with their maker
    "late",  # took longer than they may
    "busy",  # sent away: the line was full, or the wait too long
    "left",  # gave up while they waited
    "waited_seconds",
    "worked_seconds",
    "foremen",  # that were started
    "makers_started",
)
_BEAT = "beat"  # when the foreman last looked around, by the monotonic clock
_PLACE = {name: n * _NUMBER.size for n, name in enumerate((*GAUGES, *TOTALS, _BEAT))}


class Counters:
    """Numbers by name. One process writes each of them."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, mmap.PAGESIZE)

    def get(self, name: str) -> float:
        """The number of that name."""
        return float(_NUMBER.unpack_from(self._shared, _PLACE[name])[0])

    def put(self, name: str, value: float) -> None:
        """Write it."""
        _NUMBER.pack_into(self._shared, _PLACE[name], value)

    def add(self, name: str, value: float = 1.0) -> None:
        """Add to it."""
        self.put(name, self.get(name) + value)

    def now(self) -> dict[str, float]:
        """What is so now."""
        return {name: self.get(name) for name in GAUGES}

    def totals(self) -> dict[str, float]:
        """What was counted since the room was opened."""
        return {name: self.get(name) for name in TOTALS}

    @property
    def beat(self) -> float:
        """When the foreman last looked around, by the monotonic clock."""
        return self.get(_BEAT)

    def beats(self, now: float) -> None:
        """The foreman looks around."""
        self.put(_BEAT, now)

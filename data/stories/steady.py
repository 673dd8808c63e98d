"""Whether the clock has gone as time does: what ends by the clock is deleted for good."""

from __future__ import annotations

import time
from collections.abc import Callable

# Further than any clock that is kept right is set, and less than a day, by which consents end.
JUMP_SECONDS = 3600.0
# Time for an operator to see it and set it right.
WAIT_SECONDS = 86_400.0


def elapsed_seconds() -> float:
    """Time that nobody sets, and that goes on while the machine sleeps, where it tells."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Steady:
    """Compares a clock, in seconds, with time that nobody sets."""

    def __init__(
        self, clock: Callable[[], float], elapsed: Callable[[], float] = elapsed_seconds
    ) -> None:
        self._clock, self._elapsed = clock, elapsed
        self._offset = clock() - elapsed()
        self._again_at = 0.0

    def holds(self) -> bool:
        """Whether the clock has not jumped for as long as `WAIT_SECONDS`. One that is set back to
        where it was before is right at once.
        """
        now = self._elapsed()
        moved = self._clock() - now - self._offset
        if abs(moved) <= JUMP_SECONDS:
            self._again_at = 0.0
            return True
        if not self._again_at:
            self._again_at = now + WAIT_SECONDS
        if now < self._again_at:
            return False
        self._offset, self._again_at = self._offset + moved, 0.0
        return True

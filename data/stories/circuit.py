"""Whether the database of stories is asked at all: while it is away, nobody waits for it twice."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from threading import Lock, Thread
from time import monotonic, sleep

from data.stories.database import StoriesDown

AGAIN_SECONDS = 2.0


class Circuit:
    """Open while the database is away: then whoever asks is told at once, and one thread, no
    visitor's, asks until it is back. `probe` asks it, and raises StoriesDown.
    """

    def __init__(self, probe: Callable[[], None]) -> None:
        self._probe = probe
        self._is_open, self._closed_at = False, 0.0
        self.reset()

    def reset(self) -> None:
        """In a process that was forked: its parent's thread is not here."""
        self._lock = Lock()
        self._asking: Thread | None = None

    def check(self) -> None:
        """Raise StoriesDown while it is open."""
        if not self._is_open:
            return
        with self._lock:
            if self._is_open and (self._asking is None or not self._asking.is_alive()):
                self._asking = Thread(target=self._ask, daemon=True)
                self._asking.start()
        raise StoriesDown("away")

    def open(self, since: float = inf) -> None:
        """A question did not get its answer, or not in time. `since`: when it was asked; one from
        before the database came back says nothing about it now.
        """
        if since >= self._closed_at:
            self._is_open = True

    def ask_now(self) -> bool:
        """Whether it is back; then the circuit is closed."""
        try:
            self._probe()
        except StoriesDown:
            return False
        self._is_open, self._closed_at = False, monotonic()
        return True

    def _ask(self) -> None:
        while True:
            sleep(AGAIN_SECONDS)
            if self.ask_now():
                return

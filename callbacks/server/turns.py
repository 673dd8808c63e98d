"""Who has the fewest requests gets the next one: how many each worker is at, for all to see.

A browser keeps its connections, so all of its requests come to the worker that took them in,
whatever that one has to do meanwhile. Each worker counts here what it computes (a byte in memory
that all workers of a master share); who has more than another leaves those at the door to it, and
hands over kept connections on which a request has begun to come (`relay.py`, docs/decisions/0148).
"""

from __future__ import annotations

import mmap
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock

_PLACES = 64  # more than workers of one master at any time, those that leave among them
_MOST = 254
# The other one may be stopped, or gone and not yet known to be: who has stood back so long goes on.
STAND_BACK_S = 0.02
_FORGOTTEN_S = 1.0


class Turn:
    """A worker's own place among all of its master. Thread-safe.

    Its byte is 0 while it takes nobody, else one more than the requests that it is at.
    """

    def __init__(self, held: mmap.mmap, place: int) -> None:
        self._held, self._place = held, place
        self._changing = Lock()
        self._requests = 0
        self._is_here = False
        self._since = -_FORGOTTEN_S

    def _add(self, requests: int) -> None:
        with self._changing:
            self._requests += requests
            self._held[self._place] = self._is_here and 1 + min(self._requests, _MOST)

    def join(self) -> None:
        """Take visitors from now on."""
        self._is_here = True
        self._add(0)

    def leave(self) -> None:
        """Take nobody any more; in the master: that worker is gone."""
        self._is_here = False
        self._add(0)

    def begin(self) -> None:
        """A request is handed to a thread."""
        self._add(1)

    def end(self) -> None:
        """It is answered."""
        self._add(-1)

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """While another process or thread does the work of a request, this one is at none."""
        self.end()
        try:
            yield
        finally:
            self.begin()

    def is_anothers(self) -> bool:
        """Whether another worker has less to do."""
        if not self._requests:
            return False
        others = self._held[: self._place] + self._held[self._place + 1 :]
        return min(filter(None, others), default=_MOST + 1) <= self._requests

    def steps_back(self) -> bool:
        """At a door where somebody waits: whether to leave them to another, who has less to do.

        Who has done so for a moment, and somebody still waits, takes them in.
        """
        if not self.is_anothers():
            return False
        waited_s = time.monotonic() - self._since
        if STAND_BACK_S <= waited_s < _FORGOTTEN_S:
            self._since = -_FORGOTTEN_S
            return False
        if waited_s >= _FORGOTTEN_S:
            self._since = time.monotonic()
        return True

    def stands_back(self) -> bool:
        """Whether that moment lasts, and the other one still has less to do."""
        return time.monotonic() - self._since < STAND_BACK_S and self.is_anothers()


def places() -> mmap.mmap:
    """In a master, before its first worker: a byte for each that it will have at the same time."""
    return mmap.mmap(-1, _PLACES)


def turn_of(held: mmap.mmap, age: int) -> Turn:
    """The place of the worker that its master starts as its `age`th."""
    return Turn(held, age % _PLACES)


_mine: list[Turn] = []


def take(turn: Turn) -> None:
    """In a worker: this is its own."""
    _mine[:] = [turn]


@contextmanager
def elsewhere() -> Iterator[None]:
    """The same where it is not at hand; nothing without a worker."""
    with ExitStack() as stack:
        for turn in _mine:
            stack.enter_context(turn.elsewhere())
        yield

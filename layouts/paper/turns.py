"""Turns at something slow: so many at once, so many waiting for it, and nobody for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore


class BusyError(Exception):
    """Too many are waiting already, or no turn came in time."""


class Turns:
    """At most `at_once` have a turn and `waiting` wait for one, each for `wait_seconds`.

    Who waits keeps a thread of the worker, so `at_once + waiting` is all that a crowd can take.
    """

    def __init__(self, *, at_once: int, waiting: int, wait_seconds: float) -> None:
        self._wait_seconds = wait_seconds
        self._free = Semaphore(at_once)
        self._places = Semaphore(at_once + waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One turn. Raises BusyError."""
        if not self._places.acquire(blocking=False):
            raise BusyError
        try:
            if not self._free.acquire(timeout=self._wait_seconds):
                raise BusyError
            try:
                yield
            finally:
                self._free.release()
        finally:
            self._places.release()

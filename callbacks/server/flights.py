"""Of those who ask for one thing at the same time, one makes it and the others wait for it."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Event, Lock

from callbacks.server.byte_cache import StoredAnswer
from callbacks.server.turns import elsewhere

# Longer than anything takes that is kept; who has waited so long makes it as well.
WAIT_SECONDS = 20.0


class _Flight:
    __slots__ = ("landed", "stored")

    def __init__(self) -> None:
        self.landed = Event()
        self.stored: StoredAnswer | None = None


class Flights:
    """Who is making what in this process. Nobody waits while making something: no circle of waiting
    can come about, however few threads there are.
    """

    def __init__(self, *, wait_seconds: float = WAIT_SECONDS) -> None:
        self._wait_seconds = wait_seconds
        self._under_way: dict[Hashable, _Flight] = {}
        self._lock = Lock()

    def begin(self, key: Hashable) -> bool:
        """True for the one who is to make what `key` asks for and then must call `land`."""
        with self._lock:
            if key in self._under_way:
                return False
            self._under_way[key] = _Flight()
            return True

    def wait(self, key: Hashable) -> StoredAnswer | None:
        """What the one who is at it makes; None if that failed, or lasts too long."""
        with self._lock:
            flight = self._under_way.get(key)
        if flight is None:
            return None
        with elsewhere():
            has_landed = flight.landed.wait(self._wait_seconds)
        return flight.stored if has_landed else None

    def land(self, key: Hashable, stored: StoredAnswer | None) -> None:
        """Hand what was made to all who wait; None sends them on to make it themselves."""
        with self._lock:
            flight = self._under_way.pop(key, None)
        if flight is not None:
            flight.stored = stored
            flight.landed.set()

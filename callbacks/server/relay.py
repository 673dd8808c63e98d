"""Connections that wait change hands: a worker that leaves gives them to those that stay, and one
that has much to do to one that has less (`turns.py`).

Closing an idle connection races with the request that its client is just sending, and what may not
be sent twice is lost then. So the socket itself goes through a pair that all workers share, also
those of a master that USR2 started (docs/decisions/0143). Whoever reads there has the connection
with all that has come on it meanwhile.
"""

from __future__ import annotations

import mmap
import os
import socket
from collections.abc import MutableMapping

from callbacks.server import turns

_NAME = "KC_RELAY"
_ONE, _READS = b"c", b"r"


class Relay:
    """The pair: `way_out` is where workers take connections from.

    Both ends live in the master, so nothing in between is lost while no worker reads.
    """

    def __init__(self, way_in: socket.socket, way_out: socket.socket) -> None:
        self._way_in, self.way_out = way_in, way_out
        way_in.setblocking(False)
        way_out.setblocking(False)
        self._is_shut = mmap.mmap(-1, 1)  # which the workers of this master see
        self._turns = turns.places()

    @classmethod
    def opened(cls, environ: MutableMapping[str, str]) -> Relay:
        """That of the master before, which has left its numbers in `environ`; else a new one."""
        numbers = environ.pop(_NAME, "")
        if not numbers:
            return cls(*socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET))
        ends = [socket.socket(fileno=int(number)) for number in numbers.split(",")]
        for end in ends:
            end.set_inheritable(False)
        return cls(*ends)

    def leave_to(self, environ: MutableMapping[str, str]) -> None:
        """Let the program that this process becomes have it."""
        ends = self._way_in, self.way_out
        for end in ends:
            end.set_inheritable(True)
        environ[_NAME] = ",".join(str(end.fileno()) for end in ends)

    def say_who_reads(self) -> None:
        """In the master that takes over: tell the one before that its connections are wanted."""
        self.way_out.send(_READS)

    def is_wanted(self) -> bool:
        """In the master before: whether that was said. Another release may know nothing of this."""
        try:
            return self._way_in.recv(1) == _READS
        except OSError:
            return False

    def shut(self) -> None:
        """Nobody will read any more: workers keep what they have."""
        self._is_shut[0] = 1

    @property
    def is_shut(self) -> bool:
        """Whether that was said."""
        return bool(self._is_shut[0])

    def turn_of(self, age: int) -> turns.Turn:
        """The place of a worker among all of this master."""
        return turns.turn_of(self._turns, age)

    def give(self, raw: socket.socket) -> bool:
        """Hand a connection over; False where it stays with whoever has it."""
        if self.is_shut:
            return False
        try:
            socket.send_fds(self._way_in, [_ONE], [raw.fileno()])
        except OSError:
            return False
        return True

    def take(self) -> socket.socket | None:
        """A connection that somebody has given; None where there is none."""
        try:
            _, handles, _, _ = socket.recv_fds(self.way_out, 1, 1)
        except OSError:
            return None
        return socket.socket(fileno=handles[0]) if handles else None


_relays: list[Relay] = []


def of_this_master() -> Relay | None:
    """The one that workers share; None under tests and without a master."""
    return _relays[-1] if _relays else None


def open_relay() -> Relay:
    """In the master, before its first worker."""
    _relays.append(Relay.opened(os.environ))
    return _relays[-1]

"""The door: where a worker hands heavy work in, and how long its thread stands there."""

from __future__ import annotations

import json
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore
from typing import Protocol

from callbacks.room import wire
from callbacks.room.counters import Counters
from callbacks.room.line import Lane
from callbacks.room.wire import Answer, EndedError, Request

# Of a worker's threads (Procfile) so many may wait for the room; the others are the pages'.
THREADS = 16
# A maker or a foreman that dies is replaced, and what it had is asked for once more.
TRIES = 2
# A foreman answers at once; one that was killed is replaced sooner than this.
_FIRST_WORD_SECONDS = 6.0
_WAIT_SECONDS = 40.0  # the foreman sends people away before that
_SLACK_SECONDS = 2.0
_RETRY_SECONDS = 10
_SEND_SECONDS = 1.0
# Where a system cannot tell that the other end says no more, whoever left is waited for.
_SAYS_NO_MORE = getattr(select, "POLLRDHUP", 0)


class BusyError(Exception):
    """No turn now. `before` are those before this one; `own`: its visitor has too many waiting."""

    def __init__(self, before: int, *, own: bool, retry_seconds: int) -> None:
        super().__init__(before)
        self.before, self.own, self.retry_seconds = before, own, retry_seconds


class LateError(Exception):
    """The work took longer than it may, and was ended."""


class AwayError(Exception):
    """There is nobody in the room."""


class LostError(AwayError):
    """Whoever had this work died of it, or with it, as often as it was tried."""


class LargeError(Exception):
    """The work needed more memory than it may have, and was ended."""


class GaveUpError(Exception):
    """Whoever asked has gone."""


class Client(Protocol):
    """Whatever stands for the socket of whoever asked."""

    def fileno(self) -> int:
        """Its number."""


class Door:
    """One end of a pair that all workers share; the foreman has the other one."""

    def __init__(self, end: socket.socket, counters: Counters) -> None:
        end.settimeout(_SEND_SECONDS)
        self._end, self._counters = end, counters
        self._threads = BoundedSemaphore(THREADS)

    def close(self) -> None:
        """No work comes through here any more."""
        self._end.close()

    def ask(
        self, request: Request, *, visitor: str, lane: Lane, client: Client | None = None
    ) -> Answer:
        """The answer of a maker. `client` is watched, so that nothing is made for nobody.

        Raises BusyError, LateError, AwayError, LostError and GaveUpError.
        """
        with self.seat():
            for _ in range(TRIES):
                try:
                    return self._once(request, {"visitor": visitor, "lane": int(lane)}, client)
                except EndedError:
                    continue
            raise LostError

    @contextmanager
    def seat(self) -> Iterator[None]:
        """One of the threads of this process that may wait for heavy work. Raises BusyError."""
        if not self._threads.acquire(blocking=False):
            self._refuse()
        try:
            yield
        finally:
            self._threads.release()

    def _refuse(self) -> None:
        before = int(self._counters.get("waiting") + self._counters.get("running"))
        with suppress(OSError):  # it is only counted
            self._end.send(wire.SENT_AWAY)
        raise BusyError(before, own=False, retry_seconds=_RETRY_SECONDS)

    def _once(self, request: Request, said: dict[str, str | int], client: Client | None) -> Answer:
        try:
            here, there = socket.socketpair()
        except OSError:  # this process has no files left
            raise AwayError from None
        with here:
            with there:
                try:
                    socket.send_fds(self._end, [json.dumps(said).encode()], [there.fileno()])
                except OSError:
                    raise AwayError from None
            return _Visit(here, client).follow(request)


class _Visit:
    """One stay in the room, on a worker's end of the pair."""

    def __init__(self, conn: socket.socket, client: Client | None) -> None:
        self._conn, self._client = conn, client

    def follow(self, request: Request) -> Answer:
        """From the first word to the answer."""
        kind, message = self._word(_FIRST_WORD_SECONDS)
        if kind == wire.QUEUED:
            kind, message = self._word(_WAIT_SECONDS, self._client)
        said = json.loads(message)
        if kind == wire.BUSY:
            raise BusyError(said["before"], own=said["own"], retry_seconds=said["retry"])
        limit_seconds, begun = float(said["seconds"]), time.monotonic()
        try:
            self._conn.settimeout(limit_seconds)
            wire.send(self._conn, wire.REQUEST, wire.packed(request.environ, request.body))
            _, message = self._word(limit_seconds + _SLACK_SECONDS)
        except (OSError, EndedError, AwayError):
            if time.monotonic() - begun >= limit_seconds - _SLACK_SECONDS:
                raise LateError from None
            raise EndedError from None
        head, body = wire.unpacked(message)
        headers = [(name, value) for name, value in head["headers"]]
        return Answer(head["status"], headers, body, head["marks"])

    def _word(self, seconds: float, client: Client | None = None) -> tuple[bytes, bytes]:
        """The next message. Raises EndedError, AwayError where none comes, and GaveUpError where
        `client` says no more: also of one that only said its last word, which waits in no line.
        """
        until = time.monotonic() + seconds
        while True:
            watched = select.poll()
            watched.register(self._conn, select.POLLIN)
            if client is not None:
                watched.register(client, _SAYS_NO_MORE)
            left = until - time.monotonic()
            ready = {handle for handle, _ in watched.poll(max(0.0, left) * 1000)}
            if self._conn.fileno() in ready:
                self._conn.settimeout(_WAIT_SECONDS)
                try:
                    return wire.receive(self._conn)
                except TimeoutError:
                    raise AwayError from None
            if client is not None and client.fileno() in ready:
                raise GaveUpError
            if left <= 0:
                raise AwayError

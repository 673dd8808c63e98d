"""How a worker's connections end: answered whole, refused in words, or in other hands.

What `gunicorn_worker.py` takes in and hands to threads is left here by the loop alone.
"""

from __future__ import annotations

import os
import selectors
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from callbacks.server import relay
from callbacks.server.connection import UNREADABLE, Connection, Heard, refusal

_LINGER_S = 2.0
_LINGER_BYTES = 4_000_000
READ_BYTES = 65_536


class ClosingWorker(ThreadWorker):  # type: ignore[misc]
    """Knows who waits for a request and who is leaving, and lets go of both."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # In the order in which they began to wait.
        self.reading: dict[Connection, None] = {}
        self.leaving: dict[Connection, None] = {}  # answers that are sent, and closing
        self.linger_s = _LINGER_S
        self.relay = relay.of_this_master()

    @property
    def has_others(self) -> bool:
        """Whether other workers of this server, or of who takes its place, go on."""
        is_open = self.relay is not None and not self.relay.is_shut
        return is_open and os.getppid() == self.ppid

    def pass_on(self, conn: Connection) -> bool:
        """Leave a connection of which nothing was read to another worker."""
        if self.relay is None or not self.has_others or not self.relay.give(conn.raw):
            return False
        self.end(conn)  # here alone: its client notices nothing
        return True

    def watch(self, conn: Connection, event: int, then: Callable[..., None]) -> None:
        """Call `then` when the socket is ready for `event`."""
        if conn.watched == event and then != self.on_farewell:
            return
        register = self.poller.modify if conn.watched else self.poller.register
        register(conn.raw, event, partial(then, conn))
        conn.watched = event

    def unwatch(self, conn: Connection) -> None:
        """Leave the socket alone."""
        if conn.watched:
            self.poller.unregister(conn.raw)
            conn.watched = 0

    def refuse(self, conn: Connection, words: bytes) -> None:
        """Say a few words, which fit into any socket, and close."""
        self.reading.pop(conn, None)
        self.leaving[conn] = None
        conn.is_last = True
        if self.say(conn, words):
            self.linger(conn)

    def say(self, conn: Connection, words: bytes) -> bool:
        """Send what fits into any socket. Whether somebody is still there."""
        try:
            conn.raw.send(words)
        except OSError:
            self.end(conn)
            return False
        return True

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """In a thread: log as gunicorn does, and answer as everything here is answered. Its own
        page repeats what a stranger sent.
        """
        heard = Heard()
        super().handle_error(req, heard, addr, exc)
        if heard.status:
            with suppress(OSError):
                client.sendall(refusal(heard.status, UNREADABLE))

    def linger(self, conn: Connection) -> None:
        """Close as RFC 9112 (9.6) asks: say that nothing more comes, and read what still does."""
        try:
            conn.raw.shutdown(socket.SHUT_WR)
        except OSError:
            self.end(conn)
            return
        conn.deadline = time.monotonic() + self.linger_s
        self.watch(conn, selectors.EVENT_READ, self.on_farewell)

    def on_farewell(self, conn: Connection, _file: object = None) -> None:
        """Read away what comes after the last answer."""
        if conn.has_ended:
            return
        try:
            data = conn.raw.recv(READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        conn.drained_bytes += len(data)
        if not data or conn.drained_bytes > _LINGER_BYTES:
            self.end(conn)

    def end(self, conn: Connection) -> None:
        """Close now."""
        conn.has_ended = True
        self.unwatch(conn)
        self.reading.pop(conn, None)
        self.leaving.pop(conn, None)
        conn.wire.drop()
        self.nr_conns -= 1

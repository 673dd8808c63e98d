"""A client's connection as a worker holds it, and the few words to who cannot stay."""

from __future__ import annotations

import socket
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import TConn

from callbacks.server.wire import Incoming, Wire


def refusal(status: str, words: str) -> bytes:
    """An answer of a few words, after which the connection ends."""
    body = f"{words}\n".encode()
    head = (
        f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain\r\n"
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


TOO_SLOW = refusal("408 Request Timeout", "The request did not arrive in time. Please try again.")
NO_PLACE = refusal("503 Service Unavailable", "Too many are here. Please try again in a minute.")
TOO_LONG = refusal("431 Request Header Fields Too Large", "The head of the request is too long.")


UNREADABLE = "This request cannot be read. Please check its first line and its headers."


class Heard:
    """In the place of a client: what status gunicorn would tell it, without gunicorn's page."""

    status = ""

    def gettimeout(self) -> float:
        """It never waits."""
        return 0.0

    def sendall(self, data: bytes) -> None:
        """Keep the status of an answer."""
        self.status = data.partition(b"\r\n")[0].decode("latin-1").partition(" ")[2]


class Connection(TConn):  # type: ignore[misc]
    """A client's connection: `sock` is the wire, and `deadline` when its patience ends."""

    def __init__(self, cfg: Any, raw: socket.socket, client: Any, server: Any, wire: Wire) -> None:
        super().__init__(cfg, raw, client, server)
        self.raw = raw
        self.sock = wire
        self.wire = wire
        self.incoming = Incoming()
        self.parser = http.get_parser(cfg, wire, client)
        self.initialized = self.data_ready = True
        self.deadline = 0.0
        self.is_last = False
        self.drained_bytes = 0
        self.watched = 0
        self.has_ended = False

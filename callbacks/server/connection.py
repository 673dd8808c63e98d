"""A client's connection as a worker holds it, and the few words to who cannot stay."""

from __future__ import annotations

import socket
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import TConn

from callbacks.server.wire import Incoming, Wire


def _refusal(status: str, words: str) -> bytes:
    body = f"{words}\n".encode()
    head = (
        f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain\r\n"
        f"Cache-Control: no-store\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


TOO_SLOW = _refusal("408 Request Timeout", "The request did not arrive in time. Please try again.")
NO_PLACE = _refusal("503 Service Unavailable", "Too many are here. Please try again in a minute.")
TOO_LONG = _refusal("431 Request Header Fields Too Large", "The head of the request is too long.")


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

"""How a worker, the foreman and a maker talk: over pairs of sockets that have no name.

A worker sends one end of a new pair through the door. The foreman says on it how things stand
(`QUEUED`, `BEGIN`, `BUSY`), then gives it to a maker, which reads the request and answers it.
Nobody else can connect, nothing stands in a folder, and whoever dies closes its end.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

_HEAD = struct.Struct(">cQ")
# Of the foreman, about a turn; then the worker's request and the maker's answer.
QUEUED, BEGIN, BUSY, REQUEST, ANSWER = b"q", b"b", b"f", b"r", b"a"
# Of a maker to the foreman: what it had is done, and whether it wants to be replaced.
DONE, LEAVING = b"d", b"l"
# Through the door without a socket: a worker has sent somebody away itself.
SENT_AWAY = b"-"
# Of a WSGI environment what a view may read.
_KEPT = ("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE",
         "CONTENT_LENGTH", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "REMOTE_ADDR",
         "wsgi.url_scheme")  # fmt: skip


class Request(NamedTuple):
    """A request as a maker gets it: its WSGI environment without streams, and its body."""

    environ: dict[str, str]
    body: bytes

    @classmethod
    def of(cls, environ: Mapping[str, Any], body: bytes) -> Request:
        """The request of a WSGI environment."""
        kept = {
            key: value
            for key, value in environ.items()
            if isinstance(value, str) and (key in _KEPT or key.startswith("HTTP_"))
        }
        return cls(kept, body)


class Answer(NamedTuple):
    """An answer as a worker gets it; `marks` are what its view noted for the caches."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    marks: dict[str, Any]


class EndedError(Exception):
    """The other side closed its end, or died."""


def send(sock: socket.socket, kind: bytes, body: bytes = b"") -> None:
    """Write one message. Raises OSError where nobody reads it."""
    sock.sendall(_HEAD.pack(kind, len(body)) + body)


def receive(sock: socket.socket) -> tuple[bytes, bytes]:
    """Read one message: its kind and its body. Raises EndedError, and TimeoutError by its clock."""
    kind, length = _HEAD.unpack(_exactly(sock, _HEAD.size))
    return kind, _exactly(sock, length)


def _exactly(sock: socket.socket, length: int) -> bytes:
    found = bytearray(length)
    view, at = memoryview(found), 0
    while at < length:
        try:
            count = sock.recv_into(view[at:])
        except ConnectionError:
            count = 0
        if not count:
            raise EndedError
        at += count
    return bytes(found)


def packed(head: Any, body: bytes) -> bytes:
    """A head that JSON can write, and bytes behind it."""
    written = json.dumps(head).encode()
    return len(written).to_bytes(4) + written + body


def unpacked(message: bytes) -> tuple[Any, bytes]:
    """What `packed` wrote."""
    end = 4 + int.from_bytes(message[:4])
    return json.loads(message[4:end]), message[end:]


def close_all(sockets: Iterable[socket.socket]) -> None:
    """Close what another process has."""
    for sock in sockets:
        sock.close()

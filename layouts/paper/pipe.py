"""How a worker and its typesetters talk: a length, and that many bytes."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import IO, Any

LENGTH = struct.Struct(">Q")
# The first byte of an answer: the file follows, or what went wrong.
FILE, FAILED = b"f", b"e"
# A page takes a fifth of a second; whatever takes this long will never end. More for each part of a
# packet, and beside a crowd at the pages.
LIMIT_SECONDS, PART_SECONDS = 30, 5


def limit_seconds(content: Mapping[str, Any]) -> int:
    """How long the typesetter may be at a sheet of these contents."""
    return LIMIT_SECONDS + PART_SECONDS * len(content.get("parts", ()))


def send(stream: IO[bytes], body: bytes) -> None:
    """Write a length and that many bytes. Raises BrokenPipeError where nobody listens."""
    stream.write(LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read what `send` wrote; None where the stream ends first."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None

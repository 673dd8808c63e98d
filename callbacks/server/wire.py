"""One connection between the browser and a worker, held so that no thread ever waits for a client.

*Incoming* collects bytes until a request is whole. *Wire* is the socket that the rest of gunicorn
sees: it reads from that request, and what the client does not take at once waits in a queue, which
the worker's loop sends on (`gunicorn_worker.py`).
"""

from __future__ import annotations

import os
import re
import select
import socket
from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import BinaryIO

from callbacks.server.guard import MAXIMUM_BODY_BYTES

MAXIMUM_HEAD_BYTES = 65_536
_MAXIMUM_LINE_BYTES = 8_192
# A line of a chunk is a few digits; what follows them is no business of ours.
_MAXIMUM_CHUNK_LINE_BYTES = 256
# Beyond these a thread waits for the client after all, for as long as clients may take.
_QUEUE_LIMIT_BYTES = 4_000_000
_ALL_QUEUES_LIMIT_BYTES = 64_000_000
_SENDFILE_BYTES, _PIECES_AT_ONCE = 1_048_576, 16

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*(?=\r\n)")
_NAMES_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:")
_NAMES_CODING = re.compile(rb"\r\ntransfer-encoding[ \t]*:")
# Any other coding, or one that is named twice, is for gunicorn to refuse.
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*(?=\r\n)")
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)")
_CHUNK_SIZE = re.compile(rb"([0-9a-f]{1,8})[ \t]*(;[^\r\n]*)?", re.IGNORECASE)
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


@dataclass(frozen=True)
class Whole:
    """A request of `size` bytes may be answered. `is_last`: what follows cannot be read."""

    size: int
    is_last: bool = False


class TooLong(Exception):  # noqa: N818 - it is what the answer says
    """The head never ends."""


class Incoming:
    """Bytes of a connection, until a request is whole."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._seen = 0
        self._head_size = 0
        self._body_size = 0
        self._chunk_at = 0
        self.wants_word = False

    def __len__(self) -> int:
        """Bytes that wait here."""
        return len(self._buffer)

    @property
    def has_head(self) -> bool:
        """Whether only the body is missing."""
        return self._head_size > 0

    def feed(self, data: bytes) -> None:
        """Add what came."""
        self._buffer += data

    def look(self) -> Whole | None:
        """The request that is whole, or None while more must come. Raises TooLong.

        What is malformed counts as whole and last: gunicorn's parser then says what is wrong.
        """
        if not self._head_size:
            end = self._buffer.find(b"\r\n\r\n", max(0, self._seen - 3))
            self._seen = len(self._buffer)
            if end < 0:
                return self._unfinished_head()
            self._head_size = end + 4
            early = self._read_head(bytes(self._buffer[: self._head_size]).lower())
            if early is not None:
                return early
        if self._chunk_at:
            return self._look_at_chunks()
        size = self._head_size + self._body_size
        return Whole(size) if len(self._buffer) >= size else None

    def take(self, whole: Whole) -> bytes:
        """The bytes of a request; the next one begins behind them."""
        taken = bytes(self._buffer[: whole.size])
        del self._buffer[: whole.size]
        self._seen = self._head_size = self._body_size = self._chunk_at = 0
        self.wants_word = False
        return taken

    def _unfinished_head(self) -> Whole | None:
        size = len(self._buffer)
        if size > _MAXIMUM_LINE_BYTES and b"\r\n" not in self._buffer[:_MAXIMUM_LINE_BYTES]:
            return Whole(size, is_last=True)  # gunicorn says 414
        if size > MAXIMUM_HEAD_BYTES:
            raise TooLong
        return None

    def _read_head(self, head: bytes) -> Whole | None:
        """Where the body ends. A request that is whole with its head, or None."""
        lengths, coded = _LENGTH.findall(head), _CHUNKED.findall(head)
        named = len(_NAMES_LENGTH.findall(head)), len(_NAMES_CODING.findall(head))
        alone = Whole(self._head_size, is_last=True)
        if named != (len(lengths), len(coded)) or sum(named) > 1:
            return alone
        self.wants_word = _EXPECTS.search(head) is not None
        if coded:
            self._chunk_at = self._head_size
        elif lengths:
            self._body_size = int(lengths[0])
            if self._body_size > MAXIMUM_BODY_BYTES:
                return alone  # the application refuses it by its length
        return None

    def _look_at_chunks(self) -> Whole | None:
        """Walk over the chunks that have come (RFC 9112, 7.1)."""
        while True:
            end = self._buffer.find(b"\r\n", self._chunk_at, self._chunk_at + 258)
            if end < 0:
                waits = len(self._buffer) - self._chunk_at <= _MAXIMUM_CHUNK_LINE_BYTES
                return None if waits else Whole(len(self._buffer), is_last=True)
            found = _CHUNK_SIZE.fullmatch(self._buffer, self._chunk_at, end)
            if found is None or self._chunk_at - self._head_size > MAXIMUM_BODY_BYTES:
                return Whole(len(self._buffer), is_last=True)
            size = int(found[1], 16)
            if size == 0:
                return self._look_at_trailer(end)
            behind = end + 2 + size + 2
            if len(self._buffer) < behind:
                too_much = behind - self._head_size > MAXIMUM_BODY_BYTES + _MAXIMUM_LINE_BYTES
                return Whole(len(self._buffer), is_last=True) if too_much else None
            self._chunk_at = behind

    def _look_at_trailer(self, end: int) -> Whole | None:
        last = self._buffer.find(b"\r\n\r\n", end)
        if last < 0:
            waits = len(self._buffer) - end < _MAXIMUM_LINE_BYTES
            return None if waits else Whole(len(self._buffer), is_last=True)
        return Whole(last + 4)


@dataclass
class _FilePart:
    """A piece of an open file that is still to be sent."""

    number: int
    offset: int
    count: int


class Backlog:
    """Bytes that wait for clients in all connections of a worker."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.size_bytes = 0

    def add(self, size_bytes: int) -> None:
        """Count bytes that wait, or with a negative number bytes that do no longer."""
        with self._lock:
            self.size_bytes += size_bytes


class Wire:
    """A socket to those who answer: reading gives the whole request, sending never waits.

    One thread at a time uses it: the one that answers, then the loop of the worker.
    """

    def __init__(self, raw: socket.socket, backlog: Backlog, patience_s: float) -> None:
        self.raw = raw
        self._backlog = backlog
        self._patience_s = patience_s
        self._request = memoryview(b"")
        self._queue: deque[memoryview | _FilePart] = deque()
        self._queued_bytes = 0
        # gunicorn writes the head first: it goes with what comes next, in one packet, and the
        # client is woken once
        self._awaits_body = False
        self.is_broken = False  # nothing more can be read or said after this answer

    # -- as gunicorn uses a socket ---------------------------------------------------------------

    def recv(self, size: int) -> bytes:
        """The next bytes of the request; none behind its end."""
        piece, self._request = self._request[:size], self._request[size:]
        if not piece:
            self.is_broken = True  # its length was read otherwise than here
        return bytes(piece)

    def sendall(self, data: bytes) -> None:
        """Send what the client takes now and queue the rest. Raises OSError."""
        if not data:
            return
        self._queue.append(memoryview(data))
        self._count(len(data))
        if self._awaits_body:
            self._awaits_body = False
            return
        self.flush()
        while self._queued_bytes > _QUEUE_LIMIT_BYTES or (
            self._queued_bytes and self._backlog.size_bytes > _ALL_QUEUES_LIMIT_BYTES
        ):
            if not self._can_go_on():
                raise BrokenPipeError("the client takes nothing")
            self.flush()

    def send(self, data: bytes) -> int:
        """As `sendall`; a word that the client need not wait for any more is left out."""
        if data != CONTINUE:
            self.sendall(data)
        return len(data)

    def sendfile(self, file: BinaryIO, offset: int = 0, count: int | None = None) -> int:
        """Queue a piece of a file, which is read as the client takes it."""
        number = os.dup(file.fileno())
        size = os.fstat(number).st_size - offset if count is None else count
        self._queue.append(_FilePart(number, offset, size))
        self.flush()
        return size

    def fileno(self) -> int:
        """The number of the socket."""
        return self.raw.fileno()

    def gettimeout(self) -> float | None:
        """None: nothing here waits."""
        return None

    def settimeout(self, _seconds: float | None) -> None:
        """Nothing here waits."""

    def setblocking(self, _blocking: bool) -> None:
        """Nothing here waits."""

    def shutdown(self, _how: int) -> None:
        """Say no more; the loop closes the connection when all is sent."""
        self.is_broken = True

    def close(self) -> None:
        """Say no more; the loop closes the connection when all is sent."""
        self.is_broken = True

    # -- as the loop uses it ---------------------------------------------------------------------

    def give(self, request: bytes) -> None:
        """Let the next reader read this request."""
        self._request = memoryview(request)
        self._awaits_body = True

    @property
    def was_read(self) -> bool:
        """Whether the answer has read the whole request."""
        return not self._request

    def flush(self) -> bool:
        """Send what the client takes now. Whether nothing is left. Raises OSError."""
        self._awaits_body = False
        while self._queue:
            first = self._queue[0]
            try:
                if isinstance(first, _FilePart):
                    self._send_file(first)
                else:
                    self._send_memory()
            except BlockingIOError:
                return False
        return True

    def drop(self) -> None:
        """Forget what is queued, and close."""
        for part in self._queue:
            if isinstance(part, _FilePart):
                os.close(part.number)
        self._queue.clear()
        self._count(-self._queued_bytes)
        self.raw.close()

    def _can_go_on(self) -> bool:
        """Wait until the client takes something; False where it does not."""
        waiting = select.poll()  # `select` knows the first 1024 sockets only
        waiting.register(self.raw, select.POLLOUT)
        return bool(waiting.poll(self._patience_s * 1000))

    def _send_memory(self) -> None:
        """Send what stands before the next file, in one call."""
        pieces: list[memoryview] = []
        for part in self._queue:
            if isinstance(part, _FilePart) or len(pieces) == _PIECES_AT_ONCE:
                break
            pieces.append(part)
        sent = self.raw.sendmsg(pieces)
        self._count(-sent)
        for piece in pieces:
            if sent < len(piece):
                self._queue[0] = piece[sent:]
                return
            sent -= len(piece)
            self._queue.popleft()

    def _send_file(self, part: _FilePart) -> None:
        size = min(part.count, _SENDFILE_BYTES)
        sent = os.sendfile(self.raw.fileno(), part.number, part.offset, size) if size else 0
        part.offset, part.count = part.offset + sent, part.count - sent
        if part.count and sent:
            return
        self._queue.popleft()
        os.close(part.number)
        if part.count:
            self.is_broken = True  # the file is shorter than was promised

    def _count(self, size_bytes: int) -> None:
        self._queued_bytes += size_bytes
        self._backlog.add(size_bytes)

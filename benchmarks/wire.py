"""HTTP/1.1 as a browser speaks it: answers are read whatever way they say their length.

A library would do the same at five times the processor time, and a load generator must not be what
it measures. `tests/integration/test_load.py` feeds every kind of answer in pieces of every size.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

_EMPTY = (204, 304)


class ClosedError(ConnectionError):
    """The server closed a connection before its answer was whole; `begun` where some had come,
    `reset` where it did not say goodbye.
    """

    def __init__(self, *, begun: bool, reset: bool = False) -> None:
        super().__init__("reset" if reset else "short body" if begun else "closed")
        self.begun, self.reset = begun, reset


class AnswerReader:
    """One answer, fed piece by piece: status, header fields, bytes on the wire, and the body."""

    def __init__(self, method: str = "GET", *, keep_body: bool = False) -> None:
        self.status = 0
        self.fields: dict[str, str] = {}
        self.bytes = 0
        self.whole = False
        self.body = bytearray()
        self._headless = method == "HEAD"
        self._keep = keep_body
        self._buffer = bytearray()
        self._missing = 0
        self._read: Callable[[], bool] = self._read_head

    def feed(self, data: bytes) -> bool:
        """Take what came; whether the answer is whole now."""
        self.bytes += len(data)
        self._buffer += data
        while not self.whole and self._read():
            pass
        return self.whole

    def close(self, *, reset: bool = False) -> None:
        """The server has closed. Raises ClosedError where that is not how this answer ends."""
        if self._read == self._read_until_close and not reset:
            self.whole = True
        if not self.whole:
            raise ClosedError(begun=self.bytes > 0, reset=reset)

    @property
    def stays(self) -> bool:
        """Whether the connection may be used again."""
        closes = self.fields.get("connection", "").lower() == "close"
        return not closes and self._read != self._read_until_close

    def _read_head(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        first, *lines = self._buffer[:end].decode("latin-1").split("\r\n")
        del self._buffer[: end + 4]
        self.status = int(first.split(" ", 2)[1])
        pairs = (line.partition(":") for line in lines)
        self.fields = {name.strip().lower(): value.strip() for name, _, value in pairs}
        if self.status < 200:
            return True  # 100 and 103 come before the answer
        if self._headless or self.status in _EMPTY:
            self.whole = True
        elif "chunked" in self.fields.get("transfer-encoding", "").lower():
            self._read = self._read_chunk_size
        elif "content-length" in self.fields:
            self._missing = int(self.fields["content-length"])
            self._read = self._read_length
        else:
            self._read = self._read_until_close
        return True

    def _take(self, count: int) -> None:
        if self._keep:
            self.body += self._buffer[:count]
        del self._buffer[:count]

    def _read_length(self) -> bool:
        count = min(len(self._buffer), self._missing)
        self._take(count)
        self._missing -= count
        self.whole = self._missing == 0
        return False

    def _read_until_close(self) -> bool:
        self._take(len(self._buffer))
        return False

    def _read_chunk_size(self) -> bool:
        end = self._buffer.find(b"\r\n")
        if end < 0:
            return False
        self._missing = int(bytes(self._buffer[:end]).split(b";")[0], 16)
        del self._buffer[: end + 2]
        self._read = self._read_chunk if self._missing else self._read_trailer
        return True

    def _read_chunk(self) -> bool:
        count = min(len(self._buffer), self._missing)
        self._take(count)
        self._missing -= count
        if self._missing or len(self._buffer) < 2:
            return False
        del self._buffer[:2]
        self._read = self._read_chunk_size
        return True

    def _read_trailer(self) -> bool:
        end = self._buffer.find(b"\r\n")
        if end < 0:
            return False
        del self._buffer[: end + 2]
        self.whole = end == 0
        return True


class Line(asyncio.Protocol):
    """A keep-alive connection that carries one request at a time."""

    def __init__(self) -> None:
        self.used = False
        self.open = False
        self._transport: asyncio.Transport | None = None
        self._reader: AnswerReader | None = None
        self._answered: asyncio.Future[AnswerReader] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self.open = transport, True

    def data_received(self, data: bytes) -> None:
        if self._reader is not None and self._reader.feed(data):
            self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        if self._reader is None or self._answered is None or self._answered.done():
            return
        try:
            self._reader.close(reset=exc is not None)
        except ClosedError as error:
            self._answered.set_exception(error)
            self._reader = self._answered = None
        else:
            self._end()

    def _end(self) -> None:
        reader, answered = self._reader, self._answered
        self._reader = self._answered = None
        assert reader is not None and answered is not None
        if not reader.stays:
            self.close()
        if not answered.done():
            answered.set_result(reader)

    async def ask(self, method: str, request: bytes, *, keep_body: bool = False) -> AnswerReader:
        """The whole answer. Raises ClosedError."""
        if not self.open or self._transport is None:
            raise ClosedError(begun=False)
        self.used = True
        self._reader = AnswerReader(method, keep_body=keep_body)
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answered

    def close(self) -> None:
        """Let go of the socket."""
        self.open = False
        if self._transport is not None:
            self._transport.close()


def source(visitor: int) -> tuple[str, int] | None:
    """The address that a visitor comes from: each has one of its own where the system has many.

    A server that gives turns to visitors, or counts their connections, would see one otherwise.
    """
    if sys.platform != "linux":
        return None
    return f"127.1.{1 + visitor // 250 % 250}.{1 + visitor % 250}", 0


async def connect(url: str, visitor: int) -> Line:
    """A new connection to the server of `url`."""
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    _, line = await loop.create_connection(Line, host, port, local_addr=source(visitor))
    return line


def request_bytes(
    url: str, method: str, path: str, headers: Mapping[str, str], body: str = ""
) -> bytes:
    """A request as it goes over the wire; `{url}` in a header stands for the server's address."""
    parts = urlsplit(url)
    data = body.encode()
    origin = f"{parts.scheme}://{parts.netloc}"
    lines = [f"{method} {path} HTTP/1.1", f"Host: {parts.netloc}"]
    lines += [f"{name}: {value.replace('{url}', origin)}" for name, value in headers.items()]
    if data or method == "POST":
        lines.append(f"Content-Length: {len(data)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + data

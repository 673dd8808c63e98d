"""Replay requests over raw keep-alive sockets: cheap enough not to measure itself.

`python -m benchmarks.load URL SECONDS CONNECTIONS < bodies` (a JSON body or a path a line) prints
the number of answers. It runs in a process of its own so that it can be pinned to other cores.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from benchmarks.wire import AnswerReader, source

LIMIT_S = 60
_UPDATE = "/_dash-update-component"


def request_bytes(url: str, body: str) -> bytes:
    """One callback request as a browser on this machine would send it; a path is asked for."""
    parts = urlsplit(url)
    if body.startswith("/"):
        asked = (
            f"GET {parts.path}{body} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            "Accept: application/json\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n"
        )
        return asked.encode()
    data = body.encode()
    head = (
        f"POST {parts.path}{_UPDATE} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        "Content-Type: application/json\r\nAccept: application/json\r\n"
        f"Accept-Encoding: gzip, deflate, br, zstd\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


class Connection:
    """A keep-alive connection; opens again when the server closes it (a worker's turn is over)."""

    def __init__(self, url: str, visitor: int = 0) -> None:
        parts = urlsplit(url)
        self._source = source(visitor)
        self._address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(
            self._address, timeout=LIMIT_S, source_address=self._source
        )
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> tuple[int, int]:
        """Status and bytes of the whole answer, its head included."""
        try:
            return self._ask(request)
        except ConnectionError:
            self._socket.close()
            self._open()
            return self._ask(request)

    def _ask(self, request: bytes) -> tuple[int, int]:
        self._socket.sendall(request)
        reader = AnswerReader(request[: request.index(b" ")].decode())
        while not reader.whole:
            chunk = self._socket.recv(65536)
            if chunk:
                reader.feed(chunk)
            else:
                reader.close()
        if not reader.stays:
            self._socket.close()
            self._open()
        return reader.status, reader.bytes

    def close(self) -> None:
        """Let go of the socket."""
        self._socket.close()


def timed_ms(url: str, bodies: Sequence[str]) -> list[float]:
    """Milliseconds of each body, one after the other on one connection."""
    connection = Connection(url)
    times = []
    for body in bodies:
        request = request_bytes(url, body)
        started = time.perf_counter()
        status, _ = connection.ask(request)
        times.append((time.perf_counter() - started) * 1000)
        if status not in (200, 204):
            raise RuntimeError(f"status {status} for {body[:200]}")
    connection.close()
    return times


def count_answers(url: str, bodies: Sequence[str], *, seconds: float, connections: int) -> int:
    """How many answers come in `seconds` over so many connections."""
    requests = [request_bytes(url, body) for body in bodies]
    counts = [0] * connections
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        connection = Connection(url)
        position = number * 7
        while time.perf_counter() < end:
            status, _ = connection.ask(requests[position % len(requests)])
            if status not in (200, 204):
                raise RuntimeError(f"status {status}")
            counts[number] += 1
            position += 1
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


if __name__ == "__main__":
    address, how_long, how_many = sys.argv[1:4]
    lines = [line for line in sys.stdin.read().splitlines() if line]
    print(count_answers(address, lines, seconds=float(how_long), connections=int(how_many)))

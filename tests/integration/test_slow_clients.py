"""Silent, slow and greedy clients at a worker of two threads: others never wait for them."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from callbacks.server.gunicorn_worker import PatientWorker
from callbacks.server.wire import Incoming, TooLong, Whole
from tests import workers

LARGE = os.urandom(1_000_000) * 3
THREADS = 2
CLIENTS = 60
PATIENCE_S = 0.4
POST = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
FILE = Path(__file__)


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Small, large, an echo, or a file."""
    path = environ["PATH_INFO"]
    if path == "/file":
        size = FILE.stat().st_size
        start("200 OK", [("Content-Length", str(size))])
        wrapped: Iterable[bytes] = environ["wsgi.file_wrapper"](FILE.open("rb"))
        return wrapped
    body = {"/large": LARGE, "/echo": b""}.get(path, b"small")
    if path == "/echo":
        body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]


class Running:
    """A worker in a thread of this process, and ways to ask it."""

    def __init__(self, worker: PatientWorker, port: int) -> None:
        self.worker, self.port = worker, port

    def connect(self, first: bytes = b"", *, receive_bytes: int = 0) -> socket.socket:
        client = socket.socket()
        if receive_bytes:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        client.settimeout(10)
        client.connect(("127.0.0.1", self.port))
        client.sendall(first)
        return client

    def ask(self, request: bytes) -> bytes:
        """All that comes until the server closes."""
        with self.connect(request) as client:
            return all_of(client)

    def is_quick(self) -> bool:
        """Whether another visitor is answered."""
        return self.ask(GET.replace(b"Host", b"Connection: close\r\nHost")).endswith(
            b"\r\n\r\nsmall"
        )

    def settles(self, is_so: Callable[[], bool]) -> bool:
        """Whether it becomes so, sooner or later."""
        deadline = time.monotonic() + 10
        while not is_so() and time.monotonic() < deadline:
            time.sleep(0.02)
        return is_so()


def all_of(client: socket.socket) -> bytes:
    found = b""
    while piece := client.recv(1_000_000):
        found += piece
    return found


@contextmanager
def running(patience_s: float, connections: int) -> Iterator[Running]:
    started = workers.running(application, THREADS, patience_s, connections)
    with started as (worker, port):
        yield Running(worker, port)


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    """A worker that waits long: what is asked meanwhile must not need its patience."""
    with running(30, 1_000) as found:
        yield found


@pytest.fixture(scope="module")
def hasty() -> Iterator[Running]:
    """A worker of little patience and few places."""
    with running(PATIENCE_S, CLIENTS) as found:
        yield found


CHUNKS = b"POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
SLOW = {
    "silent": b"",
    "half a line": b"GE",
    "half a head": b"GET / HTTP/1.1\r\nHost: a\r\n",
    "half a body": POST[:-1],
    "half a chunk": CHUNKS + b"5\r\nhel",
    "no last chunk": CHUNKS + b"5\r\nhello\r\n0\r\n",
    "a promise": b"POST /echo HTTP/1.1\r\nContent-Length: 900000\r\n\r\n",
    "waits for a word": b"POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
    "too large a promise": b"POST / HTTP/1.1\r\nContent-Length: 9000000\r\n\r\n",
    "takes nothing": b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n",
    "takes no file": b"GET /file HTTP/1.1\r\nHost: a\r\n\r\n" * 20,
    "never closes": b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    "nonsense": b"\x16\x03\x01" * 50,
}


@pytest.mark.parametrize("kind", SLOW)
def test_others_are_answered_meanwhile(server: Running, kind: str) -> None:
    with ExitStack() as held:
        for _ in range(CLIENTS):
            held.enter_context(server.connect(SLOW[kind], receive_bytes=4_096))
        assert server.is_quick() and server.is_quick()
    assert server.settles(lambda: server.worker.nr_conns == 0), "connections are given back"
    assert server.settles(lambda: server.worker.backlog.size_bytes == 0)


def test_who_is_too_slow_leaves(hasty: Running) -> None:
    """With more of them than there are places: the oldest give way to the new."""
    with ExitStack() as held:
        for first in (*SLOW.values(),) * (CLIENTS // len(SLOW) + 2):
            held.enter_context(hasty.connect(first, receive_bytes=4_096))
        assert hasty.is_quick()
        assert hasty.settles(lambda: hasty.worker.nr_conns == 0)


def test_who_is_too_slow_is_told_so(hasty: Running) -> None:
    slow = [kind for kind in SLOW if "half" in kind or kind in ("a promise", "no last chunk")]
    with ExitStack() as held:
        clients = {kind: held.enter_context(hasty.connect(SLOW[kind])) for kind in slow}
        said = {kind: all_of(client)[:12] for kind, client in clients.items()}
    assert said == dict.fromkeys(slow, b"HTTP/1.1 408")


def in_pieces(client: socket.socket, request: bytes, size: int) -> None:
    for start in range(0, len(request), size):
        client.sendall(request[start : start + size])
        time.sleep(0.002)


def test_what_comes_in_pieces_is_read_whole(server: Running) -> None:
    chunked = (
        b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nX-End: x\r\n\r\n"
    )
    for request in (POST, chunked):
        with server.connect() as client:
            in_pieces(client, request, 7)
            said = b""
            while not said.endswith(b"hello") and (piece := client.recv(1_000)):
                said += piece  # head and body may come apart
            assert said.endswith(b"\r\n\r\nhello")


def test_requests_behind_each_other_are_answered_in_turn(server: Running) -> None:
    chunked = CHUNKS + b"2\r\nyo\r\n0\r\n\r\n"
    last = GET.replace(b"Host", b"Connection: close\r\nHost")
    said = server.ask(POST + GET + chunked + POST + last)
    bodies = [part.rpartition(b"\r\n\r\n")[2] for part in said.split(b"HTTP/1.1 200 OK")[1:]]
    assert bodies == [b"hello", b"small", b"yo", b"hello", b"small"]


def test_large_answers_and_files_arrive_whole(server: Running) -> None:
    for path, expected in ((b"/large", LARGE), (b"/file", FILE.read_bytes())):
        request = b"GET " + path + b" HTTP/1.1\r\nConnection: close\r\n\r\n"
        with server.connect(request, receive_bytes=4_096) as client:
            assert all_of(client).partition(b"\r\n\r\n")[2] == expected


def test_a_word_is_said_once_where_the_body_waits_for_it(server: Running) -> None:
    head, _, body = POST.replace(b"Host", b"Expect: 100-continue\r\nHost").partition(b"\r\n\r\n")
    with server.connect(head + b"\r\n\r\n") as client:
        assert client.recv(1_000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(body)
        assert client.recv(1_000).startswith(b"HTTP/1.1 200 OK")


def test_what_no_parser_agrees_on_ends_the_connection(server: Running) -> None:
    """Nothing behind an unclear request is taken for another one."""
    for odd in (
        b"Content-Length: 5\r\nContent-Length: 5\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length : 5\r\n",
        b"Content-Length: +5\r\n",
        b"Transfer-Encoding: chunked, nonsense\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"A: b\nContent-Length: 5\r\n",
    ):
        said = server.ask(b"POST /echo HTTP/1.1\r\nHost: a\r\n" + odd + b"\r\n" + GET)
        assert said.count(b"HTTP/1.1 ") <= 1 and b"small" not in said, odd


@pytest.mark.parametrize(
    ("request_bytes", "expected"),
    [
        (GET, Whole(len(GET))),
        (POST, Whole(len(POST))),
        (POST[:-1], None),
        (b"G" * 9_000, Whole(9_000, is_last=True)),
        (b"POST / HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n", Whole(44, is_last=True)),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n", Whole(50, is_last=True)),
        (
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
            Whole(56, is_last=True),
        ),
    ],
)
def test_when_a_request_is_whole(request_bytes: bytes, expected: Whole | None) -> None:
    incoming = Incoming()
    incoming.feed(request_bytes)
    assert incoming.look() == expected


def test_a_head_without_an_end_is_refused() -> None:
    incoming = Incoming()
    incoming.feed(b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 12_000)
    with pytest.raises(TooLong):
        incoming.look()

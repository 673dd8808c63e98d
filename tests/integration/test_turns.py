"""Two workers at one door: who has the fewest requests gets the next, also on kept connections."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from gunicorn.workers import gthread

from callbacks.server import relay, turns
from callbacks.server.gunicorn_worker import PatientWorker
from tests import workers

PATIENCE_S = 30.0
LIMIT_S = 10.0


@dataclass
class Site:
    """Workers `1` and `2` behind one listener; `/hold` is answered when `let` is set."""

    listener: socket.socket
    let: threading.Event = field(default_factory=threading.Event)
    held: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def worker(self, age: int) -> PatientWorker:
        def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            """Which worker this is."""
            path = environ["PATH_INFO"]
            if path == "/hold":
                self.held.release()
                assert self.let.wait(LIMIT_S)
            if path == "/elsewhere":
                with worker.turn.elsewhere():
                    self.held.release()
                    assert self.let.wait(LIMIT_S)
            start("200 OK", [("Content-Length", "1")])
            return [str(age).encode()]

        own = self.listener.dup()  # as each process has its own after a fork
        worker = workers.made(application, own, 4, PATIENCE_S, 1_000, age=age)
        return worker

    def settle(self, requests: int) -> None:
        """Wait until so many are at work: an answer is there a moment before its worker is free."""
        shared = relay.of_this_master()
        assert shared is not None
        limit = time.monotonic() + LIMIT_S
        while sum(max(byte - 1, 0) for byte in shared._turns[:]) != requests:
            assert time.monotonic() < limit
            time.sleep(0.002)

    def asked(self, client: socket.socket, *, beside: int) -> str:
        """Which worker answers while others are at so many requests."""
        self.settle(beside)
        return asked(client)

    def client(self) -> socket.socket:
        client = socket.create_connection(self.listener.getsockname(), timeout=LIMIT_S)
        client.settimeout(LIMIT_S)
        return client

    def hold(self, client: socket.socket, path: str = "/hold") -> None:
        """Have the worker of a connection be at a request."""
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        assert self.held.acquire(timeout=LIMIT_S)


def put_away(worker: PatientWorker) -> None:
    """One that never ran."""
    worker.poller.close()
    worker.method_queue.close()
    worker.tmp.close()
    for listener in worker.sockets:
        listener.close()


def asked(client: socket.socket) -> str:
    """Which worker answers."""
    client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    return answered(client)


def answered(client: socket.socket) -> str:
    found = b""
    while not found.partition(b"\r\n\r\n")[2]:
        piece = client.recv(10_000)
        assert piece, "the connection ended"
        found += piece
    return found[-1:].decode()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    shared = relay.Relay.opened({})
    monkeypatch.setattr(relay, "_relays", [shared])
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        site = Site(listener)
        yield site
        site.let.set()
    while (left := shared.take()) is not None:
        left.close()
    shared.way_out.close()
    shared._way_in.close()


@pytest.fixture
def both(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Both at work; neither takes for stopped one who is slow on a busy machine."""
    monkeypatch.setattr(turns, "STAND_BACK_S", LIMIT_S)
    monkeypatch.setattr(turns, "_FORGOTTEN_S", 2 * LIMIT_S)
    first, second = site.worker(1), site.worker(2)
    with workers.at_work(first), workers.at_work(second):
        yield site
        site.let.set()


def test_a_newcomer_is_answered_by_who_has_nothing_to_do(both: Site) -> None:
    with both.client() as busy:
        both.hold(busy)
        seen = set()
        for _ in range(10):
            with both.client() as newcomer:
                seen.add(both.asked(newcomer, beside=1))
        both.let.set()
        assert seen == {"1", "2"} - {answered(busy)}


def test_kept_connections_go_to_who_has_less_to_do_and_lose_nothing(both: Site) -> None:
    """Whichever worker they are at, none waits for what that one is at."""
    with ExitStack() as stack:
        kept = [stack.enter_context(both.client()) for _ in range(20)]
        assert {asked(each) for each in kept} <= {"1", "2"}
        busy = stack.enter_context(both.client())
        both.hold(busy)
        first = {both.asked(each, beside=1) for each in kept}
        again = {both.asked(each, beside=1) for each in kept}
        both.let.set()
        free = {"1", "2"} - {answered(busy)}
        assert first == again == free


def test_who_waits_for_another_process_is_free(both: Site) -> None:
    """An export that a maker makes keeps no worker from its visitors."""
    with both.client() as waits, both.client() as computes:
        both.hold(waits, "/elsewhere")
        both.hold(computes)
        with both.client() as newcomer:
            seen = asked(newcomer)
        both.let.set()
        assert seen != answered(computes)
        assert answered(waits)


def test_work_is_shared_where_all_have_some(both: Site) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(both.client()) for _ in range(6)]
        for client in clients:
            both.hold(client)
        both.let.set()
        found = [answered(client) for client in clients]
    assert min(found.count("1"), found.count("2")) >= 2


def test_who_has_much_to_do_goes_on_where_the_other_stands_still(site: Site) -> None:
    """A stopped worker says that it has nothing to do, and takes nobody."""
    stopped = site.worker(2)
    stopped.turn.join()
    with workers.at_work(site.worker(1)), site.client() as busy, site.client() as kept:
        assert asked(kept) == "1"
        site.hold(busy)
        begun = time.monotonic()
        with site.client() as newcomer:
            assert asked(newcomer) == "1"
        assert asked(kept) == "1"
        assert time.monotonic() - begun < LIMIT_S / 2
        site.let.set()
        assert answered(busy) == "1"
    put_away(stopped)


def test_a_worker_that_leaves_keeps_what_nobody_takes_yet(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who follow may still have to begin: the relay is full meanwhile, and nobody is lost."""
    monkeypatch.setattr(gthread, "STOP_KEEPALIVE_LINGER", 0.1)
    monkeypatch.setattr(relay.Relay, "give", only_so_many(5))
    old, new = site.worker(1), site.worker(2)
    old.linger_s = 0.2
    with ExitStack() as stack, workers.at_work(old):
        kept = [stack.enter_context(site.client()) for _ in range(30)]
        assert {asked(each) for each in kept} == {"1"}
        old.handle_exit(0, None)
        time.sleep(2.0)
        monkeypatch.undo()
        monkeypatch.setattr(relay, "_relays", [old.relay])
        with workers.at_work(new):
            assert {asked(each) for each in kept} <= {"1", "2"}


def only_so_many(most: int) -> Callable[[relay.Relay, socket.socket], bool]:
    """A relay in which no more than that have room."""
    give, given = relay.Relay.give, 0

    def given_up_to(self: relay.Relay, raw: socket.socket) -> bool:
        nonlocal given
        given += 1
        return given <= most and give(self, raw)

    return given_up_to


def test_a_worker_that_is_gone_is_nobody(site: Site) -> None:
    gone, stays = site.worker(2), site.worker(1)
    gone.turn.join()
    stays.turn.join()
    stays.turn.begin()
    assert stays.turn.is_anothers()
    gone.turn.leave()
    assert not stays.turn.is_anothers()
    gone.turn.end()  # what it was at ends, and does not bring it back
    assert not stays.turn.is_anothers()
    for worker in (gone, stays):
        put_away(worker)


def test_a_crowd_of_requests_fits_into_a_byte() -> None:
    held = turns.places()
    one, other = turns.turn_of(held, 1), turns.turn_of(held, 2)
    one.join()
    other.join()
    for _ in range(300):
        one.begin()
    assert one.is_anothers()
    assert not other.is_anothers()
    for _ in range(300):
        one.end()
    assert not one.is_anothers()


def test_workers_far_apart_in_age_have_places_of_their_own() -> None:
    held = turns.places()
    young, old = turns.turn_of(held, 1_000_001), turns.turn_of(held, 1_000_002)
    young.join()
    old.join()
    old.begin()
    assert old.is_anothers()
    young.leave()
    assert not old.is_anothers()

"""Connections that wait when workers change: whatever is asked on them then is answered.

Nothing here is sent twice: nobody sends a form again, and no proxy a switch.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy.release import swap
from tests.faults.running import SMALL, Running, started, status, until

KEPT, FRESH = 20, 20


def asked(line: http.client.HTTPConnection) -> int:
    line.request("GET", "/healthz")
    return answer_of(line)


def answer_of(line: http.client.HTTPConnection) -> int:
    with line.getresponse() as answer:
        answer.read()
        return answer.status


def connections(running: Running) -> list[http.client.HTTPConnection]:
    """Some on which something was answered, some on which nothing was asked yet."""
    parts = urlsplit(running.url)
    lines = [
        http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        for _ in range(KEPT + FRESH)
    ]
    for line in lines:
        line.connect()
        line.auto_open = 0  # a connection that has ended is a failure
    assert {asked(line) for line in lines[:KEPT]} == {200}
    return lines


def hup(running: Running) -> None:
    """Which loads the whole dashboard in the place of the small site."""
    old = set(running.workers())
    os.kill(running.pid, signal.SIGHUP)
    until(lambda: len(set(running.workers()) - old) == len(old), "new workers")
    until(lambda: not old & set(running.workers()), "the end of the old ones")


def usr2(running: Running) -> None:
    assert swap.main(running.pid, limit_seconds=60) == 0


def recycled(running: Running) -> None:
    """As `--max-requests` does it, by itself."""
    for worker in running.workers():
        os.kill(worker, signal.SIGTERM)
        until(lambda worker=worker: worker not in running.workers(), "its end")
    until(lambda: len(running.workers()) == 2, "those that take their place")


@pytest.mark.parametrize("change", [pytest.param(hup, marks=pytest.mark.full), usr2, recycled])
def test_no_connection_that_waits_is_lost(
    tmp_path: Path, change: Callable[[Running], None]
) -> None:
    (tmp_path / "RELEASE").write_text("a")
    with started(SMALL, tmp_path) as running:
        lines = connections(running)
        change(running)
        answers = [asked(line) for line in lines]
        for line in lines:
            line.close()
    assert answers == [200] * len(lines)


def test_who_leaves_is_replaced_before_it_is_gone(tmp_path: Path) -> None:
    """The only worker is at something long when it is told to end: others wait a second, not for
    that. A master hears its signals meanwhile.
    """
    (tmp_path / "RELEASE").write_text("a")
    with started(SMALL, tmp_path, workers=1) as running:
        (old,) = running.workers()
        busy = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=60)
        busy.request("GET", "/slow?seconds=60")
        until(lambda: status(f"{running.url}/numbers.csv") == 200, "an answer beside it")
        for _ in range(2):
            (leaving,) = set(running.workers()) - {old} or {old}
            os.kill(leaving, signal.SIGTERM)
            gone = {old, leaving}
            until(lambda gone=gone: bool(set(running.workers()) - gone), "one in its place")
            assert status(f"{running.url}/numbers.csv") == 200
        assert old in running.workers()
        busy.close()


@pytest.mark.full  # loads the whole dashboard twice
def test_a_master_hears_a_second_signal_while_an_old_worker_is_at_work(tmp_path: Path) -> None:
    (tmp_path / "RELEASE").write_text("a")
    with started(SMALL, tmp_path, workers=1, arguments=("--graceful-timeout", "600")) as running:
        (old,) = running.workers()
        busy = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=60)
        busy.request("GET", "/slow?seconds=300")
        known = {old}
        for _ in range(2):
            os.kill(running.pid, signal.SIGHUP)
            until(lambda known=known: bool(set(running.workers()) - known), "a worker of now")
            known = known | set(running.workers())
        assert old in running.workers()
        busy.close()


def test_a_server_that_stops_leaves_nobody_at_its_door(tmp_path: Path) -> None:
    """Who stands there is answered, whoever comes later is refused at once and can go elsewhere:
    also while something long is finished.
    """
    (tmp_path / "RELEASE").write_text("a")
    with started(SMALL, tmp_path, workers=1) as running:
        (worker,) = running.workers()
        address = urlsplit(running.url).netloc
        busy, *early = (http.client.HTTPConnection(address, timeout=30) for _ in range(40))
        busy.request("GET", "/slow?seconds=60")
        until(lambda: status(f"{running.url}/numbers.csv") == 200, "an answer beside it")
        os.kill(worker, signal.SIGSTOP)
        for line in early:
            line.request("GET", "/numbers.csv")
        os.kill(running.pid, signal.SIGTERM)
        os.kill(worker, signal.SIGCONT)
        assert [answer_of(line) for line in early] == [200] * len(early)
        until(lambda: not opens(running), "a door that is closed")
        assert swap.is_running(worker)  # at what is long
        for line in (busy, *early):
            line.close()


def opens(running: Running) -> bool:
    parts = urlsplit(running.url)
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=5):
            return True
    except ConnectionRefusedError:
        return False

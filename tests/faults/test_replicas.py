"""Two copies of the whole dashboard behind nginx, over one PostgreSQL: one of them may die."""

from __future__ import annotations

import http.client
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from data.repository.engine import EXTRACT
from data.repository.loading import load
from tests.faults import running
from tests.faults.running import Running, shipped, until
from tests.integration import test_behind_nginx as nginx
from tests.postgres import Server
from tests.shared import ADDRESSES

pytestmark = [
    pytest.mark.full,  # two whole dashboards, a database and a proxy: `make faults`
    pytest.mark.skipif(nginx.NGINX is None, reason=nginx.WITHOUT),
]
ASKERS, COMPARED = 10, 50
KNOWN = [address for address in ADDRESSES if address != "/nowhere"]
PATHS = [*KNOWN, *(f"{path}{'&' if '?' in path else '?'}lang=es" for path in KNOWN)]


@dataclass
class Replica:
    """One copy, as the tests of nginx know an app: by its port."""

    runs: Running

    @property
    def port(self) -> int:
        return int(urlsplit(self.runs.url).port or 0)


@dataclass
class Replicated:
    """The copies, the proxy in front of them, and how one of them will end."""

    replicas: tuple[Replica, Replica]
    front: nginx.Site
    end: signal.Signals


@pytest.fixture(scope="module", params=[signal.SIGTERM, signal.SIGKILL], ids=["TERM", "KILL"])
def site(
    postgres_server: Server,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Replicated]:
    name, reader = f"replicas_{request.param}", f"kc_replicas_{request.param}"
    load(postgres_server.new_database(name), EXTRACT, reader=reader)
    settings = {
        "DATABASE_URL": postgres_server.url(name, reader),
        "PUBLIC_URL": f"https://{nginx.NAME}",
        "PROXIES": "1",
    }
    with (
        shipped(running.ROOT, **settings, PYTHONHASHSEED="1") as one,
        shipped(running.ROOT, **settings, PYTHONHASHSEED="2") as two,
    ):
        replicas = Replica(one), Replica(two)
        process, front = nginx.start(tmp_path_factory.mktemp("nginx"), replicas)  # type: ignore[arg-type]
        front.patience_s = 60.0  # a cold page beside all that is started here
        yield Replicated(replicas, front, request.param)
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def direct(replica: Replica, path: str) -> tuple[int, str | None, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", replica.port, timeout=60)
    line.request("GET", path, headers={"Host": nginx.NAME, "Accept-Encoding": "br"})
    with line.getresponse() as answer:
        found = answer.status, answer.headers["ETag"], answer.read()
    line.close()
    return found


def test_both_give_the_same_bytes_and_etags(site: Replicated) -> None:
    assert len(PATHS) >= COMPARED
    one, two = ([direct(replica, path) for path in PATHS] for replica in site.replicas)
    different = [path for path, a, b in zip(PATHS, one, two, strict=True) if a != b]
    assert different == []
    assert {status for status, _, _ in one} == {200}
    assert sum(bool(etag) for _, etag, _ in one) >= COMPARED


@dataclass
class Seen:
    """What was answered through the proxy."""

    good: int = 0
    failed: list[str] = field(default_factory=list)


def ask_on(front: nginx.Site, first: int, seen: Seen, stop: threading.Event) -> None:
    """One page after the other, each on a connection of its own."""
    number = first
    while not stop.is_set():
        number += 1
        path, began = PATHS[number % len(PATHS)], time.monotonic()
        # an address of its own each time: nothing is answered from the cache
        asked = f"{path}{'&' if '?' in path else '?'}n={number}"
        try:
            answer, _ = front.ask(asked)
            said = str(answer.status)
        except OSError as error:
            said = repr(error)
        if said == "200":
            seen.good += 1
        else:
            seen.failed.append(f"{said} {asked} after {time.monotonic() - began:.1f} s")


def test_one_that_ends_is_not_noticed(site: Replicated) -> None:
    """It stops, or is killed with all its processes: nginx passes on what it was asked."""
    stop, seen = threading.Event(), Seen()
    with ThreadPoolExecutor(ASKERS) as crowd:
        for first in range(0, ASKERS * 1000, 1000):
            crowd.submit(ask_on, site.front, first, seen, stop)
        try:
            until(lambda: seen.good > 200, "answers of both")
            ended = site.replicas[0].runs.pid
            for pid in running._session(ended) if site.end == signal.SIGKILL else [ended]:
                os.kill(pid, site.end)
            asked = seen.good
            until(lambda: seen.good > asked + 300, "answers of the other one")
        finally:
            stop.set()
    assert seen.failed == [], (len(seen.failed), seen.good)

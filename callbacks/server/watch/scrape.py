"""The answer to Prometheus: what was counted, and what is measured while it asks.

Only this machine is answered, and only where no proxy passed the request on: to everybody else the
address is not there. Imported only where the setting METRICS is on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from time import time

from flask import Flask, Request, Response, abort, request
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from werkzeug.wsgi import get_host

from callbacks.server.watch import ended, folder
from callbacks.server.watch.checks import Checks
from callbacks.server.watch.meters import add_up
from callbacks.server.watch.processes import memory_of

# What proxies leave on a request. nginx that is told nothing leaves nothing, but asks by HTTP/1.0.
_OF_A_PROXY = re.compile(
    r"via|forwarded|cdn-loop|x-(forwarded|original|envoy|amzn|real|client|cluster|proxy)\b.*"
    r"|(true-client|fastly-client|fly-client|cf-connecting)-ip|cf-.+",
    re.IGNORECASE,
)
_WITHOUT_A_WORD = "HTTP/1.0"
_HERE = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Ground:
    """What is asked of an app while Prometheus waits.

    `room`: numbers of the room for heavy work, by name: those of
    now, and those since it was opened; empty where it has none.
    """

    checks: Checks
    room: Callable[[], tuple[Mapping[str, float], Mapping[str, float]]]


class Now(Collector):
    """Metrics that nobody counts: they are looked up."""

    def __init__(self, ground: Ground, started: float) -> None:
        self._ground, self._started = ground, started

    def collect(self) -> Iterable[Metric]:
        """All of them."""
        yield _plain("equity_start_time_seconds", "When this application was made.", self._started)
        found = self._ground.checks.now()
        ready = GaugeMetricFamily(
            "equity_ready", "Whether a part can serve (1), as /readyz says.", labels=["part"]
        )
        data = GaugeMetricFamily("equity_data_info", "What is served.", labels=["version"])
        for name, finding in found.items():
            ready.add_metric([name], float(finding.is_fine))
            if "data_version" in finding.facts:
                data.add_metric([finding.facts["data_version"]], 1)
        yield from (ready, data)
        yield from _memory()
        now, since = self._ground.room()
        for name, value in now.items():
            yield _plain(f"equity_room_{name}", "Of the room for heavy work, now.", value)
        for name, value in since.items():
            said = "Of the room for heavy work, since it was opened."
            total = CounterMetricFamily(f"equity_room_{name}", said)
            total.add_metric([], value)
            yield total


def _plain(name: str, said: str, value: float) -> Metric:
    found = GaugeMetricFamily(name, said)
    found.add_metric([], value)
    return found


def _memory() -> Iterable[Metric]:
    size = GaugeMetricFamily(
        "equity_memory_bytes",
        "Memory by kind of process, with its part of what is shared (PSS).",
        labels=["process"],
    )
    count = GaugeMetricFamily("equity_processes", "Processes by kind.", labels=["process"])
    for kind, share in memory_of(folder.server_pid()).items():
        size.add_metric([kind], share.bytes)
        count.add_metric([kind], share.processes)
    yield size
    yield count


def is_from_here(asked: Request) -> bool:
    """Whether a program on this machine asks, by itself, for an address of this machine."""
    if any(_OF_A_PROXY.fullmatch(name) for name, _ in asked.headers):
        return False
    if asked.environ.get("SERVER_PROTOCOL") == _WITHOUT_A_WORD:
        return False
    host = get_host(asked.environ).lower()
    if host not in _HERE and host.rpartition(":")[0] not in _HERE:
        return False
    try:
        return ip_address(asked.remote_addr or "").is_loopback
    except ValueError:  # a socket of the file system: a proxy's way in
        return False


def register(server: Flask, *, base_path: str, ground: Ground) -> None:
    """Answer at `/metrics`."""
    now = Now(ground, time())

    def metrics() -> Response:
        if not is_from_here(request):
            abort(HTTPStatus.NOT_FOUND, "There is nothing here.")
        response = Response(_all(now), content_type=CONTENT_TYPE_LATEST)
        response.headers["Cache-Control"] = "no-store"
        return response

    server.add_url_rule(f"{base_path}metrics", "metrics", metrics)


def _all(now: Now) -> bytes:
    here = CollectorRegistry()
    here.register(now)
    place = folder.current()
    with folder.locked(place) if place else nullcontext():
        if place:
            ended.gather(place)
        counted = generate_latest(add_up(place))
    return counted + generate_latest(here)

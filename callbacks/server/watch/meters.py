"""What is counted of requests, for Prometheus. Imported only where the setting METRICS is on.

Labels are words of this code: a kind, a class of status, the name of a cache, of a part or of an
error. No path, place or visitor is one. Under gunicorn the numbers lie in files of a private folder
(`folder.py`), one set a process, which whoever is asked adds up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.multiprocess import MultiProcessCollector

from callbacks.server.byte_cache import ByteCache
from callbacks.server.logs import ERRORS
from callbacks.server.watch import allocated
from callbacks.server.watch.gate import CACHE, ERROR, OUTDATED
from callbacks.server.watch.kinds import API, EMBED, EXPORT, FILE, KINDS, PAGE, SWITCH

# From an answer that is kept to the longest export: the goals of docs/how-to/operate.md are among
# them.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0, 15.0, 60.0)
# Which cache a kind asks.
CACHE_OF = {
    PAGE: "documents",
    EMBED: "documents",
    SWITCH: "answers",
    FILE: "files",
    API: "api",
    EXPORT: "exports",
}

allocated.use()
disable_created_metrics()  # type: ignore[no-untyped-call]  # a series more for each, of no use
REGISTRY = CollectorRegistry()
_REQUESTS = Counter("equity_requests", "Requests answered.", ("kind", "status"), registry=REGISTRY)
_SECONDS = Histogram(
    "equity_request_duration_seconds",
    "From the request to the head of its answer.",
    ("kind",),
    buckets=SECONDS,
    registry=REGISTRY,
)
_IN_FLIGHT = Gauge(
    "equity_requests_in_flight",
    "Requests being answered now.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
_CACHED = Counter(
    "equity_cache_requests",
    "Requests that a cache was asked for, by what it had.",
    ("cache", "outcome"),
    registry=REGISTRY,
)
_CACHE_BYTES = Gauge(
    "equity_cache_bytes",
    "Bytes kept by the caches of all workers.",
    ("cache",),
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
_ERRORS = Counter(
    "equity_errors", "Failures that nobody expected, by type.", ("error",), registry=REGISTRY
)
_OUTDATED = Counter(
    "equity_outdated_pages",
    "Requests of pages that another version of the site had drawn.",
    registry=REGISTRY,
)
_STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
_REQUESTS_OF = {
    (kind, n): _REQUESTS.labels(kind, status)
    for kind in KINDS
    for n, status in enumerate(_STATUSES, start=1)
}
_SECONDS_OF = {kind: _SECONDS.labels(kind) for kind in KINDS}
_CACHED_OF = {
    (cache, outcome): _CACHED.labels(cache, outcome)
    for cache in sorted(set(CACHE_OF.values()))
    for outcome in ("hit", "miss")
}


class Meters:
    """The counters, over the caches of one app. A process that has no room to count goes on
    without, and says so once: no answer hangs on its being counted.
    """

    def __init__(self, caches: Mapping[str, ByteCache]) -> None:
        self._caches, self._pid = caches, 0
        self._off_in = 0

    def began(self) -> None:
        """A request is being answered."""
        if self._off_in != os.getpid():
            with self._goes_on():
                _IN_FLIGHT.inc()

    def ended(self, kind: str, status: int, seconds: float, environ: Mapping[str, Any]) -> None:
        """It was answered."""
        if self._off_in != os.getpid():
            with self._goes_on():
                self._count(kind, status, seconds, environ)

    @contextmanager
    def _goes_on(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # of whatever kind: half of its files may be open
            if self._off_in != os.getpid():
                self._off_in = os.getpid()
                fields = {"error": type(error).__name__, "said": getattr(error, "strerror", "")}
                ERRORS.error("metrics_off", extra={"fields": fields})

    def _count(self, kind: str, status: int, seconds: float, environ: Mapping[str, Any]) -> None:
        _IN_FLIGHT.dec()
        counter = _REQUESTS_OF.get((kind, status // 100))
        if counter is not None:
            counter.inc()
        _SECONDS_OF[kind].observe(seconds)
        outcome = environ.get(CACHE)
        if outcome:
            self._asked(CACHE_OF.get(kind, ""), outcome)
        if self._pid != os.getpid():  # what was kept before the fork counts as well
            self._pid = os.getpid()
            for name in self._caches:
                self._weigh(name)
        if ERROR in environ:
            _ERRORS.labels(environ[ERROR]).inc()
        if OUTDATED in environ:
            _OUTDATED.inc()

    def _asked(self, name: str, outcome: str) -> None:
        counter = _CACHED_OF.get((name, outcome))
        if counter is None:
            return
        counter.inc()
        if outcome == "miss" and name in self._caches:
            self._weigh(name)

    def _weigh(self, name: str) -> None:
        _CACHE_BYTES.labels(name).set(self._caches[name].size_bytes)


def add_up(folder: Path | None) -> CollectorRegistry:
    """What all processes counted, from their files in `folder`; this one's where there is none."""
    if folder is None:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]
    return registry

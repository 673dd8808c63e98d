"""Crowds, exports beside switches, and a swap under visitors, against goals of the public address.

Times are of requests from when they were due to their last byte (`benchmarks/crowd.py`). Each
scenario gives measures; `benchmarks/bench.py` prints them beside what commit 1e2fa76 gave, which
`python -m benchmarks.before` measures in the same way.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import mixture, ramps, recorder
from benchmarks.journeys import Journey
from benchmarks.load import Connection
from benchmarks.ramps import SERVER_CORE, Ramp, Result, apart, pinned
from benchmarks.table import Measure, none_of, p95
from data.repository.engine import EXTRACT, sqlite_url
from data.services import Services
from tests.browser.serving import ROOT, served

COLD_WAIT_S = 12.0
STEADY_BEGIN_S, STEADY_END_S = 25.0, 55.0
SWAP_AT_S, SWAP_END_S = 6.0, 36.0
EXPORTS_AT_ONCE = 20
SWITCHES = 60
SWITCH_EVERY_S = 0.5
EXPORTS_BEFORE_S = 2.0
MOST_FAILURES = 5


@dataclass(frozen=True)
class Setting:
    """Which version is asked, how large the crowds are, and whether cores are kept apart."""

    root: Path = ROOT
    scale: float = 1.0
    apart: bool = True

    def count(self, visitors: int) -> int:
        """So many visitors at this scale, one at least."""
        return max(round(visitors * self.scale), 1)

    @property
    def own_core(self) -> bool:
        """Whether the generator has a core that the server does not use."""
        return self.apart and apart()

    @contextmanager
    def server(self, **environment: str) -> Iterator[tuple[str, int]]:
        """The version under test with the Procfile's command."""
        prefix = pinned(SERVER_CORE, wanted=self.own_core)
        with served(prefix=prefix, root=self.root, **environment) as found:
            yield found

    def visitors(
        self, known: Sequence[Journey], ramp: Ramp
    ) -> AbstractContextManager[ramps.Generator]:
        """The load generator, waiting for an address."""
        return ramps.generator(known, ramp, own_core=self.own_core)

    def where(self) -> str:
        """How cores were used, for the head of a table."""
        if self.own_core:
            return f"server on core {SERVER_CORE}, load generator on another"
        return "server and load generator share all cores"


def recorded(setting: Setting) -> tuple[Journey, ...]:
    """Journeys of the version under test, walked by a browser now."""
    with served(root=setting.root) as (url, _pid):
        return recorder.record(url)


def crowd(setting: Setting, say: Callable[..., None]) -> list[Measure]:
    """Section 1: the first visitors of a cold server, an arrival of many, and the same at rest."""
    known = recorded(setting)
    say(*recorder.described(known))
    return [*_first_visitors(setting, known, say), *_many(setting, known, say)]


def _first_visitors(
    setting: Setting, known: Sequence[Journey], say: Callable[..., None]
) -> list[Measure]:
    ramp = Ramp(setting.count(60), 3, think_s=4, until_s=COLD_WAIT_S, most_steps=2)
    with setting.visitors(known, ramp) as visitors:
        begun = time.perf_counter()
        with setting.server() as (url, _pid):
            healthy_s = time.perf_counter() - begun
            visitors.begin(url)
            found = visitors.result()
    say(*_told(found))
    return [
        Measure("start_s", "start to first healthy answer", healthy_s, "s", most=4),
        *_times("first", f"first {ramp.visitors} visitors within 3 s of healthy", found, 1000),
    ]


def _many(setting: Setting, known: Sequence[Journey], say: Callable[..., None]) -> list[Measure]:
    ramp = Ramp(setting.count(500), 8, think_s=10, until_s=STEADY_END_S)
    with setting.visitors(known, ramp) as visitors, setting.server() as (url, _pid):
        visitors.begin(url)
        found = visitors.result()
    say(*_told(found))
    steady = found.between(STEADY_BEGIN_S, STEADY_END_S)
    rate = len(steady.rows) / (STEADY_END_S - STEADY_BEGIN_S)
    say(f"steady: {rate:.0f} requests a second")
    return [
        *_times(
            "arrive", f"{ramp.visitors} visitors arriving within 8 s", found.first_steps(), 800
        ),
        *_times("steady", f"the same, thinking 10 s (steady, {rate:.0f}/s)", steady, 50),
    ]


def _times(key: str, words: str, found: Result, most_ms: float) -> list[Measure]:
    """The goal holds for every request; those of documents and paints are parts of it."""
    times = found.requests_ms()
    documents, paints = p95(found.documents_ms()), p95(found.paints_ms())
    return [
        Measure(f"{key}_p95_ms", f"{words}: p95 of {len(times)}", p95(times), "ms", most_ms),
        Measure(f"{key}_document_ms", "  p95 of documents", documents, "ms", most_ms),
        Measure(f"{key}_paint_ms", "  p95 of pages to their first paint", paints, "ms", most_ms),
        Measure(f"{key}_most_ms", "  slowest request", max(times, default=0), "ms"),
        none_of(f"{key}_errors", f"  errors{_reasons(found)}", len(found.failed)),
    ]


def _reasons(found: Result) -> str:
    """What the errors were, for the table: a lost connection is not a generator's patience."""
    kinds = Counter(row.reason or f"status {row.status}" for row in found.failed)
    return f" ({', '.join(f'{count} {kind}' for kind, count in kinds.most_common())})" * bool(kinds)


def _told(found: Result) -> Iterator[str]:
    """What the generator used and met, a line each; which requests failed and how."""
    own = found.generator
    yield (
        f"load generator benchmarks.crowd: {own['cpu_share']:.0%} of a core, late by"
        f" {own['late_p95_ms']:.0f} ms (p95), {own['late_most_ms']:.0f} ms (most);"
        f" {len(found.rows)} requests, {sum(row.again for row in found.rows)} sent again on a new"
        " connection, as browsers do when an idle one has ended"
    )
    failures = Counter((row.status or row.reason, found.path(row)) for row in found.failed)
    for (status, path), count in failures.most_common(MOST_FAILURES):
        yield f"failed {count} x: {status} {path}"


def rooms(setting: Setting, say: Callable[..., None]) -> list[Measure]:
    """Section 2: switches that nobody has asked for, alone and while exports are made."""
    chosen = mixture.views(2 * SWITCHES)
    exports = mixture.export_lists(Services.open(sqlite_url(EXTRACT)), EXPORTS_AT_ONCE)
    with setting.server() as (url, _pid):
        switches = mixture.Switches(_listed(url))
        alone, failed_alone = _switched(url, switches, chosen[0::2])
        with _asked_all_the_time(url, exports) as statuses:
            time.sleep(EXPORTS_BEFORE_S)
            beside, failed = _switched(url, switches, chosen[1::2])
            begun = len(statuses)
    done = sum(status == 200 for status, _path in statuses)
    waits = sum(status in (429, 503) for status, _path in statuses)
    failures = Counter((status or "no answer", path) for status, path in statuses)
    for (status, path), count in failures.most_common():
        if status not in (200, 429, 503):
            say(f"failed {count} x: {status} {path}")
    say(f"exports: {begun} answered beside the switches; in all {done} made, {waits} told to wait")
    idle = p95(alone)
    return [
        Measure("switch_idle_ms", f"{SWITCHES} switches never asked before, idle: p95", idle, "ms"),
        Measure("switch_beside_ms", f"as many while {EXPORTS_AT_ONCE} exports run: p95 (3 x idle)",
                p95(beside), "ms", most=3 * idle),
        none_of("switch_errors", "  switches that failed", failed_alone + failed),
        none_of("export_errors", "  exports that failed (told to wait is none)",
                len(statuses) - done - waits),
    ]  # fmt: skip


def _listed(url: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{url}{mixture.DEPENDENCIES}") as answer:
        found: list[dict[str, Any]] = json.loads(answer.read())
    return found


def _switched(
    url: str, switches: mixture.Switches, views: Sequence[Mapping[str, Any]]
) -> tuple[list[float], int]:
    """Milliseconds of each switch from when it was due, one every half second; and failures."""
    connection = Connection(url)
    begun = time.perf_counter()
    times, failed = [], 0
    for number, view in enumerate(views):
        due = begun + number * SWITCH_EVERY_S
        time.sleep(max(due - time.perf_counter(), 0))
        for body in switches.bodies(view):
            wish = mixture.Wish("fresh switch", "POST", mixture.UPDATE, body)
            status, _ = connection.ask(wish.to(url))
            failed += status not in (200, 204)
        times.append((time.perf_counter() - due) * 1000)
    connection.close()
    return times, failed


@contextmanager
def _asked_all_the_time(
    url: str, lists: Sequence[Sequence[mixture.Wish]]
) -> Iterator[list[tuple[int, str]]]:
    """Each list is asked in turn by a client of its own until the end; statuses as they come."""
    statuses: list[tuple[int, str]] = []
    over = threading.Event()

    def client(visitor: int, wishes: Sequence[mixture.Wish]) -> None:
        connection = Connection(url, visitor)
        for wish in wishes:
            if over.is_set():
                break
            try:
                status, _ = connection.ask(wish.to(url))
            except OSError:
                status = 0
            statuses.append((status, wish.path.partition("?")[0]))
            if status in (429, 503):
                over.wait(1)
        connection.close()

    threads = [
        threading.Thread(target=client, args=(visitor, wishes), daemon=True)
        for visitor, wishes in enumerate(lists, start=1)
    ]
    for thread in threads:
        thread.start()
    yield statuses
    over.set()
    for thread in threads:
        thread.join(timeout=60)


def swap(setting: Setting, say: Callable[..., None]) -> list[Measure]:
    """Section 4: new workers with the extract of now (HUP) under visitors who go on asking."""
    known = recorded(setting)
    ramp = Ramp(setting.count(100), 4, think_s=2, until_s=SWAP_END_S)
    with setting.visitors(known, ramp) as visitors, setting.server() as (url, pid):
        visitors.begin(url)
        time.sleep(SWAP_AT_S)
        os.kill(pid, signal.SIGHUP)
        found = visitors.result()
    say(*_told(found))
    times = found.requests_ms()
    words = f"HUP under {ramp.visitors} visitors: of {len(times)} requests failed"
    return [
        none_of("swap_errors", f"{words}{_reasons(found)}", len(found.failed)),
        Measure("swap_p95_ms", "  p95 of requests", p95(times), "ms"),
        Measure("swap_most_ms", "  slowest request", max(times, default=0), "ms"),
    ]


SCENARIOS = {"crowd": crowd, "rooms": rooms, "swap": swap}

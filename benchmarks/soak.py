"""`make soak`: a hundred thousand mixed requests, and what the server holds while they come.

`python -m benchmarks.soak [REQUESTS] [SECONDS]` serves with the Procfile's command, asks what
`benchmarks/mixture.py` draws, and reads memory (PSS), open files and threads of every process while
it asks. It ends with 1 where a worker holds more than MOST_MB, grows by more than MOST_GROWTH_MB in
ten thousand requests once it is warm, leaks files, or fails at a request. It stops by itself after
SECONDS, and says how far it came.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import sys
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import mean

from benchmarks.mixture import DEPENDENCIES, Mixture, Wish
from benchmarks.processes import Use, family, use
from benchmarks.wire import ClosedError, Line, connect
from data.repository.engine import EXTRACT, sqlite_url
from data.services import Services
from tests.browser.serving import served

REQUESTS = 100_000
LIMIT_S = 1_500.0
VISITORS = 8
PATIENCE_S = 60.0
SAMPLE_S = 2.0
WARM_SHARE = 0.3
BLOCKS = 12
# Student's t for 95 % and two degrees of freedom less than BLOCKS.
_T = 2.228
MOST_MB = 160.0
MOST_GROWTH_MB = 1.0
MOST_FILES_MORE = 20
PER_REQUESTS = 10_000
_BUSY = (429, 503)
_CACHE_LINE = re.compile(r'^(equity_cache_bytes\{cache="[^"]+"\}) (\S+)$', re.MULTILINE)


@dataclass(frozen=True)
class Sample:
    """What every process held when so many requests had been answered."""

    done: int
    workers: Mapping[int, Use]
    helpers: Mapping[int, Use]


@dataclass(frozen=True)
class Growth:
    """A straight line through means of blocks: MB in 10,000 requests, with its 95 % interval."""

    mb: float
    low: float
    high: float


@dataclass
class Report:
    """What was asked, what came back, and what was held."""

    asked: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    failed: Counter[tuple[int, str]] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    seconds: float = 0.0
    caches: Mapping[str, float] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Requests that were answered or given up."""
        return self.statuses.total()

    def note(self, wish: Wish, status: int) -> None:
        """One more. What a visitor is told to do later is no failure, nor is a clear refusal."""
        self.asked[wish.kind] += 1
        self.statuses[status] += 1
        told_to_wait = wish.kind == "export" and status in _BUSY
        refused = wish.kind == "hostile" and 400 <= status < 500
        if not 200 <= status < 400 and not told_to_wait and not refused:
            self.failed[status, wish.path.partition("?")[0]] += 1


def growth(points: Sequence[tuple[int, float]]) -> Growth | None:
    """How (requests, MB) grow after the warm-up; None of too few.

    Samples that follow each other are alike, so an interval from all of them would be too narrow:
    the line is fitted to means of BLOCKS equal stretches. Ordinary least squares.
    """
    if not points:
        return None
    begin = points[0][0] + (points[-1][0] - points[0][0]) * WARM_SHARE
    warm = [(done / PER_REQUESTS, mb) for done, mb in points if done >= begin]
    if len(warm) < BLOCKS:
        return None
    cuts = [round(number * len(warm) / BLOCKS) for number in range(BLOCKS + 1)]
    blocks = [warm[a:b] for a, b in pairwise(cuts)]
    x = [mean(one[0] for one in block) for block in blocks]
    y = [mean(one[1] for one in block) for block in blocks]
    spread = sum((one - mean(x)) ** 2 for one in x)
    if not spread:
        return None
    slope = sum((a - mean(x)) * (b - mean(y)) for a, b in zip(x, y, strict=True)) / spread
    level = mean(y) - slope * mean(x)
    rest = sum((b - level - slope * a) ** 2 for a, b in zip(x, y, strict=True))
    half = _T * math.sqrt(rest / (BLOCKS - 2) / spread)
    return Growth(slope, slope - half, slope + half)


class Soak:
    """Visitors who ask one thing after the other until all has been asked."""

    def __init__(self, url: str, wishes: Callable[[], Wish], requests: int, limit_s: float) -> None:
        self._url, self._next = url, wishes
        self._left, self._limit_s = requests, limit_s
        self.report = Report()

    async def run(self, look: Callable[[int], Sample]) -> Report:
        """Ask, and look at the server meanwhile."""
        begun = time.perf_counter()
        watching = asyncio.create_task(self._watch(look))
        visitors = [asyncio.create_task(self._visitor(number)) for number in range(VISITORS)]
        _, late = await asyncio.wait(visitors, timeout=self._limit_s)
        for task in (*late, watching):
            task.cancel()
        await asyncio.gather(*late, watching, return_exceptions=True)
        self.report.seconds = time.perf_counter() - begun
        self.report.samples.append(look(self.report.done))
        return self.report

    async def _watch(self, look: Callable[[int], Sample]) -> None:
        while True:
            self.report.samples.append(look(self.report.done))
            await asyncio.sleep(SAMPLE_S)

    async def _visitor(self, number: int) -> None:
        line: Line | None = None
        while self._left > 0:
            self._left -= 1
            wish = self._next()
            try:
                async with asyncio.timeout(PATIENCE_S):
                    line, status = await self._ask(line, wish, number)
            except (OSError, TimeoutError):
                if line is not None:
                    line.close()
                line, status = None, 0
            self.report.note(wish, status)
        if line is not None:
            line.close()

    async def _ask(self, line: Line | None, wish: Wish, number: int) -> tuple[Line, int]:
        request = wish.to(self._url)
        if line is not None and line.open:
            try:
                return line, (await line.ask(wish.method, request)).status
            except ClosedError as error:
                if error.begun:
                    raise
        line = await connect(self._url, number)
        return line, (await line.ask(wish.method, request)).status


def look_at(master: int) -> Callable[[int], Sample]:
    """What is held by the processes below `master`, each time it is called."""

    def look(done: int) -> Sample:
        found = family(master)
        return Sample(done, _used(found.workers), _used(found.helpers))

    return look


def _used(pids: Iterable[int]) -> dict[int, Use]:
    found = {pid: use(pid) for pid in pids}
    return {pid: held for pid, held in found.items() if held is not None}


def lines(report: Report) -> list[str]:
    """The report as text."""
    said = [
        f"{report.done} requests in {report.seconds:.0f} s: "
        + ", ".join(f"{kind} {count}" for kind, count in report.asked.most_common()),
        "statuses: " + ", ".join(f"{status} x {n}" for status, n in report.statuses.most_common()),
        f"{'':<16} {'PSS begin':>10} {'most':>8} {'end':>8} {'MB in 10,000 requests (95 %)':>30}"
        f" {'files':>9} {'threads':>9}",
    ]
    for name, points in _by_process(report).items():
        first, last = points[0][1], points[-1][1]
        most = max(held.pss_mb for _done, held in points)
        grown = growth([(done, held.pss_mb) for done, held in points])
        slope = f"{grown.mb:+.2f} ({grown.low:+.2f} to {grown.high:+.2f})" if grown else "too short"
        said.append(
            f"{name:<16} {first.pss_mb:>10.1f} {most:>8.1f} {last.pss_mb:>8.1f} {slope:>30}"
            f" {f'{first.files} {last.files}':>9} {f'{first.threads} {last.threads}':>9}"
        )
    totals = [sum(held.pss_mb for held in one.helpers.values()) for one in report.samples]
    said.append(f"helpers together: at most {max(totals):.0f} MB, {totals[-1]:.0f} MB at the end")
    said += [f"{name}: {size / 1e6:.1f} MB" for name, size in report.caches.items()]
    failures = report.failed.most_common(10)
    return said + [f"failed {n} x: {status} {path}" for (status, path), n in failures]


def _by_process(report: Report) -> dict[str, list[tuple[int, Use]]]:
    found: dict[str, list[tuple[int, Use]]] = defaultdict(list)
    for sample in report.samples:
        for kind, held in (("worker", sample.workers), ("helper", sample.helpers)):
            for pid, one in held.items():
                found[f"{kind} {pid}"].append((sample.done, one))
    return dict(sorted(found.items(), reverse=True))


def verdict(report: Report, wanted: int) -> list[str]:
    """What is not as promised, a sentence each; empty where all is."""
    wrong = [f"only {report.done} of {wanted} requests were made"] if report.done < wanted else []
    if report.failed:
        wrong.append(f"{report.failed.total()} requests failed")
    for name, points in _by_process(report).items():
        if not name.startswith("worker"):
            continue
        most = max(held.pss_mb for _done, held in points)
        grown = growth([(done, held.pss_mb) for done, held in points])
        more = points[-1][1].files - points[0][1].files
        if most > MOST_MB:
            wrong.append(f"{name} held {most:.0f} MB, promised are {MOST_MB:.0f}")
        if grown is not None and grown.low > MOST_GROWTH_MB:
            wrong.append(f"{name} grew by {grown.mb:.2f} MB in {PER_REQUESTS} requests")
        if more > MOST_FILES_MORE:
            wrong.append(f"{name} has {more} files more open than at the begin")
    return wrong


def _caches(url: str) -> dict[str, float]:
    """How much each cache holds in all workers, by the server's own metrics."""
    with urllib.request.urlopen(f"{url}/metrics") as answer:
        return {name: float(size) for name, size in _CACHE_LINE.findall(answer.read().decode())}


def main(requests: int = REQUESTS, limit_s: float = LIMIT_S) -> int:
    """Serve, ask, print; 0 where everything is as promised."""
    with served(METRICS="on") as (url, master):
        with urllib.request.urlopen(f"{url}{DEPENDENCIES}") as answer:
            mixture = Mixture(Services.open(sqlite_url(EXTRACT)), json.loads(answer.read()))
        soak = Soak(url, mixture.next, requests, limit_s)
        report = asyncio.run(soak.run(look_at(master)))
        report.caches = _caches(url)
    wrong = verdict(report, requests)
    print(*lines(report), *(f"! {sentence}" for sentence in wrong), sep="\n", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    sys.exit(main(int(given.get(0, REQUESTS)), float(given.get(1, LIMIT_S))))

"""`make bench`: the numbers that the project promises, on the data it ships.

A *switch* is one change of the outcome on Explore with every callback it triggers. Bytes are
counted in a real Chromium; times are of the server, asked from this machine. The parts `crowd`,
`rooms` and `swap` stand beside commit 1e2fa76: SCALE=0.1 tries them with a tenth of the visitors,
TOGETHER=1 lets server and load generator share all cores.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import mean, median

from benchmarks import api, lighthouse, reading, table
from benchmarks.exports import deck_times_ms, p50, p95, sheet_times_ms
from benchmarks.load import timed_ms
from benchmarks.pages import CASES, answer_bytes, first_and_again_ms
from benchmarks.processes import pss_mb
from benchmarks.scenarios import SCENARIOS, Setting
from benchmarks.visits import (
    Switch,
    browser_context,
    first_paint,
    redraws_ms,
    switches,
    visit,
    zoom_frames,
)
from callbacks.room.still import children_of
from data.catalogue.loader import load_catalogue
from data.models import Role
from layouts import plotly_bundle
from tests.browser.serving import ROOT, served

OUTCOMES = 12
LOAD_SECONDS = 8
CONNECTIONS = 8
STARTS = 3
SERVER_CORES = 2


def main(asked: Sequence[str]) -> None:
    """Measure and print, slowest-changing first; with `asked` only those parts."""
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        sys.exit(f"There is no part {unknown[0]!r}. There are: {', '.join(PARTS)}")
    load = f", load {os.getloadavg()[0]:.1f}"
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}{load}\n", flush=True)
    for name in asked or PARTS:
        PARTS[name]()


def _switches() -> None:
    with served() as (url, _pid), browser_context() as context:
        taken = switches(context, url, _outcomes())
    _switch_bytes(taken)
    _times(taken)
    _throughput(taken)


def _row(name: str, value: str, promise: str) -> None:
    print(f"{name:<44} {value:>14}   promised: {promise}", flush=True)


def _outcomes() -> list[str]:
    indicators = load_catalogue().indicators.values()
    return sorted(entry.id for entry in indicators if entry.role is Role.OUTCOME)[:OUTCOMES]


def _start() -> None:
    times = []
    for _ in range(STARTS):
        started = time.perf_counter()
        with served():
            times.append(time.perf_counter() - started)
    _row("start to first healthy answer", f"{median(times):.2f} s", "< 3 s")


def _first_and_second_visit() -> None:
    limits_kb = {"slim": 900, "full": 2100}
    for name, choice in (("slim", "auto"), ("full", "full")):
        if name == "slim" and not plotly_bundle.bundle_path().exists():
            print("slim bundle absent: `make slim` needs npm")
            continue
        with served(PLOTLY_BUNDLE=choice) as (url, _pid), browser_context() as context:
            first, second = visit(context, url), visit(context, url)
        limit = f"<= {limits_kb[name]} kB"
        _row(f"first load, {name} bundle ({first.answers} answers)", _kb(first.bytes), limit)
        _row(f"repeat visit, {name} bundle", _kb(second.bytes), "<= 25 kB")


def _map() -> None:
    """The first paint of Explore, and its map: the redraw of a switch, frames of a zoom."""
    with served() as (url, _pid):
        with browser_context() as context:
            painted = first_paint(context, url)
        with browser_context() as context:
            redraws = redraws_ms(context, url, _outcomes())
            frames = zoom_frames(context, url)
    _row("Explore: bytes of the document", _kb(painted.html_bytes), "<= 60 kB")
    _row(f"to finding and map ({painted.answers} answers)", _kb(painted.bytes),
         "<= 90 kB in <= 4 answers")  # fmt: skip
    _row("first paint, unthrottled", f"{painted.ms:.0f} ms", "no promise")
    _row("redraw of a switch, p50 from its answer on", f"{median(redraws):.0f} ms", "<= 250 ms")
    _row("redraw of a switch, slowest", f"{max(redraws):.0f} ms", "<= 250 ms")
    _row("zoom of the map", f"{frames:.0f} frames/s", ">= 30 frames/s")


def _kb(count: float) -> str:
    return f"{count / 1000:.1f} kB"


def _switch_bytes(taken: list[Switch]) -> None:
    sizes = [switch.bytes for switch in taken]
    calls = mean(len(switch.bodies) for switch in taken)
    _row(f"switch of the outcome, mean ({calls:.1f} requests)", _kb(mean(sizes)), "<= 9 kB")
    _row("switch of the outcome, largest", _kb(max(sizes)), "<= 9 kB")


def _times(taken: list[Switch]) -> None:
    """Cold: a fresh server with one worker meets each switch once. Warm: once more, each."""
    with served(WEB_CONCURRENCY="1") as (url, _pid):
        cold = [sum(timed_ms(url, switch.bodies)) for switch in taken]
        warm = [sum(timed_ms(url, switch.bodies)) for _ in range(20) for switch in taken]
    _row("server time of a switch, p50 cold", f"{median(cold):.1f} ms", "<= 80 ms")
    _row("server time of a switch, p50 warm", f"{median(warm):.1f} ms", "<= 10 ms")


def _throughput(taken: list[Switch]) -> None:
    bodies = [body for switch in taken for body in switch.bodies]
    answers, memory = _answers_a_second(bodies)
    per_second = answers / (len(bodies) / len(taken))
    _row("switches a second, warm, 2 workers", f"{per_second:.0f}", f">= 300 ({_where()})")
    _row("memory (PSS) of a worker, largest", f"{memory:.0f} MB", "<= 120 MB")


def _answers_a_second(bodies: list[str]) -> tuple[float, float]:
    """Of two workers that have met everything; and megabytes of the larger one."""
    server = ("taskset", "-c", f"0-{SERVER_CORES - 1}") if _apart() else ()
    load = ("taskset", "-c", f"{SERVER_CORES}-{(os.cpu_count() or 1) - 1}") if _apart() else ()
    with served(prefix=server, WEB_CONCURRENCY="2") as (url, pid):
        _replay(load, url, bodies, seconds=3)  # both workers have met everything
        answers = _replay(load, url, bodies, seconds=LOAD_SECONDS)
        memory = [pss_mb(worker) for worker in children_of(pid)]
    return answers / LOAD_SECONDS, max(memory)


def _apart() -> bool:
    """Whether there are cores that the server does not use."""
    return (os.cpu_count() or 1) > SERVER_CORES and shutil.which("taskset") is not None


def _where() -> str:
    return f"load generator on {'other' if _apart() else 'the same'} cores"


def _api() -> None:
    """Every address of the API with its example, and a sample of numbers; first, then kept."""
    addresses = api.addresses()
    with served(WEB_CONCURRENCY="1") as (url, _pid):
        first = timed_ms(url, addresses)
        warm = [ms for _ in range(20) for ms in timed_ms(url, addresses)]
    _row(f"API: server time of {len(addresses)} addresses, p50 first", f"{median(first):.1f} ms",
         "no promise")  # fmt: skip
    _row("API: the same, p50 warm", f"{median(warm):.1f} ms", "<= 5 ms")
    _row("API: the same, p95 warm", p95(warm), "no promise")
    per_second, memory = _answers_a_second(addresses)
    _row("API: answers a second, warm, 2 workers", f"{per_second:.0f}", f">= 800 ({_where()})")
    _row("API: memory (PSS) of a worker, largest", f"{memory:.0f} MB", "<= 120 MB")


def _pages() -> None:
    """The other pages: a server that has never drawn them, then once more."""
    for case in CASES:
        with served(WEB_CONCURRENCY="1") as (url, _pid):
            sizes = answer_bytes(url, case)
        with served(WEB_CONCURRENCY="1") as (url, _pid):
            first, again = first_and_again_ms(url, case)
        _row(f"{case.name}: largest answer", _kb(max(sizes)), f"<= {case.most_kb} kB")
        _row(f"{case.name}: server time, p50 first", f"{median(first):.1f} ms", "no promise")
        _row(
            f"{case.name}: server time, p50 warm", f"{median(again):.1f} ms", f"<= {case.p50_ms} ms"
        )


def _exports() -> None:
    """Files for a meeting, from one worker that has drawn the home page and made none.

    The memory of its typesetters is theirs, and goes a minute after the last sheet.
    """
    with served(WEB_CONCURRENCY="1") as (url, pid):
        (worker,) = children_of(pid)
        with urllib.request.urlopen(url) as answer:
            answer.read()
        before = pss_mb(worker)
        sheets = sheet_times_ms(url)
        after_sheets, typesetters = pss_mb(worker), [pss_mb(pid) for pid in children_of(worker)]
        decks = deck_times_ms(url)
        after = pss_mb(worker)
    _row("fact sheet, first of a worker", f"{sheets[0]:.0f} ms", "no promise")
    _row(f"fact sheet, p50 of the {len(sheets) - 1} others", p50(sheets[1:]), "< 400 ms")
    _row("fact sheet, p95", p95(sheets[1:]), "no promise")
    for ending, name in (
        ("pptx", "PowerPoint file"),
        ("pdf", "PDF of slides"),
        ("zip", "meeting pack"),
    ):
        _row(f"{name}, p50 of the ready-made decks", p50(decks[ending]), "no promise")
    _row("memory (PSS) of a worker before exports", f"{before:.0f} MB", "<= 120 MB")
    _row("memory (PSS) of a worker after fact sheets", f"{after_sheets:.0f} MB", "<= 120 MB")
    _row(f"memory (PSS) of its {len(typesetters)} typesetters", f"{sum(typesetters):.0f} MB",
         "no promise")  # fmt: skip
    _row("memory (PSS) of a worker after every export", f"{after:.0f} MB", "no promise")


def _lighthouse() -> None:
    """Five pages on a simulated phone, before and now; what they lose points by beside speed."""
    try:
        tool = lighthouse.command()
    except lighthouse.AbsentError as error:
        print(f"Lighthouse was not asked: {error}", flush=True)
        return
    now, said = {}, []
    with served() as (url, _pid):
        for page in lighthouse.PAGES:
            try:
                now[page], lost = lighthouse.measured(tool, f"{url}{page}")
            except lighthouse.NoReportError as error:
                said.append(f"no report of {error}")
            else:
                said += [f"{page} loses points by {', '.join(lost)}"] if lost else []
    print("", *lighthouse.table(now, lighthouse.before()), *said, sep="\n", flush=True)


def _replay(prefix: tuple[str, ...], url: str, bodies: list[str], *, seconds: float) -> int:
    command = [*prefix, sys.executable, "-m", "benchmarks.load", url, str(seconds)]
    done = subprocess.run(
        [*command, str(CONNECTIONS)],
        input="\n".join(bodies),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return int(done.stdout)


def _scenario(name: str) -> None:
    """A crowd, exports beside switches or a swap, beside what commit 1e2fa76 gave."""
    setting = Setting(
        scale=float(os.environ.get("SCALE", "1")), apart=not os.environ.get("TOGETHER")
    )
    print(f"{name}: {setting.where()}", flush=True)
    table.show(SCENARIOS[name](setting, partial(print, sep="\n", flush=True)), table.before())


PARTS: Mapping[str, Callable[[], None]] = {
    **{name: partial(_scenario, name) for name in SCENARIOS},
    "start": _start,
    "visits": _first_and_second_visit,
    "map": _map,
    "switches": _switches,
    "api": _api,
    "pages": _pages,
    "exports": _exports,
    "lighthouse": _lighthouse,
    "reading": reading.main,
}


if __name__ == "__main__":
    main(sys.argv[1:])

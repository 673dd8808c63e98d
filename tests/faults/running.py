"""Gunicorn over a site that a test may break: the small one, or the whole dashboard."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from callbacks.room.still import children_of
from deploy.release import swap
from tests.browser.serving import free_port

ROOT = Path(__file__).parents[2]
LIMIT_SECONDS = 90.0
SMALL = "tests.faults.small_site:server"


@dataclass
class Running:
    """A server: its address, its first master, and where it writes what it says."""

    url: str
    pid: int
    log: Path

    def workers(self) -> list[int]:
        """Processes of gunicorn that answer, also those that are leaving."""
        return [child for child in self._forked(self.pid) if not _is_of_the_room(child)]

    def foreman(self) -> int:
        """The process of heavy work; 0 where there is none now."""
        found = [child for child in self._forked(self.pid) if _is_of_the_room(child)]
        return found[0] if found else 0

    def makers(self) -> list[int]:
        """Those of the foreman of now."""
        return self._forked(self.foreman())

    def typesetters(self) -> list[int]:
        """Of all makers."""
        below = [child for maker in self.makers() for child in children_of(maker)]
        return [one for one in below if "layouts.paper.typesetter" in swap._words(one, "cmdline")]

    def _forked(self, pid: int) -> list[int]:
        """Children of one of its processes that run the same program."""
        own = swap._words(self.pid, "cmdline")
        found = [child for child in children_of(pid) if swap._words(child, "cmdline") == own]
        return [child for child in found if swap.is_running(child)]

    def kill(self, *pids: int, how: signal.Signals = signal.SIGKILL) -> None:
        """End them, or what `how` says."""
        for pid in pids:
            os.kill(pid, how)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


def _is_of_the_room(pid: int) -> bool:
    """Whether it hears nothing of what gunicorn's processes tell each other, as foremen do."""
    lines = swap._words(pid, "status").splitlines()
    ignored = next((line.split()[1] for line in lines if line.startswith("SigIgn:")), "0")
    return bool(int(ignored, 16) >> (signal.SIGTTIN - 1) & 1)


def until(holds: Callable[[], bool], what: str, seconds: float = LIMIT_SECONDS) -> None:
    """Wait for it. A slow machine only makes a failing test fail later."""
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, f"never: {what}"
        time.sleep(0.05)


def status(url: str) -> int:
    """What an address answers; 0 where nobody does."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextmanager
def started(
    app: str,
    cwd: Path,
    *,
    workers: int = 2,
    arguments: tuple[str, ...] = (),
    prefix: tuple[str, ...] = (),
    **environment: str,
) -> Iterator[Running]:
    """Gunicorn as the Procfile starts it, in `cwd` (which may be a link), after `prefix` (a program
    that limits it). All of it ends here.
    """
    port = free_port()
    command = [
        *prefix, str(Path(sys.executable).parent / "gunicorn"), app,
        "--config", str(ROOT / "gunicorn.conf.py"),
        "--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--threads", "24", "--preload",
        "--keep-alive", "30", "--graceful-timeout", "20", *arguments,
    ]  # fmt: skip
    settings = {
        **os.environ,
        "PYTHONPATH": str(ROOT) if app == SMALL else "",
        "PWD": str(cwd),
        "LOG_LEVEL": "WARNING",
        **environment,
    }
    with _run(command, cwd, settings, port) as running:
        yield running


@contextmanager
def shipped(cwd: Path, **environment: str) -> Iterator[Running]:
    """The whole dashboard by the Procfile of `cwd`, which may be a link to a release."""
    port = free_port()
    command = (cwd / "Procfile").read_text(encoding="utf-8").removeprefix("web: ").strip()
    settings = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PWD": str(cwd),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
        **environment,
    }
    with _run(["sh", "-c", f"exec {command}"], cwd, settings, port) as running:
        yield running


@contextmanager
def _run(command: list[str], cwd: Path, settings: dict[str, str], port: int) -> Iterator[Running]:
    log = Path(tempfile.mkstemp(prefix="night-", suffix=".log")[1])
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=cwd, env=settings, stdout=out, stderr=out, start_new_session=True
        )  # fmt: skip
    running = Running(f"http://127.0.0.1:{port}", process.pid, log)
    try:
        until(
            lambda: process.poll() is not None or status(f"{running.url}/healthz") == 200, "healthy"
        )
        assert process.poll() is None, running.said()[-3000:]
        yield running
    finally:
        # whatever came of it stands in the session of the first process
        for found in _session(process.pid):
            _signal(found, signal.SIGCONT)
            _signal(found, signal.SIGTERM)
        process.poll()
        limit = time.monotonic() + 5
        while _session(process.pid) and time.monotonic() < limit:
            process.poll()
            time.sleep(0.05)
        for found in _session(process.pid):
            _signal(found, signal.SIGKILL)
        process.wait()
        log.unlink()


def _session(leader: int) -> list[int]:
    """Every living process of the session that `leader` began."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            stat = swap._words(int(entry.name), "stat").rpartition(")")[2].split()
            if len(stat) > 3 and int(stat[3]) == leader and stat[0] not in "ZX":
                found.append(int(entry.name))
    return found


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return

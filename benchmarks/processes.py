"""Memory, files and threads of a running server and its helpers, from /proc (Linux)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from callbacks.room.still import children_of

PROC = Path("/proc")
_NICE = 16  # of the fields of /proc/PID/stat that follow the name


@dataclass(frozen=True)
class Use:
    """What one process holds."""

    pss_mb: float
    files: int
    threads: int


@dataclass(frozen=True)
class Family:
    """Process ids below a server's first process: workers answer, helpers work for them."""

    master: int
    workers: tuple[int, ...]
    helpers: tuple[int, ...]


def niceness(pid: int) -> int:
    """How far a process steps back for others; 0 for one that does not."""
    text = (PROC / str(pid) / "stat").read_text(encoding="utf-8")
    return int(text.rpartition(")")[2].split()[_NICE])


def family(master: int) -> Family:
    """Who is below a server: a worker is a child that does not step back for others and has no
    copies of itself below it, as the foreman of the makers has (`callbacks/room`).
    """
    own, command = niceness(master), _command(master)
    first = [pid for pid in children_of(master) if _alive(pid)]
    below = {pid: list(_below(pid)) for pid in first}
    workers = [
        pid
        for pid in first
        if niceness(pid) == own and not any(_command(child) == command for child in below[pid])
    ]
    helpers = [pid for pid in first if pid not in workers]
    return Family(master, tuple(workers), (*helpers, *chain.from_iterable(below.values())))


def _below(pid: int) -> Iterator[int]:
    for child in children_of(pid):
        if _alive(child):
            yield child
            yield from _below(child)


def _command(pid: int) -> bytes:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:  # it has ended
        return b""


def _alive(pid: int) -> bool:
    """Not ended; one that has ended and was not waited for has no memory."""
    try:
        return bool((PROC / str(pid) / "smaps_rollup").read_text(encoding="utf-8"))
    except OSError:
        return False


def pss_mb(pid: int) -> float:
    """Memory of a process with its share of what it shares."""
    lines = (PROC / str(pid) / "smaps_rollup").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def use(pid: int) -> Use | None:
    """What a process holds; None where it has ended."""
    try:
        files = sum(1 for _ in (PROC / str(pid) / "fd").iterdir())
        threads = sum(1 for _ in (PROC / str(pid) / "task").iterdir())
        return Use(pss_mb(pid), files, threads)
    except (OSError, StopIteration):
        return None

"""Who stands still: a process that was stopped (SIGSTOP) neither works nor ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_STOPPED = "T"


def stopped_of(pid: int) -> list[int]:
    """Of a process and those that it started, which stand still. None where the system does not
    tell.
    """
    return [one for one in (pid, *_children(pid)) if _state(one) == _STOPPED]


def _state(pid: int) -> str:
    """Its letter; one under a debugger has another (t)."""
    with suppress(OSError):
        return (_PROC / str(pid) / "stat").read_text(encoding="ascii").rpartition(") ")[2][:1]
    return ""


def _children(pid: int) -> Iterator[int]:
    """Of all threads: a program belongs to the thread that started it."""
    for file in (_PROC / str(pid) / "task").glob("*/children"):
        with suppress(OSError):
            yield from map(int, file.read_text(encoding="ascii").split())

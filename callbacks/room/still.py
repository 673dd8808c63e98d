"""Processes below another one, and which of them stand still: a process that was stopped (SIGSTOP)
neither works nor ends.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_STOPPED = "T"
_DOES_NOTHING = (_STOPPED, "Z", "X")


def stopped_of(pid: int) -> list[int]:
    """Of a process and those that it started, which stand still. None where the system does not
    tell.
    """
    return [one for one in (pid, *children_of(pid)) if _state(one) == _STOPPED]


def can_work(pid: int) -> bool:
    """Whether a process neither stands still nor has ended, as far as the system tells."""
    return _state(pid) not in _DOES_NOTHING


def _state(pid: int) -> str:
    """Its letter; one under a debugger has another (t)."""
    with suppress(OSError):
        return (_PROC / str(pid) / "stat").read_text(encoding="ascii").rpartition(") ")[2][:1]
    return ""


def children_of(pid: int) -> list[int]:
    """Whom a process started, by any of its threads; nobody where the system does not tell."""
    found: list[int] = []
    for file in _threads_of(pid):
        with suppress(OSError):
            found += map(int, (file / "children").read_text(encoding="ascii").split())
    return found


def _threads_of(pid: int) -> list[Path]:
    """None of one that ends while it is looked at."""
    with suppress(OSError):
        return list((_PROC / str(pid) / "task").iterdir())
    return []

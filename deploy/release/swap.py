"""The code that is in place now takes over from the code that runs, without a request lost.

One signal, USR2, does it (callbacks/server/takeover.py); this says in words how it went, and takes
it back where the new code does not come. Needs /proc, so Linux.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

_PROC = Path("/proc")
_LOOK_SECONDS = 0.1
# Old workers finish what they do: gunicorn's graceful_timeout (gunicorn.conf.py) and a little.
DRAIN_SECONDS = 310.0


def main(pid: int, *, limit_seconds: float) -> int:
    """Swap, and say what happened. 0 where the new code answers, 1 where the old one goes on."""
    reason = refusal_of(pid)
    if reason:
        return _ends(reason)
    os.kill(pid, signal.SIGUSR2)
    limit = time.monotonic() + limit_seconds
    new = None
    while time.monotonic() < limit:
        if new is None:
            new = successor_of(pid)
        elif not is_running(new):
            return _ends("The new code did not start; its log says why. The old one goes on.")
        elif is_ending(pid):
            return _finish(pid, new)
        time.sleep(_LOOK_SECONDS)
    if new is not None:
        os.kill(new, signal.SIGTERM)
    return _ends(f"The new code was not ready after {limit_seconds:.0f} s. The old one goes on.")


def _finish(pid: int, new: int) -> int:
    sys.stdout.write(f"Process {new} answers now; process {pid} finishes what it began.\n")
    sys.stdout.flush()
    limit = time.monotonic() + DRAIN_SECONDS
    while is_running(pid) and time.monotonic() < limit:
        time.sleep(_LOOK_SECONDS)
    if not is_running(new):
        return _ends("The new code ended after it had taken over: start the dashboard again.")
    left = " The old one has not ended yet." if is_running(pid) else ""
    sys.stdout.write(f"The new code answers; its process is {new}.{left}\n")
    return 0


def refusal_of(pid: int) -> str:
    """Why this process cannot be swapped; empty where it can."""
    if not is_running(pid):
        return f"There is no process {pid}."
    if "gunicorn" not in _words(pid, "cmdline"):
        return f"Process {pid} is not gunicorn."
    if _words(_parent(pid), "cmdline") == _words(pid, "cmdline"):
        return f"Process {pid} is a worker: give the process that started it, {_parent(pid)}."
    if successor_of(pid) is not None:
        return f"Process {pid} is being swapped already."
    return ""


def successor_of(pid: int) -> int | None:
    """The master that gunicorn started on USR2: it was told in its environment who started it."""
    for child in _children(pid):
        if f"GUNICORN_PID={pid}" in _words(child, "environ").split("\0"):
            return child
    return None


def is_ending(pid: int) -> bool:
    """Whether it listens no more: it was told to end, and its workers finish what they do."""
    try:
        held = {str(link.readlink()) for link in (_PROC / str(pid) / "fd").iterdir()}
    except OSError:
        return True
    return held.isdisjoint(f"socket:[{inode}]" for inode in _listening(pid))


def _listening(pid: int) -> set[str]:
    """Inodes of all sockets that listen where this process is."""
    found = set()
    for name, state, at, inode in (
        ("tcp", "0A", 3, 9), ("tcp6", "0A", 3, 9), ("unix", "00010000", 3, 6),
    ):  # fmt: skip
        lines = [line.split() for line in _words(pid, f"net/{name}").splitlines()]
        found |= {words[inode] for words in lines if len(words) > inode and words[at] == state}
    return found


def is_running(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    state = _words(pid, "stat").rpartition(")")[2].split()
    return bool(state) and state[0] not in "ZX"


def _parent(pid: int) -> int:
    state = _words(pid, "stat").rpartition(")")[2].split()
    return int(state[1]) if len(state) > 1 else 0


def _children(pid: int) -> list[int]:
    listed = _words(pid, f"task/{pid}/children").split()
    return [int(child) for child in listed]


def _words(pid: int, name: str) -> str:
    """A file of /proc; empty where the process is gone."""
    try:
        return (_PROC / str(pid) / name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _ends(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 1

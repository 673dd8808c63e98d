"""How much memory the processes of this server take, by what they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from callbacks.room.still import children_of

_PROC = Path("/proc")
_BYTES_PER_KB = 1024
# Programs that a process of this server starts, by a word of their command line.
_PROGRAMS = {
    b"layouts.paper.typesetter": "typesetter",
    b"everything": "everything",
    b"app.py": "warm",
}


@dataclass
class Share:
    """Processes of one kind: how many, and their memory with a fair part of what they share."""

    processes: int = 0
    bytes: int = 0


def memory_of(top: int) -> dict[str, Share]:
    """Memory by kind of `top`, the master, and of all below it; a process that ends meanwhile is
    left out. Empty where the system does not tell.
    """
    shares: dict[str, Share] = defaultdict(Share)
    own_command = _command(top)
    waiting = [(top, 0)]
    while waiting:
        pid, depth = waiting.pop()
        size, children = _bytes(pid), children_of(pid)
        waiting += [(child, depth + 1) for child in children]
        if size is not None:
            is_forked = _command(pid) == own_command
            kind = _forked(pid, depth, own_command) if is_forked else _program(_command(pid))
            shares[kind].processes += 1
            shares[kind].bytes += size
    return dict(shares)


def _forked(pid: int, depth: int, own_command: bytes) -> str:
    """What a process is that runs the application itself: the foreman of makers forks them."""
    if depth == 0:
        return "master"
    if depth > 1:
        return "maker"
    forks = any(_command(child) == own_command for child in children_of(pid))
    return "foreman" if forks else "worker"


def _program(command: bytes) -> str:
    return next((kind for word, kind in _PROGRAMS.items() if word in command), "other")


def _command(pid: int) -> bytes:
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""


def _bytes(pid: int) -> int | None:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    size = next((line for line in lines if line.startswith("Pss:")), "")
    return int(size.split()[1]) * _BYTES_PER_KB if size else None

"""A maker: one process that does one piece of heavy work after the other, out of the pages' way.

It has the application that the foreman was forked with, and its own typesetter. What such work
needs (python-pptx, python-docx, xlsxwriter) is loaded here and in no worker.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import socket
from collections.abc import Callable, Iterable
from pathlib import Path

from callbacks.room import wire
from callbacks.room.wire import Answer, Request
from data.settings import Settings

# Pages go first: beside one of them a process of this niceness gets a tenth of the time.
NICENESS = 10
# Then a new one takes its place: nothing that lives forever may grow.
JOBS_EACH, GROWTH_MB = 300, 250
# A worker that was given a turn writes its request at once.
_REQUEST_SECONDS = 30.0
_STATM, _STATUS = Path("/proc/self/statm"), Path("/proc/self/status")

Answers = Callable[[Request], Answer]
Warmer = Callable[[int], None]


def work(way: socket.socket, number: int, answers: Answers, warmers: Iterable[Warmer]) -> None:
    """Answer what the foreman gives, until it is gone or this maker has done enough."""
    os.nice(NICENESS)
    _limit_memory(Settings.from_environment().maker_megabytes)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for warm in warmers:
        if select.select([way], [], [], 0)[0]:
            break  # somebody waits
        warm(number)
    jobs, at_start_mb = 0, _resident_mb()
    while (conn := _next(way)) is not None:
        with conn:
            _one(conn, answers)
        jobs += 1
        is_over = jobs >= JOBS_EACH or _resident_mb() - at_start_mb > GROWTH_MB
        try:
            if is_over:
                wire.send(way, wire.LEAVING)
            wire.send(way, wire.DONE)
        except OSError:  # no foreman, no work
            return
        if is_over:
            return


def _limit_memory(megabytes: int) -> None:
    """Let this process, and its typesetter, take so much more than it has: then there is a
    MemoryError, which ends in words, and not the machine's memory, which would end others.
    """
    if not _STATUS.exists():
        return
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    held = next((int(line.split()[1]) for line in lines if line.startswith("VmData:")), None)
    if held is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = held * 1024 + megabytes * 1_000_000
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _next(way: socket.socket) -> socket.socket | None:
    """Where the next worker waits; None where there is no foreman any more."""
    try:
        message, handles, _, _ = socket.recv_fds(way, 1, 1)
    except ConnectionError:
        return None
    return socket.socket(fileno=handles[0]) if message and handles else None


def _one(conn: socket.socket, answers: Answers) -> None:
    conn.settimeout(_REQUEST_SECONDS)
    try:
        _, message = wire.receive(conn)
        environ, body = wire.unpacked(message)
        answer = answers(Request(environ, body))
        head = {"status": answer.status, "headers": answer.headers, "marks": answer.marks}
        wire.send(conn, wire.ANSWER, wire.packed(head, answer.body))
    except (OSError, wire.EndedError):  # nobody waits any more
        return


def _resident_mb() -> float:
    """Memory in RAM; 0 where the system does not tell."""
    if not _STATM.exists():
        return 0.0
    pages = int(_STATM.read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

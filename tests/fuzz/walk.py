"""Ask the real app case after case, in this process, and tell what was wrong."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes

from flask import Flask
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from callbacks.server.logs import ERRORS
from tests.fuzz.cases import Case, made
from tests.fuzz.corpus import Corpus
from tests.fuzz.judge import faults

# Of this process's own work, whatever else the machine does; and of waiting for others.
SLOW_S, STANDS_S = 2.0, 20.0
# Parsing every page would take longer than asking for it.
WHOLE_EACH = 10
# WSGI names these two without HTTP_.
OWN_WORDS = ("CONTENT_TYPE", "CONTENT_LENGTH")
_STATUS = Path("/proc/self/status")


@dataclass
class Found:
    """What a walk saw: how many faults, statuses, kinds, and memory on the way."""

    faults: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    memory_mb: list[float] = field(default_factory=list)


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        where = record.exc_info[1] if record.exc_info else ""
        self.said.append(f"failed inside: {record.getMessage()} {where!r}")


@contextmanager
def _listening() -> Iterator[_Heard]:
    """A callback that fails is answered with a notice; none of ours should even fail."""
    heard = _Heard()
    ERRORS.addHandler(heard)
    try:
        yield heard
    finally:
        ERRORS.removeHandler(heard)


def memory_mb() -> float:
    """What this process holds; 0 where the system does not say."""
    if not _STATUS.exists():
        return 0.0
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000.0


def ask(server: Flask, case: Case) -> TestResponse:
    """The answer to `case`, headers as they are written: also those that no client would send."""
    builder = EnvironBuilder(path="/", method=case.method, data=case.body or None)
    environ = builder.get_environ()
    path, _, query = case.target.partition("?")
    environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
    environ["QUERY_STRING"] = query.encode("utf-8").decode("latin-1")
    environ["REQUEST_URI"] = environ["RAW_URI"] = case.target
    for name, value in case.headers:
        key = name.upper().replace("-", "_")
        environ[key if key in OWN_WORDS else f"HTTP_{key}"] = value
    parts = run_wsgi_app(server.wsgi_app, environ, buffered=True)
    return TestResponse(*parts, request=builder.get_request())


def walk(
    server: Flask,
    ground: Corpus,
    *,
    seed: int,
    numbers: Iterable[int],
    tell: Callable[[int, str, str], object],
    note_each: int = 0,
    only: str = "",
) -> Found:
    """Ask every case of `numbers`, and `tell` of each fault and of each slow case: its number, what
    was wrong, what was asked. Nothing stops it but the end.
    """
    found = Found()
    with _listening() as heard:
        for number in numbers:
            case = made(ground, seed, number, only=only)
            wrong, worked_s, took_s = _asked(server, case, found, whole=number % WHOLE_EACH == 0)
            for fault in wrong + heard.said:
                tell(number, f"FAULT {fault}", str(case))
                found.faults += 1
            heard.said.clear()
            if (worked_s > SLOW_S or took_s > STANDS_S) and case.kind != "heavy":
                tell(number, f"SLOW {worked_s:.1f} s of work in {took_s:.1f} s", str(case))
            if note_each and number % note_each == 0:
                found.memory_mb.append(memory_mb())
                tell(number, f"{found.memory_mb[-1]:.0f} MB", "")
    return found


def _asked(
    server: Flask, case: Case, found: Found, *, whole: bool
) -> tuple[list[str], float, float]:
    """Faults of one case, the seconds of processor that it took here, and all of its seconds."""
    found.kinds[case.kind] += 1
    began_s, worked_s = time.perf_counter(), time.process_time()
    try:
        answer = ask(server, case)
    except Exception as error:
        return [f"raised {error!r}"], 0.0, 0.0
    took = time.process_time() - worked_s, time.perf_counter() - began_s
    found.statuses[answer.status_code] += 1
    wrong = faults(case, answer, whole=whole)
    answer.close()
    return wrong, *took

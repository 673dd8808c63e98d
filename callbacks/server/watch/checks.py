"""Whether the app can serve: each part is asked in a thread of its own, and holds up nobody.

A failure is remembered for a second, and no second question is put while one is unanswered. What is
said to the outside names no host, user or path, which messages of databases do.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Event, Lock, Thread
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from callbacks.server.logs import ERRORS, frames_of

PATIENCE_SECONDS = 1.5
REMEMBERED_SECONDS = 1.0
OK = "ok"
_WHY_CHARS = 160
# Threads of a worker that may wait for one part; the others are the pages'.
_MOST_WAITING = 4
# A path, an address, a user, a setting, a text in quotation marks.
_PASSWORD = re.compile(r"//[^/\s]*@")
_TELLING = re.compile(r"""[/\\@=:'"]|\d\.\d""")

Ask = Callable[[], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a part said of itself: `facts` where it is fine, else why not."""

    why: str = OK
    facts: Mapping[str, str] = field(default_factory=dict)
    error: BaseException | None = None

    @property
    def is_fine(self) -> bool:
        """Whether it can serve."""
        return self.why == OK


_LATE = Finding(f"did not answer within {PATIENCE_SECONDS:g} s")


class _Question:
    """One question that was put and perhaps not answered yet."""

    def __init__(self, ask: Ask) -> None:
        self.pid, self._since = os.getpid(), monotonic()
        self.finding: Finding | None = None
        self._answered = Event()
        self._ask = ask
        Thread(target=self._put, name="check", daemon=True).start()

    def _put(self) -> None:
        try:
            self.finding = Finding(facts=self._ask())
        except Exception as error:  # whatever is wrong, a load balancer must hear of it
            self.finding = Finding(_why(error), error=error)
        finally:
            self._answered.set()

    def answer(self) -> Finding:
        """What was answered, or that it is late: then nobody waits for it any more."""
        self._answered.wait(max(0.0, self._since + PATIENCE_SECONDS - monotonic()))
        return self.finding or _LATE


class Check:
    """One part. Safe for threads, and for a process that was forked after it was asked."""

    def __init__(self, name: str, ask: Ask) -> None:
        self._name, self._ask = name, ask
        self._lock = Lock()
        self._found, self._until = Finding(), 0.0
        self._question: _Question | None = None
        self._waiting = BoundedSemaphore(_MOST_WAITING)

    def now(self) -> Finding:
        """What the part says, at most `PATIENCE_SECONDS` after the call; a failure is at most
        `REMEMBERED_SECONDS` old.
        """
        with self._lock:
            if self._until > monotonic():
                return self._found
            question = self._question
            if question is None or question.pid != os.getpid():
                question = self._question = _Question(self._ask)
        if not self._waiting.acquire(blocking=False):
            return self._found
        try:
            finding = question.answer()
        finally:
            self._waiting.release()
        self._keep(question, finding)
        return finding

    def _keep(self, question: _Question, finding: Finding) -> None:
        with self._lock:
            before, self._found = self._found, finding
            if not finding.is_fine:
                self._until = monotonic() + REMEMBERED_SECONDS
            if question.finding is not None and self._question is question:
                self._question = None  # one that is late stays: no second one is put meanwhile
        if before.why != finding.why:
            _log(self._name, finding)


class Checks:
    """All parts of one app."""

    def __init__(self, asks: Mapping[str, Ask]) -> None:
        self._checks = {name: Check(name, ask) for name, ask in asks.items()}

    def now(self, *, only: Sequence[str] = (), without: Sequence[str] = ()) -> dict[str, Finding]:
        """What each part says; of `only` some, where some are named, and `without` others."""
        wanted = [name for name in only or self._checks if name not in without]
        return {name: self._checks[name].now() for name in wanted}


def _why(error: Exception) -> str:
    if isinstance(error, SQLAlchemyError):
        return "the database does not answer"
    words = _first_line(error).split()
    return " ".join("…" if _TELLING.search(word) else word for word in words)[:_WHY_CHARS]


def _first_line(error: BaseException) -> str:
    """What it says; the lines below may quote a query."""
    return (str(error).splitlines() or [""])[0] or type(error).__name__


def _log(name: str, finding: Finding) -> None:
    """When it changes, not each time that somebody asks."""
    fields: dict[str, object] = {"part": name, "why": finding.why}
    if finding.is_fine:
        ERRORS.warning("healthy_again", extra={"fields": fields})
        return
    if finding.error is not None:
        said = _PASSWORD.sub("//…@", _first_line(finding.error))
        fields |= {"error": type(finding.error).__name__, "said": said}
        fields["trace"] = frames_of(finding.error)
    ERRORS.error("unhealthy", extra={"fields": fields})

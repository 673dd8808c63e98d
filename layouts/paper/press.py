"""The press: a few typesetters, processes that draw and set one sheet after the other.

A worker makes only the words and numbers of a sheet. matplotlib and typst live in the typesetters,
one of which is always ready (docs/decisions/0041), are replaced after many sheets (nothing that
lives forever may grow), and go, but for that one, when no sheet was asked for in a while.
"""

from __future__ import annotations

import atexit
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from signal import SIGKILL
from threading import Lock, Timer
from typing import Any, Literal

from layouts.paper import scratch
from layouts.paper.pipe import FILE, limit_seconds, receive, send
from layouts.paper.turns import Turns

ROOT = Path(__file__).parents[2]
TYPESETTERS = 2
# Idle ones that a worker keeps: loading takes seconds on a busy machine.
READY = 1
# Procfile's threads hold these, the typesetters' own and the pages.
WAITING = 16
WAIT_SECONDS = 20.0
SHEETS_EACH = 200
IDLE_SECONDS = 60.0
SLACK_SECONDS = 3.0
Output = Literal["pdf", "png"]


class PressError(Exception):
    """The sheet could not be set; the message is the typesetter's own."""


class EndedError(PressError):
    """The typesetter ended before it answered: with `code`, which is negative for a signal."""

    def __init__(self, said: str, code: int) -> None:
        super().__init__(said)
        self.code = code


class Typesetter:
    """One process. It loads while the worker looks up what the sheet says."""

    def __init__(self) -> None:
        self.sheets = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "layouts.paper.typesetter"],
            cwd=ROOT,
            env=scratch.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    @property
    def is_alive(self) -> bool:
        """False once the process has ended, for whatever reason."""
        return self._process.poll() is None

    def set(self, content: Mapping[str, Any], output: Output) -> bytes:
        """The file. Raises PressError; the typesetter is still of use if it is alive then."""
        source, answers = self._process.stdin, self._process.stdout
        assert source is not None
        assert answers is not None
        self.sheets += 1
        message = pickle.dumps({"content": content, "output": output})
        # Its own alarm ends it before, unless it was stopped from outside.
        patience = Timer(limit_seconds(content) + SLACK_SECONDS, self._process.kill)
        patience.daemon = True
        patience.start()
        try:
            send(source, message)
            answer = receive(answers)
        except BrokenPipeError:
            answer = None
        except BaseException:  # half a conversation: the next sheet must not get this answer
            self.end()
            raise
        finally:
            patience.cancel()
        if answer is None:
            self.end()
            code = self._process.returncode
            raise EndedError(f"a typesetter ended with code {code}", code)
        if answer[:1] != FILE:
            raise PressError(answer[1:].decode("utf-8", "replace")[-2000:])
        return answer[1:]

    def end(self) -> None:
        """End the process and collect it."""
        self._process.kill()
        self._process.communicate()  # no zombie, no open pipe


class Press:
    """At most `typesetters` sheets at once; `waiting` others wait `wait_seconds`, then BusyError.

    From `warm` or the first sheet on, `ready` typesetters are kept idle as long as it has so many.

    Make one in the process that uses it: typesetters are not shared over a fork.
    """

    def __init__(
        self,
        *,
        typesetters: int = TYPESETTERS,
        waiting: int = WAITING,
        wait_seconds: float = WAIT_SECONDS,
        sheets_each: int = SHEETS_EACH,
        idle_seconds: float = IDLE_SECONDS,
        ready: int = 0,
    ) -> None:
        self._turns = Turns(at_once=typesetters, waiting=waiting, wait_seconds=wait_seconds)
        self._sheets_each, self._idle_seconds = sheets_each, idle_seconds
        self._most, self._ready, self._busy = typesetters, ready, 0
        self._changing = Lock()
        self._idle: list[Typesetter] = []
        self._bedtime: Timer | None = None
        atexit.register(self.rest)

    def print(self, content: Callable[[], Mapping[str, Any]], *, output: Output = "pdf") -> bytes:
        """The sheet as a tagged PDF (PDF/UA-1), or a page of it as PNG.

        `content` is asked for only once there is a turn: looking it up is work too.
        Raises BusyError, and PressError where the template or the contents are wrong.
        """
        with self._turns.turn():
            typesetter = self._take()
            is_new = typesetter.sheets == 0
            try:
                shown = content()
                try:
                    return typesetter.set(shown, output)
                except EndedError as ended:
                    if is_new and ended.code != -SIGKILL:
                        raise
                    # killed by somebody, or by an earlier sheet: not the fault of this one
                    typesetter = Typesetter()
                    return typesetter.set(shown, output)
            finally:
                self._give_back(typesetter)

    def warm(self) -> None:
        """Start what is missing of the typesetters that stay ready."""
        with self._changing:
            self._warm()

    def rest(self) -> None:
        """Let every idle typesetter go; the next sheet starts a new one."""
        self._let_go(keep=0)

    def _let_go(self, *, keep: int) -> None:
        with self._changing:
            at = max(0, len(self._idle) - keep)
            idle, self._idle = self._idle[:at], self._idle[at:]
        for typesetter in idle:
            typesetter.end()

    def _warm(self) -> None:
        self._idle = [typesetter for typesetter in self._idle if typesetter.is_alive]
        while len(self._idle) < min(self._ready, self._most - self._busy):
            self._idle.insert(0, Typesetter())

    def _take(self) -> Typesetter:
        """The typesetter that worked last, or a new one where none is idle."""
        with self._changing:
            self._busy += 1
            taken = None
            while self._idle and taken is None:
                typesetter = self._idle.pop()
                if typesetter.is_alive:
                    taken = typesetter
                else:
                    typesetter.end()
            taken = taken or Typesetter()
            self._warm()
            return taken

    def _give_back(self, typesetter: Typesetter) -> None:
        with self._changing:
            self._busy -= 1
            if typesetter.is_alive and typesetter.sheets < self._sheets_each:
                self._idle.append(typesetter)
            else:
                typesetter.end()
            self._warm()
            self._sleep_later()

    def _sleep_later(self) -> None:
        if self._bedtime is not None:
            self._bedtime.cancel()
        self._bedtime = Timer(self._idle_seconds, self._let_go, kwargs={"keep": self._ready})
        self._bedtime.daemon = True
        self._bedtime.start()

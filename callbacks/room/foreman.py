"""The foreman: one small process that holds the line, keeps the makers alive and gives out turns.

It never reads a request or an answer: it passes the socket on which a worker waits to a maker. It
has one thread and loads nothing, so that makers are forked from it with all that the application
shares.
"""

from __future__ import annotations

import json
import math
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from callbacks.room import wire
from callbacks.room.counters import Counters
from callbacks.room.line import FullError, Lane, Line, Turn
from callbacks.room.still import can_work, stopped_of

# Those in the line hold a thread of a worker each.
WAITING, WAITING_EACH = 24, 10
WAIT_SECONDS = 20.0
# Beside a crowd at the pages a niced maker takes many times its own time.
LIMIT_SECONDS = {Lane.QUICK: 45.0, Lane.FILE: 90.0, Lane.LONG: 240.0}
# When the server stops for good, work that was begun has so long.
LAST_SECONDS = 20.0
_LOOK_SECONDS = 0.5
_CALM_SECONDS = 1.0  # after a maker that did not live as long
_MOST_RETRY_SECONDS, _LEAST_RETRY_SECONDS = 30, 3
_USUAL_SECONDS = 1.5  # of a piece of work, before any was done
_MESSAGE_BYTES = 4096


@dataclass(slots=True, eq=False)
class _Waiting:
    """A worker's end of a turn that has not begun."""

    turn: Turn
    conn: socket.socket


@dataclass(slots=True, eq=False)
class _Maker:
    """A maker: its process, the way to it, and what it is at."""

    pid: int
    way: socket.socket
    number: int
    since: float
    turn: Turn | None = None
    leaves: bool = False


Serve = Callable[[socket.socket, int], None]


class Foreman:
    """Runs until its master is gone, or the door is closed and all work is done.

    `serve` is what a maker does with its end of the way, and its number.
    """

    def __init__(
        self,
        door: socket.socket,
        serve: Serve,
        counters: Counters,
        *,
        makers: int,
        limits: dict[Lane, float] | None = None,
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        self._door, self._serve, self._counters = door, serve, counters
        self._line = Line(makers=makers, waiting=WAITING, each=WAITING_EACH)
        self._limits, self._wait_seconds = limits or LIMIT_SECONDS, wait_seconds
        self._master = os.getppid()
        self._waiting: dict[Turn, _Waiting] = {}
        self._makers: dict[int, _Maker] = {}
        self._calm_at = 0.0
        self._still: set[int] = set()  # who stood still at the last look
        self._usual_seconds = _USUAL_SECONDS
        self._is_open = True
        self._last_at = math.inf  # when the server stops, all work ends by then
        self._events = selectors.DefaultSelector()

    def run(self) -> None:
        """Serve until the end."""
        self._door.setblocking(False)
        self._events.register(self._door, selectors.EVENT_READ, self._at_door)
        self._counters.add("foremen")
        try:
            while self._is_needed():
                self._counters.beats(time.monotonic())
                self._tend()
                for key, _ in self._events.select(_LOOK_SECONDS):
                    key.data()
                self._give_out()
        finally:
            for maker in list(self._makers.values()):
                self._kill(maker)

    def call_last(self) -> None:
        """The server stops: nobody begins any more, and what is being made ends soon."""
        self._last_at = min(self._last_at, time.monotonic() + LAST_SECONDS)

    @property
    def _stops(self) -> bool:
        return self._last_at < math.inf

    def _is_needed(self) -> bool:
        if os.getppid() != self._master:
            return False
        return self._is_open or bool(self._waiting or self._line.running)

    # -- makers ---------------------------------------------------------------------------------

    def _tend(self) -> None:
        now = time.monotonic()
        for maker in list(self._makers.values()):
            turn = maker.turn
            if turn is None:
                continue
            if now > min(turn.started + self._limits[turn.lane], self._last_at):
                self._counters.add("late")
                self._kill(maker)  # the worker knows by its own clock what that means
        self._end_who_stands_still()
        starts = self._is_open and not self._stops and now >= self._calm_at
        while starts and len(self._makers) < self._line.makers:
            self._start(next(n for n in range(self._line.makers) if n not in self._makers))
        for waiting in list(self._waiting.values()):
            if self._stops or now - waiting.turn.joined > self._wait_seconds:
                self._send_away(waiting, now)
        self._counters.put("waiting", len(self._waiting))
        self._counters.put("running", len(self._line.running))
        self._counters.put("makers", len(self._makers))

    def _end_who_stands_still(self) -> None:
        """A maker or its typesetter that is stopped at two looks: nobody waits for it until its
        time is over. What it had is asked for once more.
        """
        seen = {pid for maker in self._makers.values() for pid in stopped_of(maker.pid)}
        for pid in seen & self._still:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)  # of a maker its way says so
        self._still = seen

    def _start(self, number: int) -> None:
        here, there = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                signal.signal(signal.SIGUSR1, signal.SIG_IGN)
                os.setpgid(0, 0)  # ends with all that it started, and not by Ctrl+C
                self._forget(here)
                self._serve(there, number)
                code = 0
            finally:
                os._exit(code)
        with suppress(OSError):
            os.setpgid(pid, pid)  # whoever of the two comes first
        there.close()
        maker = _Maker(pid, here, number, time.monotonic())
        self._makers[number] = maker
        self._events.register(here, selectors.EVENT_READ, lambda: self._of_maker(maker))
        self._counters.add("makers_started")

    def _forget(self, own: socket.socket) -> None:
        """In a maker: leave what is the foreman's, so that each end has one owner."""
        self._events.close()
        wire.close_all([self._door, own, *(maker.way for maker in self._makers.values())])
        wire.close_all(waiting.conn for waiting in self._waiting.values())

    def _of_maker(self, maker: _Maker) -> None:
        try:
            kind, _ = wire.receive(maker.way)
        except wire.EndedError:
            if maker.turn is not None:
                self._counters.add("lost")
            if time.monotonic() - maker.since < _CALM_SECONDS:
                self._calm_at = time.monotonic() + _CALM_SECONDS
            self._kill(maker)
            return
        if kind == wire.LEAVING:
            maker.leaves = True
        elif maker.turn is not None:
            seconds = time.monotonic() - maker.turn.started
            self._usual_seconds = 0.9 * self._usual_seconds + 0.1 * seconds
            self._counters.add("done")
            self._counters.add("worked_seconds", seconds)
            self._line.done(maker.turn)
            maker.turn = None

    def _kill(self, maker: _Maker) -> None:
        """End a maker with its typesetter, however it is, and collect it."""
        with suppress(OSError):
            os.killpg(maker.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(maker.pid, 0)
        self._events.unregister(maker.way)
        maker.way.close()
        del self._makers[maker.number]
        if maker.turn is not None:
            self._line.done(maker.turn)

    # -- the line -------------------------------------------------------------------------------

    def _at_door(self) -> None:
        """Let in whoever stands there."""
        while True:
            try:
                message, handles, _, _ = socket.recv_fds(self._door, _MESSAGE_BYTES, 4)
            except BlockingIOError:
                return
            if not message:
                self._is_open = False
                self._events.unregister(self._door)
                return
            if message == wire.SENT_AWAY:
                self._counters.add("busy")
            for handle in handles:
                self._let_in(socket.socket(fileno=handle), json.loads(message))

    def _let_in(self, conn: socket.socket, asked: dict[str, str | int]) -> None:
        now = time.monotonic()
        conn.setblocking(False)
        waiting = _Waiting(Turn(str(asked["visitor"]), Lane(int(asked["lane"]))), conn)
        try:
            before = self._line.join(waiting.turn, now)
        except FullError as full:
            self._say_busy(conn, full.before, own=full.own)
            return
        self._waiting[waiting.turn] = waiting
        self._events.register(conn, selectors.EVENT_READ, lambda: self._gave_up(waiting))
        _say(conn, wire.QUEUED, {"before": before})

    def _gave_up(self, waiting: _Waiting) -> None:
        """Nobody writes before a turn begins: what can be read is the end."""
        if waiting.turn in self._waiting:
            self._counters.add("left")
            self._line.leave(waiting.turn, time.monotonic(), holds=True)
            self._take_out(waiting)
            waiting.conn.close()

    def _send_away(self, waiting: _Waiting, now: float) -> None:
        before = self._line.before(waiting.turn)
        self._line.leave(waiting.turn, now, holds=True)
        self._take_out(waiting)
        self._say_busy(waiting.conn, before, own=False)

    def _say_busy(self, conn: socket.socket, before: int, *, own: bool) -> None:
        self._counters.add("busy")
        seconds = round(before * self._usual_seconds / max(1, self._line.makers - 1))
        retry = min(_MOST_RETRY_SECONDS, max(_LEAST_RETRY_SECONDS, seconds))
        _say(conn, wire.BUSY, {"before": before, "own": own, "retry": retry})
        conn.close()

    def _take_out(self, waiting: _Waiting) -> None:
        del self._waiting[waiting.turn]
        self._events.unregister(waiting.conn)

    def _give_out(self) -> None:
        """Begin what can begin: files at the first maker that is free, quick work at the last."""
        while self._waiting and not self._stops and (free := self._free()):
            now = time.monotonic()
            turn = self._line.next(now)
            if turn is None:
                return
            maker = free[-1] if turn.lane is Lane.QUICK else free[0]
            waiting = self._waiting[turn]
            self._take_out(waiting)
            self._counters.add("waited_seconds", now - turn.joined)
            maker.turn = turn
            _say(waiting.conn, wire.BEGIN, {"seconds": self._limits[turn.lane]})
            with suppress(OSError):  # a maker that died says so itself
                socket.send_fds(maker.way, [wire.BEGIN], [waiting.conn.fileno()])
            waiting.conn.close()

    def _free(self) -> list[_Maker]:
        """Whoever may be given work: none that stands still, for work that two of them had is taken
        for what ended them.
        """
        makers = sorted(self._makers.values(), key=lambda maker: maker.number)
        free = [maker for maker in makers if maker.turn is None and not maker.leaves]
        return [maker for maker in free if can_work(maker.pid)]


def _say(conn: socket.socket, kind: bytes, said: dict[str, float | bool]) -> None:
    with suppress(OSError):  # whoever has gone needs no word
        wire.send(conn, kind, json.dumps(said).encode())

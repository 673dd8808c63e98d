"""When the room opens and closes, in gunicorn's master: called by gunicorn.conf.py.

Only there: with `--preload` the master has the application before it forks, so foreman and makers
share its memory with the workers. Without it, and under every other server, the same routes do
their work in the process that was asked.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from callbacks.room import wire
from callbacks.room.counters import Counters
from callbacks.room.door import Door
from callbacks.room.foreman import Foreman
from callbacks.room.maker import Answers, Warmer, work

# Longer than any of its looks around, shorter than a visitor's patience.
_SILENT_SECONDS = 8.0
_NOT_THE_MASTERS = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTTIN", "SIGTTOU", "SIGUSR1", "SIGUSR2",
                    "SIGWINCH")  # fmt: skip
_LAST_CALL = signal.SIGUSR1


class Room:
    """One application's room: a door that outlives its foremen, and the foreman of now.

    `let_go` runs in each foreman: it closes what is the master's alone.
    """

    def __init__(
        self,
        answers: Answers,
        warmers: tuple[Warmer, ...],
        *,
        makers: int,
        let_go: Callable[[], None] = lambda: None,
        options: dict[str, Any] | None = None,
    ) -> None:
        self.counters = Counters()
        ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.door = Door(ours, self.counters)
        self._answers, self._warmers, self._let_go = answers, warmers, let_go
        self._options = {"makers": makers, **(options or {})}
        self.pid = 0

    def start(self) -> None:
        """Fork the foreman."""
        self.counters.beats(time.monotonic())
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid:
            return
        code = 1
        try:
            _leave_the_master()
            self.door.close()
            self._let_go()
            foreman = Foreman(self._theirs, self._serve, self.counters, **self._options)
            signal.signal(_LAST_CALL, lambda *_: foreman.call_last())
            foreman.run()
            code = 0
        except Exception:
            # a new one comes, and operators want to know what ended this one
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _serve(self, way: socket.socket, number: int) -> None:
        work(way, number, self._answers, self._warmers)

    def tend(self) -> bool:
        """Replace a foreman that died or hangs; whether there was need to."""
        silent = time.monotonic() - self.counters.beat > _SILENT_SECONDS
        if self.lives() and not silent:
            return False
        self.end()
        self.start()
        return True

    def call_last(self) -> None:
        """Nobody takes this server's place: what is not done soon is refused in words."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, _LAST_CALL)

    def lives(self) -> bool:
        """Whether its foreman is there."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def shut(self) -> None:
        """Leave it to the workers that know this door: it ends after the last of them."""
        wire.close_all([self._theirs])
        self.door.close()

    def end(self) -> None:
        """End the foreman and its makers."""
        for name in (signal.SIGCONT, signal.SIGTERM):
            with suppress(ProcessLookupError):
                os.kill(self.pid, name)


def _leave_the_master() -> None:
    """Of its signals a foreman has none; it ends by SIGTERM, with its makers."""
    signal.set_wakeup_fd(-1)
    for name in _NOT_THE_MASTERS:
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


# -- gunicorn's ---------------------------------------------------------------------------------

_rooms: list[Room] = []


def current() -> Room | None:
    """The room of this process's application; None where it does its work itself."""
    return _rooms[-1] if _rooms else None


def counters() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """For operators: what is so now, and what was counted since the room was opened, by the names
    of counters.py; empty where there is no room.
    """
    room = current()
    return (room.counters.now(), room.counters.totals()) if room else ({}, {})


def health() -> Mapping[str, str]:
    """For readiness: nothing to say while its foreman looks around. Raises ConnectionError."""
    room = current()
    if room is not None and time.monotonic() - room.counters.beat > _SILENT_SECONDS:
        raise ConnectionError("the room for heavy work does not answer")
    return {}


def is_possible() -> bool:
    """Whether this system has what the room stands on."""
    return hasattr(socket, "send_fds") and hasattr(os, "fork") and sys.platform == "linux"


def open_room(arbiter: Any) -> None:
    """Open the room of the application that gunicorn has now, before its first worker."""
    server = arbiter.app.callable
    desk = getattr(server, "extensions", {}).get("room")
    if desk is None or not is_possible():
        arbiter.log.info("no room for heavy work: gunicorn was started without --preload")
        return

    def let_go() -> None:
        for listener in arbiter.LISTENERS:
            listener.close()
        for worker in arbiter.WORKERS.values():
            worker.tmp.close()

    makers = desk.settings.makers
    room = Room(desk.answer, tuple(desk.warmers), makers=makers, let_go=let_go)
    _rooms.append(room)
    room.start()


def renew_room(arbiter: Any) -> None:
    """Open one for the application of now; the workers of the one before keep theirs."""
    if _rooms:
        _rooms[-1].shut()
        open_room(arbiter)


def watch_over(arbiter: Any) -> None:
    """Look after the foreman whenever gunicorn looks after its workers: it has no hook for that."""
    manage = arbiter.manage_workers

    def manage_all() -> None:
        room = current()
        if room is not None and room.tend():
            arbiter.log.error("the foreman of heavy work had ended or hung; there is a new one")
        # whose workers have all gone: its application's memory is given back, its number is free
        _rooms[:-1] = [old for old in _rooms[:-1] if old.lives()]
        manage()

    arbiter.manage_workers = manage_all


def call_last() -> None:
    """When gunicorn stops and nobody takes its place."""
    for room in _rooms:
        room.call_last()


def close_rooms() -> None:
    """End every foreman, when gunicorn ends."""
    for room in _rooms:
        room.end()
    _rooms.clear()

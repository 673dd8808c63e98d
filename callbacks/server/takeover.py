"""New code in the place of old code without a request lost (docs/decisions/0138).

USR2 makes gunicorn start a second master over the same sockets. It loads the new code while the old
workers answer. Before it has workers of its own it tries itself out; if it answers, the old master
is told to end, and only then the new workers begin, so that the two never take requests beside each
other. Connections of the moment between wait in the queue of the socket.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from gunicorn import systemd

from callbacks.server.logs import ERRORS
from data.settings import Settings

_TRIAL_SECONDS = 60
_LOOK_SECONDS = 0.05
_ASKED = ("readyz", "")
_REFUSED = 2


def take_over(
    arbiter: Any, *, give_up: Callable[[], None], ready: Callable[[], None] = lambda: None
) -> None:
    """In a master that USR2 started: end the one before, or this one. In any other: nothing.

    `ready` is called before the one before is told. Raises SystemExit, after `give_up`, where the
    new code does not answer.
    """
    old = arbiter.master_pid
    if old == 0:
        return
    if not answers(arbiter.app.wsgi()):
        arbiter.log.error("the new code does not answer; the old one goes on")
        give_up()
        sys.exit(1)
    # a supervisor that follows the first process (systemd: NotifyAccess=all) follows this one
    systemd.sd_notify(f"MAINPID={os.getpid()}", arbiter.log)
    arbiter.log.info("the new code answers; master %s is told to end", old)
    ready()
    os.kill(old, signal.SIGTERM)


def answers(server: Any) -> bool:
    """Whether a process forked from this one, as workers are, answers a page and its health."""
    child = os.fork()
    if child == 0:
        os._exit(_tried(server))
    limit = time.monotonic() + _TRIAL_SECONDS
    while time.monotonic() < limit:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status == 0
        time.sleep(_LOOK_SECONDS)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _tried(server: Any) -> int:
    """The exit code of the trial."""
    try:
        client = server.test_client()
        base = Settings.from_environment().base_path
        found = [client.get(f"{base}{path}").status_code for path in _ASKED]
    except Exception as error:  # whatever it is, the log says it and the old code goes on
        ERRORS.error("trial", exc_info=error)
        return _REFUSED
    if set(found) != {HTTPStatus.OK}:
        ERRORS.error("trial", extra={"fields": {"status": found}})
        return _REFUSED
    return 0

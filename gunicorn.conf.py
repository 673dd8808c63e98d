"""What holds however gunicorn is started here: no header sets a path, the log names no visitor.

gunicorn finds this file by its name in the directory that it starts in. On HUP the workers get the
extract that is on the disk now: with `--preload` a HUP by itself would fork the application of the
start once more. On USR2 the code that is in this directory now takes over (docs/decisions/0138).
"""

from __future__ import annotations

import gc
import os
import secrets
import sys
from pathlib import Path
from typing import Any

# Nearly all that a start makes is kept: looking for garbage meanwhile is a tenth of its time
# (docs/decisions/0146). Turned on again below, before any worker is forked.
gc.disable()

forwarder_headers = ""
logger_class = "callbacks.server.gunicorn_logger.QuietLogger"
# What waits for a client costs a few kilobytes here, and no thread.
worker_connections = 3000
worker_class = "callbacks.server.gunicorn_worker.PatientWorker"
control_socket_disable = True
# A worker that leaves finishes what it began: an export may wait 20 s for its turn and be made for
# 240 (callbacks/room/foreman.py), and then it is sent. A stop without a successor takes 30 s
# (callbacks/server/crew.py). Who waits for either: tests/contract/test_graces.py.
graceful_timeout = 300

# Workers tell the master by a file that they live: in memory where the machine has a folder for
# that, since on a disk that is full or read-only none could start, and one that runs would end.
_MEMORY = "/dev/shm"
worker_tmp_dir = _MEMORY if os.access(_MEMORY, os.W_OK) else None

# A release is a folder, and `current` a link to it: this process keeps the one of its start when
# the link leads elsewhere. gunicorn's own way back to the link, for USR2, is in $PWD.
chdir = str(Path.cwd())

# One for all workers, also without --preload, and in memory alone: it signs the forms of shared
# stories and hides addresses. An operator's own, which several machines may share, stays.
if os.environ.get("STORIES_DATABASE_URL"):
    os.environ["STORIES_SECRET"] = os.environ.get("STORIES_SECRET") or secrets.token_urlsafe(32)


def on_starting(arbiter: Any) -> None:
    """Refuse a bind that others can reach where nothing says at which address they do."""
    from callbacks.server import binding  # noqa: PLC0415 - the working directory is known by then

    binding.check_start(arbiter)


def pre_exec(arbiter: Any) -> None:
    """On USR2: forms that were signed before are read after, and connections that wait stay."""
    from callbacks.server import relay  # noqa: PLC0415 - found once gunicorn is where it starts in

    if (shared := relay.of_this_master()) is not None:
        shared.leave_to(arbiter.cfg.env_orig)
    if secret := os.environ.get("STORIES_SECRET"):
        arbiter.cfg.env_orig["STORIES_SECRET"] = secret


def when_ready(arbiter: Any) -> None:
    """Before the first worker: the processes that do heavy work (docs/decisions/0131). What USR2
    started then takes over, or ends and leaves all as it is (0138). At last the process that makes
    what visitors ask for first, where that is not there (0130).
    """
    gc.enable()
    import app  # noqa: PLC0415 - the settings are read by then
    from callbacks.room import life  # noqa: PLC0415 - found once gunicorn is where it starts in
    from callbacks.server import crew, relay, takeover  # noqa: PLC0415

    # what is started from here stays in this folder too; gunicorn has noted the way by the link
    sys.executable = str(Path(sys.executable).parent.resolve() / Path(sys.executable).name)
    shared = relay.open_relay()
    crew.lead(arbiter, shared, last_call=life.call_last)
    life.open_room(arbiter)
    life.watch_over(arbiter)
    takeover.take_over(arbiter, give_up=life.close_rooms, ready=shared.say_who_reads)
    if arbiter.cfg.preload_app:
        app.fill_store(arbiter.app.callable)


def child_exit(_arbiter: Any, worker: Any) -> None:
    """Whatever ended it: it is none of those who take visitors."""
    worker.turn.leave()


def on_exit(_arbiter: Any) -> None:
    """After the last worker."""
    from callbacks.room import life  # noqa: PLC0415

    life.close_rooms()


def on_reload(arbiter: Any) -> None:
    """Make the application anew; where that fails, the old one goes on and the log says why."""
    import app  # noqa: PLC0415 - the settings are read by then
    from callbacks.room import life  # noqa: PLC0415

    renewed = app.renewed_server()
    gc.enable()
    if renewed is None:
        arbiter.log.error("the new extract cannot be served; the old one goes on")
        return
    arbiter.app.callable = renewed
    life.renew_room(arbiter)
    app.fill_store(renewed)
    arbiter.log.info("serving the extract of now")

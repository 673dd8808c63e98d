"""One dashboard for all processes of a run of tests: who needs it first starts it, who leaves last
ends it."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.browser.serving import ROOT

_ENDS_WITHIN_S = 15.0
# Whoever started it may have ended long before the last leaves; without the whole run it ends too.
_KEEPER = """
import os, signal, sys, threading
from tests.browser.serving import served
over = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: over.set())
with served() as (url, _pid):
    print(url, flush=True)
    while not over.wait(1):
        os.kill(int(sys.argv[1]), 0)
"""


@contextmanager
def shared_by_all(folder: Path) -> Iterator[str]:
    """The address of the server that all share who name the same folder. Raises RuntimeError."""
    with _state(folder) as state:
        if not state.get("users"):
            state.update(_started())
        state["users"] = state.get("users", 0) + 1
        url = str(state["url"])
    try:
        yield url
    finally:
        with _state(folder) as state:
            state["users"] -= 1
            if not state["users"]:
                _end(state["keeper"])


@contextmanager
def _state(folder: Path) -> Iterator[dict[str, Any]]:
    """What is known of the server; nobody else looks or changes it meanwhile."""
    with (folder / "server.json").open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        state = json.loads(file.read() or "{}")
        yield state
        file.seek(0)
        file.truncate()
        json.dump(state, file)


def _started() -> dict[str, Any]:
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    keeper = subprocess.Popen(
        [sys.executable, "-c", _KEEPER, str(run)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert keeper.stdout is not None
    with keeper.stdout:
        url = keeper.stdout.readline().strip()
    if not url:
        raise RuntimeError("The server for browsers did not start: see above.")
    keeper.returncode = 0  # not this process ends it, but whoever leaves last
    return {"url": url, "keeper": keeper.pid}


def _end(keeper: int) -> None:
    os.kill(keeper, signal.SIGTERM)
    limit = time.monotonic() + _ENDS_WITHIN_S
    with suppress(ProcessLookupError, ChildProcessError):
        while time.monotonic() < limit:
            with suppress(ChildProcessError):  # a zombie of ours, where we began it
                os.waitpid(keeper, os.WNOHANG)
            os.kill(keeper, 0)
            time.sleep(0.05)

"""The process that makes the warm store: for a server, and no longer than that is there."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

import app as composition
from callbacks.server.warm import fill
from callbacks.server.warm.store import Warm
from tests.browser.serving import ROOT

# A server that starts one, says its number, and goes on.
SERVER = """
import os, subprocess, sys, time
command = [sys.executable, "-c", sys.argv[1], str(os.getpid())]
maker = subprocess.Popen(command, start_new_session=True)
print(maker.pid, flush=True)
time.sleep(60)
"""
# What keeps it from the store, as another process that is at it does.
MAKER = """
import fcntl, sys
from callbacks.server.warm import fill
fill._LOOK_S = 0.05
fill.end_with(int(sys.argv[1]))
try:
    with open({lock!r}, "w") as lock:
        print("waits", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def test_it_ends_with_its_server_also_while_it_waits(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER, MAKER.format(lock=str(path))],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert server.stdout is not None
        with server.stdout as said:
            assert said.readline().strip().isdigit() and said.readline() == "waits\n"
            server.kill()
            server.wait()
            assert said.read() == "interrupted\n"  # and then nobody has the pipe any more


def test_what_another_has_made_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two copies that share the folder, as in compose: the second waits, and finds it."""
    path = tmp_path / "made.store"
    monkeypatch.setattr(Warm, "is_missing", False)
    assert fill.fill(None, None, None, path, waits=True) == 0  # type: ignore[arg-type]
    with (tmp_path / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BlockingIOError):
            fill.fill(None, None, None, path)  # type: ignore[arg-type]


def test_a_server_tells_it_who_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it can look whether that is still there."""
    asked: list[list[str]] = []
    monkeypatch.setattr(fill, "fill_later", lambda command: asked.append(list(command)))
    server = Flask("small")
    composition.fill_store(server)
    server.extensions["warm"] = Warm(Path("/nowhere/at.store"))
    composition.fill_store(server)
    assert [command[-1] for command in asked] == [str(os.getpid())]

"""The file of everything is made once, whatever asks, and what goes wrong is told apart."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.everything import kept as module
from data.everything.kept import (
    NO_ROOM,
    NOT_WRITTEN,
    CannotBeMadeError,
    Kept,
    NotYetError,
    Why,
)

NAME = "kansas-city-health-equity-0123456789ab.zip"
# Stands for `python -m data everything`: notes that it runs, and makes the file after a while.
MAKER = """
import os, sys, time
from pathlib import Path
out = Path(sys.argv[sys.argv.index("--out") + 1])
with (out / "started").open("a") as file: file.write(f"{os.getpid()}\\n")
until = time.monotonic() + 30
while not (out / "go").exists() and time.monotonic() < until: time.sleep(0.02)
if (out / "go").read_text(): sys.exit(int((out / "go").read_text()))
scratch = out / ".making-zip-own"
scratch.mkdir()
(scratch / "part").write_bytes(b"whole")
(scratch / "part").replace(out / "NAME")
scratch.rmdir()
""".replace("NAME", NAME)


def kept(root: Path) -> Kept:
    return Kept(
        root,
        version="0123456789ab",
        mark="mark",
        lay_down=lambda folder: f"sqlite:///{folder}/none.sqlite",
        command=(sys.executable, "-c", MAKER),
    )


def started(root: Path) -> list[int]:
    file = root / "0123456789ab-mark" / "started"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def go(root: Path, code: str = "") -> None:
    (root / "0123456789ab-mark" / "go").write_text(code)


def wait_for_start(root: Path, count: int) -> None:
    until = time.monotonic() + 30
    while len(started(root)) < count and time.monotonic() < until:
        time.sleep(0.02)


def test_many_at_once_in_many_workers_make_it_once(tmp_path: Path) -> None:
    workers = [kept(tmp_path), kept(tmp_path)]  # two holders of one lock, as two processes are
    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(workers[n % 2].get, "zip", wait_seconds=60) for n in range(12)]
        wait_for_start(tmp_path, 1)
        with pytest.raises(NotYetError):
            workers[0].get("zip", wait_seconds=0)
        assert workers[0].path("zip") is None
        go(tmp_path)
        files = {answer.result() for answer in asked}
    assert len(started(tmp_path)) == 1
    (file,) = files
    assert file.read_bytes() == b"whole" and file.name == NAME
    assert workers[1].path("zip") == file


@pytest.mark.parametrize(
    ("code", "why"), [(NO_ROOM, Why.FULL), (NOT_WRITTEN, Why.REFUSED), (1, Why.FAILED)]
)
def test_a_failure_is_told_and_not_tried_again_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, why: Why
) -> None:
    (tmp_path / "0123456789ab-mark").mkdir()
    go(tmp_path, str(code))
    one = kept(tmp_path)
    for _ in range(2):
        with pytest.raises(CannotBeMadeError) as told:
            one.get("zip", wait_seconds=60)
        assert told.value.why is why
    assert len(started(tmp_path)) == 1
    monkeypatch.setattr(module, "AGAIN_SECONDS", 0.0)
    go(tmp_path)
    assert one.get("zip", wait_seconds=60).read_bytes() == b"whole"


def test_a_killed_maker_leaves_nothing_and_another_takes_over(tmp_path: Path) -> None:
    folder = tmp_path / "0123456789ab-mark"
    left = folder / ".making-zip-of-a-killed-one"
    left.mkdir(parents=True)
    old = tmp_path / "of-a-version-before"
    old.mkdir()
    os.utime(old, (0, 0))
    first, second = kept(tmp_path), kept(tmp_path)
    with pytest.raises(NotYetError):
        first.get("zip", wait_seconds=0)
    wait_for_start(tmp_path, 1)
    assert not left.exists() and not old.exists()
    os.kill(started(tmp_path)[0], signal.SIGKILL)
    go(tmp_path)
    assert second.get("zip", wait_seconds=60).read_bytes() == b"whole"
    assert len(started(tmp_path)) == 2


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CannotBeMadeError) as told:
        kept(tmp_path / "file").get("zip", wait_seconds=0.5)
    assert told.value.why is Why.REFUSED
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(CannotBeMadeError):
        kept(tmp_path / "link").get("zip", wait_seconds=0.5)
    assert not started(tmp_path)

"""A new release under a crowd: nothing is lost, nothing is mixed, and a bad one changes nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.release import swap
from tests.faults.running import ROOT, SMALL, Running, started, until
from tests.faults.visitors import Ask, told, visitors
from tests.integration.test_server_delivery import UPDATE, payload

VISITORS = 6
ASKS = [Ask("/numbers.csv"), Ask("/_dash-layout"), Ask(UPDATE, payload())]


@contextmanager
def listening(path: Path) -> Iterator[list[str]]:
    """What is said to the socket of a supervisor."""
    heard: list[str] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as box:
        box.bind(str(path))

        def listen() -> None:
            while (said := box.recv(500)) != b"end":
                heard.append(said.decode())

        hearer = threading.Thread(target=listen, daemon=True)
        hearer.start()
        yield heard
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
            end.sendto(b"end", str(path))
        hearer.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Releases as an operator keeps them: a folder each, and `current`, a link to one."""
    for name in ("a", "b", "broken", "silent"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "RELEASE").write_text(name)
    point(tmp_path, "a")
    return tmp_path


def point(folder: Path, name: str) -> None:
    link = folder / "next"
    link.symlink_to(folder / name)
    link.replace(folder / "current")


def swapped(running: Running) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deploy.release", "swap", str(running.pid), "--seconds", "60"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.full  # half a minute of three releases: `make faults`
def test_releases_change_under_visitors(folder: Path) -> None:
    """Two that cannot answer leave all as it is; the good one takes over with no request lost.
    systemd, which follows the first process and would end all with it, is told the new one.
    """
    with (
        listening(folder / "notify") as heard,
        started(SMALL, folder / "current", NOTIFY_SOCKET=str(folder / "notify")) as running,
        visitors(VISITORS, running.url, asks=ASKS, told=told, pause_seconds=0.05) as seen,
    ):
        for bad, why in (("broken", "did not start"), ("silent", "did not start")):
            point(folder, bad)
            ended = swapped(running)
            assert ended.returncode == 1 and why in ended.stderr, ended
            assert swap.successor_of(running.pid) is None
        assert "the new code does not answer; the old one goes on" in running.said()
        assert set(seen.versions) == {"a"}
        slow: list[bytes] = []
        asked = threading.Thread(
            target=lambda: slow.append(urllib.request.urlopen(f"{running.url}/slow").read())
        )
        asked.start()
        point(folder, "b")
        ended = swapped(running)
        assert ended.returncode == 0, ended
        until(lambda: bool(seen.versions["b"]), "a page of the new release")
        asked.join()
        assert not swap.is_running(running.pid)
        told_systemd = [said for said in heard if said.startswith("MAINPID=")]
        assert [f"its process is {said[8:]}." for said in told_systemd] == [
            ended.stdout.partition("answers; ")[2].strip()
        ]
    assert slow == [b"release-a-"]  # what was being made is finished by who began it
    assert seen.failed == [] and seen.mixed == [], (seen.failed[:5], seen.mixed[:5])
    assert seen.counts[412] > 0
    # no visitor goes to and fro between the two
    assert seen.counts[412] <= 2 * VISITORS, seen.counts


def test_what_cannot_be_swapped_is_said(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert swap.main(2**22 + 1, limit_seconds=1) == 1
    assert swap.main(os.getpid(), limit_seconds=1) == 1
    said = capfd.readouterr().err
    assert "There is no process" in said and "is not gunicorn" in said

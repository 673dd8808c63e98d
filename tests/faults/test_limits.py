"""Limits of one process: few open files, and an export that needs more memory than it may have."""

from __future__ import annotations

import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.faults.running import SMALL, started, status, until
from tests.faults.test_helpers import asked

FILES = 64


def test_an_export_that_eats_too_much_is_ended_in_words(tmp_path: Path) -> None:
    (tmp_path / "RELEASE").write_text("a")
    limits = {"MAKERS": "2", "MAKER_MEGABYTES": "300"}
    with started(SMALL, tmp_path, workers=1, **limits) as running, ThreadPoolExecutor(2) as crowd:
        until(lambda: len(running.makers()) == 2, "makers")
        other = crowd.submit(asked, f"{running.url}/made.pdf?seconds=1")
        code, body, headers = asked(f"{running.url}/large.pdf?megabytes=600")
        assert code == 503 and b"more memory than one file may take" in body
        assert int(headers["Retry-After"]) > 0 and b"refresh" not in body
        assert other.result()[0] == 200
        assert asked(f"{running.url}/large.pdf?megabytes=50")[:2] == (200, b"50 MB")
        assert '"error": "MemoryError"' in running.said()


def test_few_open_files_are_left_to_who_answers(tmp_path: Path) -> None:
    """Idle connections give way, others wait or read that too many are here: no answer fails."""
    (tmp_path / "RELEASE").write_text("a")
    few = ("prlimit", f"--nofile={FILES}:{FILES}")
    with (
        started(SMALL, tmp_path, workers=1, prefix=few, MAKERS="1") as running,
        ExitStack() as idle,
    ):
        assert f"{FILES} files may be open" in running.said()
        port = int(running.url.rpartition(":")[2])
        for _ in range(FILES):
            idle.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
        assert status(f"{running.url}/") == 200
        paths = ["/", "/numbers.csv", "/made.pdf?seconds=0.05", "/nowhere", "/slow"] * 8
        with ThreadPoolExecutor(len(paths)) as crowd:
            seen = Counter(crowd.map(lambda path: status(running.url + path), paths))
        assert seen[200] > 5 and set(seen) <= {200, 404, 503, 0}, seen
        assert "Too many open files" not in running.said()
        until(lambda: status(f"{running.url}/made.pdf") == 200, "an export")

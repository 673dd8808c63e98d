"""METRICS=on where the folder in memory is full: nobody is counted, everybody is answered."""

from __future__ import annotations

import urllib.request
from pathlib import Path

from tests.faults.disks import fill, in_memory, skip_unless_mountable
from tests.faults.running import SMALL, Running, started, status, until


def scraped(running: Running) -> str:
    with urllib.request.urlopen(f"{running.url}/metrics", timeout=30) as answer:
        return str(answer.read().decode())


def test_workers_live_where_their_counts_have_no_room(tmp_path: Path) -> None:
    """A write into a hole of a mapped file would end each worker at its first request."""
    skip_unless_mountable()
    (tmp_path / "RELEASE").write_text("a")
    with started(SMALL, tmp_path, prefix=in_memory(4_000), METRICS="on") as running:
        assert "equity_requests_total" in scraped(running)
        full = fill(Path(f"/proc/{running.pid}/root/dev/shm"))
        before = running.workers()
        running.kill(*before)
        until(lambda: len(set(running.workers()) - set(before)) == 2, "new workers")
        new = running.workers()
        assert [status(f"{running.url}/numbers.csv") for _ in range(40)] == [200] * 40
        assert running.workers() == new and "metrics_off" in running.said()
        assert 'kind="download"' in scraped(running)
        full.unlink()
        running.kill(new[0])
        until(lambda: len(set(running.workers()) - set(new)) == 1, "a new worker")
        assert status(f"{running.url}/readyz") == 200


def test_a_start_without_room_to_count_is_one_without_metrics(tmp_path: Path) -> None:
    skip_unless_mountable()
    (tmp_path / "RELEASE").write_text("a")
    nowhere = {"TMPDIR": "/dev/shm", "METRICS": "on"}
    with started(SMALL, tmp_path, prefix=in_memory(64), **nowhere) as running:
        assert status(f"{running.url}/numbers.csv") == 200
        assert "equity_requests" not in scraped(running)
        assert "no room to count" in running.said()

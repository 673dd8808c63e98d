"""A worker that dies takes nothing with it that a page does not get by asking once more."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.faults.running import SMALL, started, status, until
from tests.faults.visitors import Ask, told, visitors
from tests.integration.test_server_delivery import UPDATE, payload

ASKS = [Ask("/numbers.csv"), Ask(UPDATE, payload())]


def test_every_worker_is_killed_under_visitors(tmp_path: Path) -> None:
    """Browser and page (network.js) ask again on a new connection: nobody is told."""
    (tmp_path / "RELEASE").write_text("a")
    with (
        started(SMALL, tmp_path) as running,
        visitors(6, running.url, asks=ASKS, told=told, pause_seconds=0.05, asks_again=True) as seen,
    ):
        until(lambda: seen.counts[200] > 50, "answers")
        before = running.workers()
        for worker in before:
            os.kill(worker, signal.SIGKILL)
            asked = seen.counts[200]
            until(lambda asked=asked: seen.counts[200] > asked + 50, "answers of the others")
        until(lambda: status(f"{running.url}/readyz") == 200, "ready again")
        assert set(seen.counts) == {200}
    assert seen.failed == [] and seen.mixed == [], seen.failed[:5]

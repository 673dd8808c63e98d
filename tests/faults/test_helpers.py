"""Helpers that are killed or stand still: an export is made all the same, or there are words."""

from __future__ import annotations

import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.running import SMALL, Running, started, status, until

# Of a machine under load. A typesetter that stands still has 33 seconds, a maker 90.
SOON_SECONDS = 25.0


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("helpers")
    (folder / "RELEASE").write_text("a")
    with started(SMALL, folder, workers=1, MAKERS="2") as found:
        yield found


def asked(url: str) -> tuple[int, bytes, dict[str, str]]:
    try:
        with urllib.request.urlopen(url, timeout=120) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def sheet(running: Running, told: str) -> bytes:
    """An export that a typesetter makes, in the time that is promised."""
    before = time.monotonic()
    code, body, _ = asked(f"{running.url}/sheet.pdf?told={told}")
    assert (code, body[:5]) == (200, b"%PDF-"), body[:300]
    assert time.monotonic() - before < SOON_SECONDS
    return body


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_typesetter_that_is_killed_or_stands_still_is_replaced(
    running: Running, how: signal.Signals
) -> None:
    first = sheet(running, "one")
    hit = running.typesetters()
    assert hit
    running.kill(*hit, how=how)
    assert sheet(running, "one") == first
    assert status(f"{running.url}/") == 200
    until(lambda: not set(hit) & set(running.typesetters()), "the end of who stood still")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_what_a_maker_had_is_made_by_another(running: Running, how: signal.Signals) -> None:
    until(lambda: len(running.makers()) == 2, "makers")
    hit = running.makers()
    before = time.monotonic()
    with ThreadPoolExecutor(1) as visitor:
        export = visitor.submit(asked, f"{running.url}/made.pdf?seconds=1.5")
        time.sleep(0.5)  # it has begun, or waits
        running.kill(*hit, how=how)
        assert status(f"{running.url}/") == 200
        assert export.result()[0] == 200
    assert time.monotonic() - before < SOON_SECONDS
    until(lambda: not set(hit) & set(running.makers()), "the end of who stood still")


def test_a_foreman_that_stands_still_costs_words_and_then_nothing(running: Running) -> None:
    hit = running.foreman()
    running.kill(hit, how=signal.SIGSTOP)
    code, body, headers = asked(f"{running.url}/made.pdf")
    assert code == 503 and b"cannot be made just now" in body
    assert int(headers["Retry-After"]) > 0 and b'http-equiv="refresh"' in body
    assert status(f"{running.url}/") == 200
    until(lambda: asked(f"{running.url}/made.pdf")[0] == 200, "an export", SOON_SECONDS)
    until(lambda: running.foreman() not in (0, hit), "a new foreman")


def test_what_ends_its_makers_is_not_asked_for_for_ever(running: Running) -> None:
    """The page does not load itself again: the next try would take two makers more."""
    code, body, headers = asked(f"{running.url}/fatal.pdf")
    assert code == 503 and b"A smaller choice" in body
    assert headers["Retry-After"] == "60" and b"refresh" not in body
    assert asked(f"{running.url}/made.pdf")[0] == 200


@pytest.mark.full  # gunicorn waits ten seconds before it ends a worker
def test_a_worker_that_stands_still_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "RELEASE").write_text("a")
    with started(SMALL, tmp_path, arguments=("--timeout", "10")) as running:
        before = running.workers()
        running.kill(before[0], how=signal.SIGSTOP)
        assert [status(f"{running.url}/numbers.csv") for _ in range(20)].count(200) >= 19
        until(lambda: before[0] not in running.workers(), "its end")
        until(lambda: len(running.workers()) == 2, "another")
        assert status(f"{running.url}/readyz") == 200

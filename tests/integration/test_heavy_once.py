"""Of many who ask for the same sheet at once, one has it made: no room is full of copies."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from callbacks.room import life
from callbacks.room.door import AwayError, Door
from callbacks.room.wire import Answer
from callbacks.server import heavy
from data.settings import Settings
from tests.conftest import AppMaker

SHEET = "/fact-sheets/poverty/zip-64130.pdf"
CROWD = 8


class SlowDoor(Door):
    """A door behind which nobody lives: it counts, waits a moment and answers, or fails once."""

    def __init__(self, end: Any, counters: Any, *, fails: int = 0) -> None:
        super().__init__(end, counters)
        self.asked, self.fails, self._lock = 0, fails, Lock()

    def ask(self, *_args: Any, **_kwargs: Any) -> Answer:
        with self.seat(), self._lock:
            self.asked += 1
            number = self.asked
        time.sleep(0.2)
        if number <= self.fails:
            raise AwayError
        return Answer(200, [("Content-Type", "application/pdf")], b"sheet", {})


@pytest.fixture
def server(make_small_app: AppMaker) -> Flask:
    app = make_small_app()
    heavy.register(app.server, Settings())
    view = heavy.heavy(lambda: "made in this process", heavy.Lane.QUICK, keeps=True)
    app.server.add_url_rule(SHEET, "sheet", view)
    return app.server


def _crowd(server: Flask, door: SlowDoor, patched: pytest.MonkeyPatch) -> list[int]:
    patched.setattr(life, "current", lambda: SimpleNamespace(door=door))
    together = Barrier(CROWD)

    def one(_number: int) -> int:
        client = server.test_client()
        together.wait()
        return client.get(SHEET).status_code

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(one, range(CROWD)))


def _door(**more: int) -> SlowDoor:
    end = SimpleNamespace(settimeout=lambda _seconds: None)
    counters = SimpleNamespace(get=lambda _name: 0)
    return SlowDoor(end, counters, **more)


def test_one_of_many_has_it_made(server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    door = _door()
    assert set(_crowd(server, door, monkeypatch)) == {200}
    assert door.asked == 1
    assert server.test_client().get(SHEET).data == b"sheet"
    assert door.asked == 1


def test_a_failure_is_told_to_one_and_the_others_try_again(
    server: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = _door(fails=1)
    found = _crowd(server, door, monkeypatch)
    assert sorted(found)[:-1] == [200] * (CROWD - 1)
    assert max(found) == 503

"""Of those who ask for one made thing at the same moment, one has it made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from callbacks.room import life
from callbacks.room.line import Lane
from callbacks.room.wire import Answer, Request
from callbacks.server.heavy import heavy, register
from callbacks.server.watch.gate import CACHES
from data.settings import Settings
from tests.integration.test_server_crowd import all_at_once, get

VISITORS = 6


class Door:
    """A room that takes long enough for all others to come, and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @contextmanager
    def seat(self) -> Iterator[None]:
        yield

    def ask(self, asked: Request, **_how: Any) -> Answer:
        self.asked.append(asked.environ["QUERY_STRING"])
        sleep(0.2)
        return Answer(
            200, [("X-Made", str(len(self.asked)))], asked.environ["PATH_INFO"].encode(), {}
        )


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    found = Door()
    monkeypatch.setattr(life, "current", lambda: SimpleNamespace(door=found))
    return found


@pytest.fixture
def app() -> SimpleNamespace:
    made = Flask("small")
    made.extensions[CACHES] = {}
    register(made, Settings())
    for name, keeps in (("kept", True), ("slides", False)):
        view = heavy(lambda: "never here", Lane.FILE, keeps=keeps)
        made.add_url_rule(f"/{name}.pdf", name, view, methods=["GET", "POST"])
    return SimpleNamespace(server=made)


@pytest.mark.parametrize("name", ["kept", "slides"])
def test_who_follows_one_link_together_gets_one_file(
    door: Door, app: SimpleNamespace, name: str
) -> None:
    address = f"/{name}.pdf?deck=a"
    found = all_at_once(app, [get(address)] * VISITORS)
    said = [(answer.status_code, answer.data) for answer in found]
    assert said == [(200, f"/{name}.pdf".encode())] * VISITORS
    assert len(door.asked) == 1
    app.server.test_client().get(address)
    assert len(door.asked) == (1 if name == "kept" else 2)  # what is made for some is not kept


@pytest.mark.parametrize("name", ["kept", "slides"])
def test_what_is_sent_is_made_for_each(door: Door, app: SimpleNamespace, name: str) -> None:
    all_at_once(app, [get(f"/{name}.pdf", method="POST")] * 3)
    assert len(door.asked) == 3


def test_two_links_are_two_files(door: Door, app: SimpleNamespace) -> None:
    all_at_once(app, [get(f"/slides.pdf?{query}") for query in ("deck=a", "deck=b", "own=1")])
    assert len(door.asked) == 3
    all_at_once(app, [get("/kept.pdf?lang=es&utm=1"), get("/kept.pdf?utm=2&lang=es")])
    assert len(door.asked) == 4

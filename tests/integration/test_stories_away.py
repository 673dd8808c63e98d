"""The stories' PostgreSQL hangs or starts again: every page goes on, in words; it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from time import monotonic, sleep

import pytest
from dash import Dash

from app import assemble
from callbacks.stories import shelf as module
from callbacks.stories.opening import open_shelf
from callbacks.stories.shelf import LiveShelf
from data.locale import texts
from data.repository import servers
from data.services import Services
from data.settings import Settings
from data.stories import circuit
from data.stories.database import StoriesDown
from data.stories.limits import Limit
from data.stories.model import Actor
from layouts import paths
from tests import shared
from tests.postgres import Server
from tests.stories import MANY, sent

T = texts("en").t
ZIP = f"{paths.PLACE}/zip-64130"


@pytest.fixture(scope="module")
def shelf(postgres_server: Server) -> Iterator[LiveShelf]:
    url = postgres_server.new_database("shelf")
    found = open_shelf(Settings(stories_database_url=url))
    assert isinstance(found, LiveShelf)
    yield found
    found.store.close()


@pytest.fixture(scope="module")
def app(shelf: LiveShelf) -> Dash:
    return assemble(Settings(), Services(shared.services().atlas, shelf=shelf))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE_SECONDS", 0.3)
    monkeypatch.setattr(circuit, "AGAIN_SECONDS", 0.1)
    monkeypatch.setattr(servers, "CONNECT_SECONDS", 2)
    monkeypatch.setattr(servers, "STATEMENT_SECONDS", 1)


def ask(app: Dash, path: str) -> tuple[int, str, str]:
    """Status, words and whether it was kept."""
    answer = app.server.test_client().get(path)
    return answer.status_code, unescape(answer.text), answer.headers.get("Cache-Control", "")


def come_back(app: Dash) -> None:
    """Whoever asks has it asked for; within seconds it answers."""
    until = monotonic() + 60
    while T("share.list.away") in ask(app, paths.STORIES)[1]:
        assert monotonic() < until
        sleep(0.1)


def test_every_page_goes_on_without_the_stories_server(
    app: Dash, shelf: LiveShelf, postgres_server: Server
) -> None:
    told = shelf.store.tell(sent(1, text="told in a hall"), addresses=["a"], limit=MANY)
    shelf.store.approve(told.id, actor=Actor.MODERATOR)
    assert "told in a hall" in ask(app, paths.STORIES)[1]
    remembered = ask(app, paths.GAPS)
    with postgres_server.frozen():
        with ThreadPoolExecutor(8) as crowd:  # all at once, as it begins to hang
            pages = [paths.STORIES, ZIP, paths.GAPS, paths.METHODS] * 2
            found = list(crowd.map(lambda path: ask(app, path), pages))
        assert [status for status, _, _ in found] == [200] * 8
        assert T("share.list.away") in ask(app, paths.STORIES)[1]
        assert "told in a hall" not in ask(app, ZIP)[1]
        assert ask(app, ZIP)[2] == "no-store"
        assert ask(app, paths.GAPS) == remembered
        assert shelf.revision() is not None  # the one known last: what is kept is found
        status, words, _ = ask(app, paths.SHARE)
        assert status == 503 and T("share.away.said") in words
    come_back(app)
    assert "told in a hall" in ask(app, ZIP)[1]
    postgres_server.stop()
    try:
        assert T("share.list.away") in ask(app, paths.STORIES)[1]
        assert ask(app, paths.GAPS) == remembered
    finally:
        postgres_server.start()
    come_back(app)
    assert "told in a hall" in ask(app, paths.STORIES)[1]
    assert ask(app, paths.SHARE)[0] == 200


def test_what_is_refused_is_no_outage(shelf: LiveShelf) -> None:
    """Words that no database takes make nobody else wait."""
    with pytest.raises(StoriesDown, match="DataError"):
        shelf.store.tell(sent(2, text="\0"), addresses=["a"], limit=Limit("story", 9, 9))
    assert shelf.is_reachable()

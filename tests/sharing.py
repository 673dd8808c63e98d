"""A site that takes stories, in process, over a store of its own: for tests of any kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from dash import Dash
from werkzeug.test import TestResponse

from app import assemble
from callbacks.stories.opening import open_shelf
from callbacks.stories.shelf import LiveShelf
from data.services import Services
from data.settings import Settings
from data.stories.codes import token_hash
from data.stories.steady import Steady
from data.stories.store import Store
from data.stories.tables import TryRow
from layouts import paths
from tests import shared
from tests.stories import Clock, fast_folder

TOKEN = "the token of the moderators"
TEXT = "The bus comes once an hour & we <wait>."
GOOD = {"text": TEXT, "place": "zip-64130", "online": "yes", "months": "6", "age": "adult"}
FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


@dataclass
class Site:
    """An app that shares stories, and where it keeps them."""

    app: Dash
    store: Store
    folder: Path
    clock: Clock

    def ask(self, path: str, *, address: str = "192.0.2.1", **more: Any) -> TestResponse:
        client = self.app.server.test_client(use_cookies=False)
        return client.get(path, environ_base={"REMOTE_ADDR": address}, **more)

    def send(
        self, path: str, form: dict[str, str], *, address: str = "192.0.2.1", **headers: str
    ) -> TestResponse:
        client = self.app.server.test_client(use_cookies=False)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.post(path, data=form, headers=named, environ_base={"REMOTE_ADDR": address})

    def tell(self, form: dict[str, str] | None = None, **more: str) -> TestResponse:
        """Through both steps of the form."""
        review = self.send(paths.SHARE, (form or GOOD) | {"step": "check"}, **more)
        assert review.status_code == 200, review.text
        return self.send(paths.SHARE, hidden(review) | {"step": "send"}, **more)

    def signed_in(self) -> str:
        """The cookie of a moderator, as a header."""
        page = self.ask(paths.MODERATE)
        answer = self.send(f"{paths.MODERATE}/sign-in", hidden(page) | {"key": TOKEN})
        assert answer.status_code == 303
        return answer.headers["Set-Cookie"].partition(";")[0]

    def decide(self, cookie: str, do: str, story: int, **more: str) -> TestResponse:
        page = self.ask(paths.MODERATE, headers={"Cookie": cookie})
        form = {"token": hidden(page)["token"], "do": do, "story": str(story), "seen": TEXT}
        form[f"edited-{story}"] = TEXT
        return self.send(f"{paths.MODERATE}/decide", form | more, Cookie=cookie)


def hidden(page: TestResponse) -> dict[str, str]:
    return {unescape(name): unescape(value) for name, value in FIELD.findall(page.text)}


def code_of(page: TestResponse) -> str:
    found = re.search(r'class="code">([^<]+)<', page.text)
    assert found, page.text
    return found[1]


def empty(store: Store) -> None:
    with store._writing() as session:
        session.query(TryRow).delete()
    for story in store.kept():
        store.take_back(hash_of(store, story.id))


def hash_of(store: Store, story_id: int) -> str:
    with store._reading() as session:
        return str(store._row(session, story_id).code_hash)


@contextmanager
def site_of(folder: Path | None = None, **settings: Any) -> Iterator[Site]:
    """`folder`: where its stories are; without one in memory."""
    with nullcontext(folder) if folder else fast_folder() as there:
        url = f"sqlite:///{there}/stories.sqlite"
        chosen = Settings(
            stories_database_url=url, stories_token_hash=token_hash(TOKEN), **settings
        )
        shelf = open_shelf(chosen)
        assert isinstance(shelf, LiveShelf)
        clock = Clock()
        shelf.store._now = clock
        shelf.store._steady = Steady(lambda: clock().timestamp(), clock.elapsed)
        app = assemble(chosen, Services(shared.services().atlas, shelf=shelf))
        yield Site(app, shelf.store, there, clock)
        shelf.store.close()

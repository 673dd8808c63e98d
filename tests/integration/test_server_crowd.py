"""Many first requests at once on a cold server: everyone gets the bytes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from data.settings import Settings
from tests.conftest import AppMaker
from tests.integration.test_server_delivery import UPDATE, payload

THREADS = 8
ASSETS = Path(__file__).parents[2] / "assets"
Ask = Callable[[FlaskClient], TestResponse]


def all_at_once(app: Dash, asks: Sequence[Ask]) -> list[TestResponse]:
    """The answers to `asks`, each from a thread and a client of its own, sent together."""
    together = Barrier(len(asks))

    def one(ask: Ask) -> TestResponse:
        client = app.server.test_client()
        together.wait()
        return ask(client)

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(one, asks))


def get(path: str, encoding: str = "br", method: str = "GET") -> Ask:
    return lambda client: client.open(path, method=method, headers={"Accept-Encoding": encoding})


def check(answers: Sequence[TestResponse], where: str) -> None:
    assert {answer.status_code for answer in answers} == {200}, where
    assert len({answer.data for answer in answers}) == 1, where
    assert answers[0].data, where


def one_of_each_kind() -> Iterator[str]:
    seen = set()
    for file in sorted(ASSETS.rglob("*.*")):
        if file.suffix not in seen and file.name != "manifest.json":
            seen.add(file.suffix)
            yield f"/assets/{file.relative_to(ASSETS).as_posix()}"


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_first_requests_for_a_file(make_small_app: AppMaker, encoding: str) -> None:
    app = make_small_app()
    page = app.server.test_client().get("/").text
    suite = re.findall(r'"(/_dash-component-suites[^"]+)"', html.unescape(page))[0]
    for path in (*one_of_each_kind(), suite, "/_dash-layout", "/_dash-dependencies", "/"):
        check(all_at_once(app, [get(path, encoding)] * THREADS), path)


def test_no_request_comes_while_the_app_still_begins(
    make_small_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Dash leaves to the first one is not there yet for a second at the same moment."""
    app = make_small_app()
    begun_late: list[object] = []
    monkeypatch.setattr("dash.dash._validate.validate_layout", lambda *of: begun_late.append(of))
    suite = app.server.test_client().get("/_dash-component-suites/dash/dcc/async-graph.js")
    assert (suite.status_code, begun_late) == (200, [])
    assert app.registered_paths["dash"]


def test_first_requests_in_every_way_of_asking(make_small_app: AppMaker) -> None:
    path = next(path for path in one_of_each_kind() if path.endswith(".js"))
    asks = [get(path, way, method) for way in ("br", "gzip", "") for method in ("GET", "HEAD")]
    answers = all_at_once(make_small_app(), asks * 3)
    assert {answer.status_code for answer in answers} == {200}


def test_first_requests_for_an_answer(make_small_app: AppMaker) -> None:
    body = payload("neighborhood " * 200)

    def ask(client: FlaskClient) -> TestResponse:
        return client.post(UPDATE, json=body, headers={"Accept-Encoding": "br"})

    check(all_at_once(make_small_app(), [ask] * THREADS), UPDATE)


def test_a_crowd_at_the_cold_dashboard() -> None:
    app = create_app(Settings())
    document = app.server.test_client().get("/").text
    library = next(a for a in re.findall(r'"([^"]+\.js[^"]*)"', document) if "plotly" in a)
    for path in (
        library,
        "/api/places.json",
        "/download/explore/ranking.csv",
        "/download/place/zip-64130/spine.csv",
        "/fact-sheets/index.json",
        "/fact-sheets/poverty/zip-64130.png",
    ):
        answers = all_at_once(app, [get(path, "gzip")] * THREADS)
        assert {answer.status_code for answer in answers} == {200}, path
        assert len({answer.data for answer in answers}) == 1, path

"""Generated requests that no page sends: notices and refusals, never a 500."""

from __future__ import annotations

from html import unescape

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse

from data.locale import LANGUAGES, texts
from layouts import paths
from tests.fuzz.cases import KINDS, MARK, Case, made
from tests.fuzz.corpus import corpus
from tests.fuzz.judge import faults
from tests.fuzz.walk import walk
from tests.fuzz.written import files_of_the_project

SEED = 1939


@pytest.mark.parametrize("cases", [90, pytest.param(1500, marks=pytest.mark.full)])
def test_no_request_makes_the_server_fail(real_app: Dash, cases: int) -> None:
    """The beginning of `make fuzz` (tests/fuzz): addresses, callbacks, decks, areas, forms."""
    said: list[tuple[int, str, str]] = []
    before = files_of_the_project()
    found = walk(
        real_app.server,
        corpus(real_app),
        seed=SEED,
        numbers=range(cases),
        tell=lambda *fault: said.append(fault),
    )
    assert [fault for fault in said if fault[1].startswith("FAULT")] == []
    assert {200, 400, 404, 405} <= set(found.statuses)
    assert set(found.kinds) == set(KINDS)
    assert files_of_the_project() == before


def answered(body: str, kind: str = "text/html", *, status: int = 200) -> TestResponse:
    headers = Headers({"Content-Type": kind, "X-Content-Type-Options": "nosniff"})
    request = EnvironBuilder().get_request()
    return TestResponse([body.encode()], f"{status} X", headers, request)


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        (answered("<p>fine<p>fine</p><br>"), ""),
        (answered("", status=500), "status 500"),
        (answered("", status=503), "Retry-After"),
        (answered(f"<p>{MARK} x=1></p>"), "unescaped"),
        (answered("<div><b></div></b>"), "HTML"),
        (answered("{", "application/json"), "application/json"),
        (answered("<svg><g></svg>", "image/svg+xml"), "image/svg+xml"),
        (answered("Traceback (most recent call last): …"), "Traceback"),
        (answered("x", ""), "no Content-Type"),
    ],
)
def test_a_fault_is_seen(answer: TestResponse, wrong: str) -> None:
    found = faults(Case("address", "GET", "/"), answer, whole=True)
    assert wrong in "".join(found) and bool(found) == bool(wrong)


def test_a_case_is_made_of_its_seed_and_number_alone(real_app: Dash) -> None:
    ground = corpus(real_app)
    assert [made(ground, 1, n) for n in range(50)] == [made(ground, 1, n) for n in range(50)]
    assert made(ground, 1, 7) != made(ground, 2, 7)


def test_two_whole_dashboards_in_one_process(real_app: Dash) -> None:
    from app import create_app
    from data.settings import Settings

    second = create_app(Settings(base_path="/second"))
    for app, base in ((real_app, ""), (second, "/second")):
        client = app.server.test_client()
        assert client.get(f"{base}/").status_code == 200
        assert client.get(f"{base}/healthz").json["status"] == "ok"
        assert client.get(f"{base}/_dash-dependencies").json
    assert set(second.callback_map) == set(real_app.callback_map)
    assert all("callback" in second.callback_map[key] for key in served(real_app))


def served(app: Dash) -> set[str]:
    """Callbacks that the server answers."""
    return {key for key, callback in app.callback_map.items() if "callback" in callback}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "path", [paths.SHARE, paths.YOURS, paths.MODERATE, f"{paths.MODERATE}/decide"]
)
def test_where_no_stories_are_taken_every_address_says_so(
    real_client: FlaskClient, path: str, lang: str
) -> None:
    address = f"{path}?lang={lang}"
    for answer in (real_client.get(address), real_client.post(address, data={"text": "x"})):
        assert answer.status_code == 404
        assert texts(lang).t("share.closed.said") in unescape(answer.text)
    page = real_client.get(f"{paths.STORIES}?lang={lang}").text
    assert paths.SHARE not in page and 'method="post"' not in page

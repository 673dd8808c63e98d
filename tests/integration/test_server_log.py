"""What the log keeps of a request: its number, and nothing that a visitor could write into it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest
from dash import Dash
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import assemble
from callbacks.server import logs
from callbacks.server.byte_cache import ByteCache
from callbacks.server.watch.gate import NUMBER
from data.locale import LANGUAGES, texts
from data.models import PlaceId
from data.settings import Settings
from layouts import paths
from layouts.pages import PAGES
from tests import shared
from tests.browser.serving import ROOT
from tests.conftest import AppMaker
from tests.integration.test_server_delivery import UPDATE, payload

HEADER = "X-Request-ID"
OWN = re.compile(r"[0-9a-f]{12}")
PROXYS = "7f3b1c52-9e2a-4b0e-8f54-2f2d6c1d9a10"
# What somebody writes who wants a second line, a command to a terminal, or markup.
HOSTILE = (
    'x", "level": "ERROR',
    "one two three",
    "x" * 65,
    "short",
    "",
    "12345678\u2028{}",
    "12345678\x1b[2J",
    "<script>alert(1)</script>",
    "12345678,87654321",
    "../../../etc/passwd",
)


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """The log as it is written, line for line."""
    kept: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(logs.JsonFormatter().format(record))

    handler = Keep()
    logger = logging.getLogger("equity")
    logger.addHandler(handler)
    yield kept
    logger.removeHandler(handler)


def asked(app: Dash, path: str, given: str) -> TestResponse:
    """The answer to a request whose header says what a client may send, and more."""
    environ = {"HTTP_X_REQUEST_ID": given}
    return app.server.test_client().get(path, environ_overrides=environ)


@pytest.mark.parametrize("given", [*HOSTILE, PROXYS])
def test_only_a_proxy_of_ours_gives_a_number(
    make_small_app: AppMaker, lines: list[str], given: str
) -> None:
    alone, behind = make_small_app(), make_small_app(proxies="1")
    first, second = asked(alone, "/", given), asked(behind, "/", given)
    assert OWN.fullmatch(first.headers[HEADER])
    said = second.headers[HEADER]
    assert said == PROXYS if given == PROXYS else OWN.fullmatch(said)
    assert [json.loads(line)["request"] for line in lines] == [first.headers[HEADER], said]
    assert [len(line.splitlines()) for line in lines] == [1, 1]


@pytest.mark.parametrize(
    "path",
    ["/a\nb", "/assets/a\r\nb", "/assets/x\u2028y", "/assets/\x1b[2J\x9b31m", '/assets/"}{"', "/é"],
)
def test_no_path_writes_a_second_line(client: FlaskClient, lines: list[str], path: str) -> None:
    wsgi = path.encode().decode("latin-1")
    client.get("/", environ_overrides={"PATH_INFO": wsgi})
    assert len(lines) == 1
    assert lines[0].isascii() and lines[0].isprintable()
    assert json.loads(lines[0])["event"] == "access"


def test_a_long_path_makes_no_long_line(client: FlaskClient, lines: list[str]) -> None:
    client.get("/assets/" + "a" * 7000)
    assert len(lines[0]) < 600


def test_every_request_has_one_line_and_a_number_of_its_own(
    make_small_app: AppMaker, lines: list[str]
) -> None:
    """Whoever answers: a page, a kept one, a file, a refusal, a redirect, something that broke."""
    app = make_small_app()
    client = app.server.test_client()
    answers = [
        client.get(path)
        for path in ("/", "/", "/assets/icons/icon.svg", "/nowhere", "/favicon.ico", "/bundles/x")
    ]
    answers.append(client.post("/", data=b"x"))
    answers.append(client.post(UPDATE, json=payload("a")))
    numbers = [answer.headers[HEADER] for answer in answers]
    assert [json.loads(line)["request"] for line in lines] == numbers
    assert len(set(numbers)) == len(numbers)
    kinds = [json.loads(line)["kind"] for line in lines]
    assert kinds == ["page", "page", "file", "page", "file", "file", "page", "switch"]


def test_machines_that_look_after_it_fill_no_log(client: FlaskClient, lines: list[str]) -> None:
    for path in ("/healthz", "/robots.txt"):
        assert client.get(path).headers[HEADER]
    assert lines == []


def test_a_request_that_came_from_another_process_keeps_its_number(
    make_small_app: AppMaker, lines: list[str]
) -> None:
    app = make_small_app()

    @app.server.get("/breaks.pdf")
    def breaks() -> Response:
        raise RuntimeError(PROXYS)

    answer = app.server.test_client().get("/breaks.pdf", environ_overrides={NUMBER: "of-a-worker"})
    assert HEADER not in answer.headers  # the worker puts it on
    assert [(json.loads(line)["event"], json.loads(line)["request"]) for line in lines] == [
        ("failed", "of-a-worker")
    ]
    assert PROXYS not in lines[0]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/embed/map", "/api/v1/indicators"])
def test_a_failure_says_its_number(
    real_app: Dash, lines: list[str], monkeypatch: pytest.MonkeyPatch, lang: str, path: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    for name in (
        "callbacks.routing.find_page",
        "callbacks.files.embeds.wanted",
        "callbacks.server.problems.RefusedError.__init__",
    ):
        monkeypatch.setattr(name, fail)
    monkeypatch.setattr(real_app, "_describe", fail)
    monkeypatch.setattr(ByteCache, "get", lambda *_: None)  # whatever was asked before
    answer = real_app.server.test_client().get(f"{path}?lang={lang}&unknown=1")
    number = answer.headers[HEADER]
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert texts(lang).t("shell.number", number=number) in answer.text
    failed = [json.loads(line) for line in lines if "failed" in line]
    assert [line["request"] for line in failed] == [number]


# What rules have that is no place. A name that stands neither here nor in logs.py fails.
NO_PLACES = {
    *("determinant", "measure", "measure_id", "indicator", "indicator_id", "chart", "by", "aim"),
    *("kind", "version", "source", "name", "filename", "path", "_rest"),
    *("package_name", "fingerprinted_path"),
}
KEY = "zip-64130"
PART = re.compile(r"<(?:\w+:)?(\w+)>")


def named_places(server: Flask, base: str, key: str = KEY) -> list[str]:
    """Paths of every kind that name a place: of rules, of pages, and of pictures of pages."""
    found = []
    for rule in server.url_map.iter_rules():
        if set(PART.findall(rule.rule)) - NO_PLACES:
            word = {**dict.fromkeys(NO_PLACES, "food")}
            found.append(PART.sub(lambda part, word=word: word.get(part[1], key), rule.rule))
    for page in PAGES:
        for path in {urlsplit(example).path for example in page.examples}:
            parts = [key if PlaceId.parse(part) else part for part in path.split("/")]
            if key in parts:
                below = "/".join(parts)
                found += [f"{base}{below}", f"{base}{paths.PREVIEW}{below}.png"]
    return found


@pytest.fixture(scope="module", params=["/", "/health/kc/"])
def based(request: pytest.FixtureRequest) -> tuple[Flask, str]:
    """The whole app at the root and below a path, and that path without its last slash."""
    settings = Settings(base_path=request.param)
    return assemble(settings, shared.services()).server, request.param.rstrip("/")


def mangled(path: str) -> list[str]:
    """`path` as mail programs and fingers change it."""
    head, _, last = path.rpartition("/")
    return [path, path.upper(), f"{path}.", f"{path}/", f"{head}//{last}", f"{head}/x.{last}"]


def test_no_line_names_a_place(based: tuple[Flask, str]) -> None:
    """Whatever the address is: a rule that is new is looked at too."""
    server, base = based
    places = server.extensions[logs.PLACES]
    found = named_places(server, base)
    assert len(found) > 12
    for path in found:
        for asked in mangled(path):
            shown = logs.shown_path(asked, places)
            assert KEY not in shown.casefold(), asked
        assert logs.shown_path(path, places).startswith(path[: path.index(KEY)])
        ending = PurePosixPath(path).suffix
        assert logs.shown_path(path, places).endswith(ending)


def test_the_line_of_a_request_has_no_place(based: tuple[Flask, str], lines: list[str]) -> None:
    """Also where nothing stands, and where a form was sent to it."""
    server, base = based
    client, said = server.test_client(), ("/n/zip-64130/obesity.json", "/place/ZIP-64130.")
    for path in (*said, "/zip-64130", "/memo/food/zip-64130", "/plan/zip-64130/memo.pdf"):
        client.get(base + path)
        client.post(base + path)
    client.get(f"{base}/", headers={"Host": "evil.example"}, query_string="places=zip-64130")
    client.get(f"{base}/zip-64130", headers={"Host": "evil.example"})
    assert len(lines) == 12
    assert "64130" not in "".join(lines)
    assert {json.loads(line)["status"] for line in lines} >= {200, 404, 405, 421}


def test_the_proxy_keeps_no_place_either(based: tuple[Flask, str]) -> None:
    server, base = based
    written = (ROOT / "deploy/nginx/nginx.conf").read_text(encoding="utf-8")
    ((pattern, shown),) = re.findall(r'^ *"~\*(\^\\d\+:\(\?<before>.*)" "(\S*)";$', written, re.M)
    pattern = re.compile(pattern.replace("(?<", "(?P<"), re.IGNORECASE)
    assert shown == "$before…$after"
    for path in named_places(server, base):
        found = pattern.search(f"200:{path}?places={KEY}")
        assert found and KEY not in found["before"] + found["after"], path

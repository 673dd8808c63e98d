"""What the log keeps of a request: its number, and nothing that a visitor could write into it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from dash import Dash
from flask import Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callbacks.server import logs
from callbacks.server.byte_cache import ByteCache
from callbacks.server.watch.gate import NUMBER
from data.locale import LANGUAGES, texts
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

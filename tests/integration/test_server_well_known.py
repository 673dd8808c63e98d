"""Health, robots, icons, and what the log keeps of a visit."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from callbacks.server import logs
from tests.conftest import AppMaker


def test_health_names_the_data(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "data_version": "v1"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_health_gives_the_reason(make_small_app: AppMaker) -> None:
    def unreadable() -> dict[str, str]:
        raise OSError("unable to open database file\n[SQL: SELECT secret]")

    answer = make_small_app(health=unreadable).server.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "reason": "unable to open database file"}


def test_robots(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer.text == "User-agent: *\nDisallow: /healthz\n"
    assert answer.mimetype == "text/plain"


def test_icons_exist(client: FlaskClient) -> None:
    document = client.get("/").text
    for name in ("favicon.ico", "icon.svg", "apple-touch-icon.png"):
        assert f'href="/assets/icons/{name}"' in document
        assert client.get(f"/assets/icons/{name}").status_code == 200
    assert client.get("/favicon.ico", follow_redirects=True).status_code == 200


@pytest.fixture
def log_lines() -> Iterator[list[str]]:
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logs.JsonFormatter().format(record))

    handler = Keep()
    logger = logging.getLogger("equity")
    logger.addHandler(handler)
    yield lines
    logger.removeHandler(handler)


def test_access_log_is_one_json_line_without_the_visitor(
    client: FlaskClient, log_lines: list[str]
) -> None:
    client.get("/?places=neighborhood-113", headers={"User-Agent": "Curious/1.0"})
    assert len(log_lines) == 1
    line = json.loads(log_lines[0])
    assert {key: line[key] for key in ("event", "level", "method", "path", "status")} == {
        "event": "access",
        "level": "INFO",
        "method": "GET",
        "path": "/",
        "status": 200,
    }
    assert line["ms"] > 0
    assert line["bytes"] > 0
    for secret in ("113", "Curious", "127.0.0.1"):
        assert secret not in log_lines[0]


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/place/neighborhood-113", "/place/…"),
        ("/download/place/zip-64130/spine.csv", "/download/place/…/spine.csv"),
        ("/fact-sheets/poverty/zip-64130.pdf", "/fact-sheets/poverty/….pdf"),
        ("/api/v1/places/own-8b2a", "/api/…/places/…"),
        ("/api/v1/estimates/zip-64130/obesity", "/api/…/estimates/…/obesity"),
        ("/places", "/places"),
    ],
)
def test_access_log_does_not_say_which_place(
    client: FlaskClient, log_lines: list[str], path: str, logged: str
) -> None:
    client.get(path)
    assert json.loads(log_lines[0])["path"] == logged


def test_log_level_is_honored(make_small_app: AppMaker, capsys: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("equity")
    make_small_app(log_level="ERROR").server.test_client().get("/")
    assert not logger.isEnabledFor(logging.INFO)
    make_small_app(log_level="INFO").server.test_client().get("/")
    assert logger.isEnabledFor(logging.INFO)
    capsys.readouterr()

"""Health, robots, icons, and what the log keeps of a visit."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from callbacks.room import life
from callbacks.room.counters import Counters
from callbacks.server import logs
from callbacks.server.watch import checks
from callbacks.server.watch.kinds import (
    API,
    DOWNLOAD,
    EMBED,
    EXPORT,
    FILE,
    MACHINE,
    SWITCH,
    kind_of,
)
from layouts.pages import PAGES
from tests.conftest import AppMaker

# Asked for by machines, and meant for crawlers as well; previews are what a shared link shows.
FOR_ALL = (
    "/robots.txt",
    "/.well-known/security.txt",
    "/preview/<path:name>.png",
    "/fact-sheets/index.json",
)


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


def test_health_says_no_secret_and_no_path(make_small_app: AppMaker) -> None:
    """Whatever a database or a system says of itself."""
    for error in (
        OSError("[Errno 2] No such file or directory: '/srv/secret/kc.sqlite'"),
        OperationalError("SELECT secret", {}, Exception('host "10.9.8.7", user "secret" failed')),
        RuntimeError("postgresql://secret:secret@db.example:5432/kc refused"),
        ValueError(r"C:\secret is gone, password=secret"),
        KeyError("secret"),
        ConnectionError(),
    ):

        def fail(error: Exception = error) -> dict[str, str]:
            raise error

        client = make_small_app(health=fail).server.test_client()
        for path in ("/healthz", "/readyz"):
            answer = client.get(path)
            assert answer.status_code == 503 and len(answer.text) > 40
            for telling in ("secret", "/", "\\", "10.9", "@"):
                assert telling not in str(answer.json), (path, answer.text)


def test_alive_whatever_is_the_matter(make_small_app: AppMaker) -> None:
    def never() -> dict[str, str]:
        raise AssertionError("it was asked")

    client = make_small_app(health=never, base_path="/kc").server.test_client()
    answer = client.get("/kc/livez")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.head("/kc/livez").data == b""
    assert client.post("/kc/livez").status_code == 405


def test_readiness_names_each_part(make_small_app: AppMaker) -> None:
    broken = {"is": False}

    def stories() -> dict[str, str]:
        if broken["is"]:
            raise ConnectionError("the database of shared stories does not answer")
        return {}

    client = make_small_app(parts={"stories": stories}).server.test_client()
    answer = client.get("/readyz")
    fine = {"data": "ok", "room": "ok", "stories": "ok"}
    assert answer.json == {"status": "ready", "parts": fine}
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    broken["is"] = True
    answer = client.get("/readyz")
    assert answer.json == {
        "status": "unavailable",
        "parts": fine | {"stories": "the database of shared stories does not answer"},
    }
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert client.get("/readyz?exclude=stories").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_a_room_that_is_silent_is_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    counters = Counters()
    counters.beats(time.monotonic())
    monkeypatch.setattr(life, "current", lambda: SimpleNamespace(counters=counters))
    assert client.get("/readyz").status_code == 200
    counters.beats(time.monotonic() - 60)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["parts"]["room"] == "the room for heavy work does not answer"


def test_a_part_that_hangs_holds_up_nobody(
    make_small_app: AppMaker, log_lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked once until it answers, whoever asks meanwhile; then it is heard at once."""
    monkeypatch.setattr(checks, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(checks, "REMEMBERED_SECONDS", 0.0)
    released, asked = Event(), []

    def hang() -> dict[str, str]:
        asked.append(1)
        released.wait(20)
        return {"data_version": "v1"}

    client = make_small_app(health=hang).server.test_client()
    for path in ("/readyz", "/healthz", "/readyz"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "did not answer within" in answer.text
    assert client.get("/livez").status_code == client.get("/").status_code == 200
    assert asked == [1]
    released.set()
    while client.get("/readyz").status_code != 200:
        pass
    said = [json.loads(line)["event"] for line in log_lines if "access" not in line]
    assert said == ["unhealthy", "healthy_again"]  # not once a question


def test_what_failed_is_remembered_for_a_moment(make_small_app: AppMaker) -> None:
    asked = []

    def fail() -> dict[str, str]:
        asked.append(1)
        raise OSError

    client = make_small_app(health=fail).server.test_client()
    assert [client.get("/readyz").status_code for _ in range(20)] == [503] * 20
    assert len(asked) < 20


def test_robots_leave_alone_what_is_made_for_each_asker(real_client: FlaskClient) -> None:
    """Files that take seconds, tables, health; every page may be read."""
    answer = real_client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    head, *rules = answer.text.splitlines()
    assert head == "User-agent: *"
    patterns = [
        re.compile(re.escape(rule.removeprefix("Disallow: ")).replace(r"\*", ".*"))
        for rule in rules
    ]

    def may_be_read(path: str) -> bool:
        return not any(pattern.match(path) for pattern in patterns)

    for rule in real_client.application.url_map.iter_rules():
        kind = kind_of(rule.rule, "/")
        if kind in (EXPORT, DOWNLOAD, MACHINE) and rule.rule not in FOR_ALL:
            assert not may_be_read(rule.rule), rule.rule
        elif kind in (FILE, SWITCH, API, EMBED):
            assert may_be_read(rule.rule), rule.rule
    for page in PAGES:
        assert may_be_read(page.path), page.key


def test_whom_to_tell_of_a_hole_is_said_where_somebody_is(make_small_app: AppMaker) -> None:
    path = "/.well-known/security.txt"
    assert make_small_app().server.test_client().get(path).status_code == 404
    app = make_small_app(
        security_contact="mailto:holes@example.org",
        public_url="https://example.org",
        default_language="es",
    )
    answer = app.server.test_client().get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:holes@example.org"
    assert fields["Preferred-Languages"] == "es, en"
    assert fields["Canonical"] == f"https://example.org{path}"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(0) < left < timedelta(days=365)
    below = make_small_app(security_contact="tel:+1-816-555-0100", base_path="/kc").server
    assert below.test_client().get(path).status_code == 200
    for wrong in ("holes@example.org", "http://example.org", "mailto:a b@c", "tel:x\nContact: y"):
        with pytest.raises(ValueError, match="security_contact"):
            make_small_app(security_contact=wrong)


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
        ("/fact-sheets/poverty/zip-64130.pdf", "/fact-sheets/poverty/…"),
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

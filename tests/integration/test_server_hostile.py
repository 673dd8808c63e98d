"""The server as it runs in production: hostile requests, its log, an extract replaced below it."""

from __future__ import annotations

import base64
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import orjson
import pytest
from dash import Dash
from flask.testing import FlaskClient

from callbacks.server.failure import show_failure
from data.decks.deck import MAX_SLIDES, from_link
from data.locale import LANGUAGES, texts
from data.repository.engine import EXTRACT, sqlite_url
from data.settings import Settings
from layouts.components.notice import MAX_MESSAGES, notice
from tests.browser.serving import free_port
from tests.integration.test_server_delivery import UPDATE, payload

ROOT = Path(__file__).parents[2]
SECRET = "neighborhood-113"
PATIENCE_S = 30


@dataclass
class Server:
    """A running dashboard, the extract it was started on, and its log."""

    port: int
    extract: Path
    log: Path

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S) as line:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            answer = b""
            while chunk := line.recv(65536):
                answer += chunk
        return answer

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        body = answer.read()
        line.close()
        return answer.status, body


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The Procfile's command on a copy of the extract, loud enough to log everything."""
    folder = tmp_path_factory.mktemp("hostile")
    extract = Path(shutil.copy(EXTRACT, folder / "kc.sqlite"))
    found = Server(free_port(), extract, folder / "log.txt")
    command = (ROOT / "Procfile").read_text(encoding="utf-8").removeprefix("web: ").strip()
    with found.log.open("wb") as log:
        process = subprocess.Popen(
            ["sh", "-c", f"exec {command} --log-level debug"],
            cwd=ROOT,
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "HOST": "127.0.0.1",
                "PORT": str(found.port),
                "LOG_LEVEL": "DEBUG",
                "DATABASE_URL": sqlite_url(extract),
            },
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(found, process)
        yield found
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=PATIENCE_S)


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + PATIENCE_S
    while time.monotonic() < limit and process.poll() is None:
        try:
            if server.get("/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(server.log.read_text(encoding="utf-8"))


HEADERS = [
    "SCRIPT_NAME: /elsewhere",
    "PATH_INFO: /elsewhere",
    "REMOTE_USER: root",
    "Script-Name: /elsewhere",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Prefix: /elsewhere",
    "X-Forwarded-Host: [",
    "Forwarded: for=[",
    "Referer: http://[",
    "Referer: http://[::1",
    "Referer: //\\%%%",
    f"Referer: http://x/?places={SECRET}#[",
    "Host: [",
    "Host: a b",
    "Host: ",
    "Origin: null",
    "Accept-Encoding: br;q=x, gzip;q=",
    "Accept-Encoding: \xff",
    "Accept-Language: ;;;q=9",
    'If-None-Match: "unfinished',
    "If-Modified-Since: yesterday",
    "Range: bytes=9-1,-,x",
    "Range: bytes=0-0",
    "Cookie: a=\x80; ;=;",
    "Content-Length: -1",
    "Content-Length: nine",
    "Transfer-Encoding: chunked, nonsense",
    "Expect: everything",
    "Connection: upgrade",
    "Upgrade: h2c",
    "Content-Type: application/json; charset=nothing",
    "Content-Encoding: br",
    f"Bad Name: {SECRET}",
    f"X-Long: {'x' * 9000}",
]
TARGETS = [
    "/",
    f"/place/{SECRET}",
    "/assets/icons/icon.svg",
    "/api/places.json",
    f"/download/place/{SECRET}/spine.csv",
    "/present/slides.json?deck=x",
]
LINES = [
    b"GET /place/neighborhood-113?x HTTP/9.9",
    b"get\x00 /place/neighborhood-113 HTTP/1.1",
    b"GET place/neighborhood-113 HTTP/1.1",
    b"GET http://[/place/neighborhood-113 HTTP/1.1",
    b"GET //place/neighborhood-113 HTTP/1.1",
    b"GET /place/neighborhood-113%00 HTTP/1.1",
    b"GET /%E0%A4%A HTTP/1.1",
    b"GET /" + b"neighborhood-113/" * 600 + b" HTTP/1.1",
    b"BREW /place/neighborhood-113 HTTP/1.1",
    b"\x16\x03\x01 neighborhood-113",
    b"",
]


def status_of(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("target", TARGETS)
def test_no_header_makes_the_server_fail(server: Server, target: str) -> None:
    def ask(header: str) -> int:
        own_host = "" if header.startswith("Host") else "Host: localhost\r\n"
        head = f"GET {target} HTTP/1.1\r\n{own_host}{header}\r\nConnection: close\r\n\r\n"
        return status_of(server.raw(head.encode("latin-1")))

    with ThreadPoolExecutor(4) as pool:
        found = dict(zip(HEADERS, pool.map(ask, HEADERS), strict=True))
    # 501: the one that says which transfer coding this server does not know.
    assert {h: s for h, s in found.items() if (s >= 500 and s != 501) or s == 0} == {}


@pytest.mark.parametrize(
    "head",
    [
        f"GET / HTTP/1.1\r\nHost: a\r\nBad Name: {SECRET}<b>",
        f"GET /{SECRET} HTTP/9.9\r\nHost: a",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked",
        "GET / HTTP/1.1\r\nHost: a\r\nExpect: everything",
        f"GET / HTTP/1.1\r\nHost: a\r\nX-Long: {'x' * 9000}",
    ],
)
def test_what_cannot_be_read_is_refused_in_words_of_ours(server: Server, head: str) -> None:
    """Before the app could: no page, nothing of what was sent, kept by nobody."""
    answer = server.raw(f"{head}\r\nConnection: close\r\n\r\n".encode("latin-1"))
    assert 400 <= status_of(answer) < 500
    said, _, body = answer.decode("latin-1").partition("\r\n\r\n")
    for line in ("X-Content-Type-Options: nosniff", "Cache-Control: no-store"):
        assert line in said
    assert "Content-Type: text/plain" in said and "request" in body.lower()
    assert SECRET not in answer.decode("latin-1") and "<" not in body and "Server:" not in said


@pytest.mark.parametrize("line", LINES)
def test_no_request_line_makes_the_server_fail(server: Server, line: bytes) -> None:
    status = status_of(server.raw(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    assert status < 500


@pytest.mark.parametrize("referer", ["http://[", "http://[::1", "http://x/?lang=es#[", "\\"])
def test_a_failed_callback_stays_handled(client: FlaskClient, referer: str) -> None:
    answer = client.post(UPDATE, json=payload(word=None), headers={"Referer": referer})
    assert answer.status_code == 200
    assert "sideUpdate" in orjson.loads(answer.data)


def test_show_failure_takes_any_referer(real_app: Dash) -> None:
    for referer in ("http://[", "http://[::1?lang=es", "?lang=es#[", ""):
        with (
            real_app.server.test_request_context(headers={"Referer": referer}),
            pytest.MonkeyPatch.context() as patch,
        ):
            said: list[str] = []
            patch.setattr(
                "callbacks.server.failure.set_props",
                lambda _id, props, s=said: s.append(props["lang"]),
            )
            show_failure(Settings())
            assert said == ["es" if "lang=es" in referer else "en"]


def test_every_answer_comes_from_the_extract_of_the_start(server: Server) -> None:
    """Replaced and truncated: files that nobody has asked for yet are those of the start."""
    before = server.extract.stat().st_size
    other = server.extract.with_suffix(".new")
    shutil.copy(EXTRACT, other)
    with sqlite3.connect(other) as connection:
        connection.execute("UPDATE estimate SET value = value + 1")
        connection.execute("UPDATE meta SET value = 'other' WHERE key = 'content_hash'")
    connection.close()
    paths = [
        f"/download/estimates/{indicator}/zip.csv"
        for indicator in ("poverty_150", "uninsured", "no_vehicle", "life_expectancy")
        for _ in range(4)
    ]
    expected = {path: server.get(path) for path in set(paths[:4])}
    other.replace(server.extract)
    _agree(server, paths, expected)
    status, health = server.get("/healthz")
    assert status == 200
    assert "start the app again" in orjson.loads(health)["extract_file"]
    os.truncate(server.extract, before // 2)
    _agree(server, paths, expected)
    server.extract.unlink()
    assert "gone" in orjson.loads(server.get("/healthz")[1])["extract_file"]
    _agree(server, paths, expected)


def _agree(server: Server, paths: list[str], expected: dict[str, tuple[int, bytes]]) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(server.get, paths))
    assert {status for status, _ in found} == {200}
    for path in set(paths):
        bodies = {body for at, (_, body) in zip(paths, found, strict=True) if at == path}
        assert len(bodies) == 1
        assert path not in expected or bodies == {expected[path][1]}


def test_the_log_forgets_every_visitor(server: Server) -> None:
    """Last of this file: whatever was asked above, no address, place or query is in the log."""
    server.get(f"/?places={SECRET}")
    server.get("/Place/Neighborhood-113")
    text = server.log.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "Listening at" not in line]
    assert '"event": "access"' in text
    assert "not valid HTTP" in text
    for secret in ("hood-113", "127.0.0.1", "elsewhere", "places="):
        assert [line for line in lines if secret in line] == []


def test_a_long_deck_link_makes_one_notice() -> None:
    rows = [["explore", "map", "", "", ""]] * 3 + [[]] * 19_000
    packed = base64.urlsafe_b64encode(zlib.compress(orjson.dumps(rows), 9)).rstrip(b"=").decode()
    parsed = from_link(packed)
    assert len(parsed.deck.slides) == 3
    assert len(parsed.notices) <= MAX_SLIDES
    assert (parsed.notices[-1].key, parsed.notices[-1].value) == ("deck.too_many", "19003")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_address_makes_a_long_page(lang: str) -> None:
    made = notice(texts=texts(lang), messages=["x"] * 5_000)
    assert len(made.children) == MAX_MESSAGES + 1
    assert "4" in made.children[-1].children

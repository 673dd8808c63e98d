"""The audit against made-up databases: one that knows holes, one that nobody can reach."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from deploy.environment import audit
from deploy.environment.locks import pinned
from tests.browser.serving import free_port

LOCK = "dash=={version} --hash=sha256:{digest}\n"


class _Databases(BaseHTTPRequestHandler):
    """OSV and the advisories of npm, which know a hole of each package in `holes`."""

    holes: ClassVar[set[str]] = set()
    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            import gzip

            sent = gzip.decompress(sent)
        found = json.dumps(self._answer(json.loads(sent))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(found)))
        self.end_headers()
        self.wfile.write(found)

    def _answer(self, asked: Any) -> Any:
        if "package" in asked:
            name = asked["package"]["name"]
            self.asked.append(name)
            return {"vulns": [_osv(name)]} if name in self.holes else {}
        self.asked.extend(asked)
        return {name: [_npm(name)] for name in asked if name in self.holes}

    def log_message(self, *_said: Any) -> None:
        """Says nothing."""


def _osv(name: str) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0.0"}]}]
    affected = [{"package": {"name": name, "ecosystem": "PyPI"}, "ranges": ranges}]
    return {"id": "PYSEC-2099-1", "details": "made up", "aliases": [], "affected": affected}


def _npm(name: str) -> dict[str, Any]:
    return {
        **{"id": 1, "url": "https://example.org", "title": f"A made-up hole of {name}"},
        **{"severity": "high", "vulnerable_versions": "<99.0.0"},
    }


@contextmanager
def databases(*holes: str) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Databases)
    _Databases.holes, _Databases.asked = set(holes), []
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    file = tmp_path / "lock.txt"
    file.write_text(LOCK.format(version=pinned()["dash"], digest="0" * 64), encoding="utf-8")
    return file


def test_holes_are_named_with_the_version_that_mends_them(lock: Path) -> None:
    with databases("dash", "plotly.js") as url:
        python = audit.python_audit(lock, osv_url=url)
        browser = audit.browser_audit(registry=url)
    assert python.code == audit.HOLES and "dash" in python.said() and "99.0.0" in python.said()
    if "npm is not installed" not in browser.silent:
        assert browser.code == audit.HOLES and "hole of plotly.js" in browser.said()
        assert {"plotly.js", "d3-zoom"} <= set(_Databases.asked)


def test_a_database_that_is_silent_was_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_PATIENCE_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes the call and says nothing
        found = audit.browser_audit(registry=f"http://127.0.0.1:{silent.getsockname()[1]}")
    assert found.code == audit.NOT_ASKED
    assert "npm is not installed" in found.silent or "within 0.3 s" in found.said()


def test_no_answer_is_not_no_hole(
    lock: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setattr(audit, "RUN", lock)
    monkeypatch.setattr(audit, "DEVELOP", lock)
    monkeypatch.setenv("NPM_REGISTRY", nowhere)
    with databases() as url:
        monkeypatch.setenv("OSV_URL", url)
        assert audit.python_audit(lock, osv_url=url).code == audit.NOTHING_KNOWN
    monkeypatch.setenv("OSV_URL", nowhere)
    assert audit.main() == audit.NOT_ASKED
    said = capsys.readouterr().out
    assert said.count("NOT CHECKED") == 3 and "lock.txt" in said

"""The PostgreSQL of the extract is killed, or stands still: pages are in memory since the start."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash

from app import create_app
from data.repository import source
from data.repository.engine import EXTRACT
from data.repository.loading import load
from data.settings import Settings
from layouts import paths
from tests.faults.running import ROOT
from tests.postgres import Server

# Three to connect, five for a question, and a start of the program on a machine under load.
REFUSED_SECONDS = 60


@pytest.fixture(scope="module")
def url(postgres_server: Server) -> str:
    found = postgres_server.new_database("faults")
    load(found, EXTRACT)
    return found


@pytest.fixture
def app(url: str) -> Iterator[Dash]:
    yield create_app(Settings(database_url=url))


def test_pages_go_on_without_their_database_and_health_says_so(
    app: Dash, postgres_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source.SourceServer, "again_seconds", 0.0)
    client = app.server.test_client()
    monkeypatch.setattr(source.SourceServer, "wait_seconds", 5.0)
    assert "extract_database" not in client.get("/healthz").json
    postgres_server.stop()
    try:
        for page in (f"{paths.PLACE}/zip-64130", paths.GAPS, "/api/v1/places/zip-64130"):
            assert client.get(page).status_code == 200, page
        found = client.get("/healthz")
        assert found.status_code == 200 and "does not answer" in found.json["extract_database"]
        assert client.get("/readyz").status_code == 200
    finally:
        postgres_server.start()
    assert "extract_database" not in client.get("/healthz").json


def test_a_start_that_finds_it_silent_ends_in_words(
    url: str, postgres_server: Server, tmp_path: Path
) -> None:
    """Whoever supervises it starts it again; nobody waits for a server that says nothing."""
    command = [str(Path(sys.executable).parent / "gunicorn"), "app:server", "--preload"]
    socket = f"unix:{tmp_path}/socket"
    before = time.monotonic()
    with postgres_server.frozen():
        ended = subprocess.run(
            [*command, "--bind", socket], cwd=ROOT, env={**os.environ, "DATABASE_URL": url},
            capture_output=True, text=True, timeout=REFUSED_SECONDS, check=False,
        )  # fmt: skip
    assert time.monotonic() - before < REFUSED_SECONDS
    assert ended.returncode != 0 and "The dashboard cannot start." in ended.stderr
    assert "timeout expired" in ended.stderr and "Traceback" not in ended.stderr

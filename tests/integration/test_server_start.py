"""Starting as in production: it works, or it says in one message why not."""

from __future__ import annotations

import gc
import os
import runpy
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from data.repository.tables import SCHEMA_VERSION

ROOT = Path(__file__).parents[2]
Starter = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def start() -> Starter:
    """Runs the Procfile's command until it ends by itself."""

    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        command = (ROOT / "Procfile").read_text(encoding="utf-8").removeprefix("web: ").strip()
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["sh", "-c", f"exec {command}"],
            cwd=ROOT,
            env={**os.environ, "PATH": path, "HOST": "127.0.0.1", "PORT": "0", **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_wrong_settings_are_named(start: Starter) -> None:
    ended = start(DEFAULT_LANGUAGE="fr", LOG_LEVEL="loud")
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "The dashboard cannot start.",
        'DEFAULT_LANGUAGE="fr" cannot be used; allowed: en or es',
        'LOG_LEVEL="loud" cannot be used; allowed: DEBUG, INFO, WARNING or ERROR',
    ]


def test_missing_extract_says_how_to_build_it(start: Starter, tmp_path: Path) -> None:
    ended = start(DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite")
    assert ended.returncode == 1
    assert f"{tmp_path}/none.sqlite" in ended.stderr
    assert "python -m data.build" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_extract_of_another_schema_is_refused(start: Starter, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
    connection.execute("INSERT INTO meta VALUES ('schema_version', '0')")
    connection.commit()
    connection.close()
    ended = start(DATABASE_URL=f"sqlite:///{path}")
    assert ended.returncode == 1
    assert "schema version 0" in ended.stderr
    assert f"needs {SCHEMA_VERSION}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_unknown_database_is_refused(start: Starter) -> None:
    ended = start(DATABASE_URL="nothing://host/kc")
    assert ended.returncode == 1
    assert "cannot start" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_hup_takes_the_extract_of_now_or_keeps_the_old(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    arbiter = SimpleNamespace(
        app=SimpleNamespace(callable="the application of the start"),
        log=SimpleNamespace(info=said.append, error=said.append),
    )
    on_reload = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["on_reload"]
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.sqlite")
    on_reload(arbiter)
    assert arbiter.app.callable == "the application of the start"
    assert "there is no extract" in capsys.readouterr().err
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("WARM_STORE", "off")
    on_reload(arbiter)
    assert arbiter.app.callable.test_client().get("/healthz").status_code == 200
    assert said == [
        "the new extract cannot be served; the old one goes on",
        "serving the extract of now",
    ]
    gc.unfreeze()


def test_workers_share_a_secret_of_stories_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also without --preload: what one worker signed, another reads."""
    config = str(ROOT / "gunicorn.conf.py")
    monkeypatch.delenv("STORIES_SECRET", raising=False)
    runpy.run_path(config)
    assert "STORIES_SECRET" not in os.environ  # no stories, no secret
    monkeypatch.setenv("STORIES_DATABASE_URL", "sqlite")
    monkeypatch.setenv("STORIES_SECRET", "")
    runpy.run_path(config)
    made = os.environ["STORIES_SECRET"]
    runpy.run_path(config)  # HUP
    assert os.environ["STORIES_SECRET"] == made and len(made) > 32

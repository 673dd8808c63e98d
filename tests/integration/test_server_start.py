"""Starting as in production: it works, or it says in one message why not."""

from __future__ import annotations

import gc
import os
import runpy
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import app
from data.repository.tables import SCHEMA_VERSION
from tests.integration.test_room import soon

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


TOLD = """
from pathlib import Path
exec(compile(Path("gunicorn.conf.py").read_text(), "gunicorn.conf.py", "exec"))
assert not gc.isenabled()

def post_worker_init(worker):
    Path({folder!r}, str(worker.pid)).write_text(str(gc.isenabled()))
"""


def test_a_start_does_not_look_for_garbage_and_its_workers_do(tmp_path: Path) -> None:
    """Also those after HUP, which reads the settings anew."""
    config, told = tmp_path / "gunicorn.py", tmp_path / "told"
    told.mkdir()
    config.write_text(TOLD.format(folder=str(told)), encoding="utf-8")
    command = [sys.executable, "-m", "gunicorn", "app:server", "--preload", "-c", str(config)]
    with subprocess.Popen(
        [*command, "--bind", "127.0.0.1:0"], cwd=ROOT, stderr=subprocess.DEVNULL
    ) as master:
        try:
            assert soon(lambda: len(list(told.iterdir())) == 1, seconds=60)
            master.send_signal(signal.SIGHUP)
            assert soon(lambda: len(list(told.iterdir())) == 2, seconds=60)
        finally:
            master.terminate()
            master.wait(60)
    assert {file.read_text(encoding="utf-8") for file in told.iterdir()} == {"True"}


def test_wrong_settings_are_named(start: Starter) -> None:
    ended = start(DEFAULT_LANGUAGE="fr", LOG_LEVEL="loud")
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "The dashboard cannot start.",
        'DEFAULT_LANGUAGE="fr" cannot be used; allowed: en or es',
        'LOG_LEVEL="loud" cannot be used; allowed: DEBUG, INFO, WARNING or ERROR',
    ]


@pytest.fixture
def refusal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[[str], str]]:
    """What is said where gunicorn asks for `app:server` over a database; the start ends with 1."""

    def said(database_url: str) -> str:
        monkeypatch.setenv("DATABASE_URL", database_url)
        app._server.cache_clear()
        with pytest.raises(SystemExit) as ended:
            _ = app.server
        assert ended.value.code == 1
        return capsys.readouterr().err

    yield said
    app._server.cache_clear()


def test_missing_extract_says_how_to_build_it(
    refusal: Callable[[str], str], tmp_path: Path
) -> None:
    said = refusal(f"sqlite:///{tmp_path}/none.sqlite")
    assert f"{tmp_path}/none.sqlite" in said
    assert "python -m data.build" in said
    assert "Traceback" not in said


def test_extract_of_another_schema_is_refused(
    refusal: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
    connection.execute("INSERT INTO meta VALUES ('schema_version', '0')")
    connection.commit()
    connection.close()
    said = refusal(f"sqlite:///{path}")
    assert "schema version 0" in said
    assert f"needs {SCHEMA_VERSION}" in said
    assert "Traceback" not in said


def test_unknown_database_is_refused(refusal: Callable[[str], str]) -> None:
    said = refusal("nothing://host/kc")
    assert "cannot start" in said
    assert "Traceback" not in said


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

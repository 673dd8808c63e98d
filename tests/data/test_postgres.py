"""An extract in a real PostgreSQL: loaded whole or not at all, read whole, and never waited for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from data.__main__ import main
from data.repository import loading, reading_server, servers, source
from data.repository.content import recorded_hash
from data.repository.engine import check_content, open_extract
from data.repository.errors import ExtractError
from data.repository.history import History
from data.repository.loading import LoadError, load
from data.repository.tables import SCHEMA_VERSION
from tests.postgres import Server
from tests.small_extract import write_small

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def database(postgres_server: Server) -> str:
    return postgres_server.new_database("extract")


@pytest.fixture
def url(database: str) -> str:
    """The address of a database without tables."""
    ask(database, "DROP SCHEMA IF EXISTS equity, public CASCADE", "CREATE SCHEMA public")
    return database


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return _small(tmp_path / "old", "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return _small(tmp_path / "new", "new")


def _small(folder: Path, word: str, **more: int) -> Path:
    folder.mkdir()
    write_small(folder / "kc.sqlite", word, **more)
    return folder / "kc.sqlite"


def held(url: str) -> str:
    """Which of the two is there; it is whole."""
    extract = open_extract(url)
    check_content(extract.engine)
    with extract.engine.connect() as connection:
        word = connection.exec_driver_sql("SELECT official_name FROM area").scalar()
    version = str(recorded_hash(extract.engine))
    extract.engine.dispose()
    assert History.from_texts(extract.source.history, version, SCHEMA_VERSION).current.number == 2
    return str(word).partition("\t")[0]


def ask(url: str, *statements: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
        return list(cursor.fetchall()) if cursor.description else []


# -- loading -------------------------------------------------------------------------------------


def test_the_command_loads_says_what_it_did_and_does_nothing_twice(
    url: str, old: Path, new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = url.replace("kc@", "kc:secret@")
    run: Callable[..., int] = lambda file, *more: main(["load", secret, "--from", str(file), *more])  # noqa: E731
    assert run(old) == 0 and held(url) == "old"
    assert "Loaded" in (said := capsys.readouterr().out) and "secret" not in said
    before = ask(url, "SELECT xmin FROM area UNION ALL SELECT xmin FROM history_file")
    assert run(old) == 0 and "nothing to do" in capsys.readouterr().out
    assert ask(url, "SELECT xmin FROM area UNION ALL SELECT xmin FROM history_file") == before
    assert run(new) == 0 and held(url) == "new"
    ask(url, "UPDATE area SET people_2020 = 7 WHERE area_key = 1")
    with pytest.raises(ExtractError, match="changed by hand"):
        held(url)
    assert run(new) == 0 and held(url) == "new"
    (new.parent / "history.csv").unlink()
    assert run(new) == 1 and "history" in capsys.readouterr().err and held(url) == "new"


def test_a_server_without_an_encoding_is_loaded_and_read(
    postgres_server: Server, tmp_path: Path
) -> None:
    """As Debian makes one where no language is set."""
    bare = postgres_server.new_database("bare_extract", "SQL_ASCII")
    assert main(["load", bare, "--from", str(_small(tmp_path / "file", "ñandú"))]) == 0
    assert held(bare) == "ñandú"


def test_a_load_that_fails_leaves_what_was_there(
    url: str, old: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(url, old)
    with monkeypatch.context() as patch:
        patch.setattr(loading, "hash_of_rows", lambda _: "another")
        with pytest.raises(LoadError, match="gives back"):
            load(url, new)
    assert held(url) == "old"
    ask(url, "ALTER TABLE wage_study ADD CHECK (study NOT LIKE 'new%')")
    with pytest.raises(LoadError, match=r"(?s)violates check.*Nothing has changed") as refused:
        load(url, new)
    assert "old" not in str(refused.value) and held(url) == "old"


KILLED = """
import sys
from pathlib import Path
from data.repository import loading
def wait(*_):
    print("written", flush=True)
    sys.stdin.read()
loading._check = wait
loading.load(sys.argv[1], Path(sys.argv[2]))
"""


@contextmanager
def half_done(url: str, file: Path) -> Iterator[subprocess.Popen[str]]:
    """A load in another process that has written everything and not committed."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, url, str(file)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None and process.stdout.readline() == "written\n"
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)


def test_while_a_load_runs_servers_read_the_old_one_and_a_second_load_is_refused(
    url: str, old: Path, new: Path
) -> None:
    load(url, old)
    with half_done(url, new) as process:
        assert held(url) == "old"
        with pytest.raises(LoadError, match="Another load"):
            load(url, new)
        os.kill(process.pid, signal.SIGKILL)
    assert held(url) == "old"  # killed: nothing of it is there
    with half_done(url, new) as process:
        process.communicate("")
    assert process.returncode == 0 and held(url) == "new"


def test_who_began_to_read_reads_on_in_what_was_there(
    url: str, old: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(url, old)
    rows_of, seen = reading_server.rows_of, []

    def slowly(connection: object, table: object) -> object:
        if len(seen) == 3:
            seen.append("loading")
            monkeypatch.setattr(reading_server, "rows_of", rows_of)
            load(url, new)
            monkeypatch.setattr(reading_server, "rows_of", slowly)
        seen.append(str(table))
        return rows_of(connection, table)  # type: ignore[arg-type]

    monkeypatch.setattr(reading_server, "rows_of", slowly)
    assert held(url) == "old" and "loading" in seen
    assert held(url) == "new"


def test_tables_of_others_are_never_touched(url: str, old: Path) -> None:
    ask(url, "CREATE TABLE area (mine text)", "CREATE VIEW source AS SELECT 1 AS mine")
    with pytest.raises(LoadError, match="called area, source"):
        load(url, old, replace=True)
    assert ask(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(1,)]
    ask(url, "CREATE SCHEMA equity")
    apart = f"{url}&options=-csearch_path%3Dequity"
    load(apart, old)
    assert held(apart) == "old" and ask(url, "SELECT mine FROM area") == []


def test_another_schema_version_is_refused_and_replaced_when_told(
    url: str, old: Path, tmp_path: Path
) -> None:
    with pytest.raises(ExtractError, match="schema version 9"):
        load(url, _small(tmp_path / "nine", "nine", schema=9))
    load(url, old, reader="kc_other")
    version = "UPDATE meta SET value = '9' WHERE key = 'schema_version'"
    ask(url, version, "ALTER TABLE area DROP COLUMN lon")
    with pytest.raises(ExtractError, match=f"version 9, this code needs {SCHEMA_VERSION}"):
        held(url)
    with pytest.raises(LoadError, match="--replace"):
        load(url, old)
    load(url, old, replace=True)
    assert held(url.replace("kc@", "kc_other@")) == "old"  # who might read it still may


# -- the role ------------------------------------------------------------------------------------


def test_the_reader_reads_and_nothing_else(url: str, old: Path, new: Path) -> None:
    assert "password" in load(url, old, reader="kc reader").granted
    assert load(url, new, reader="kc reader").sql == ""
    reader = url.replace("kc@", "kc%20reader@")
    assert held(reader) == "new"
    assert ask(reader, "SHOW statement_timeout") == [("5s",)]
    for deed in (
        "DELETE FROM area",
        "SET default_transaction_read_only = off; DELETE FROM area",
        "SET default_transaction_read_only = off; UPDATE meta SET value = ''",
        "SET default_transaction_read_only = off; CREATE TABLE mine (a text)",
        "SET default_transaction_read_only = off; TRUNCATE area",
    ):
        with pytest.raises((errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege)):
            ask(reader, deed)
    with pytest.raises(LoadError, match="may write"):
        load(url, old, reader="kc")
    assert held(url) == "new"


def test_what_needs_an_administrator_is_said_as_sql(
    postgres_server: Server, url: str, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(url, "DROP ROLE IF EXISTS kc_writer", "CREATE ROLE kc_writer LOGIN",
        "GRANT USAGE, CREATE ON SCHEMA public TO kc_writer")  # fmt: skip
    writer = postgres_server.url("extract", "kc_writer")
    assert main(["load", writer, "--from", str(old), "--reader", "kc_third"]) == 3
    said = capsys.readouterr().out
    assert "Loaded" in said and "administrator" in said and held(writer) == "old"
    ask(url, *[line for line in said.splitlines() if line.endswith(";")])
    assert main(["load", writer, "--from", str(old), "--reader", "kc_third"]) == 0
    assert held(postgres_server.url("extract", "kc_third")) == "old"
    ask(url, "DROP OWNED BY kc_writer", "DROP ROLE kc_writer")


# -- a server that is away -----------------------------------------------------------------------


def test_a_server_that_hangs_or_is_gone_is_said_within_the_limits(
    postgres_server: Server, url: str, old: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "CONNECT_SECONDS", 2)
    monkeypatch.setattr(source.SourceServer, "again_seconds", 0.0)
    load(url, old)
    secret = url.replace("kc@", "kc:secret@")
    served = open_extract(secret).source
    assert served.state() == "" and served.fact == "extract_database"
    with postgres_server.frozen():
        assert "does not answer" in served.state()
        with pytest.raises(ExtractError, match="timeout expired") as refused:
            open_extract(secret)
        assert "secret" not in str(refused.value)
    load(url, new)
    monkeypatch.setattr(source.SourceServer, "wait_seconds", 30.0)
    assert "HUP" in served.state()
    postgres_server.stop()
    try:
        assert "does not answer" in served.state()
        with pytest.raises(LoadError, match="cannot load into"):
            load(url, old)
    finally:
        postgres_server.start()
    assert "HUP" in served.state() and held(url) == "new"
    load(url, old)
    assert served.state() == ""


@pytest.mark.parametrize(
    "address",
    [
        "postgres://me:in@secret@127.0.0.1:1/kc",
        "postgres://me:in/secret@127.0.0.1:port/kc",
        "postgres://127.0.0.1:1/kc?user=me&password=secret",
        "postgres://me:secret@127.0.0.1:1/kc",
        "mysql://me:secret@127.0.0.1:1/kc",
    ],
)
def test_no_password_is_said(address: str, old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", address, "--from", str(old)]) == 1
    with pytest.raises(ExtractError) as refused:
        open_extract(address)
    said = str(refused.value) + capsys.readouterr().err
    assert "secret" not in said and "127.0.0.1" in said


def test_an_answer_that_comes_too_late_is_called_late(url: str, old: Path) -> None:
    """The line is cut then, and "the server closed the connection" would be wrong."""
    load(url, old)
    engine = servers.server_engine(servers.parse_url(url), name="test", reads_only=True)
    with (
        pytest.raises(servers.ServerError, match=r"cannot read .+: no answer within 0\.2 seconds"),
        servers.told(servers.parse_url(url), "cannot read"),
        engine.connect() as connection,
        servers.deadline(connection.connection.driver_connection, 0.2),
    ):
        connection.exec_driver_sql("SELECT pg_sleep(3)")
    with engine.connect() as connection:  # and the next one is another line
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1
    engine.dispose()


def test_lines_are_as_many_as_threads() -> None:
    """Of the stories, whose server is asked by visitors: nobody waits for another's line."""
    threads = (ROOT / "Procfile").read_text(encoding="utf-8").partition("--threads ")[2].split()[0]
    assert int(threads) == servers.POOL_LINES + servers.POOL_LINES_MORE
    engine = servers.pooled_engine(servers.parse_url("postgres://h/n"), name="equity-test")
    assert engine.pool.size() == servers.POOL_LINES  # type: ignore[attr-defined]

"""The database of shared stories: opened with its limits of time, brought up to date, swept.

SQLite: a rollback journal and `synchronous = EXTRA`, so that what was acknowledged is on the disk,
and no second file keeps what was deleted (a write-ahead log would, until nobody reads);
`secure_delete` overwrites what is deleted, VACUUM writes the file anew. See docs/decisions/0127.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from data.repository.servers import CONNECT_SECONDS, ServerError, in_time, pooled_engine
from data.stories.tables import HEAD, StoryRow

_APPLICATION = "equity-stories"
_MIGRATIONS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 7_305_001  # any number that is nobody else's in this database
_WRITES = "equity_writes"
# Codes of errors. Of SQLite also where it cannot make its journal, and where the disk fails it.
_PRIMARY = 0xFF
_SQLITE_TAKES_NOTHING = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}
)
_POSTGRES_TAKES_NOTHING = frozenset({"53100", "25006"})  # the disk is full; it is a copy to read
_PRAGMAS = (
    f"PRAGMA busy_timeout = {CONNECT_SECONDS * 1000}",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA foreign_keys = ON",
)


class StoriesDown(Exception):  # noqa: N818 - a state, which passes
    """The database of stories does not answer, or refuses: everything else goes on.

    `is_away`: nobody need ask it for a while; not where it refused only what was sent, or takes
    nothing (a disk that is full or read-only) and can still be read.
    """

    def __init__(self, kind: str = "", *, is_away: bool = True) -> None:
        super().__init__(kind)
        self.is_away = is_away


class StoriesError(ValueError):
    """The database of stories cannot be used as it is set; the message says what to do."""


def open_engine(url: str) -> sa.Engine:
    """An engine that never waits long and never tells what it was asked.

    Raises:
        StoriesError: the file cannot be made, or the driver is not installed.

    """
    target = make_url(url)
    return _sqlite(target) if target.get_backend_name() == "sqlite" else _postgres(target)


def is_sqlite(engine: sa.Engine) -> bool:
    """Whether it is a file here."""
    return engine.dialect.name == "sqlite"


def is_writable(engine: sa.Engine) -> bool:
    """Whether a change could be kept, as far as the system says so without trying: its journal
    stands beside the file. True of a server.
    """
    if not is_sqlite(engine):
        return True
    path = Path(str(engine.url.database))
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _sqlite(url: URL) -> sa.Engine:
    path = Path(str(url.database))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # of its owner alone, from the beginning
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        if path.is_file() and os.access(path, os.R_OK):
            return _file_engine(url)  # on a read-only disk: stories are read, and none is taken
        raise StoriesError(
            f"The file of stories {path} cannot be opened: {error.strerror or error}. "
            "STORIES_DATABASE_URL names it."
        ) from error
    return _file_engine(url)


def _file_engine(url: URL) -> sa.Engine:
    # A connection each time: none is shared between forked workers, none keeps the file.
    engine = sa.create_engine(url, poolclass=NullPool, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def _set(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin below, by their kind
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(url: URL) -> sa.Engine:
    try:
        return pooled_engine(url, name=_APPLICATION)
    except ServerError as error:
        raise StoriesError(f"STORIES_DATABASE_URL: {error}") from error


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that changes nothing. Raises StoriesDown."""
    with _told(), engine.connect() as connection, in_time(connection), connection.begin():
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that may change something: on the disk when this ends. Raises StoriesDown."""
    with (
        _told(writes=True),
        engine.connect().execution_options(**{_WRITES: True}) as connection,
        in_time(connection),
        connection.begin(),
    ):
        yield connection


@contextmanager
def _told(*, writes: bool = False) -> Iterator[None]:
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        # its text may quote what was sent; its kind and its code say enough
        is_refusal = isinstance(error, sa.exc.IntegrityError | sa.exc.DataError)
        takes_nothing = writes and _takes_nothing(getattr(error, "orig", None))
        code = getattr(getattr(error, "orig", None), "sqlite_errorname", "")
        kind = " ".join(filter(None, (type(error).__name__, code)))
        raise StoriesDown(kind, is_away=not (is_refusal or takes_nothing)) from None


def _takes_nothing(error: BaseException | None) -> bool:
    """Whether a database refuses every change and may still be read."""
    if isinstance(error, sqlite3.Error):
        return (error.sqlite_errorcode & _PRIMARY) in _SQLITE_TAKES_NOTHING
    return getattr(error, "sqlstate", None) in _POSTGRES_TAKES_NOTHING


def bring_up_to_date(engine: sa.Engine) -> None:
    """Make or change the tables where the database is not at HEAD; one process does it.

    Raises:
        StoriesDown: it does not answer.
        StoriesError: the tables are those of a newer version of this site.

    """
    with reading(engine) as connection:
        if _version(connection) == HEAD:
            return
    migrate(engine)


def migrate(engine: sa.Engine, to: str = HEAD) -> None:
    """Change the tables to a revision; `base` drops them. Raises as `bring_up_to_date`."""
    from alembic import command  # noqa: PLC0415 - only where something is to be changed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with writing(engine) as connection:
        if not is_sqlite(engine):
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        if _version(connection) == to:
            return
        config.attributes["connection"] = connection
        try:
            if to == "base":
                command.downgrade(config, to)
            else:
                command.upgrade(config, to)
        except CommandError as error:
            raise StoriesError(
                f"The tables of STORIES_DATABASE_URL are not known to this version: {error}"
            ) from error


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(
        sa.text("SELECT version_num FROM alembic_version")
    ).scalar()
    return found


def sweep(engine: sa.Engine) -> None:
    """Have deleted text gone from the files, not only from the tables. Raises StoriesDown."""
    with _told(writes=True):
        if is_sqlite(engine):
            raw = engine.raw_connection()
            try:
                raw.cursor().execute("VACUUM")
            finally:
                raw.close()
            return
        with (
            engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
            in_time(connection),
        ):
            connection.exec_driver_sql(f"VACUUM FULL {StoryRow.__tablename__}")
            connection.exec_driver_sql("VACUUM FULL tries")

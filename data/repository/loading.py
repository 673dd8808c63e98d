"""Writes an extract into a PostgreSQL server: all of it or nothing, and checked before it counts.

Everything happens in one transaction. Who reads meanwhile sees the extract before, whole, because
rows are deleted and copied, never truncated (docs/decisions/0139); only `replace` makes tables
anew, and waits for readers. The tables have no foreign keys: each load would check them row by
row, and the hash over all rows says more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from data.repository.content import VERSION_DIGITS, hash_of_rows, in_order
from data.repository.engine import check_content, open_engine, sqlite_url
from data.repository.errors import ExtractError
from data.repository.history import History, history_files
from data.repository.reading_server import Held, held_by
from data.repository.roles import Reader
from data.repository.servers import (
    ServerError,
    deadline,
    is_postgres,
    masked,
    parse_url,
    server_engine,
    shown,
    told,
)
from data.repository.tables import SCHEMA_VERSION, beside, meta, metadata

APPLICATION = "equity-load"
# Of one step: a table written, all rows deleted. A server that hangs ends the load in words.
STEP_SECONDS = 30
# The comment of a table that a load has made: no other is ever written to.
MARK = "equity extract"
_ADVISORY_LOCK = 7_305_002  # any number that is nobody else's in this database
_TABLES = (*metadata.sorted_tables, *beside.sorted_tables)


class LoadError(Exception):
    """Nothing was loaded, and nothing changed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load has done. `sql`: what an administrator has to run for the reader, if anything."""

    where: str
    version: str
    rows: int
    is_new: bool
    granted: str = ""
    sql: str = ""


def load(
    address: str,
    file: Path,
    *,
    histories: Iterable[Path] = (),
    reader: str = "",
    replace: bool = False,
) -> Loaded:
    """Make the server at `address` hold the extract of an SQLite file, and its history.

    `histories`: folders where that may stand beside the file's own. `reader`: a role that may read
    it and nothing else. `replace`: make the tables of another schema version anew.

    Raises:
        ExtractError: the file is no extract, damaged, or of another schema version.
        LoadError: the database cannot be used so, or does not answer; it is as it was.

    """
    url = _checked_url(address)
    extract = _read_file(file, (file.parent, *histories))
    try:
        with _transaction(url) as connection:
            is_new = _bring(connection, extract, replace=replace)
            with _step(connection):
                granted = Reader(reader).grant(connection, _TABLES) if reader else None
        if is_new:
            _tidy(url)
    except ServerError as error:
        raise LoadError(f"{error}. Nothing has changed.") from error
    return Loaded(
        where=shown(url),
        version=extract.meta["content_hash"][:VERSION_DIGITS],
        rows=sum(map(len, extract.rows.values())),
        is_new=is_new,
        granted=granted.said if granted else "",
        sql=granted.sql if granted else "",
    )


def _checked_url(address: str) -> URL:
    try:
        url = parse_url(address)
    except ArgumentError as error:
        raise LoadError(f"{masked(address)!r} is no address of a database") from error
    if not is_postgres(url):
        raise LoadError(
            f"{shown(url)} is no PostgreSQL server: postgresql://user@host/database; a file is "
            "copied as it is"
        )
    return url.set(drivername="postgresql+psycopg")


def _read_file(file: Path, folders: Iterable[Path]) -> Held:
    engine = open_engine(sqlite_url(file))
    try:
        check_content(engine)
        with engine.connect() as connection:
            extract = held_by(connection)
    finally:
        engine.dispose()
    history = History.beside(folders, extract.meta["content_hash"], SCHEMA_VERSION)
    return Held(extract.rows, history_files(history))


@contextmanager
def _transaction(url: URL) -> Iterator[sa.Connection]:
    """One transaction for one load; nothing of it stays where anything is raised."""
    with (
        _opened(url) as engine,
        told(url, "cannot load into", engine.dialect.loaded_dbapi.Error),  # COPY is the driver's
        engine.connect() as connection,
    ):
        transaction = connection.begin()
        with _step(connection):
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{STEP_SECONDS}s'")
        yield connection
        with _step(connection):
            transaction.commit()


def _step(connection: sa.Connection) -> AbstractContextManager[None]:
    return deadline(connection.connection.driver_connection, STEP_SECONDS)


@contextmanager
def _opened(url: URL) -> Iterator[Engine]:
    engine = server_engine(url, name=APPLICATION, reads_only=False, poolclass=NullPool)
    try:
        yield engine
    finally:
        engine.dispose()


def _bring(connection: sa.Connection, extract: Held, *, replace: bool) -> bool:
    """Whether anything had to be written, and then it is."""
    with _step(connection):
        found = _ready(connection, replace=replace)
    if found and _is_same(held_by(connection), extract):
        return False
    with _step(connection):
        for table in found:
            connection.execute(table.delete())
    _copy(connection, extract)
    _check(held_by(connection), extract)
    return True


def _ready(connection: sa.Connection, *, replace: bool) -> Sequence[sa.Table]:
    """The tables of an earlier load; none where they have been made now, and are empty."""
    if not connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_ADVISORY_LOCK))):
        raise LoadError("Another load into this database is running; nothing has changed.")
    found = _found(connection)
    version = _schema_version(connection, found)
    if len(found) == len(_TABLES) and version == str(SCHEMA_VERSION):
        return _TABLES
    readers = []
    if found:
        if not replace:
            raise LoadError(
                f"The database holds an extract of schema version {version}, this code writes "
                f"{SCHEMA_VERSION}. Load into another database or schema and let the new release "
                "read that, or say --replace: then servers of the old release can no longer start "
                "from it. Nothing has changed."
            )
        readers = _readers(connection)
        _drop(connection, found)
    _create(connection, readers)
    return ()


def _found(connection: sa.Connection) -> list[str]:
    """Tables of earlier loads. Raises LoadError where somebody else's has such a name."""
    query = sa.text(
        "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
        "WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) "
        "AND relname = ANY(:names)"
    )
    rows = connection.execute(query, {"names": [table.name for table in _TABLES]}).all()
    foreign = sorted(name for name, mark in rows if mark != MARK)
    if foreign:
        raise LoadError(
            f"The database has tables of its own called {', '.join(foreign)}, which no load made. "
            "Load into a database or a schema of its own: "
            "?options=-csearch_path%3Dequity at the end of the address names a schema. "
            "Nothing has changed."
        )
    return [name for name, _ in rows]


def _schema_version(connection: sa.Connection, found: Sequence[str]) -> str | None:
    if meta.name not in found:
        return None
    # First of all tables, as readers do, so that no two wait for each other.
    connection.exec_driver_sql(f"LOCK TABLE {meta.name} IN SHARE ROW EXCLUSIVE MODE")
    query = sa.select(meta.c.value).where(meta.c.key == "schema_version")
    value: str | None = connection.scalar(query)
    return value


def _readers(connection: sa.Connection) -> list[str]:
    """Roles that may read the tables which are there."""
    query = (
        "SELECT DISTINCT a.grantee::regrole::text FROM pg_class c, aclexplode(c.relacl) a "
        f"WHERE c.oid = to_regclass('{meta.name}') AND a.privilege_type = 'SELECT' "
        "AND a.grantee <> 0 AND a.grantee <> c.relowner"
    )
    return list(connection.scalars(sa.text(query)))  # quoted by regrole where they need it


def _drop(connection: sa.Connection, found: Sequence[str]) -> None:
    if meta.name in found:
        connection.exec_driver_sql(f"LOCK TABLE {meta.name} IN ACCESS EXCLUSIVE MODE")
    connection.exec_driver_sql(f"DROP TABLE {', '.join(found)}")


def _create(connection: sa.Connection, readers: Iterable[str]) -> None:
    for table in _TABLES:
        connection.execute(CreateTable(table, include_foreign_key_constraints=[]))
        connection.exec_driver_sql(f"COMMENT ON TABLE {table.name} IS '{MARK}'")
        for role in readers:
            connection.exec_driver_sql(f"GRANT SELECT ON {table.name} TO {role}")


def _copy(connection: sa.Connection, extract: Held) -> None:
    cursor = connection.connection.cursor()
    try:
        for table in _TABLES:
            columns = ", ".join(f'"{column.name}"' for column in table.c)
            statement = f"COPY {table.name} ({columns}) FROM STDIN"
            with _step(connection), cursor.copy(statement) as copy:
                for row in _rows_of(extract, table):
                    copy.write_row(row)
    finally:
        cursor.close()


def _rows_of(extract: Held, table: sa.Table) -> Iterable[tuple[Any, ...]]:
    if table.name in extract.rows:
        return in_order(table, extract.rows[table.name])
    return list(extract.history.items())


def _check(held: Held, extract: Held) -> None:
    """Raise LoadError unless the server gives back what it was given."""
    if not _is_same(held, extract):
        raise LoadError(
            "What the database gives back is not what was written; nothing has changed. Look at "
            "its encoding (UTF8) and at triggers."
        )


def _is_same(held: Held, extract: Held) -> bool:
    """Also where somebody has changed rows by hand: the hash is reckoned, not read."""
    return (
        held.meta == extract.meta
        and held.history == extract.history
        and hash_of_rows(held.rows) == extract.meta["content_hash"]
    )


def _tidy(url: URL) -> None:
    """Room and statistics, which may wait: rows that were deleted make no difference."""
    try:
        with (
            _opened(url) as engine,
            engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
            deadline(connection.connection.driver_connection, STEP_SECONDS),
        ):
            for table in _TABLES:
                connection.exec_driver_sql(f"VACUUM ANALYZE {table.name}")
    except (SQLAlchemyError, ServerError):
        return


__all__ = ["ExtractError", "LoadError", "Loaded", "load"]

"""Reads an extract out of a database that is a server: once, whole, of one moment.

What a server holds is copied into an SQLite database in memory, which is then asked like a file
that was read: the same pages of memory, the same plans and orders, the same answers, whatever
becomes of the server (docs/decisions/0139). Only its reading can fail, in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from data.repository.errors import ExtractError
from data.repository.servers import (
    ServerError,
    in_time,
    is_postgres,
    server_engine,
    told,
)
from data.repository.tables import SCHEMA_VERSION, history_file, meta, metadata

APPLICATION = "equity-extract"
HOW_TO_LOAD = "load one with: python -m data load URL --reader NAME"
_ROWS_AT_ONCE = 2_000  # each time within the limit of one statement, also on a machine under load
_ONE_MOMENT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Held:
    """An extract as a server held it at one moment; rows by table, in no order."""

    rows: Mapping[str, Rows]
    history: Mapping[str, str]  # text by the name of the file; empty where none was loaded

    @property
    def meta(self) -> dict[str, str]:
        """The table of this name."""
        return dict(self.rows[meta.name])


def read_server(url: URL) -> Held:
    """All that the server at `url` holds. Raises ExtractError, within seconds where it hangs."""
    with _session(url) as connection:
        found = _meta(connection).get("schema_version")
        if found != str(SCHEMA_VERSION):
            raise ExtractError(
                f"the extract in that database has schema version {found}, this code needs "
                f"{SCHEMA_VERSION}; {HOW_TO_LOAD}"
            )
        return held_by(connection)


def read_meta(url: URL) -> dict[str, str]:
    """Only its table `meta`. Raises ExtractError."""
    with _session(url) as connection:
        return _meta(connection)


@contextmanager
def _session(url: URL) -> Iterator[sa.Connection]:
    """A connection for one reading; all that is read in it is of one moment."""
    try:
        engine = server_engine(url, name=APPLICATION, reads_only=True, poolclass=NullPool)
        try:
            with told(url, "cannot read the extract at"), engine.connect() as connection:
                if is_postgres(url):
                    connection = connection.execution_options(**_ONE_MOMENT)  # noqa: PLW2901
                transaction = connection.begin()
                yield connection
                with in_time(connection):
                    transaction.rollback()
        finally:
            engine.dispose()
    except ServerError as error:
        raise ExtractError(str(error)) from error


def _meta(connection: sa.Connection) -> dict[str, str]:
    """The table `meta`, which a load that makes all tables anew then waits for."""
    try:
        if connection.dialect.name == "postgresql":
            # Before the first question, which chooses the moment: the rest is there until the end.
            with in_time(connection):
                connection.exec_driver_sql(f"LOCK TABLE {meta.name} IN ACCESS SHARE MODE")
        return dict(rows_of(connection, meta))
    except ProgrammingError as error:
        raise ExtractError(f"there is no extract ({error.orig}); {HOW_TO_LOAD}") from error


def held_by(connection: sa.Connection) -> Held:
    """Everything, in the transaction of `connection`."""
    rows = {table.name: list(rows_of(connection, table)) for table in metadata.sorted_tables}
    has_history = sa.inspect(connection).has_table(history_file.name)
    return Held(rows, dict(rows_of(connection, history_file)) if has_history else {})


def rows_of(connection: sa.Connection, table: sa.Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, some at a time, each time within the limit of one statement."""
    query = sa.select(table).execution_options(stream_results=True, max_row_buffer=_ROWS_AT_ONCE)
    with in_time(connection):
        result = connection.execute(query)
    with closing(result):  # on the server, also where reading fails
        while True:
            with in_time(connection):
                some = result.fetchmany(_ROWS_AT_ONCE)
            if not some:
                return
            yield from map(tuple, some)

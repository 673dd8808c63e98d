"""An extract in memory: an SQLite database that nothing changes any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

from data.repository.content import in_order
from data.repository.tables import metadata


def new_memory() -> sqlite3.Connection:
    """An empty database for all threads of a process."""
    return sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)


def engine_of(memory: sqlite3.Connection) -> Engine:
    """One connection for all threads and, after a fork, all workers: SQLite serialises them."""
    return sa.create_engine(
        "sqlite://", creator=lambda: memory, poolclass=StaticPool, hide_parameters=True
    )


def engine_over(rows: Mapping[str, list[tuple[Any, ...]]]) -> Engine:
    """Rows by table, in any order, page for page as `write_database` writes them to a file."""
    memory = new_memory()
    engine = engine_of(memory)
    metadata.create_all(engine)
    memory.execute("BEGIN")
    for table in metadata.sorted_tables:
        marks = ", ".join("?" * len(table.columns))
        ordered = in_order(table, rows[table.name])
        memory.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', ordered)
    for statement in ("COMMIT", "ANALYZE", "VACUUM"):
        memory.execute(statement)
    return engine_of(at_rest(memory))


def at_rest(memory: sqlite3.Connection) -> sqlite3.Connection:
    """The same database, where nobody can write, as one piece of memory; `memory` is closed.

    A database in memory notes beside each of its pages who reads it, so every forked process would
    come to a copy of its own. This one has a few pages for reading, and the rest stays shared.
    """
    content = memory.serialize()
    memory.close()
    return of_content(content)


def of_content(content: bytes) -> sqlite3.Connection:
    """A database at rest out of the bytes of its file."""
    still = new_memory()
    still.deserialize(content)
    still.execute("PRAGMA query_only = ON")
    return still

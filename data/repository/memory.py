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
    freeze(memory)
    return engine


def freeze(memory: sqlite3.Connection) -> None:
    """From now on nobody can write there."""
    memory.execute("PRAGMA query_only = ON")

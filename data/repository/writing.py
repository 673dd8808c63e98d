"""Writes an SQLite file with the tables of the extract: the build's, and those of the downloads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.repository.tables import metadata

Rows = list[dict[str, Any]]


def write_database(path: Path, tables: Mapping[str, Rows]) -> None:
    """A new SQLite file with all tables, foreign keys checked, as small as it gets."""
    path.unlink(missing_ok=True)
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        metadata.create_all(engine)
        with engine.begin() as connection:
            for table in metadata.sorted_tables:
                if tables[table.name]:
                    connection.execute(table.insert(), tables[table.name])
        compact(engine)
    finally:
        engine.dispose()


def compact(engine: Engine) -> None:
    """Make an SQLite file as small and as quick as it gets."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
        connection.execute(sa.text("VACUUM"))

"""The identity of an extract: a hash over its rows, whatever holds them (decision 0007)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.repository.tables import meta, metadata

VERSION_DIGITS = 12  # of the hash, as people cite a version
# JSON writes no such letter by itself and escapes it in texts, so it stands between values alone.
_BETWEEN = "\0"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(_BETWEEN, ": "))
_ROWS_AT_ONCE = 5_000


def content_hash(tables: Mapping[str, Iterable[Sequence[Any]]]) -> str:
    """SHA-256 over every row of every table but `meta`, in the order of the schema.

    `tables`: by name, the rows in the order of their primary key, each with its values in the
    order of the columns.
    """
    digest = hashlib.sha256()
    for table in _hashed():
        digest.update(table.name.encode())
        rows = iter(tables[table.name])
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            digest.update(_written(some).encode())
    return digest.hexdigest()


def _written(rows: Sequence[Sequence[Any]]) -> str:
    """What `json.dumps(row, ensure_ascii=False)` writes of each row, one after the other: of all in
    one call, which is four times as fast. A value is a number, a text or nothing, never a list.
    """
    written = _JSON.encode(rows)[1:-1]
    return written.replace(f"]{_BETWEEN}[", "][").replace(_BETWEEN, ", ")


def read_content_hash(engine: Engine) -> str:
    """The hash of what the database holds now. Raises SQLAlchemyError where it cannot be read."""
    with engine.connect() as connection:
        return content_hash({t.name: _rows(connection, t) for t in _hashed()})


def recorded_hash(engine: Engine) -> str | None:
    """The hash that the build wrote beside the rows; None where it wrote none."""
    with engine.connect() as connection:
        query = sa.select(meta.c.value).where(meta.c.key == "content_hash")
        found: str | None = connection.execute(query).scalar_one_or_none()
        return found


def hash_of_rows(rows: Mapping[str, list[tuple[Any, ...]]]) -> str:
    """The same of rows in any order."""
    return content_hash({table.name: in_order(table, rows[table.name]) for table in _hashed()})


def in_order(table: sa.Table, rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """By the primary key, sorted here: databases differ in how they order texts."""
    keys = [list(table.columns).index(column) for column in table.primary_key.columns]
    return sorted(rows, key=itemgetter(*keys))


def _hashed() -> list[sa.Table]:
    return [table for table in metadata.sorted_tables if table is not meta]


def _rows(connection: sa.Connection, table: sa.Table) -> list[tuple[Any, ...]]:
    return in_order(table, map(tuple, connection.execute(sa.select(table))))

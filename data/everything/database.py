"""The extract as an SQLite file: whole, and without what is for noncommercial use only."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.atlas.atlas import Atlas
from data.catalogue.loader import Catalogue
from data.catalogue.schema import EVENTS_KEPT
from data.models import Layer
from data.repository.engine import sqlite_url
from data.repository.history import history_files
from data.repository.tables import (
    DISPERSION,
    area,
    homicide,
    indicator,
    meta,
    metadata,
    published_estimate_noncommercial,
    source,
)
from data.repository.writing import compact

# In `meta`: what was left out, so that nobody takes the rest for an extract that an app serves.
LEFT_OUT = "left_out"


# Of the header: how often a file was changed, its schema, and by which SQLite. They differ between
# an extract that was read from a file and one from a server.
_COUNTERS = (24, 40, 92)
_WRITTEN_BY = 96
_WRITTEN_BY_VERSION = 3_040_000


def lay_down(atlas: Atlas, folder: Path) -> str:
    """The extract that is served as files of a folder, with its history; returns its address."""
    for name, text in history_files(atlas.history).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    path = folder / "extract.sqlite"
    write_whole(atlas.repository.engine, path)
    return sqlite_url(path)


def write_whole(engine: Engine, path: Path) -> None:
    """The extract as it is in memory, page by page; the same bytes wherever it came from."""
    with engine.connect() as connection:
        held = connection.connection.driver_connection
        assert isinstance(held, Connection)
        pages = bytearray(held.serialize())
    for place in _COUNTERS:
        pages[place : place + 4] = (1).to_bytes(4, "big")
    pages[_WRITTEN_BY : _WRITTEN_BY + 4] = _WRITTEN_BY_VERSION.to_bytes(4, "big")
    path.write_bytes(pages)


def write_open(engine: Engine, catalogue: Catalogue, path: Path) -> None:
    """The extract without rows of noncommercial sources, and without what points at them."""
    write_whole(engine, path)
    copy = sa.create_engine(f"sqlite:///{path}")
    try:
        with copy.begin() as connection:
            _leave_out(connection, catalogue)
        compact(copy)
    finally:
        copy.dispose()


def _leave_out(connection: sa.Connection, catalogue: Catalogue) -> None:
    closed = {s.id for s in catalogue.sources.values() if s.noncommercial}
    own = {i.id for i in catalogue.indicators.values() if i.source in closed}
    graded = area.c.layer == Layer.HOLC_GRADE.value
    gone: dict[sa.Column[int], list[int]] = {
        area.c.area_key: list(connection.scalars(sa.select(area.c.area_key).where(graded))),
        indicator.c.indicator_key: list(
            connection.scalars(
                sa.select(indicator.c.indicator_key).where(indicator.c.indicator_id.in_(own))
            )
        ),
    }
    for table in reversed(metadata.sorted_tables):  # what points at a row before the row
        for column in table.c:
            keys = [key.column for key in column.foreign_keys] or [column]
            lost = column.in_(gone.get(keys[0], []))
            if column.primary_key or not column.nullable:
                connection.execute(table.delete().where(lost))
            elif keys[0] in gone:
                connection.execute(table.update().where(lost).values({column.name: None}))
    connection.execute(published_estimate_noncommercial.delete())
    connection.execute(source.delete().where(source.c.source_id.in_(closed)))
    connection.execute(area.update().values(main_grade=None))
    if EVENTS_KEPT in closed:
        connection.execute(homicide.delete())
    connection.execute(meta.delete().where(meta.c.key.startswith(DISPERSION)))
    connection.execute(meta.insert().values(key=LEFT_OUT, value=" ".join(sorted(closed))))

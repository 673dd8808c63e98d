"""The extract as an SQLite file: whole, and without what is for noncommercial use only."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

from data.catalogue.loader import Catalogue
from data.catalogue.schema import EVENTS_KEPT
from data.models import Layer
from data.repository.content import read_rows
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
from data.repository.writing import compact, write_database

# In `meta`: what was left out, so that nobody takes the rest for an extract that an app serves.
LEFT_OUT = "left_out"


def write_whole(engine: Engine, path: Path) -> None:
    """The extract as it is: page by page, where it was such a file."""
    if isinstance(engine.pool, StaticPool):
        with engine.connect() as connection:
            held = connection.connection.driver_connection
            assert isinstance(held, Connection)
            path.write_bytes(held.serialize())
    else:
        write_database(path, read_rows(engine))


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

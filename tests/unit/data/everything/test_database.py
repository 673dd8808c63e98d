"""The database of the download, from an extract that is no file of this machine."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from data.everything.database import write_whole
from data.repository.content import read_content_hash, read_rows
from data.repository.tables import area, meta, metadata, neighbor


def test_another_database_is_copied_row_by_row(tmp_path: Path) -> None:
    served = sa.create_engine(f"sqlite:///{tmp_path / 'served.db'}")  # as a server's would be
    metadata.create_all(served)
    place = {
        column.name: 0 if isinstance(column.type, sa.Integer | sa.Float) else "word"
        for column in area.c
    }
    with served.begin() as connection:
        connection.execute(area.insert(), [place | {"area_key": key} for key in (2, 1)])
        connection.execute(neighbor.insert(), [{"area_key": 1, "neighbor_key": 2}])
        connection.execute(meta.insert(), [{"key": "content_hash", "value": "0123"}])
    write_whole(served, tmp_path / "copy.sqlite")
    copy = sa.create_engine(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    assert read_rows(copy) == read_rows(served)
    assert read_content_hash(copy) == read_content_hash(served)
    for engine in (copy, served):
        engine.dispose()

"""The database of the download: the same bytes wherever the extract was read from."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from data.everything.database import lay_down, write_whole
from data.repository.engine import EXTRACT, open_engine
from data.repository.memory import engine_over
from data.repository.reading_server import held_by
from data.services import Services
from tests import shared


def test_a_copy_by_rows_is_the_file_page_by_page(tmp_path: Path) -> None:
    """As from a server: in any order, into memory."""
    engine = open_engine()
    with engine.connect() as connection:
        rows = {name: some[::-1] for name, some in held_by(connection).rows.items()}
    engine.dispose()
    copy = engine_over(rows)
    write_whole(copy, tmp_path / "copy.sqlite")
    copy.dispose()
    write_whole(shared.services().atlas.repository.engine, tmp_path / "own.sqlite")
    assert (tmp_path / "copy.sqlite").read_bytes() == (tmp_path / "own.sqlite").read_bytes()
    plain = sa.create_engine(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    with plain.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    plain.dispose()


def test_what_is_laid_down_is_what_is_served(tmp_path: Path) -> None:
    """With its history: files made of it are of the version that they name."""
    served = shared.services().atlas
    laid = Services.open(lay_down(served, tmp_path)).atlas
    laid.check_content()
    assert laid.data_version == served.data_version
    assert laid.history.past == served.history.past
    assert laid.history.versions == served.history.versions
    assert not (tmp_path / EXTRACT.name).exists()

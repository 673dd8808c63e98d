"""What the seal beside an extract shows, and what it cannot show."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from data.atlas.atlas import Atlas
from data.repository import engine as opening
from data.repository.as_built import is_as_built, seal, seal_of
from data.repository.content import read_content_hash, recorded_hash
from data.repository.engine import EXTRACT, open_engine, open_extract, sqlite_url
from data.repository.errors import ExtractError


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped extract with its seal, in another folder."""
    shutil.copy(seal_of(EXTRACT), tmp_path)
    return Path(shutil.copy(EXTRACT, tmp_path))


def _changed(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE estimate SET value = value + 1 WHERE area_key = 1")


def test_the_shipped_seal_is_of_rows_with_the_hash_that_the_build_wrote() -> None:
    assert open_extract().source.is_as_built
    engine = open_engine()
    assert read_content_hash(engine) == recorded_hash(engine)
    assert seal_of(EXTRACT).read_text() == seal(EXTRACT)


def test_a_sealed_file_is_not_read_row_by_row(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "read_content_hash", None)
    Atlas.open(sqlite_url(copy)).check_content()


def test_rows_are_read_where_there_is_no_seal(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seal_of(copy).unlink()
    atlas = Atlas.open(sqlite_url(copy))
    atlas.check_content()
    monkeypatch.setattr(opening, "read_content_hash", lambda _engine: "0" * 64)
    with pytest.raises(ExtractError, match="damaged"):
        atlas.check_content()


@pytest.mark.parametrize("sealed", ["", "no hash\n", "ü\n", "0" * 64, None])
def test_a_changed_extract_is_refused_whatever_the_seal(copy: Path, sealed: str | None) -> None:
    _changed(copy)
    if sealed is not None:
        seal_of(copy).write_text(sealed, encoding="utf-8")
    with pytest.raises(ExtractError, match="changed by hand"):
        Atlas.open(sqlite_url(copy)).check_content()


def test_the_seal_of_another_file_shows_nothing(copy: Path) -> None:
    before = copy.read_bytes()
    assert is_as_built(copy, before)
    _changed(copy)
    assert not is_as_built(copy, copy.read_bytes())


def test_one_byte_is_seen(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    assert not is_as_built(copy, bytes(content))


def test_what_cannot_be_read_is_named(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(ExtractError, match="Permission denied"):
        open_extract(sqlite_url(copy))

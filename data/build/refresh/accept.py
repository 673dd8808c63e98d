"""Puts a candidate in the place of the extract in use: one rename is the whole change.

The app reads values and the names of boundary files from the database alone. So boundary files of
the candidate are laid beside the old ones first (their names carry a hash of their content), then
the database is renamed, then follows what people read. A kill before the rename leaves the old
extract, one after it the new; `accept` again finishes what is left.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.build.errors import BuildError
from data.build.history import standing
from data.build.pipeline import DATABASE, MANIFEST, SEAL, Progress
from data.build.refresh.candidate import BUILD_ANEW, CANDIDATE, GEO, Extract, read_extract
from data.build.refresh.staging import write_whole
from data.repository.as_built import seal
from data.repository.engine import open_engine, sqlite_url
from data.repository.errors import ExtractError
from data.repository.history import HISTORY, VERSIONS
from data.repository.queries import Repository


def accept(extract: Path, assets: Path, progress: Progress) -> str:
    """Take the candidate of `extract`; returns its content hash. Raises BuildError."""
    folder = extract / CANDIDATE
    if not folder.is_dir():
        raise BuildError(f"there is no candidate in {folder}. Build one: make refresh SOURCES=dir")
    with _alone(extract):
        candidate = read_extract(folder, folder / GEO)
        before = boundary_files(extract / DATABASE)
        _check_follows(candidate, extract / DATABASE)
        for name in sorted(candidate.boundary_files):
            _lay(folder / GEO / name, assets / name)
        for name in (HISTORY, VERSIONS):  # before the database: it serves the one in use as well
            write_whole(extract / name, (folder / name).read_bytes())
        write_whole(extract / DATABASE, candidate.database.read_bytes())
        progress("the database is in place")
        _finish(candidate, extract, assets, kept=before)
    return candidate.content_hash


def _check_follows(candidate: Extract, in_use: Path) -> None:
    """Another extract may have come since the candidate was built: its numbers would be forgotten.

    Raises BuildError.
    """
    if not in_use.is_file():
        return
    known = [version.content_hash for version in candidate.history.versions]
    if standing(in_use).content_hash not in known[-2:]:
        raise BuildError(
            f"the extract in use is not the one that it was compared with. {BUILD_ANEW}"
        )


def boundary_files(database: Path) -> frozenset[str]:
    """Boundary files of an extract; none where there is no extract that this code reads."""
    try:
        engine = open_engine(sqlite_url(database))
    except ExtractError:
        return frozenset()
    try:
        return frozenset(entry["file"] for entry in Repository(engine).boundaries().values())
    finally:
        engine.dispose()


def _lay(source: Path, target: Path) -> None:
    content = source.read_bytes()
    if not target.is_file() or target.read_bytes() != content:
        write_whole(target, content)


def _finish(candidate: Extract, extract: Path, assets: Path, *, kept: frozenset[str]) -> None:
    """What people and tests read, and what nobody asks for any more.

    Boundary files of the extract before stay until the next time: an open page still asks for them.
    """
    write_whole(extract / SEAL, seal(extract / DATABASE).encode())
    write_whole(extract / MANIFEST, (candidate.folder / MANIFEST).read_bytes())
    write_whole(assets / MANIFEST, (candidate.folder / GEO / MANIFEST).read_bytes())
    wanted = candidate.boundary_files | kept
    for old in assets.glob("*.geojson"):
        if old.name not in wanted:
            old.unlink()
    shutil.rmtree(candidate.folder)


@contextmanager
def _alone(extract: Path) -> Iterator[None]:
    """Two who accept at once would remove each other's files. Raises BuildError."""
    handle = os.open(extract, os.O_RDONLY)  # the folder is its own lock: no file is left behind
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BuildError("another `accept` is running. Wait for it to end") from error
    finally:
        os.close(handle)

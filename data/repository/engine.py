"""Opens the extract: read-only, and refused with a reason when it cannot be used."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, unquote

import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from data.repository.as_built import is_as_built
from data.repository.content import read_content_hash, recorded_hash
from data.repository.errors import HOW_TO_BUILD, ExtractError
from data.repository.memory import at_rest, engine_of, engine_over, new_memory, of_content
from data.repository.reading_server import read_server
from data.repository.servers import masked, parse_url, shown
from data.repository.source import Source, SourceFile, SourceServer
from data.repository.tables import SCHEMA_VERSION, meta

EXTRACT = Path(__file__).resolve().parents[1] / "extract" / "kc.sqlite"


def sqlite_url(path: Path) -> str:
    """URL of an SQLite file that can be read by many processes and written by none."""
    return f"sqlite:///{sqlite_uri(path)}&uri=true"


def sqlite_uri(path: Path) -> str:
    """The same as SQLite itself writes it."""
    return f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract that was read: `engine` has it in memory, where nothing changes any more."""

    engine: Engine
    source: Source


def open_extract(url: str | None = None) -> Extract:
    """The extract at `url` (any SQLAlchemy database), by default that of this checkout.

    A file or a server is read into memory, once, and nothing can write there: whatever happens to
    it afterwards, every answer comes from one and the same extract. Raises ExtractError if it
    cannot be read or has another schema version.
    """
    try:
        parsed = parse_url(url or sqlite_url(EXTRACT))
    except ArgumentError as error:
        words = masked(str(error))
        raise ExtractError(f"{masked(str(url))!r} is no database URL: {words}") from error
    if parsed.get_backend_name() != "sqlite":
        return _of_server(parsed)
    path = sqlite_file(parsed)
    source = SourceFile.of(path)  # before it is read
    if path is None:
        engine = _engine(parsed)
    else:
        memory, as_built = _memory(parsed, path)
        engine, source = engine_of(memory), replace(source, is_as_built=as_built)
    try:
        check_schema(engine)
    except ExtractError:
        engine.dispose()
        raise
    return Extract(engine, source)


def open_engine(url: str | None = None) -> Engine:
    """Only the engine of `open_extract`."""
    return open_extract(url).engine


def sqlite_file(url: URL) -> Path | None:
    """The file behind an SQLite address; None for memory and for another database."""
    name = url.database or ""
    in_memory = ":memory:" in name or url.query.get("mode") == "memory"
    if url.get_backend_name() != "sqlite" or not name or in_memory:
        return None
    if not name.startswith("file:"):
        return Path(name)
    return Path(unquote(name.removeprefix("file:").split("?")[0]))


def _engine(url: URL) -> Engine:
    # Parameters of a query may name a place, and an error ends in the log.
    return sa.create_engine(url, hide_parameters=True)


def _of_server(url: URL) -> Extract:
    held = read_server(url)
    return Extract(engine_over(held.rows), SourceServer(url, held.meta, held.history))


def _memory(url: URL, path: Path) -> tuple[sqlite3.Connection, bool]:
    """A file in memory, and whether it is as its build wrote it."""
    if not path.is_file():
        raise ExtractError(f"there is no extract at {path}; {HOW_TO_BUILD}")
    try:
        content = path.read_bytes()
        if is_as_built(path, content):
            return of_content(content), True
        return _copied(path), False
    except (sqlite3.Error, OSError) as error:
        raise ExtractError(f"no extract at {shown(url)} ({error}); {HOW_TO_BUILD}") from error


def _copied(path: Path) -> sqlite3.Connection:
    """Whatever database it is, as SQLite itself reads it."""
    memory = new_memory()
    try:
        with closing(sqlite3.connect(sqlite_uri(path), uri=True)) as file:
            file.backup(memory)
        return at_rest(memory)
    except sqlite3.Error:
        memory.close()
        raise


def check_schema(engine: Engine) -> None:
    """Raise ExtractError unless the database has this code's schema version."""
    try:
        with engine.connect() as connection:
            query = sa.select(meta.c.value).where(meta.c.key == "schema_version")
            found = connection.execute(query).scalar_one_or_none()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error)
        raise ExtractError(f"there is no extract ({reason}); {HOW_TO_BUILD}") from error
    if found != str(SCHEMA_VERSION):
        raise ExtractError(
            f"the extract has schema version {found}, "
            f"this code needs {SCHEMA_VERSION}; {HOW_TO_BUILD}"
        )


def check_content(engine: Engine) -> None:
    """Raise ExtractError unless the rows are those that the build wrote."""
    try:
        found, recorded = read_content_hash(engine), recorded_hash(engine)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error)
        raise ExtractError(f"the extract cannot be read ({reason}); {HOW_TO_BUILD}") from error
    if found != recorded:
        raise ExtractError(
            f"the extract is damaged or was changed by hand: its rows have the hash {found[:12]}, "
            f"its build wrote {str(recorded)[:12]}; {HOW_TO_BUILD}"
        )

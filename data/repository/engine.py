"""Opens the extract: read-only, and refused with a reason when it cannot be used."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from data.repository.tables import SCHEMA_VERSION, meta

EXTRACT = Path(__file__).resolve().parents[1] / "extract" / "kc.sqlite"
HOW_TO_BUILD = "build it with: python -m data.build --sources DIR"


class ExtractError(Exception):
    """The extract is missing, unreadable or of another schema version."""


def sqlite_url(path: Path) -> str:
    """URL of an SQLite file that can be read by many processes and written by none."""
    return f"sqlite:///file:{quote(str(path.resolve()))}?mode=ro&immutable=1&uri=true"


def open_engine(url: str | None = None) -> Engine:
    """Engine for `url` (any SQLAlchemy database), by default the extract of this checkout.

    A plain SQLite file is opened read-only and immutable. Raises ExtractError if the database
    cannot be opened or has another schema version.
    """
    try:
        parsed = make_url(url or sqlite_url(EXTRACT))
    except ArgumentError as error:
        raise ExtractError(f"{url!r} is no database URL: {error}") from error
    engine = _engine(_read_only(parsed))
    try:
        check_schema(engine)
    except ExtractError:
        engine.dispose()
        raise
    return engine


def _engine(url: URL) -> Engine:
    try:
        return sa.create_engine(url)
    except (ArgumentError, ModuleNotFoundError) as error:
        where = url.render_as_string(hide_password=True)
        raise ExtractError(f"no driver for {where}: {error}") from error


def _read_only(url: URL) -> URL:
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return url
    is_uri = url.database.startswith("file:")
    path = Path(url.database.removeprefix("file:").split("?")[0])
    if not is_uri and not path.is_file():
        raise ExtractError(f"there is no extract at {path}; {HOW_TO_BUILD}")
    return url if is_uri else make_url(sqlite_url(path))


def check_schema(engine: Engine) -> None:
    """Raise ExtractError unless the database has this code's schema version."""
    where = engine.url.render_as_string(hide_password=True)
    try:
        with engine.connect() as connection:
            query = sa.select(meta.c.value).where(meta.c.key == "schema_version")
            found = connection.execute(query).scalar_one_or_none()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error)
        raise ExtractError(f"no extract at {where} ({reason}); {HOW_TO_BUILD}") from error
    if found != str(SCHEMA_VERSION):
        raise ExtractError(
            f"the extract at {where} has schema version {found}, "
            f"this code needs {SCHEMA_VERSION}; {HOW_TO_BUILD}"
        )

"""Databases that are servers: their addresses, their limits of time, their errors in words.

The extract and the shared stories are opened by the same functions (docs/decisions/0139). A server
that is there and says nothing, stopped or swapping, keeps none of its own limits, and its socket
notices nothing: `deadline` cuts the line.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from threading import Lock, Timer
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

CONNECT_SECONDS = 3
STATEMENT_SECONDS = 5
# As many lines as a worker has threads (Procfile): nobody waits for another's. Few stay open.
POOL_LINES, POOL_LINES_MORE = 4, 20
_RECYCLE_SECONDS = 1800
_POSTGRES = ("postgres", "postgresql")
_DRIVER = "postgresql+psycopg"
_FIRST = "first_limit"
HOW_TO_INSTALL = 'python -m pip install "psycopg[binary]"'
# To the last @: a password may hold one that should have been written %40.
_USER = re.compile(r"//\S*@")
_PASSWORD = re.compile(r"(?i)(password|sslpassword)=[^&\s]*")


class ServerError(Exception):
    """A database cannot be used: the message says in words which and why, without the password."""


def parse_url(text: str) -> URL:
    """An address with its driver: `postgres://` and `postgresql://` get the one that is installed.

    Raises ArgumentError.
    """
    try:
        url = make_url(text)
    except ValueError as error:
        raise ArgumentError("its port is no number") from error
    if "@" in (url.host or ""):
        raise ArgumentError("in a password @ is written %40")
    return url.set(drivername=_DRIVER) if url.drivername in _POSTGRES else url


def is_postgres(url: URL) -> bool:
    """Whether it is the address of a PostgreSQL server."""
    return url.get_backend_name() == "postgresql"


def masked(text: str) -> str:
    """Some words without the user and the password of an address in them."""
    return _PASSWORD.sub(r"\1=***", _USER.sub("//***@", text))


def shown(url: URL) -> str:
    """An address as people may read it."""
    plain = url.set(drivername=url.get_backend_name())
    return _PASSWORD.sub(r"\1=***", plain.render_as_string(hide_password=True))


def server_engine(url: URL, *, name: str, reads_only: bool, **pool: Any) -> Engine:
    """An engine that waits for no server longer than the limits and never tells what it was asked.

    `name`: what an administrator reads in `pg_stat_activity`. Raises ServerError.
    """
    arguments = _arguments(url, name, reads_only=reads_only) if is_postgres(url) else {}
    try:
        # Parameters of a query may name a place, and an error ends in the log.
        engine = sa.create_engine(url, hide_parameters=True, connect_args=arguments, **pool)
    except (ArgumentError, ImportError) as error:
        driver = f"; {HOW_TO_INSTALL}" if is_postgres(url) else ""
        raise ServerError(f"no driver for {shown(url)}: {error}{driver}") from error

    @sa.event.listens_for(engine, "connect", insert=True)
    def _begins(line: Any, record: Any) -> None:
        """SQLAlchemy asks a new line who it is: within a limit as well."""
        record.info[_FIRST] = Deadline(line, CONNECT_SECONDS)

    @sa.event.listens_for(engine, "checkout")
    def _is_known(_line: Any, record: Any, _proxy: object) -> None:
        if (first := record.info.pop(_FIRST, None)) is not None:
            first.end()

    return engine


def _arguments(url: URL, name: str, *, reads_only: bool) -> dict[str, Any]:
    """Of the connection, over what an operator's address says: its options stay, ours hold."""
    limit_ms = int(STATEMENT_SECONDS * 1000)
    given = url.query.get("options", "")
    options = [
        given if isinstance(given, str) else " ".join(given),
        f"-c statement_timeout={limit_ms} -c lock_timeout={limit_ms}",
        "-c default_transaction_read_only=on" if reads_only else "",
    ]
    return {
        "connect_timeout": CONNECT_SECONDS,
        "options": " ".join(word for word in options if word),
        "tcp_user_timeout": limit_ms,
        "application_name": name,
        # a cluster that was made where no language is set speaks bytes (SQL_ASCII)
        "client_encoding": "utf8",
    }


def pooled_engine(url: URL, *, name: str) -> Engine:
    """The same with lines that stay open, each tried before it is used: what `pool_pre_ping` does,
    of a server that may be there and say nothing, too. Raises ServerError.
    """
    engine = server_engine(
        url,
        name=name,
        reads_only=False,
        pool_size=POOL_LINES,
        max_overflow=POOL_LINES_MORE,
        pool_timeout=CONNECT_SECONDS,
        pool_recycle=_RECYCLE_SECONDS,
    )
    assert engine.dialect.dbapi is not None
    failures = engine.dialect.dbapi.Error

    @sa.event.listens_for(engine, "checkout")
    def _is_alive(line: Any, _record: object, _proxy: object) -> None:
        try:
            with deadline(line, CONNECT_SECONDS):
                line.execute("SELECT 1")
                line.rollback()
        except (failures, sa.exc.TimeoutError) as error:
            raise sa.exc.DisconnectionError from error

    return engine


class Deadline:
    """Cuts the line of a server that does not answer in time: its own limits need it awake."""

    def __init__(self, line: Any, seconds: float) -> None:
        self._line = line
        self._lock, self._is_over, self.has_cut = Lock(), False, False
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def _cut(self) -> None:
        with self._lock, suppress(Exception):
            if not self._is_over:
                self.has_cut = True
                with socket.socket(fileno=os.dup(self._line.fileno())) as ours:
                    ours.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """It answered, or the line is cut."""
        self._timer.cancel()
        with self._lock:
            self._is_over = True


@contextmanager
def deadline(line: Any, seconds: float) -> Iterator[None]:
    """A limit for what is asked inside.

    Raises SQLAlchemy's TimeoutError, whatever the driver says of a line that is cut.
    """
    limit = Deadline(line, seconds)
    try:
        yield
    except Exception as error:
        if limit.has_cut:
            raise sa.exc.TimeoutError(f"no answer within {seconds:g} seconds") from error
        raise
    finally:
        limit.end()


def in_time(connection: sa.Connection) -> AbstractContextManager[None]:
    """What a server is asked inside ends in time, whatever it does; a file needs no such limit."""
    if connection.dialect.name == "sqlite":
        return nullcontext()
    return deadline(connection.connection.driver_connection, STATEMENT_SECONDS + 1)


@contextmanager
def told(url: URL, deed: str, *own: type[Exception]) -> Iterator[None]:
    """Whatever a database says against it becomes words: `deed` is what could not be done, `own`
    errors of a driver that is asked without SQLAlchemy.
    """
    kinds: tuple[type[Exception], ...] = (SQLAlchemyError, *own)
    try:
        yield
    except kinds as error:
        raise ServerError(f"{deed} {shown(url)}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """What the server or the driver said, in its first line; a query is not quoted."""
    said = masked(str(getattr(error, "orig", None) or error).strip())
    return said.splitlines()[0] if said else type(error).__name__

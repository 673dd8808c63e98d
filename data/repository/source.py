"""Where the extract that was read came from, and whether that still holds the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Protocol

from sqlalchemy.engine import URL

from data.repository.errors import ExtractError
from data.repository.reading_server import read_meta

CHANGED = "replaced or changed since the start; start the app again to serve the new one"
MISSING = "gone since the start; the app serves what it has read, but could not start again"
OTHER = "holds other data than is served: send HUP to gunicorn's master process to serve it"
AWAY = "does not answer; the app serves what it has read, but could not start again"


class Source(Protocol):
    """Where an extract came from."""

    @property
    def fact(self) -> str:
        """What its state is called for operators."""
        ...

    @property
    def folder(self) -> Path | None:
        """Where its history may stand; None where it came from no file."""
        ...

    @property
    def history(self) -> Mapping[str, str]:
        """The history that came with it: text by the name of the file; empty where none did."""
        ...

    @property
    def is_as_built(self) -> bool:
        """Whether it is known to hold what its build wrote, so that no row need be looked at."""
        ...

    def state(self) -> str:
        """What an operator should know of it now; empty where nothing has changed."""
        ...


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was when it was read; `path` is None where the data is in no file."""

    path: Path | None = None
    identity: tuple[int, int, int] | None = None
    history: Mapping[str, str] = field(default_factory=dict)
    fact: str = "extract_file"
    is_as_built: bool = False

    @classmethod
    def of(cls, path: Path | None) -> SourceFile:
        """The file as it is now. Take this before reading it."""
        return cls(path, _identity(path))

    @property
    def folder(self) -> Path | None:
        """Where the file is."""
        return None if self.path is None else self.path.parent

    def state(self) -> str:
        """Whether the file is another, or gone."""
        now = _identity(self.path)
        if now == self.identity:
            return ""
        return MISSING if now is None else CHANGED


def _identity(path: Path | None) -> tuple[int, int, int] | None:
    """Inode, bytes and time of the last change (ns); None where there is no such file."""
    try:
        found = None if path is None else path.stat()
    except OSError:
        return None
    return None if found is None else (found.st_ino, found.st_size, found.st_mtime_ns)


class SourceServer:
    """A server as it was when it was read. A thread asks it again, one at a time and not often: no
    visitor and no load balancer waits for a server that says nothing.
    """

    fact = "extract_database"
    folder = None
    is_as_built = False
    again_seconds = 5.0
    wait_seconds = 1.0

    def __init__(self, url: URL, meta: Mapping[str, str], history: Mapping[str, str]) -> None:
        self.history = history
        self._url = url
        self._meta = dict(meta)
        self._changing = Lock()
        self._asking: Thread | None = None
        self._again_at = 0.0
        self._said = ""

    def state(self) -> str:
        """Whether it holds other data, or does not answer; known within `wait_seconds`."""
        with self._changing:
            asking = self._asking
            if (asking is None or not asking.is_alive()) and monotonic() >= self._again_at:
                asking = self._asking = Thread(target=self._ask, daemon=True)
                asking.start()
        if asking is not None:
            asking.join(self.wait_seconds)
            if asking.is_alive():
                return AWAY
        return self._said

    def _ask(self) -> None:
        try:
            self._said = "" if read_meta(self._url) == self._meta else OTHER
        except ExtractError:
            self._said = AWAY
        self._again_at = monotonic() + self.again_seconds

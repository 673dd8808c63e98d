"""Whether the file that was read at the start is still the one on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CHANGED = "replaced or changed since the start; start the app again to serve the new one"
MISSING = "gone since the start; the app serves what it has read, but could not start again"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was when it was read; `path` is None where the data is in no file."""

    path: Path | None
    identity: tuple[int, int, int] | None = None

    @classmethod
    def of(cls, path: Path | None) -> SourceFile:
        """The file as it is now. Take this before reading it."""
        return cls(path, _identity(path))

    def state(self) -> str:
        """What an operator should know about the file; empty where nothing has changed."""
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

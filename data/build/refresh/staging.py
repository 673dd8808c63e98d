"""Where downloads wait until a build has believed them: `SOURCES/.refresh`.

A file there is whole or is called `.part`; what is known of it stands in `state.json`. A kill
leaves parts and whole pages, which the next run goes on from, and never half a file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = ".refresh"
STATE = "state.json"


class Staging:
    """The folder of one directory of sources."""

    def __init__(self, sources: Path) -> None:
        self.sources = sources
        self.root = sources / FOLDER
        self.root.mkdir(parents=True, exist_ok=True)

    def part(self, file: str) -> Path:
        """Where a download grows."""
        return self._folder("parts") / f"{_flat(file)}.part"

    def pages(self, file: str) -> Path:
        """Folder of the whole pages of a download that comes in pages."""
        return self._folder(f"parts/{_flat(file)}.pages")

    def staged(self, file: str) -> Path:
        """Where a whole, checked download waits."""
        return self.root / "files" / file

    @property
    def files(self) -> Path:
        """Directory of the downloads that wait, laid out like SOURCES."""
        return self._folder("files")

    def current(self, file: str) -> Path | None:
        """The newest whole file: one that waits, else the one of SOURCES, else none."""
        found = (path for path in (self.staged(file), self.sources / file) if path.is_file())
        return next(found, None)

    def forget_part(self, file: str) -> None:
        """Throw away what has been fetched of a file so far."""
        self.part(file).unlink(missing_ok=True)
        shutil.rmtree(self.pages(file), ignore_errors=True)
        self.note("parts", file, None)

    def known(self, kind: str, file: str) -> Mapping[str, str]:
        """What was noted of a file; `kind`: `parts` or `files`."""
        found = self._state().get(kind, {}).get(file, {})
        return found if isinstance(found, dict) else {}

    def note(self, kind: str, file: str, facts: Mapping[str, str] | None) -> None:
        """Remember facts of a file, or forget them."""
        state = self._state()
        entries = state.setdefault(kind, {})
        if facts is None:
            entries.pop(file, None)
        else:
            entries[file] = dict(facts)
        text = json.dumps(state, indent=1, sort_keys=True) + "\n"
        write_whole(self.root / STATE, text.encode())

    def keep(self, file: str, whole: Path, facts: Mapping[str, str]) -> None:
        """A whole, checked download takes its place among those that wait."""
        target = self.staged(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        self.note("files", file, {**facts, "sha256": digest(whole)})
        whole.replace(target)
        sync_folder(target.parent)
        self.forget_part(file)

    def place(self) -> list[str]:
        """Move every file that waits into SOURCES, each in one step; returns their paths."""
        moved = []
        for path in sorted(p for p in self.files.rglob("*") if p.is_file()):
            file = path.relative_to(self.files).as_posix()
            target = self.sources / file
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            sync_folder(target.parent)
            moved.append(file)
        return moved

    def _folder(self, name: str) -> Path:
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _state(self) -> dict[str, Any]:
        """Nothing where there is no state or it cannot be read: all is fetched anew then."""
        try:
            found = json.loads((self.root / STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _flat(file: str) -> str:
    return file.replace("/", "~")


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step: after a kill the old one or the new one is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.new")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Where the files of everything are kept, and who makes them: one process at a time, once.

Whoever asks first starts a process of its own, so that a worker neither blocks nor grows. It holds
a lock that all workers see, and what it has made appears under its name in one step. A folder is of
one version of the data, one state of the code and one set of boundaries: what it holds never
changes.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from enum import StrEnum
from errno import EDQUOT, ENOSPC
from hashlib import blake2b
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep, time

from data.atlas.atlas import Atlas
from data.cities.city import city
from data.files.names import everything_name

ROOT = Path(__file__).parents[2]
# Exit codes of `python -m data everything`: its folder refuses, or is full.
NOT_WRITTEN, NO_ROOM = 3, 4
AGAIN_SECONDS = 60.0  # after a failure
KEPT_DAYS = 7
_LOOK_SECONDS = 0.2
_MADE_OF = ("*.py", "*.yaml")
_SCRATCH = ".making-"
_NO_TEMPORARY = Path("/tmp")


class NotYetError(Exception):
    """The file is being made."""


class Why(StrEnum):
    """Why a file was not made."""

    FULL = "full"  # its folder has no room
    REFUSED = "refused"  # its folder cannot be written at all
    FAILED = "failed"  # anything else: the log says what

    @classmethod
    def of(cls, error: OSError) -> Why:
        """What the system says against writing."""
        return cls.FULL if error.errno in (ENOSPC, EDQUOT) else cls.REFUSED


_WHY_BY_EXIT = {NO_ROOM: Why.FULL, NOT_WRITTEN: Why.REFUSED}


class CannotBeMadeError(Exception):
    """The file was not made. `said`: what the system said of it, where it said something."""

    def __init__(self, why: Why, said: str = "") -> None:
        super().__init__(why.value)
        self.why, self.said = why, said


def default_folder() -> Path:
    """Below the machine's folder for such things, of this user alone."""
    try:
        top = Path(tempfile.gettempdir())
    except FileNotFoundError:  # none can be written just now: whoever asks for a file hears it
        top = _NO_TEMPORARY
    return top / f"{city().slug}-downloads-{os.getuid()}"


def mark_of(atlas: Atlas) -> str:
    """What the bytes depend on beside the version: code and texts, boundaries, the date."""
    digest = blake2b(digest_size=6)
    folder = ROOT / "data"
    for file in sorted(file for pattern in _MADE_OF for file in folder.rglob(pattern)):
        digest.update(file.read_bytes())
    digest.update(json.dumps(atlas.repository.boundaries(), sort_keys=True).encode())
    digest.update(atlas.history.current.date.encode())
    return digest.hexdigest()


class Kept:
    """The files of one version. Safe for threads, and for other processes with the same folder.

    `lay_down` writes the extract that is served into a folder and returns its address: whatever
    has become of the file or the server that it came from, the files are of the version they name.
    """

    def __init__(
        self,
        folder: Path,
        *,
        version: str,
        mark: str,
        lay_down: Callable[[Path], str],
        command: Sequence[str] = (sys.executable, "-m", "data", "everything"),
    ) -> None:
        self._root = folder
        self._folder = folder / f"{version}-{mark}"
        self._name = everything_name(version)
        self._lay_down = lay_down
        self._command = command
        self._mark = mark
        self._changing = Lock()
        self._running: set[str] = set()
        self._failed: dict[str, tuple[float, Why, str]] = {}

    def tag(self, ending: str) -> str:
        """An entity tag of the file: the name says the version, this the rest."""
        return f"{self._name}-{self._mark}-{ending}"

    def path(self, ending: str) -> Path | None:
        """The file, once it is made."""
        file = self._folder / f"{self._name}.{ending}"
        return file if file.is_file() else None

    def get(self, ending: str, *, wait_seconds: float) -> Path:
        """The file, made now if need be. Raises NotYetError and CannotBeMadeError."""
        until = monotonic() + wait_seconds
        while True:
            found = self.path(ending)
            if found is not None:
                return found
            self._refuse_after_failure(ending)
            self._begin(ending)
            if monotonic() >= until:
                raise NotYetError
            sleep(_LOOK_SECONDS)

    def _refuse_after_failure(self, ending: str) -> None:
        at, why, said = self._failed.get(ending, (0.0, Why.FAILED, ""))
        if at and monotonic() - at < AGAIN_SECONDS:
            raise CannotBeMadeError(why, said)

    def _begin(self, ending: str) -> None:
        """Start the process, unless one is at it, here or in another worker."""
        with self._changing:
            if ending in self._running:
                return
            try:
                lock = self._locked(ending)
                if lock is None:
                    return
                try:
                    if self.path(ending) is None:
                        self._start(ending, lock)
                finally:
                    os.close(lock)  # the process has its own: the lock goes when it ends
            except OSError as error:
                said = error.strerror or type(error).__name__
                self._failed[ending] = (monotonic(), Why.of(error), said)

    def _locked(self, ending: str) -> int | None:
        """The lock of a file; None where somebody has it. Raises OSError."""
        for folder in (self._root, self._folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._root.is_symlink() or self._root.stat().st_uid != os.getuid():
            raise PermissionError(f"{self._root} is somebody else's")
        lock = os.open(self._folder / f".{ending}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        return lock

    def _start(self, ending: str, lock: int) -> None:
        self._tidy(ending)
        served = self._served(ending)
        served.mkdir()
        try:
            process = subprocess.Popen(
                [*self._command, "--out", str(self._folder), "--only", ending, "--background"],
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": self._lay_down(served)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # what went wrong stands on stderr, in the server's log
                pass_fds=(lock,),
                start_new_session=True,  # Ctrl+C at the server is the worker's business
            )
        except OSError:
            shutil.rmtree(served, ignore_errors=True)  # half an extract would keep the disk full
            raise
        self._running.add(ending)
        Thread(target=self._wait, args=(ending, process), daemon=True).start()

    def _wait(self, ending: str, process: subprocess.Popen[bytes]) -> None:
        code = process.wait()
        shutil.rmtree(self._served(ending), ignore_errors=True)
        with self._changing:
            self._running.discard(ending)
            if self.path(ending) is None:
                why = _WHY_BY_EXIT.get(code, Why.FAILED)
                self._failed[ending] = (monotonic(), why, f"exit code {code}")

    def _served(self, ending: str) -> Path:
        return self._folder / f"{_SCRATCH}{ending}-of"

    def _tidy(self, ending: str) -> None:
        """What a killed process left, and folders of versions that nobody asks for any more."""
        for left in self._folder.glob(f"{_SCRATCH}{ending}-*"):
            shutil.rmtree(left, ignore_errors=True)
        for other in self._root.iterdir():
            age_days = (time() - other.stat().st_mtime) / 86_400
            if other != self._folder and age_days > KEPT_DAYS:
                shutil.rmtree(other, ignore_errors=True)

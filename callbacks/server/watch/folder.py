"""The private folder in which the processes of one server keep what they count.

In memory where the machine has a folder for that and room in it, else on the disk; where there is
none either, nothing is counted (allocated.py says why). gunicorn's master makes it
(gunicorn_logger.py) before prometheus-client is imported, which reads its name, and removes it at
its end; what a killed one left goes at the next start.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_PREFIX = f"equity-metrics-{os.getuid()}-"
_MEMORY = Path("/dev/shm")
_LOCK = "lock"
FILE_BYTES = 65_536  # at first
# Three files a process; more than so many at once are started nowhere.
_ROOM_BYTES = 16 * 3 * FILE_BYTES


def open_if_wanted() -> None:
    """Make the folder of this process and its children, where the operator turned metrics on."""
    if os.environ.get("METRICS", "").strip() == "on" and _owner() != os.getpid():
        made = next(filter(None, map(_made, _places())), None)
        if made is None:
            os.environ["METRICS"] = "off"
            sys.stderr.write("METRICS: there is no room to count in; going on without.\n")
            return
        os.environ[VARIABLE] = made
        atexit.register(_close, made, os.getpid())


def _places() -> Iterator[Path]:
    yield _MEMORY
    with suppress(FileNotFoundError):  # none can be written
        yield Path(tempfile.gettempdir())


def _made(top: Path) -> str | None:
    """A new folder below `top`; None where it cannot be made, or has no room."""
    made = None
    try:
        _remove_left(top)
        made = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=top)
        with tempfile.TemporaryFile(dir=made) as probe:
            allocate(probe.fileno(), _ROOM_BYTES)
    except OSError:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
        return None
    return made


def allocate(descriptor: int, size_bytes: int) -> None:
    """Have that much of an open file on its disk. Raises OSError where there is no room."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size_bytes)


def _close(made: str, pid: int) -> None:
    """Remove what this process made; one that was forked from it leaves it alone."""
    if os.getpid() == pid:
        shutil.rmtree(made, ignore_errors=True)


def current() -> Path | None:
    """The folder of this process's server; None where it counts for itself alone."""
    path = os.environ.get(VARIABLE)
    return Path(path) if path else None


def server_pid() -> int:
    """The process that began this server: gunicorn's master, or this one."""
    return _owner() or os.getpid()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """While files move nobody adds them up."""
    with (folder / _LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _owner() -> int:
    return _pid_in(Path(os.environ.get(VARIABLE, "")).name)


def _pid_in(name: str) -> int:
    """The process that made the folder of that name; 0 where it is none of ours."""
    found = re.match(rf"{_PREFIX}(\d+)-", name)
    return int(found[1]) if found else 0


def _remove_left(top: Path) -> None:
    """Folders of ours whose server has gone."""
    for left in top.glob(f"{_PREFIX}*"):
        if not Path(f"/proc/{_pid_in(left.name)}").exists():
            shutil.rmtree(left, ignore_errors=True)

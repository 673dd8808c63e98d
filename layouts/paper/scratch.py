"""A folder for matplotlib, which ends a typesetter that has none: its list of fonts lies there.

Its own place is in the home folder. Where that cannot be written (a container, a read-only disk) it
makes a new one below the folder for temporary files in every process, reads all fonts again, and
fails where there is no such folder. Here it gets one that all typesetters of a user share, in
memory where no disk takes it.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

VARIABLE = "MPLCONFIGDIR"
_MEMORY = Path("/dev/shm")
_NAME = f"equity-typesetters-{os.getuid()}"
_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def environment() -> dict[str, str]:
    """That of this process, with such a folder where it is needed."""
    if VARIABLE in os.environ or _home_takes_it():
        return dict(os.environ)
    found = next(filter(_is_made, _places()), None)
    return {**os.environ, **({VARIABLE: str(found)} if found else {})}


def _home_takes_it() -> bool:
    """Whether matplotlib finds its own place: it makes what is missing there."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    there = next((path for path in (home, *home.parents) if path.is_dir()), home)
    return os.access(there, os.W_OK)


def _places() -> Iterator[Path]:
    with suppress(FileNotFoundError):  # no folder for temporary files can be written
        yield Path(tempfile.gettempdir()) / _NAME
    yield _MEMORY / _NAME


def _is_made(folder: Path) -> bool:
    """Whether it is there, for this user alone: others know its name too."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        about = folder.lstat()
    except OSError:
        return False
    is_own = stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid()
    return is_own and not about.st_mode & _OF_OTHERS and os.access(folder, os.W_OK)

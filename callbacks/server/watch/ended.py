"""What processes counted that have ended: kept in one set of files, whoever they were.

prometheus-client leaves the files of each worker for ever, and a server that runs for months starts
many. Counts of those that are gone move into files of their own; what they held no longer counts.
Where those have no room, a file stays as it is: it is added up all the same.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from callbacks.server.watch.allocated import AllocatedDict

_ALL = "ended"
_KEPT = ("counter", "histogram")


def gather(folder: Path) -> None:
    """Move the counts of every process that has ended. Call it while `folder` is locked."""
    for file in folder.glob("*.db"):
        kind, _, pid = file.stem.rpartition("_")
        if pid == _ALL or Path(f"/proc/{pid}").exists():
            continue
        with suppress(OSError):
            if kind in _KEPT:
                _add(file, folder / f"{kind}_{_ALL}.db")
            file.unlink()


def _add(source: Path, target: Path) -> None:
    kept = AllocatedDict(str(target))
    try:
        kept.make_room(source.stat().st_size)  # all of it, or nothing
        read = AllocatedDict.read_all_values_from_file(str(source))  # type: ignore[no-untyped-call]
        for key, value, _, _ in read:
            before, _ = kept.read_value(key)  # type: ignore[no-untyped-call]
            kept.write_value(key, before + value, 0.0)  # type: ignore[no-untyped-call]
    finally:
        kept.close()  # type: ignore[no-untyped-call]

"""Files of counts whose room is on the disk before anything is written into them.

prometheus-client maps a file of holes: where the disk is full by then, the first write into a hole
ends the process with SIGBUS, and so each worker that takes its place. Here what is missing is an
OSError, before anything is mapped.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from prometheus_client import values
from prometheus_client.mmap_dict import MmapedDict

from callbacks.server.watch.folder import FILE_BYTES, allocate

# Of an entry beside its key: a length, padding, two numbers.
_ENTRY_BYTES = 32


class AllocatedDict(MmapedDict):
    """The same file, with room for whatever it holds. Every change may raise OSError."""

    def __init__(self, filename: str, read_mode: bool = False) -> None:
        if not read_mode:
            _have_room(Path(filename))
        super().__init__(filename, read_mode)  # type: ignore[no-untyped-call]

    def make_room(self, size_bytes: int) -> None:
        """Have room for so much more."""
        capacity = self._capacity
        while self._used + size_bytes > capacity:
            capacity *= 2
        allocate(self._f.fileno(), capacity)

    def _init_value(self, key: str) -> None:
        self.make_room(len(key.encode()) + _ENTRY_BYTES)
        super()._init_value(key)  # type: ignore[no-untyped-call]


def _have_room(path: Path) -> None:
    with path.open("ab") as file:
        size_bytes = os.fstat(file.fileno()).st_size
        try:
            allocate(file.fileno(), max(FILE_BYTES, size_bytes))
        except OSError:
            if not size_bytes:
                path.unlink()  # whoever adds up cannot read one without a beginning
            raise


def use() -> None:
    """Have prometheus-client keep what it counts in such files; before the first metric is made."""
    module: Any = values
    module.MmapedDict = AllocatedDict

"""One file of answers ready to send, which every process of one version opens at its start.

It holds bytes and words about them, nothing that could be run. What is damaged, half written, or
could have been written by others than the user of this process and root, is not used. A process
knows what lies where; the bytes stay in the file, which the system keeps in memory once for all.
"""

from __future__ import annotations

import logging
import os
import stat
import tempfile
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import astuple
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import monotonic, time
from typing import Any
from weakref import finalize

import orjson

from callbacks.server.byte_cache import StoredAnswer

LOG = logging.getLogger("equity.warm")
ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "var/warm"
ENDING = ".store"
_MAGIC = b"equity-warm-1\n"
_DIGEST_BYTES = 32
_LENGTH_BYTES = 8
_HEAD_BYTES = len(_MAGIC) + _DIGEST_BYTES + _LENGTH_BYTES
_PIECE_BYTES = 1 << 18
_LIMIT_BYTES = 100_000_000
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_LOOK_SECONDS = 2.0
_KEPT_DAYS = 7

# Of a request without what changes from day to day; a text, or texts and flags in a fixed order.
Entries = Mapping[Any, StoredAnswer]


class StoreError(Exception):
    """The file cannot be used; the message says why, without a path."""


def write(path: Path, entries: Entries) -> None:
    """Write `entries` in one step: whoever looks sees the whole file or none. Raises OSError.

    Files of versions that nobody has written for a week go.
    """
    listed, bodies = [], []
    for key, stored in entries.items():
        _, *told = astuple(stored)
        listed.append([_plain(key), len(stored.body), told])
        bodies.append(stored.body)
    index = orjson.dumps(listed)
    content = b"".join([len(index).to_bytes(_LENGTH_BYTES, "big"), index, *bodies])
    digest = blake2b(content, digest_size=_DIGEST_BYTES).digest()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tidy(path.parent)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_MAGIC + digest + content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class StoreFile:
    """The entries of one file, which stays open: read where they are asked for, and by any number
    of threads and forked processes at once. It is only ever replaced, never written into.
    """

    def __init__(
        self, descriptor: int, index: Mapping[Hashable, tuple[int, int, list[Any]]]
    ) -> None:
        self._descriptor, self._index = descriptor, index
        finalize(self, os.close, descriptor)

    @classmethod
    def open(cls, path: Path) -> StoreFile:
        """A file that was looked through. Raises StoreError, and FileNotFoundError where there is
        none.
        """
        descriptor = _trusted(path)
        try:
            return cls(descriptor, _index(descriptor))
        except BaseException:
            os.close(descriptor)
            raise

    def get(self, key: Hashable) -> StoredAnswer | None:
        """The entry under `key`; None where there is none, or the file gives it no more."""
        found = self._index.get(key)
        if found is None:
            return None
        begin, length, told = found
        try:
            body = os.pread(self._descriptor, length, begin)
        except OSError:  # the disk is away: whatever it held is made
            return None
        return StoredAnswer(body, *told) if len(body) == length else None

    def keys(self) -> Iterable[Hashable]:
        """What is in it."""
        return self._index.keys()

    def __len__(self) -> int:
        """How many entries are in it."""
        return len(self._index)


def _trusted(path: Path) -> int:
    """A handle of the file, if nobody else could have written it."""
    try:
        folder = path.parent.lstat()
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreError("it cannot be opened") from error
    about = os.fstat(descriptor)
    try:
        if not (stat.S_ISREG(about.st_mode) and stat.S_ISDIR(folder.st_mode)):
            raise StoreError("it is no file in a folder")
        for one in (about, folder):
            if one.st_uid not in (0, os.getuid()) or one.st_mode & _WRITABLE_BY_OTHERS:
                raise StoreError("others could have written it")
        if about.st_size > _LIMIT_BYTES:
            raise StoreError("it is too large")
    except StoreError:
        os.close(descriptor)
        raise
    return descriptor


def _index(descriptor: int) -> dict[Hashable, tuple[int, int, list[Any]]]:
    """Of each entry where it begins, how long it is and what is said of it. Raises StoreError."""
    head = os.pread(descriptor, _HEAD_BYTES, 0)
    if not head.startswith(_MAGIC):
        raise StoreError("it is no store")
    begin = _HEAD_BYTES + int.from_bytes(head[-_LENGTH_BYTES:], "big")
    if _digest(descriptor) != head[len(_MAGIC) : -_LENGTH_BYTES]:
        raise StoreError("it is damaged")
    found = {}
    listed = orjson.loads(os.pread(descriptor, begin - _HEAD_BYTES, _HEAD_BYTES))
    for key, length, told in listed:
        found[_hashable(key)] = begin, length, told
        begin += length
    return found


def _digest(descriptor: int) -> bytes:
    """Of all that follows the digest, read in pieces."""
    digest = blake2b(digest_size=_DIGEST_BYTES)
    at = _HEAD_BYTES - _LENGTH_BYTES
    while piece := os.pread(descriptor, _PIECE_BYTES, at):
        digest.update(piece)
        at += len(piece)
    return digest.digest()


def _plain(key: Any) -> Any:
    if isinstance(key, tuple):
        return [_plain(one) for one in key]
    return {"x": key.hex()} if isinstance(key, bytes) else key


def _hashable(key: Any) -> Any:
    if isinstance(key, list):
        return tuple(_hashable(one) for one in key)
    return bytes.fromhex(key["x"]) if isinstance(key, dict) else key


def _tidy(folder: Path) -> None:
    for other in folder.iterdir():
        age_days = (time() - other.lstat().st_mtime) / 86_400
        if age_days > _KEPT_DAYS and other.is_file():
            other.unlink(missing_ok=True)


class Warm:
    """The entries of one version: opened at the start where they are there, else looked for again
    from time to time, since another process may be making them.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._file: StoreFile | None = None
        self._look_again_at = 0.0
        self._lock = Lock()
        self.load()

    @property
    def is_missing(self) -> bool:
        """Whether it is wanted and there is none."""
        return self.path is not None and self._file is None

    def get(self, key: Hashable) -> StoredAnswer | None:
        """What is kept under `key`; None where nothing is, or nothing is there yet."""
        if self.is_missing and monotonic() >= self._look_again_at:
            self.load()
        return None if self._file is None else self._file.get(key)

    def load(self) -> None:
        """Open the file, if it can be used."""
        if self.path is None or not self._lock.acquire(blocking=False):
            return
        try:
            self._look_again_at = monotonic() + _LOOK_SECONDS
            self._file = StoreFile.open(self.path)
            told = {"entries": len(self._file)}
            LOG.info("warm store read", extra={"fields": told})
        except FileNotFoundError:
            pass
        except (StoreError, OSError, ValueError, TypeError) as error:
            self.path = None  # said once
            LOG.warning("warm store not used", extra={"fields": {"why": str(error)[:200]}})
        finally:
            self._lock.release()

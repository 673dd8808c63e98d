"""One file of answers ready to send, which every process of one version reads at its start.

It holds bytes and words about them, nothing that could be run. What is damaged, half written, or
could have been written by others than the user of this process and root, is not used.
"""

from __future__ import annotations

import logging
import os
import stat
import tempfile
from collections.abc import Hashable, Mapping
from dataclasses import astuple
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import monotonic, time
from typing import Any

import orjson

from callbacks.server.byte_cache import StoredAnswer

LOG = logging.getLogger("equity.warm")
ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "var/warm"
ENDING = ".store"
_MAGIC = b"equity-warm-1\n"
_DIGEST_BYTES = 32
_LENGTH_BYTES = 8
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


def read(path: Path) -> dict[Hashable, StoredAnswer]:
    """The entries of a file. Raises StoreError, and FileNotFoundError where there is none."""
    content = _trusted(path)
    head = len(_MAGIC) + _DIGEST_BYTES
    if not content.startswith(_MAGIC):
        raise StoreError("it is no store")
    rest = memoryview(content)[head:]
    if blake2b(rest, digest_size=_DIGEST_BYTES).digest() != content[len(_MAGIC) : head]:
        raise StoreError("it is damaged")
    begin = _LENGTH_BYTES + int.from_bytes(rest[:_LENGTH_BYTES], "big")
    found = {}
    for key, length, told in orjson.loads(rest[_LENGTH_BYTES:begin]):
        found[_hashable(key)] = StoredAnswer(bytes(rest[begin : begin + length]), *told)
        begin += length
    return found


def _trusted(path: Path) -> bytes:
    try:
        folder = path.parent.lstat()
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreError("it cannot be opened") from error
    about = os.fstat(descriptor)
    if not (stat.S_ISREG(about.st_mode) and stat.S_ISDIR(folder.st_mode)):
        os.close(descriptor)
        raise StoreError("it is no file in a folder")
    with os.fdopen(descriptor, "rb") as file:
        for one in (about, folder):
            if one.st_uid not in (0, os.getuid()) or one.st_mode & _WRITABLE_BY_OTHERS:
                raise StoreError("others could have written it")
        if about.st_size > _LIMIT_BYTES:
            raise StoreError("it is too large")
        return file.read()


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
    """The entries of one version: read at the start where they are there, else looked for again
    from time to time, since another process may be making them.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._entries: dict[Hashable, StoredAnswer] = {}
        self._look_again_at = 0.0
        self._lock = Lock()
        self.load()

    @property
    def is_missing(self) -> bool:
        """Whether it is wanted and there is none."""
        return self.path is not None and not self._entries

    def get(self, key: Hashable) -> StoredAnswer | None:
        """What is kept under `key`; None where nothing is, or nothing is there yet."""
        if not self._entries and self.path is not None and monotonic() >= self._look_again_at:
            self.load()
        return self._entries.get(key)

    def load(self) -> None:
        """Read the file, if it can be used."""
        if self.path is None or not self._lock.acquire(blocking=False):
            return
        try:
            self._look_again_at = monotonic() + _LOOK_SECONDS
            self._entries = read(self.path)
            told = {"entries": len(self._entries)}
            LOG.info("warm store read", extra={"fields": told})
        except FileNotFoundError:
            pass
        except (StoreError, OSError, ValueError, TypeError) as error:
            self.path = None  # said once
            LOG.warning("warm store not used", extra={"fields": {"why": str(error)[:200]}})
        finally:
            self._lock.release()

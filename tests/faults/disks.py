"""Disks that are full, or take nothing: small ones in memory, and this machine's as one process
sees it. Only root may mount; a test that cannot is skipped and says so.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_CANNOT = "only root may mount, and not in every container: a disk of a test's own was not tried"
# Runs what follows with every file system of the machine that is mounted at its root read-only.
READ_ONLY = ("unshare", "--mount", "sh", "-c", 'mount -o remount,bind,ro / && exec "$@"', "sh")


def in_memory(kilobytes: int) -> tuple[str, ...]:
    """Runs what follows with a folder in memory of that size."""
    mount = f'mount -t tmpfs -o size={kilobytes}k,mode=1777 none /dev/shm && exec "$@"'
    return ("unshare", "--mount", "sh", "-c", mount, "sh")


def _run(*words: str) -> bool:
    if os.geteuid() != 0 or shutil.which(words[0]) is None:
        return False
    return subprocess.run(words, capture_output=True, check=False, timeout=30).returncode == 0


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of that size below `folder`."""
    disk = folder / "disk"
    disk.mkdir()
    if not _run("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0700", "none", str(disk)):
        pytest.skip(_CANNOT)
    try:
        yield disk
    finally:
        _run("umount", "--lazy", str(disk))


def fill(disk: Path) -> Path:
    """Nothing more can be written; returns the file that takes all room."""
    file = disk / "full"
    with file.open("wb", buffering=0) as out:
        for piece in (4096, 64, 1):
            try:
                while True:
                    out.write(b"x" * piece)
            except OSError as error:
                assert error.errno == errno.ENOSPC
    return file


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    """What is mounted at `disk` takes nothing."""
    assert _run("mount", "-o", "remount,ro", str(disk))
    try:
        yield
    finally:
        assert _run("mount", "-o", "remount,rw", str(disk))


def skip_unless_mountable() -> None:
    """Skip where `READ_ONLY` cannot be had."""
    if not _run(*READ_ONLY, "true"):
        pytest.skip(_CANNOT)

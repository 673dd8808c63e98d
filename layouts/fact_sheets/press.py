"""The press: a few typesetters at once, each a process that turns one sheet into a file."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Semaphore
from typing import Any, Literal

TYPESETTER = Path(__file__).with_name("typesetter.py")
TYPESETTERS = 2
WAIT_SECONDS = 8.0
# A page takes a fifth of a second; whatever takes this long will never end.
LIMIT_SECONDS = 30.0
Output = Literal["pdf", "png"]


class BusyError(Exception):
    """Every typesetter is at work and none became free in time."""


class PressError(Exception):
    """The typesetter failed; the message is its own."""


class Press:
    """At most `typesetters` sheets at once; others wait `wait_seconds`, then hear BusyError."""

    def __init__(
        self, *, typesetters: int = TYPESETTERS, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self._wait_seconds = wait_seconds
        self._free = Semaphore(typesetters)

    def print(self, content: Callable[[], Mapping[str, Any]], *, output: Output = "pdf") -> bytes:
        """The sheet as a tagged PDF (PDF/UA-1), or its first page as PNG.

        `content` is asked for only once a typesetter is free: drawing its pictures is work too.
        Raises BusyError, and PressError where the template or the contents are wrong.
        """
        if not self._free.acquire(timeout=self._wait_seconds):
            raise BusyError
        try:
            return _set(content(), output)
        finally:
            self._free.release()


def _drawn(picture: Any) -> str:
    """A picture (`layouts.pictures.drawing`) of the contents as SVG."""
    svg: bytes = picture.draw()
    return svg.decode("utf-8")


def _set(content: Mapping[str, Any], output: Output) -> bytes:
    done = subprocess.run(
        [sys.executable, str(TYPESETTER), output],
        input=json.dumps(content, ensure_ascii=False, default=_drawn).encode("utf-8"),
        capture_output=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise PressError(done.stderr.decode("utf-8", "replace")[-2000:])
    return done.stdout

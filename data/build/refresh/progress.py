"""How far a download is: one line that moves on a terminal, one line a file elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

WIDTH = 24
EVERY_S = 0.1
MEGABYTE = 1_000_000


class Bar:
    """The progress of one file at a time."""

    def __init__(self, stream: TextIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._moves = stream.isatty()
        self._clock = clock
        self._shown_s = float("-inf")
        self._name = ""

    def start(self, name: str) -> None:
        """A file begins."""
        self._name, self._shown_s = name, float("-inf")
        self.at(0, None)

    def at(self, done_bytes: int, total_bytes: int | None) -> None:
        """So many bytes have come, of so many if that is known."""
        now = self._clock()
        if not self._moves or now - self._shown_s < EVERY_S:
            return
        self._shown_s = now
        self._write(f"\r{self._name}  {meter(done_bytes, total_bytes)}\x1b[K")

    def done(self, said: str) -> None:
        """A file has ended, and how."""
        lead = "\r" if self._moves else ""
        end = "\x1b[K\n" if self._moves else "\n"
        self._write(f"{lead}{self._name}: {said}{end}")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def meter(done_bytes: int, total_bytes: int | None) -> str:
    """A bar with the share and the megabytes, or the megabytes alone."""
    megabytes = f"{done_bytes / MEGABYTE:.1f} MB"
    if not total_bytes:
        return megabytes
    share = min(done_bytes / total_bytes, 1.0)
    full = round(share * WIDTH)
    return f"[{'#' * full}{'-' * (WIDTH - full)}] {share:4.0%}  {megabytes}"

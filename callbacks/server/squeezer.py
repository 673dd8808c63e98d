"""Makes answers that are asked for again smaller: the best compression takes its time."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import replace
from queue import Full, Queue
from threading import Lock, Thread

import brotli

from callbacks.server.byte_cache import ByteCache
from callbacks.server.compression import checksum, compress

BEST_BROTLI_QUALITY = 11

_WAITING_LIMIT = 64
# A process that computed more than this share of so long a time has better things to do: under a
# crowd a sixth of all its work went into answers that were a tenth smaller.
_WATCHED_S, _QUIET_SHARE = 1.0, 0.1


def is_quiet() -> bool:
    """Watch this process for a moment: whether it has hardly anything to do."""
    before = time.process_time()
    time.sleep(_WATCHED_S)
    return time.process_time() - before < _QUIET_SHARE * _WATCHED_S


class Squeezer:
    """One background thread a process, started when it is first needed.

    It starts that late because a thread does not survive the fork that makes a worker.
    """

    def __init__(self, cache: ByteCache, is_quiet: Callable[[], bool] = is_quiet) -> None:
        """`is_quiet` may take its time; it is asked until it says so, before each answer."""
        self._cache = cache
        self._is_quiet = is_quiet
        self._waiting: Queue[Hashable] = Queue(maxsize=_WAITING_LIMIT)
        self._submitted: set[Hashable] = set()
        self._thread: Thread | None = None
        self._lock = Lock()

    def submit(self, key: Hashable) -> None:
        """Ask for the answer under `key` to be made smaller, when there is time."""
        with self._lock:
            if key in self._submitted:
                return
            try:
                self._waiting.put_nowait(key)
            except Full:
                return
            self._submitted.add(key)
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work, name="squeezer", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            key = self._waiting.get()
            while not self._is_quiet():
                pass
            try:
                self._squeeze(key)
            finally:
                with self._lock:
                    self._submitted.discard(key)
                self._waiting.task_done()

    def _squeeze(self, key: Hashable) -> None:
        stored = self._cache.get(key)
        if stored is None or stored.encoding != "br":
            return
        plain = brotli.decompress(stored.body)
        body = compress(plain, encoding="br", brotli_quality=BEST_BROTLI_QUALITY)
        best = min(body, stored.body, key=len)
        kept = replace(stored, body=best, etag=checksum(best), is_smallest=True)
        self._cache.put(key, kept)

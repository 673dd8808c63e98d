"""Compressed answers, kept in memory: bounded by bytes, the least recently used leaves first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any

# What a key, its hash and the dictionary entry cost beside the body.
_ENTRY_OVERHEAD_BYTES = 650


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer ready to send. `encoding` is empty where the body is not compressed.

    `is_smallest` says that no further compression will be tried. `language` is that of a document.
    One that `follows` is of the present revision alone (delivery.Ground), whatever it says.
    """

    body: bytes
    status: int
    content_type: str
    encoding: str
    etag: str
    is_smallest: bool = False
    language: str = ""
    follows: bool = False

    @property
    def size_bytes(self) -> int:
        """Bytes this answer takes in a cache, its entry included."""
        return len(self.body) + _ENTRY_OVERHEAD_BYTES


class ByteCache:
    """A thread-safe LRU of answers. One that is larger than a quarter of it is not kept."""

    def __init__(self, *, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._answers: OrderedDict[Hashable, StoredAnswer] = OrderedDict()
        self._size_bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> StoredAnswer | None:
        """The answer under `key`, now the most recently used; None where there is none."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: StoredAnswer) -> None:
        """Keep `answer` under `key`, dropping the least recently used until all fit."""
        if answer.size_bytes * 4 > self._limit_bytes:
            return
        with self._lock:
            previous = self._answers.pop(key, None)
            if previous is not None:
                self._size_bytes -= previous.size_bytes
            self._answers[key] = answer
            self._size_bytes += answer.size_bytes
            while self._size_bytes > self._limit_bytes:
                _, dropped = self._answers.popitem(last=False)
                self._size_bytes -= dropped.size_bytes

    def items(self) -> list[tuple[Any, StoredAnswer]]:
        """All that is held now."""
        with self._lock:
            return list(self._answers.items())

    @property
    def size_bytes(self) -> int:
        """Bytes held now."""
        with self._lock:
            return self._size_bytes

    def __len__(self) -> int:
        """How many answers are held now."""
        with self._lock:
            return len(self._answers)

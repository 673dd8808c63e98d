"""Coroutines beside browsers: from its first test on, a browser has a loop in the main thread."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Told = TypeVar("Told")


def finished(coroutine: Coroutine[Any, Any, Told]) -> Told:
    """What the coroutine gives, in a loop of a thread of its own."""
    with ThreadPoolExecutor(1) as own_thread:
        return own_thread.submit(asyncio.run, coroutine).result()

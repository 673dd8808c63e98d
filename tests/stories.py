"""What tests of shared stories share: a store with a clock that they set, and stories to tell."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from data.stories.limits import Limit
from data.stories.model import Consent, Use
from data.stories.store import Sent, Store

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
MANY = Limit("story", 100_000, 100_000)
_MEMORY = Path("/dev/shm")


class Clock:
    """A time that stands until a test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def elapsed(self) -> float:
        """Time goes as this clock does: it is never set."""
        return self.now.timestamp()


@contextmanager
def fast_folder() -> Iterator[Path]:
    """A folder in memory where there is one: a store waits for the disk at every change."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@contextmanager
def opened(url: str, clock: Clock | None = None) -> Iterator[Store]:
    """A store that is ready, and closed at the end."""
    clock = clock or Clock()
    store = Store(url, now=clock, elapsed=clock.elapsed)
    store.prepare()
    yield store
    store.close()


def sent(
    number: int,
    *,
    text: str = "",
    uses: frozenset[Use] = frozenset({Use.ONLINE}),
    ends_on: date = date(2026, 12, 15),
    place: str = "zip-64130",
    is_minor: bool = False,
    has_guardian: bool = False,
) -> Sent:
    """A story with the code hash of its number."""
    return Sent(
        text=text or f"story {number}",
        signed="",
        place=place,
        lang="en",
        consent=Consent(uses, ends_on, is_minor, has_guardian),
        code_hash=f"{number:064x}",
    )

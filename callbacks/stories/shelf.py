"""The shelf of an app: published stories for pages, which are then kept in no cache.

A database that does not answer is not asked again for a while, so that pages without stories do
not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from time import monotonic
from typing import TypeVar

from flask import g, has_request_context

from callbacks.server.logs import ERRORS
from data.stories.database import StoriesDown
from data.stories.model import Story, Use
from data.stories.shelf import ONLINE
from data.stories.store import Store

_REST_SECONDS = 10
T = TypeVar("T")


class LiveShelf:
    """What `data.stories.shelf.Shelf` asks for, over a store."""

    is_on = True

    def __init__(self, store: Store) -> None:
        self.store = store
        self._asked_again_at = 0.0

    @classmethod
    def open(cls, url: str) -> LiveShelf:
        """The shelf at an address. Raises StoriesError where it can never be used."""
        shelf = cls(Store(url))
        try:
            shelf.store.prepare()
        except StoriesDown as error:
            shelf._rest(error)
        return shelf

    def of_place(
        self, place: str, uses: Sequence[Use] = ONLINE, most: int | None = None
    ) -> Sequence[Story]:
        """Stories of a place; the answer of this request is kept nowhere if there are any."""
        found = self._asked(lambda: self.store.published(uses, place, most))
        if found != ():  # where nobody could be asked as well
            keep_nothing()
        return found or ()

    def is_reachable(self) -> bool:
        """Whether its database answers just now."""
        return self._asked(self.store.revision) is not None

    def revision(self) -> Hashable:
        """The number of changes; nothing while the database is away."""
        return self._asked(self.store.revision)

    def release(self) -> None:
        """Let go of connections, in a process that was forked."""
        self.store.release()

    def _asked(self, question: Callable[[], T]) -> T | None:
        """The answer; None where there is none, and at once for a while after that. Then one
        visitor waits again to see, and the others do not.
        """
        if self._asked_again_at:
            if monotonic() < self._asked_again_at:
                return None
            self._asked_again_at = monotonic() + _REST_SECONDS
        try:
            found = question()
        except StoriesDown as error:
            self._rest(error)
            return None
        self._asked_again_at = 0.0
        return found

    def _rest(self, error: StoriesDown) -> None:
        self._asked_again_at = monotonic() + _REST_SECONDS
        ERRORS.error("stories_away", extra={"fields": {"error": str(error)}})


def keep_nothing() -> None:
    """Whatever answers this request is not to be kept, by this server or by anybody."""
    if has_request_context():
        g.do_not_keep = True

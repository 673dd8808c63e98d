"""The shelf of an app: published stories for pages, which are then kept in no cache.

No page waits longer than a second for a database that says nothing, and only once: then its circuit
is open (data/stories/circuit.py), and pages that hold no story are found under the revision that
was known last.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLateError
from typing import TypeVar

from flask import g, has_request_context

from callbacks.server.logs import ERRORS
from data.repository.servers import POOL_LINES, POOL_LINES_MORE
from data.stories.database import StoriesDown
from data.stories.model import Story, Use
from data.stories.shelf import ONLINE
from data.stories.store import Store

PAGE_SECONDS = 1.0
T = TypeVar("T")


class LiveShelf:
    """What `data.stories.shelf.Shelf` asks for, over a store."""

    is_on = True

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: Hashable = None
        self._askers: ThreadPoolExecutor | None = None

    @classmethod
    def open(cls, url: str) -> LiveShelf:
        """The shelf at an address. Raises StoriesError where it can never be used."""
        shelf = cls(Store(url))
        try:
            shelf.store.prepare()
            if not shelf.store.takes_stories:
                raise StoriesDown("read-only", is_away=False)
        except StoriesDown as error:
            note(error)
        return shelf

    def of_place(
        self, place: str, uses: Sequence[Use] = ONLINE, most: int | None = None
    ) -> Sequence[Story]:
        """Stories of a place; the answer of this request is kept nowhere if there are any."""
        if has_request_context():
            g.follows_revision = True  # if there are none now, there may be some later
        found = self._asked(lambda: self.store.published(uses, place, most))
        if found != ():  # where nobody could be asked as well
            keep_nothing()
        return found or ()

    def is_reachable(self) -> bool:
        """Whether its database answers just now: who asks makes a page of this moment."""
        if has_request_context():
            g.of_this_moment = True
        return self._asked(self.store.revision) is not None

    def revision(self) -> Hashable:
        """The number of changes; while the database is away, the one that was known last.

        What is kept under it holds no story, and what is made meanwhile and asked for some is not
        kept: the shelf sees to both.
        """
        found = self._asked(self.store.revision)
        if found is not None:
            self._known = found
        return self._known

    def release(self) -> None:
        """Let go of connections and threads, in a process that was forked."""
        self.store.release()
        self._askers = None

    def _asked(self, question: Callable[[], T]) -> T | None:
        """The answer; None where there is none in time."""
        try:
            self.store.circuit.check()
        except StoriesDown:
            return None  # as it was noted when it went away
        try:
            return self._in_time(question) if self.store.is_server else question()
        except StoriesDown as error:
            note(error)
            return None

    def _in_time(self, question: Callable[[], T]) -> T:
        """Its own limits are longer than a page can wait, so another thread waits for them."""
        if self._askers is None:
            self._askers = ThreadPoolExecutor(POOL_LINES + POOL_LINES_MORE, "stories")
        try:
            return self._askers.submit(question).result(PAGE_SECONDS)
        except TooLateError:
            self.store.circuit.open()
            raise StoriesDown("TooLate") from None


def note(error: StoriesDown) -> None:
    """In the log, for an operator."""
    fields = {"error": str(error) or type(error).__name__}
    if error.is_away:
        ERRORS.error("stories_away", extra={"fields": fields})
    else:
        ERRORS.error("stories_not_kept", extra={"fields": fields})


def keep_nothing() -> None:
    """Whatever answers this request is not to be kept, by this server or by anybody."""
    if has_request_context():
        g.do_not_keep = True

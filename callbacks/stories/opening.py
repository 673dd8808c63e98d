"""Whether this site shares stories. Where it does not, nothing of them is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from callbacks.server import logs
from data.settings import Settings
from data.stories.shelf import NoShelf, Shelf


class StoriesRefused(Exception):  # noqa: N818 - it is told at the start, as a refusal
    """Stories are to be shared, and cannot be as it is set; the message says what to do."""


def open_shelf(settings: Settings) -> Shelf:
    """The shelf that the settings name, with its tables; an empty one without a database.

    A database that does not answer is no reason not to start. Raises StoriesRefused.
    """
    if not settings.stories_database_url:
        return NoShelf()
    logs.configure(settings.log_level)  # before the application does: there may be something to say
    from callbacks.stories.shelf import LiveShelf  # noqa: PLC0415 - only where stories are on
    from data.stories.database import StoriesError  # noqa: PLC0415

    try:
        return LiveShelf.open(settings.stories_database_url)
    except StoriesError as error:
        raise StoriesRefused(str(error)) from error


def parts_of(shelf: Shelf) -> dict[str, Callable[[], Mapping[str, str]]]:
    """What the readiness of an app with this shelf hangs on beside its data."""

    def stories() -> Mapping[str, str]:
        if not shelf.is_reachable():
            raise ConnectionError("the database of shared stories does not answer")
        return {}

    return {"stories": stories} if shelf.is_on else {}

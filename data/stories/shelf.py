"""What pages ask of shared stories. Where they are off, the shelf is empty and costs nothing."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Protocol

from data.stories.model import Story, Use

ONLINE = (Use.ONLINE,)


class Shelf(Protocol):
    """Published stories. A place is named as in addresses; all of `uses` must be agreed to."""

    @property
    def is_on(self) -> bool:
        """Whether this site takes stories."""
        ...

    def of_place(
        self, place: str, uses: Sequence[Use] = ONLINE, most: int | None = None
    ) -> Sequence[Story]:
        """Those told about a place, the newest first: of all places for the city. None where the
        database is away.
        """
        ...

    def is_reachable(self) -> bool:
        """Whether its database answers."""
        ...

    def revision(self) -> Hashable:
        """Another value after each change of what is published; what is remembered hangs on it."""
        ...


class NoShelf:
    """The shelf of a site without shared stories."""

    is_on = False

    def of_place(
        self, place: str, uses: Sequence[Use] = ONLINE, most: int | None = None
    ) -> Sequence[Story]:
        """None."""
        return ()

    def is_reachable(self) -> bool:
        """Nothing is to be reached."""
        return False

    def revision(self) -> Hashable:
        """Never another."""
        return None

"""A place around another one, as data/atlas/around.py finds it."""

from __future__ import annotations

from dataclasses import dataclass

from data.models import PlaceId
from data.rules import NEARLY_ALL


@dataclass(frozen=True, slots=True)
class Around:
    """A larger place in which most people of a smaller one live.

    `people` live in the larger one. `share`, 0 to 1, is that of the smaller one's people who do;
    NaN where nobody lives: then the larger one holds its center.
    """

    place: PlaceId
    name: str
    people: int
    share: float

    @property
    def holds_nearly_all(self) -> bool:
        """True where the smaller place lies in it, so that the share need not be said."""
        return not self.share < NEARLY_ALL

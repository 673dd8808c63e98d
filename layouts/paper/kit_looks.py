"""What a document of the kit can be: which it is, its paper, the size of its type, its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DOCUMENTS: tuple[str, ...] = ("guide", "points", "questions", "signup", "cards")
PAPERS: Mapping[str, str] = {"letter": "us-letter", "a4": "a4"}
SIZES: Mapping[str, float] = {"normal": 1.0, "large": 1.45}
# Value of a language for cards with another one on the back.
BOTH = "both"
# Numbered cards in one file, where 0 are lines to write on, and the first number of a file.
COUNTS: tuple[int, ...] = (0, 10, 20, 40)
STARTS: tuple[int, ...] = (1, 41, 81, 121, 161, 201)
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Look:
    """Paper and size by their names; `numbers` of the cards, empty for lines to write on.

    `both` puts the other language on the back of each card.
    """

    paper: str = "letter"
    size: str = "normal"
    numbers: tuple[str, ...] = ()
    both: bool = False


def numbers_from(first: int, count: int) -> tuple[str, ...]:
    """Consecutive numbers of a set of cards, with leading zeros."""
    return tuple(f"{number:0{_DIGITS}}" for number in range(first, first + count))

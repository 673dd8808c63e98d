"""What a story may tell of somebody without meaning to: hints that ask, and never refuse.

One list stands behind the stories that a browser keeps and those that are sent, so that both ask
about the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field

from data.checked import CatalogueError, Slug, Strict, read_yaml, validated
from data.cities.city import city

_FILE = Path(__file__).with_name("story_hints.yaml")
# Around a pattern: letters of both languages and digits go on with a word.
_STARTS, _ENDS = r"(?:^|[^0-9A-Za-zÀ-ÿ])", r"(?![0-9A-Za-zÀ-ÿ])"


class _Entry(Strict):
    """One kind of thing as the file lists it."""

    id: Slug
    patterns: tuple[str, ...] = Field(min_length=1)
    anycase: bool = False


class _Entries(Strict):
    hints: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """A kind of thing to ask about; what was found is the first group of `pattern`.

    JavaScript reads pattern and `flags` as Python does.
    """

    id: str
    pattern: str
    flags: str

    def found(self, text: str) -> str:
        """The words of `text` to ask about; empty where there are none."""
        match = re.search(self.pattern, text, re.IGNORECASE if self.flags else 0)
        return match[1].strip() if match else ""


@cache
def story_hints() -> tuple[Hint, ...]:
    """Every hint in the order of the file. Raises CatalogueError."""
    entries = validated({"hints": read_yaml(_FILE)}, _Entries, _FILE).hints
    hints = []
    for entry in entries:
        either = "|".join(entry.patterns).replace("{city}", re.escape(city().name.en))
        hint = Hint(entry.id, f"{_STARTS}({either}){_ENDS}", "i" if entry.anycase else "")
        try:
            re.compile(hint.pattern)
        except re.error as error:
            raise CatalogueError(f"{_FILE.name}: {entry.id}: {error}") from error
        hints.append(hint)
    return tuple(hints)


def found_in(text: str) -> tuple[tuple[str, str], ...]:
    """What to ask about in `text`: the id of each hint and the words that it found."""
    found = ((hint.id, hint.found(text)) for hint in story_hints())
    return tuple((name, words) for name, words in found if words)

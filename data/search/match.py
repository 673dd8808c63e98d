"""How a typed name finds a place: one rule, forgiving of small mistakes. Pure.

The same rule stands in assets/clientside/search/match.js, because the search box must answer
without a network; tests/browser/test_place_search.py holds the two together. Costs, lower first:

    0   the whole name
    1   the name begins like this
    2   every word begins a word of the name, in any order
    3   the name without its spaces contains this
    10+ nothing matches literally: 10 plus the number of wrong, missing, extra or swapped letters

Forgiving begins only where no place matches literally, so "64130" never brings up "64131".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

MAX_QUERY_CHARS = 60
_CONTAINS_FROM_CHARS = 3
_FORGIVING = 10
_MAX_WORD_ERRORS = 3


def normalise(text: str) -> str:
    """Small letters and digits with single spaces: no case, accents, apostrophes or signs."""
    # Twice: some signs come apart only once they are small, others are small only once apart.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    kept = []
    for char in plain:
        group = unicodedata.category(char)[0]
        if group in "LN":
            kept.append(char)
        elif group != "M" and char not in "'\u2019":
            kept.append(" ")
    return " ".join("".join(kept).split())


def allowance(length: int) -> int:
    """How many mistakes are forgiven in a text of that many characters."""
    if length < 3:
        return 0
    return 1 if length < 8 else 2


def last_row(typed: str, meant: str) -> list[int]:
    """Mistakes that lead from `typed` to each beginning of `meant`, the empty one first.

    A mistake is a wrong, missing, extra or swapped letter (optimal string alignment).
    """
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, char in enumerate(typed, start=1):
        older, before, row = before, row, [i]
        for j, other in enumerate(meant, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == meant[j - 2] and typed[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row


def mistakes(typed: str, meant: str) -> int:
    """Mistakes that lead from `typed` to `meant`."""
    return last_row(typed, meant)[-1]


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, made comparable.

    `words` are without the little ones that tell nothing; `joined` is the text without spaces,
    once with those words and once without them.
    """

    text: str
    words: tuple[str, ...]
    joined: tuple[str, ...]

    @classmethod
    def of(cls, text: str, little_words: Collection[str]) -> Query:
        """Read what a visitor typed; anything beyond a name's length is cut off."""
        whole = normalise(text[:MAX_QUERY_CHARS])
        words = whole.split()
        telling = [word for word in words if word not in little_words] or words
        joined = dict.fromkeys(("".join(words), "".join(telling)))
        return cls(whole, tuple(telling), tuple(joined))


@dataclass(frozen=True, slots=True)
class Key:
    """One name of a place, made comparable."""

    text: str
    words: tuple[str, ...]
    joined: str
    letters: frozenset[str]

    @classmethod
    def of(cls, normalised: str) -> Key:
        """From an already normalised name."""
        words = tuple(normalised.split())
        joined = "".join(words)
        return cls(normalised, words, joined, frozenset(joined))


def literal_cost(query: Query, key: Key) -> int | None:
    """0 to 3 where the letters match, None where they do not."""
    if query.text == key.text or key.joined in query.joined:
        return 0
    if key.text.startswith(query.text):
        return 1
    if all(any(word.startswith(typed) for word in key.words) for typed in query.words):
        return 2
    if any(len(part) >= _CONTAINS_FROM_CHARS and part in key.joined for part in query.joined):
        return 3
    return None


def forgiving_cost(query: Query, key: Key) -> int | None:
    """10 plus the mistakes, counted over the whole name or word by word; None where too many."""
    count = _least((*(_whole(typed, key) for typed in query.joined), _word_by_word(query, key)))
    return None if count is None else _FORGIVING + count


def _whole(typed: str, key: Key) -> int | None:
    allowed = allowance(len(typed))
    if abs(len(typed) - len(key.joined)) > allowed:
        return None
    # One mistake takes away a letter and brings another: a cheap way to leave most names out.
    if len(key.letters.symmetric_difference(typed)) > 2 * allowed:
        return None
    count = mistakes(typed, key.joined)
    return count if count <= allowed else None


def _word_by_word(query: Query, key: Key) -> int | None:
    total = 0
    for place, typed in enumerate(query.words):
        unfinished = place == len(query.words) - 1
        count = min(_word(typed, word, unfinished=unfinished) for word in key.words)
        if count > allowance(len(typed)):
            return None
        total += count
    return total if total <= _MAX_WORD_ERRORS else None


@lru_cache(maxsize=4096)  # a few hundred words make up all names
def _word(typed: str, word: str, *, unfinished: bool) -> int:
    """Mistakes in one word; of the last one, somebody may have typed only the beginning."""
    if typed == word or (unfinished and word.startswith(typed)):
        return 0
    missing = 0 if unfinished else len(word) - len(typed)
    if max(missing, len(typed) - len(word)) > allowance(len(typed)):
        return _MAX_WORD_ERRORS + 1
    row = last_row(typed, word)
    return min(row) if unfinished else row[-1]


def rank(query: Query, keys: Sequence[Sequence[Key]]) -> tuple[list[int], bool]:
    """Positions of the places that match, best first, and whether they match literally.

    `keys` are the names of each place. Places of equal cost keep their order.
    """
    if not query.text:
        return [], True
    literal = _ordered([_least(literal_cost(query, key) for key in names) for names in keys])
    if literal:
        return literal, True
    return _ordered([_least(forgiving_cost(query, key) for key in names) for names in keys]), False


def _least(costs: Iterable[int | None]) -> int | None:
    return min((cost for cost in costs if cost is not None), default=None)


def _ordered(costs: Sequence[int | None]) -> list[int]:
    found = [(cost, position) for position, cost in enumerate(costs) if cost is not None]
    return [position for _, position in sorted(found)]

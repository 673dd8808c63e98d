"""How a place is called on every page, from how the city writes it. Pure.

One rule for all names (docs/decisions/0073): small words are small, signs between words are words,
a lone letter of the compass is written out, and capitals do not shout. Nothing is spelled anew.
"""

from __future__ import annotations

import re

from pydantic import Field

from data.checked import Strict

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
_PART = re.compile("[^ -]+")
_UNNAMED = "("


class NameWords(Strict):
    """Words of the names of a city. `small` ones are written small unless they come first, `signs`
    stand between words for a word, `letters` for a word of their own; `kept` are abbreviations.
    """

    small: tuple[str, ...] = ()
    signs: dict[str, str] = Field(default_factory=dict)
    letters: dict[str, str] = Field(default_factory=dict)
    kept: tuple[str, ...] = ()


def displayed(official: str, words: NameWords | None) -> str:
    """The name as pages show it: `18th And Vine` is `18th and Vine`; as it is without `words`."""
    if words is None or official.startswith(_UNNAMED):
        return official
    text = official
    for sign, word in words.signs.items():
        text = re.sub(rf"\s*{re.escape(sign)}\s*", f" {word} ", text)
    text = " ".join(text.split())
    shouts = text == text.upper()
    return _PART.sub(
        lambda found: _word(found[0], words, first=found.start() == 0, shouts=shouts), text
    )


def _word(word: str, words: NameWords, *, first: bool, shouts: bool) -> str:
    if word in words.kept:
        return word
    if word.upper() in words.letters:
        return words.letters[word.upper()]
    if not first and word.casefold() in words.small:
        return word.casefold()
    if _ORDINAL.fullmatch(word):
        return word.casefold()
    return word.capitalize() if shouts else word

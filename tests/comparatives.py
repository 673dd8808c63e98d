"""Finds words of comparison, so that a test can show that none stands without its verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_ENGLISH = (
    "higher", "lower", "longer", "shorter", "better", "worse", "wider", "narrower", "greater",
    "larger", "smaller", "bigger", "more common", "less common", "more often", "less often",
    "more likely", "less likely", "above the city", "below the city",
)  # fmt: skip
_SPANISH_ADJECTIVES = (
    "alto", "alta", "altos", "altas", "bajo", "baja", "bajos", "bajas", "largo", "larga",
    "largos", "largas", "corto", "corta", "cortos", "cortas", "amplio", "amplia", "amplios",
    "amplias", "estrecho", "estrecha", "grande", "grandes", "pequeño", "pequeña", "común",
    "comunes", "frecuente", "frecuentes", "elevado", "elevada", "probable",
)  # fmt: skip
# Only in the singular: "personas mayores" and "menores de 18 años" are ages, not comparisons.
_SPANISH_WORDS = ("mayor", "menor", "mejor", "mejores", "peor", "peores", "superior", "inferior")


def comparative_words(lang: str) -> tuple[str, ...]:
    """Words and phrases that compare, in lower case."""
    if lang == "en":
        return _ENGLISH
    phrases = tuple(
        f"{degree} {adjective}" for degree in ("más", "menos") for adjective in _SPANISH_ADJECTIVES
    )
    return _SPANISH_WORDS + phrases


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in comparative_words(lang))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def find_comparatives(sentence: str, lang: str, *, ignoring: Iterable[str] = ()) -> tuple[str, ...]:
    """Every word of comparison in `sentence`, in lower case.

    `ignoring` are phrases of the catalogue that name a group ("donde más bajos son los ingresos")
    and compare no outcome.
    """
    rest = sentence.lower()
    for phrase in sorted(ignoring, key=len, reverse=True):
        rest = rest.replace(phrase.lower(), " ")
    return tuple(found.group(0) for found in _pattern(lang).finditer(rest))

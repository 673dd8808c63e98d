"""The words around a crossing or an address, for the browser, which alone looks those up.

Merged over the languages: people mix them ("calle 39 and …").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from data.locale import LANGUAGES, Texts, texts

_LISTS = ("joins", "leads", "highways", "units")
_PAIRS = ("kinds", "directions")


def street_words() -> dict[str, Any]:
    """Lists of words; `kinds` and `directions` lead from a word to its one form; `swaps` are, by
    language, words of a name that people write in another way.
    """
    spoken = [texts(lang) for lang in LANGUAGES]
    lists = {name: list(dict.fromkeys(_all(spoken, name))) for name in _LISTS}
    pairs = {name: dict(pair.split("=") for pair in _all(spoken, name)) for name in _PAIRS}
    swaps = [
        dict(pair.split("=") for pair in _split(each.t("places.other_words"))) for each in spoken
    ]
    return {**lists, **pairs, "swaps": swaps}


def _all(spoken: Sequence[Texts], name: str) -> Iterator[str]:
    for each in spoken:
        yield from _split(each.t(f"places.streets.{name}"))


def _split(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]

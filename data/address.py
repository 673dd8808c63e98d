"""What people's addresses say once mail, chat and paper are done with them. Pure.

A link that travelled comes back with `&amp;` for `&`, `%3D` for `=`, a full stop at its end, in
capitals, with a blank. Every parser of this site reads an address through here, so that a mangled
link and a clean one show the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from urllib.parse import unquote

from data.locale import LANGUAGES

MAX_QUERY_CHARS = 4_000
MAX_PATH_CHARS = 400
# A link that was encoded, and encoded again by a second program.
_MOST_DECODINGS = 5
_AMPERSAND = re.compile(r"&\s*(?:amp;|#0*38;|#x0*26;)+", re.IGNORECASE)
# A new pair begins where a word and an equals sign follow: `q=Smith & Sons` is one.
_NEXT_PAIR = re.compile(r"[&\s]*&(?=\s*[A-Za-z_]+\s*=)")
_BLANK = "\u00a0\u200b\u200c\u200d\u2060\ufeff"
# What a sentence puts before and behind a link.
_OPENING = "\"'`<([{“‘«„¿¡"
_CLOSING = "\"'`>)]}”’».,;:!?…\\"
_LETTERS = re.compile(r"[a-z]+")
_NOT_IN_IDS = re.compile(r"[^0-9a-z]+")


def query_parameters(query: str) -> dict[str, str]:
    """The query as a mapping; the first of repeated keys wins, an overlong query is cut.

    Keys are in small letters. Values keep their case: a deck is no word.
    """
    text = _decoded(query[:MAX_QUERY_CHARS].replace("+", " "))
    text = _AMPERSAND.sub("&", "&" + text.lstrip("?& " + _BLANK))
    found: dict[str, str] = {}
    for pair in _NEXT_PAIR.split(text):
        key, _, value = pair.partition("=")
        key, value = trimmed(key).casefold(), trimmed(value.rstrip("&"))
        if key and value:
            found.setdefault(key, value)
    return found


def words_of(value: str) -> list[str]:
    """Comma-separated words without repeats, in the order written."""
    words = (trimmed(word) for word in value.split(","))
    return list(dict.fromkeys(word for word in words if word))


def clean_path(path: str) -> str:
    """The path in small letters, decoded, with one slash at its start and none at its end."""
    text = _decoded(path[:MAX_PATH_CHARS]).casefold()
    parts = (trimmed(part) for part in text.replace("\\", "/").split("/"))
    return "/" + "/".join(part for part in parts if part)


def trimmed(text: str) -> str:
    """`text` without blanks around it and without the punctuation of the sentence it stood in."""
    return text.strip(_BLANK + " \t\r\n").lstrip(_OPENING).rstrip(_CLOSING + _BLANK + " \t\r\n")


def understood(written: str, known: Iterable[str]) -> str | None:
    """The one of `known` that was meant: capitals and separators do not matter. None if none."""
    words = known if isinstance(known, frozenset) else frozenset(known)
    if written in words:
        return written
    return _by_key(words).get(_key(written))


def language_of(written: str) -> str | None:
    """`es` for `ES`, `es-MX` and `es_US`; None for a language that the site does not speak."""
    base = _LETTERS.match(trimmed(written).casefold())
    return base[0] if base and base[0] in LANGUAGES else None


@lru_cache(maxsize=64)
def _by_key(known: frozenset[str]) -> Mapping[str, str]:
    found = {_key(word): word for word in sorted(known)}
    found.pop("", None)
    return found


def _key(text: str) -> str:
    return _NOT_IN_IDS.sub("", text.casefold())


def _decoded(text: str) -> str:
    for _ in range(_MOST_DECODINGS):
        plain = unquote(text, errors="replace")
        if plain == text:
            break
        text = plain
    return text


_Choice = TypeVar("_Choice", bound=StrEnum)


class Theme(StrEnum):
    """Light paper, or deep gray for a dark hall."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in the address that was not understood: text key and what was written."""

    key: str
    value: str
    used: str


def display_of(parameters: Mapping[str, str], *, default_lang: str) -> tuple[str, Theme]:
    """Language and theme, which every page reads from its address."""
    return (
        language_of(parameters.get("lang", "")) or default_lang,
        chosen_of(parameters.get("theme", ""), Theme) or Theme.LIGHT,
    )


def chosen_of(written: str, kind: type[_Choice]) -> _Choice | None:
    """The member of `kind` that was meant; None if none was."""
    word = understood(written, frozenset(member.value for member in kind))
    return None if word is None else kind(word)

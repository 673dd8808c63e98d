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
from urllib.parse import unquote, urlencode

from data.locale import LANGUAGES

MAX_QUERY_CHARS = 4_000
MAX_PATH_CHARS = 2_000  # an area that somebody drew is in it
# A link that was encoded, and encoded again by a second program.
_MOST_DECODINGS = 5
_NOTICE_CHARS = 60  # of what was written wrong
_AMPERSAND = re.compile(r"&\s*(?:amp;|#0*38;|#x0*26;)+", re.IGNORECASE)
# A new pair begins where a word and an equals sign follow: `q=Smith & Sons` is one.
_NEXT_PAIR = re.compile(r"[&\s]*&(?=\s*[A-Za-z_]+\s*=)")
_BLANK = "\u00a0\u200b\u200c\u200d\u2060\ufeff"
# What a sentence puts before and behind a link.
_OPENING = "\"'`<([{“‘«„¿¡"
_CLOSING = "\"'`>)]}”’».,;:!?…\\"
_LISTS = frozenset({"layers", "pick", "places"})
# All that a page's address may say. What else stands in one, such as the marks by which other sites
# follow their visitors, is read by no page and makes no second copy of one (server/keys.py).
PAGE_PARAMETERS = frozenset({
    "add", "aim", "ask", "at", "baseline", "body", "by", "deck", "determinant", "edit", "factor",
    "group", "in", "lang", "languages", "layers", "map", "measure", "miles", "name", "order",
    "outcome", "paper", "period", "pick", "place", "places", "print", "q", "ready", "shape",
    "sheet", "theme", "v", "view", "year",
})  # fmt: skip
# The same of a file that is made of its address: its page or size, and what stands at the head of a
# paper for a meeting.
FILE_PARAMETERS = PAGE_PARAMETERS | {"item", "meeting", "page", "size", "when"}
_LETTERS = re.compile(r"[a-z]+")
_NOT_IN_IDS = re.compile(r"[^0-9a-z]+")


def query_parameters(query: str) -> dict[str, str]:
    """The query as a mapping; the first of repeated keys wins, an overlong query is cut.

    Keys are in small letters. Values keep their case: a deck is no word. A form without scripts
    repeats the key of a list for each of its words: these are joined.
    """
    text = decoded(query[:MAX_QUERY_CHARS].replace("+", " "))
    text = _AMPERSAND.sub("&", "&" + text.lstrip("?& " + _BLANK))
    found: dict[str, str] = {}
    for pair in _NEXT_PAIR.split(text):
        key, _, value = pair.partition("=")
        key, value = trimmed(key).casefold(), trimmed(value.rstrip("&"))
        if key in found and key in _LISTS and value:
            found[key] += f",{value}"
        elif key and value:
            found.setdefault(key, value)
    return found


def words_of(value: str) -> list[str]:
    """Comma-separated words without repeats, in the order written."""
    words = (trimmed(word) for word in value.split(","))
    return list(dict.fromkeys(word for word in words if word))


def clean_path(path: str) -> str:
    """The path in small letters, decoded, with one slash at its start and none at its end."""
    text = decoded(path[:MAX_PATH_CHARS]).casefold()
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
    """`es` for `ES`, `es-MX`, `es_US` and `+es`; None for a language not spoken here."""
    base = _LETTERS.search(trimmed(written).casefold())
    return base[0] if base and base[0] in LANGUAGES else None


@lru_cache(maxsize=64)
def _by_key(known: frozenset[str]) -> Mapping[str, str]:
    found = {_key(word): word for word in sorted(known)}
    found.pop("", None)
    return found


def _key(text: str) -> str:
    return _NOT_IN_IDS.sub("", text.casefold())


def decoded(text: str) -> str:
    """`text` without the percent signs of an address, however often it was encoded."""
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


class Reader:
    """Reads one address, key by key, and collects what it said that was not understood."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self.parameters = parameters
        self.notices: list[Notice] = []

    def note(self, key: str, value: str, used: str = "") -> None:
        """Remember that `value` was written and `used` is shown; `key` is the sentence's."""
        self.notices.append(Notice(key, value[:_NOTICE_CHARS], used))

    def choice(
        self, key: str, kind: type[_Choice], default: _Choice, *, texts: str = "notice"
    ) -> _Choice:
        """The member of `kind` that `key` names, else the default, with a notice of `texts`."""
        value = self.parameters.get(key)
        found = chosen_of(value or "", kind)
        if found is None and value is not None:
            self.note(f"{texts}.unknown_{key}", value, default.value)
        return found or default

    def display(self, default_lang: str) -> tuple[str, Theme]:
        """Language and theme, with a notice for each that is unknown."""
        lang, theme = display_of(self.parameters, default_lang=default_lang)
        written = self.parameters.get("lang")
        if written is not None and language_of(written) is None:
            self.note("notice.unknown_lang", written, lang)
        return lang, self.choice("theme", Theme, theme)


def printed_query(pairs: Iterable[tuple[str, str, str]]) -> str:
    """The query of (key, value, default) in the order given, without what is the default.

    With its question mark; an empty string where nothing is left.
    """
    kept = [(key, value) for key, value, default in pairs if value != default]
    return "?" + urlencode(kept, safe=",") if kept else ""


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

"""Slides of words: what an organizer typed, as the query of a view carries it. Pure.

Their fields are plain text. What is too long is cut, what no field is is left out: like a link, a
slide of words never raises for what somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import parse_qsl

WORDS = "words"
# Of a query before it is read.
MAX_WORDS_QUERY_CHARS = 60_000
_MOST_FIELDS = 40
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# These turn around whatever stands behind them, the words of the slide too.
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
_BREAKS = re.compile(r"[\s\u2028\u2029]+")
_RESERVED = re.compile("[%&+#]")
NO_FACT = "0"


class WordKind(StrEnum):
    """What a slide of words is for."""

    TITLE = "title"
    QUESTION = "question"
    ASK = "ask"
    STORY = "story"
    THANKS = "thanks"


# The fields of each kind and the most characters of each. The title of the view is its headline.
FIELDS: Mapping[WordKind, Mapping[str, int]] = {
    WordKind.TITLE: {"text": 200},
    WordKind.QUESTION: {"text": 300},
    # `option` is `<determinant>.<option>`, `fact` the number of a slide of the same deck, `by` who
    # asks, `who` who decides where no option says it
    WordKind.ASK: {"option": 80, "fact": 2, "by": 80, "who": 80},
    WordKind.STORY: {"text": 700, "teller": 60},
    WordKind.THANKS: {"text": 200},
}


def kind_of(written: str) -> WordKind | None:
    """The kind of this name; None if there is none."""
    return WordKind(written) if written in set(WordKind) else None


def fields_of(kind: WordKind, query: str) -> dict[str, str]:
    """The fields of `kind` that `query` has, each on one line and within its limit."""
    try:
        pairs = parse_qsl(
            query[:MAX_WORDS_QUERY_CHARS], errors="replace", max_num_fields=_MOST_FIELDS
        )
    except ValueError:  # more fields than any slide has
        return {}
    most = FIELDS[kind]
    found: dict[str, str] = {}
    for key, value in pairs:
        if key in most and (said := one_line(value)[: most[key]].strip()):
            found.setdefault(key, said)
    return found


def query_of(fields: Mapping[str, str]) -> str:
    """Fields as a query that `fields_of` reads; letters of any script stay as they are."""
    return "&".join(f"{key}={_escaped(value)}" for key, value in fields.items())


def _escaped(value: str) -> str:
    return _RESERVED.sub(lambda found: f"%{ord(found[0]):02X}", value)


def one_line(text: str) -> str:
    """Plain words on one line: no breaks, no control characters, nothing that turns around."""
    plain = _TURNS.sub("", cleaned(_BREAKS.sub(" ", text), len(text)))
    return " ".join(plain.split())


def cleaned(text: str, limit: int) -> str:
    """`text` without control characters (which XML refuses), cut to `limit` characters."""
    return _CONTROL.sub("", text)[:limit]

"""What in a story may tell who somebody is: asked about before it is sent, refused for never.

Patterns see words, not what they mean. They miss some and point at some that are harmless; a
moderator reads every story. Words: data/stories/hints.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from data.checked import read_yaml

_FILE = Path(__file__).parent / "hints.yaml"
_PHONE = r"(?<![\w.])(?:\+?1[\s.-]*)?(?:\(\d{3}\)|\d{3})[\s./-]*\d{3}[\s.-]*\d{4}(?!\w)"
_SHORT_PHONE = r"(?<![\w.,$-])\d{3}[.-]\d{4}(?![\w,]|\.\d)"
_FOREIGN_PHONE = r"\+\d[\d\s().-]{7,18}\d"
_EMAIL = r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\s(?:at|arroba)\s)\s?[\w-]+(?:\.|\sdot\s|\spunto\s)\w{2,}"
_HANDLE = r"(?<!\w)@\w{3,}"
_LINK = r"(?:https?://|www\.)\S+"
_ID_NUMBER = r"(?<![\w-])\d{3}[- ]\d{2}[- ]\d{4}(?![\w-])"
_CAPITAL = r"[^\W\d_a-zà-öø-ÿ][^\W\d_]*(?:[’'-][^\W\d_]+)*\.?"
_TWO_CAPITALS = re.compile(rf"(?<=[^.!?\n¡¿\s]\s){_CAPITAL}\s+{_CAPITAL}")


class Kind(StrEnum):
    """What is asked about."""

    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    NUMBER = "number"
    ADDRESS = "address"
    NAME = "name"
    DIAGNOSIS = "diagnosis"
    IMMIGRATION = "immigration"


@dataclass(frozen=True, slots=True)
class Hint:
    """Signs `start` to `end` of a text, which may be of a kind."""

    kind: Kind
    start: int
    end: int


def hints_of(text: str) -> tuple[Hint, ...]:
    """Everything to ask about, in the order of the text; nothing twice."""
    found: list[Hint] = []
    for kind, pattern, group in patterns():
        for match in pattern.finditer(text):
            start, end = match.span(group)
            end -= len(match[group]) - len(match[group].rstrip(" .\n"))
            if kind is not Kind.NAME or _is_name(match[group], of_two=is_two_capitals(pattern)):
                found.append(Hint(kind, start, end))
    return _apart(found)


def _apart(found: Iterable[Hint]) -> tuple[Hint, ...]:
    """Those that do not overlap: two of a kind become one, of two kinds the first stays."""
    kept: list[Hint] = []
    for hint in sorted(found, key=lambda hint: (hint.start, -hint.end)):
        last = kept[-1] if kept else None
        if last is None or hint.start >= last.end:
            kept.append(hint)
        elif last.kind is hint.kind:
            kept[-1] = Hint(last.kind, last.start, max(last.end, hint.end))
    return tuple(kept)


@cache
def _words() -> dict[str, list[str]]:
    return {name: [str(word) for word in words] for name, words in read_yaml(_FILE).items()}


@cache
def harmless_words() -> frozenset[str]:
    """Words with a capital that name no person, in small letters."""
    return frozenset(_words()["not_names"])


def is_two_capitals(pattern: re.Pattern[str]) -> bool:
    """Whether a pattern looks for two words with capitals, whatever they are."""
    return pattern is _TWO_CAPITALS


def _is_name(written: str, *, of_two: bool) -> bool:
    """Not where all words are harmless; of two words with capitals, not where one is."""
    harmless = [word.casefold().strip(".") in harmless_words() for word in written.split()]
    return not (any(harmless) if of_two else all(harmless))


@cache
def patterns() -> Sequence[tuple[Kind, re.Pattern[str], int]]:
    """By kind: a pattern, and the group of it that is pointed at."""
    words = _words()
    names = "|".join(re.escape(name.title()) for name in words["names"])
    titles = rf"(?:{_any(words['short_titles'])})\b\.?|(?:{_any(words['titles'])})\b"
    street = rf"(?:{_any(words['streets'])})\b\.?"
    listed: tuple[tuple[Kind, str, int], ...] = (
        (Kind.NUMBER, _ID_NUMBER, 0),
        (Kind.PHONE, rf"{_PHONE}|{_SHORT_PHONE}|{_FOREIGN_PHONE}", 0),
        (Kind.EMAIL, rf"(?i:{_EMAIL})|{_HANDLE}", 0),
        (Kind.LINK, rf"(?i:{_LINK})", 0),
        (Kind.ADDRESS, rf"(?i:\b\d{{1,6}}\s+(?:[\w.]+\s+){{1,4}}?{street})", 0),
        (
            Kind.ADDRESS,
            rf"(?i:\b(?:{_any(words['street_words'])})\s+[\w.]+(?:\s+[\w.]+)?\s+\d+)",
            0,
        ),
        (Kind.ADDRESS, r"(?i:\b(?:apt|apartment|unit|apto|departamento)\.?\s*#?\s*\d+\w?\b)", 0),
        (Kind.NAME, rf"\b(?i:{titles})\s+((?:{_CAPITAL}\s*){{1,3}})", 1),
        (Kind.NAME, rf"\b(?i:{_any(words['kin'])})\b,?\s+(?:is\s+|es\s+)?({_CAPITAL})", 1),
        (Kind.NAME, rf"\b(?i:name\s+is|name\s+was|nombre\s+es)\s+({_CAPITAL})", 1),
        (Kind.NAME, rf"\b(?:{names})\b(?:\s+{_CAPITAL})?", 0),
        (Kind.DIAGNOSIS, _listed(words["diagnosis"]), 0),
        (Kind.IMMIGRATION, _listed(words["immigration"]), 0),
        (Kind.IMMIGRATION, rf"\b(?:{_any(words['immigration_capitals'])})\b", 0),
    )
    found = [(kind, re.compile(pattern), group) for kind, pattern, group in listed]
    return (*found, (Kind.NAME, _TWO_CAPITALS, 0))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _listed(words: Iterable[str]) -> str:
    """Any of the words, whole, in whatever capitals; one with a star may go on."""
    parts = (
        re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+") + (r"\w*" if "*" in word else "")
        for word in sorted(words, key=len, reverse=True)
    )
    return rf"\b(?i:{'|'.join(parts)})\b"

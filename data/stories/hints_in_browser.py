r"""The hints of the server for a browser, which keeps stories that are sent nowhere.

JavaScript knows no letters beyond ASCII in `\w` and `\b`, and no part of a pattern without regard
to case: both are written out. What the server finds the browser finds; a test holds them together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from data.stories.hints import Kind, harmless_words, is_two_capitals, patterns

_WORD = r"\p{L}\p{N}_"
_EDGE = rf"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_CAPITAL_CLASS, _JS_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]", r"\p{Lu}"
_LETTER_CLASS, _JS_LETTER = r"[^\W\d_]", r"\p{L}"
# With the flag u a sign that means nothing may not be escaped.
_SYNTAX = frozenset("^$\\.*+?()[]{}|/")
_TOKEN = re.compile(
    rf"{re.escape(_CAPITAL_CLASS)}|{re.escape(_LETTER_CLASS)}"
    r"|\\.|\[\^?|\]|\(\?i:|\(\?(?:<[=!]|[=!:])|\(|\)|.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class BrowserHint:
    """A pattern for JavaScript with the flag u; `group` holds what is pointed at.

    `names` is `one` or `two` where words of `harmless` are no name, else empty.
    """

    kind: Kind
    pattern: str
    group: int
    names: str


@cache
def browser_hints() -> tuple[BrowserHint, ...]:
    """Every pattern of the server."""
    return tuple(
        BrowserHint(kind, in_javascript(pattern.pattern), group, _names(kind, pattern))
        for kind, pattern, group in patterns()
    )


def harmless() -> list[str]:
    """Words with a capital that name no person, in small letters."""
    return sorted(harmless_words())


def _names(kind: Kind, pattern: re.Pattern[str]) -> str:
    if kind is not Kind.NAME:
        return ""
    return "two" if is_two_capitals(pattern) else "one"


def in_javascript(source: str) -> str:
    """A pattern of Python as JavaScript reads it with the flag u."""
    written: list[str] = []
    anycase = [False]  # of each group that is open
    in_class = False
    for token in _TOKEN.findall(source):
        if token in (_CAPITAL_CLASS, _LETTER_CLASS):
            written.append(_JS_CAPITAL if token == _CAPITAL_CLASS else _JS_LETTER)
        elif token.startswith("\\"):
            written.append(_escape(token[1], in_class=in_class))
        elif in_class or token.startswith("["):
            in_class = token != "]"
            written.append(token)
        elif token.startswith("("):
            anycase.append(anycase[-1] or token == "(?i:")
            written.append("(?:" if token == "(?i:" else token)
        elif token == ")":
            anycase.pop()
            written.append(token)
        else:
            written.append(_either_case(token) if anycase[-1] else token)
    return "".join(written)


def _escape(sign: str, *, in_class: bool) -> str:
    if sign == "b":
        return _EDGE
    if sign == "w":
        return _WORD if in_class else f"[{_WORD}]"
    if sign in "dsSn" or sign in _SYNTAX or (in_class and sign == "-"):
        return f"\\{sign}"
    return sign


def _either_case(sign: str) -> str:
    low, high = sign.lower(), sign.upper()
    return sign if low == high or len(high) > 1 else f"[{low}{high}]"

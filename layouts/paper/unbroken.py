"""Numbers that stay on a line in print: `95 %`, `68.1–74.3`, `r = −0.77`, `about 24`, `9 years`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NARROW, _NO_BREAK, _JOINER = "\u202f", "\u00a0", "\u2060"
_SPACES = "[ \u00a0\u202f\u2009]"
_PERCENT = re.compile(rf"(?<=\d){_SPACES}(?=%)")
_YEARS = re.compile(rf"(?<=\d){_SPACES}(?=(?:years?|años?)\b)")
# Between two numbers, each with the signs of its unit.
_RANGE = re.compile(r"(?<=[\d%])\u2060?–\u2060?(?=[\u2212$]?\d)")
_LONG_RANGE = re.compile(rf"(?<=[\d%]){_SPACES}…{_SPACES}(?=[\u2212$]?\d)")
_EQUALS = re.compile(rf"{_SPACES}={_SPACES}(?=[\u2212\d])")
_MINUS = re.compile(r"(?<=[\u00a0\u202f])\u2060?\u2212(?=\d)")


def unbroken(text: str) -> str:
    """The text with no-break spaces and word joiners inside its numbers."""
    said = _PERCENT.sub(_NARROW, text)
    said = _YEARS.sub(_NO_BREAK, said)
    said = _RANGE.sub(f"{_JOINER}–{_JOINER}", said)
    said = _LONG_RANGE.sub(f"{_NO_BREAK}…{_NO_BREAK}", said)
    said = _EQUALS.sub(f"{_NO_BREAK}={_NO_BREAK}", said)
    return _MINUS.sub(f"{_JOINER}\u2212", said)


def unbroken_all(content: Any) -> Any:
    """The same for every text of the contents of a page; pictures and numbers stay."""
    if isinstance(content, str):
        return content if content.startswith("<") else unbroken(content)
    if isinstance(content, Mapping):
        return {key: unbroken_all(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [unbroken_all(value) for value in content]
    return content

"""Numbers that no line of the screen parts: `2007–2017`, `80 %`, `9 years`.

They stand in elements of their own and not with joining characters, so text that is copied stays
as it is. Slides do the same (assets/clientside/present/player.js), paper has
layouts/paper/unbroken.py.
"""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

_SIGN, _NUMBER, _PERCENT = "[\u2212$]?", r"\d[\d.,]*", r"(?:\s?%)?"
_RANGE = rf"\s?[–…]\s?{_SIGN}\d[\d.,]*{_PERCENT}"
_YEARS = r"\s(?:years?|años?)\b"
_KEPT = re.compile(rf"({_SIGN}{_NUMBER}(?:{_PERCENT}{_RANGE}|\s?%|{_YEARS}))")

Words = str | list[str | Component]


def kept_together(text: str) -> Words:
    """`text` itself, or its parts where it has a number that a line could part."""
    parts = _KEPT.split(text)
    if len(parts) == 1:
        return text
    # every other part is a number
    return [
        html.Span(part, className="kept") if at % 2 else part
        for at, part in enumerate(parts)
        if part
    ]

"""Words of a figure as lines with bold and colored parts. Pure: no matplotlib."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from layouts.pictures.features import NotDrawnError
from layouts.typefaces.typefaces import Typeface, width_em

_TAG = re.compile(r"<(/?)(b|span|br)(?:\s+style='color:([^']*)')?\s*/?>")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one weight and color."""

    text: str
    weight: str
    color: str


Line = tuple[Run, ...]


def lines_of(text: str, color: str) -> list[Line]:
    """Lines of a text with `<br>`, `<b>` and colored spans. Raises NotDrawnError for other tags."""
    lines: list[list[Run]] = [[]]
    weight, colors, at = "normal", [color], 0
    for tag in (*_TAG.finditer(text), None):
        said = text[at : tag.start() if tag else len(text)]
        if re.search(r"</?[a-zA-Z]", said):
            raise NotDrawnError(f"markup of {text!r} is not drawn")
        if said:
            lines[-1].append(Run(html.unescape(said), weight, colors[-1]))
        if tag is None:
            break
        closing, name, shade = tag.groups()
        at = tag.end()
        if name == "br":
            lines.append([])
        elif name == "b":
            weight = "normal" if closing else "bold"
        elif closing:
            colors.pop()
        else:
            colors.append(shade)
    return [tuple(line) for line in lines]


def line_em(line: Line, typeface: Typeface) -> float:
    """Length of a line in em."""
    return sum(width_em(run.text, run.weight, typeface) for run in line)

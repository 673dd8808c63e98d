"""What is said of one place below the map, beside the lines of its hover text.

The strip takes the place of a hover box, which would hide what it speaks of. Its words are those of
the map's own traces; here is what they do not say: the verdict and the rest of the city.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.explore.results import ExploreData
from data.locale import Texts
from data.models import Kind, Verdict
from data.sentences.words import value_text
from layouts.figures.base import FEW_FILL, PLACES, is_a
from layouts.figures.inputs import side
from layouts.theme import mark_style

_MARK_OF_A_LINE = "<br>"


@dataclass(frozen=True, slots=True)
class Said:
    """A place in words: its name, its value and what must be read with it, its verdict (with its
    shape, or nothing) and the rest of the city.
    """

    name: str
    lines: tuple[str, ...]
    verdict: str = ""
    shape: str = ""
    rest: str = ""


def strip_of(data: ExploreData, mode: str, theme: str, texts: Texts) -> dict[str, Any]:
    """`values`: the value with its unit, by what a fill stands for (the map's title says of what it
    is). `verdicts`: words by shape. `places`: by place its shape and the value of the rest.
    `measure`: whose number is cited.

    Verdicts only of a map of the outcome, whose they are, and of places that were tested.
    """
    measure = (data.factor if mode == "factor" else data.outcome).id
    values = {}
    if mode != "both":
        after = texts.t(f"figures.after.{side(data, mode).indicator.unit.value}")
        values = {mode: f"%{{customdata[1]}}{after}", FEW_FILL: "%{customdata[1]}"}
    if mode != "outcome" or data.outcome.kind is Kind.MODELLED:
        return {"measure": measure, "values": values, "verdicts": {}, "places": {}}
    places: dict[str, list[str]] = {}
    columns = ("place_id", "verdict", "outcome", "difference")
    for place, verdict, value, difference in zip(*(data.frame[c] for c in columns), strict=True):
        if np.isfinite(value):
            shape = verdict or Verdict.NOT_TESTED.value
            rest = value - difference
            told = value_text(rest, data.outcome, texts.lang) if np.isfinite(rest) else ""
            places[place] = [shape, told]
    return {
        "measure": measure,
        "values": values,
        "verdicts": {shape: _words(shape, theme, texts) for shape in dict.fromkeys(
            shape for shape, _ in places.values())},
        "places": places,
    }  # fmt: skip


def _words(shape: str, theme: str, texts: Texts) -> str:
    return f"{mark_style(shape, theme).glyph} {texts.t(f'figures.verdict.{shape}')}"


def said_of(
    place: str, figure: Mapping[str, Any], strip: Mapping[str, Any], texts: Texts
) -> Said | None:
    """One place in words, as the browser puts them together; None where it is not on the map."""
    for trace, name, row in _rows(figure):
        if row[0] == place:
            first, *more = _filled(trace["hovertemplate"], row)
            if short := strip["values"].get(trace["name"]):
                first = next(_filled(f"{_MARK_OF_A_LINE}{short}", row))
            shape, rest = strip["places"].get(place, ("", ""))
            beside = texts.t("figures.rest", value=rest) if rest else ""
            return Said(name, (first, *more), strip["verdicts"].get(shape, ""), shape, beside)
    return None


def _rows(figure: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str, list[str]]]:
    for trace in figure["data"]:
        if is_a(trace, PLACES):
            for name, row in zip(trace["text"], trace["customdata"], strict=True):
                yield trace, name, row


def _filled(template: str, row: list[str]) -> Iterator[str]:
    """The lines of a hover text after the first, which is the name."""
    text = template.removesuffix("<extra></extra>")
    for number, said in enumerate(row):
        text = text.replace(f"%{{customdata[{number}]}}", said)
    yield from (line for line in text.split(_MARK_OF_A_LINE)[1:] if line)

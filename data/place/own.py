"""The address of an area that a visitor draws: `/place/own?shape=…&name=…` and its other ways.

`shape` is an outline, `pick` names neighborhoods (again and again, or with commas), `at` is a point
`latitude,longitude` with `miles` around it. A plain form sends the last two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from data.address import words_of
from data.atlas.atlas import Atlas
from data.outline import (
    Outline,
    OutlineError,
    OwnWord,
    Wrong,
    circle,
    clean_name,
    decoded,
    picked_homes,
)

_POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*")
_MILES = re.compile(r"\d(?:\.\d{1,3})?")


@dataclass(frozen=True, slots=True)
class OwnAsked:
    """What an address asks: an area by its word, or what is wrong with it, or neither.

    `edit`: the area is to be drawn on, not shown.
    """

    word: OwnWord | None = None
    wrong: Wrong | None = None
    value: str = ""
    name: str = ""
    edit: bool = False


def own_asked(atlas: Atlas, parameters: Mapping[str, str]) -> OwnAsked:
    """The area that the `parameters` of an address ask for. Never raises."""
    name = clean_name(parameters.get("name", ""))
    try:
        outline = _outline(atlas, parameters)
        if outline is None:
            return OwnAsked(name=name)
        word = OwnWord(outline, name)
        atlas.own(word.area_id)
    except OutlineError as error:
        return OwnAsked(wrong=error.wrong, value=error.value[:40], name=name)
    return OwnAsked(word=word, name=name, edit="edit" in parameters)


def _outline(atlas: Atlas, parameters: Mapping[str, str]) -> Outline | None:
    if "shape" in parameters:
        return decoded(parameters["shape"])
    if picked := words_of(parameters.get("pick", "")):
        return picked_homes(picked, atlas.own_ground.homes)
    if "at" not in parameters:
        return None
    point = _POINT.fullmatch(parameters["at"])
    miles = parameters.get("miles", "1")
    if point is None:
        raise OutlineError(Wrong.NO_POINT, parameters["at"])
    if not _MILES.fullmatch(miles):
        raise OutlineError(Wrong.UNKNOWN_RADIUS, miles)
    return circle(float(point[2]), float(point[1]), float(miles))

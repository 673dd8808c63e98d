"""What is written on the scatter: axis titles, the city's lines, r and n, why nothing is drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from data.explore.results import ExploreData
from data.locale import Texts
from data.locale.format import format_number
from data.sentences.words import places_word, reason_text, value_text
from layouts.figures.base import (
    ACROSS,
    CITY_LINE,
    CITY_NAME,
    FACTS,
    UP,
    WORDS,
    axis_words,
    note,
)
from layouts.figures.inputs import is_modelled
from layouts.figures.labels import wrapped
from layouts.theme import Palette

# Alpha of the ground under words that may stand on dots.
_SEE_THROUGH = "b3"
# r, n and the reminder take at most this share of the height.
_FACTS_SHARE = 0.42
_NAME_SHARE = 0.07  # of the height; of the width it is twice that


def titles(data: ExploreData, theme: Palette, texts: Texts, scale: float) -> list[dict[str, Any]]:
    """Axis titles in words where reading ends: above the y axis, under the end of x."""
    up = axis_words(
        UP,
        data.outcome,
        theme.outcome_mark,
        theme,
        texts,
        x=0,
        y=1,
        xanchor="left",
        yanchor="bottom",
        xshift=-round(36 * scale),
        yshift=round(22 * scale),
    )
    across = axis_words(
        ACROSS,
        data.factor,
        theme.factor_mark,
        theme,
        texts,
        x=1,
        y=0,
        xanchor="right",
        yanchor="top",
        yshift=-round(22 * scale),
    )
    return [up, across]


def city_lines(data: ExploreData, theme: Palette) -> list[dict[str, Any]]:
    """The city's value of each measure, through the whole chart."""
    line = {"color": theme.city_line, "width": 1, "dash": "dot"}
    shapes = []
    if np.isfinite(data.city.factor):
        x = round(data.city.factor, 2)
        shapes.append({"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1})
    if np.isfinite(data.city.outcome):
        y = round(data.city.outcome, 2)
        shapes.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y})
    return [{**shape, "name": CITY_LINE, "line": line, "layer": "below"} for shape in shapes]


def is_left_free(
    data: ExploreData, drawn: pd.DataFrame, across: dict[str, Any], up: dict[str, Any]
) -> bool:
    """True where the city's name stands better at the left end of its line than at the right.

    The facts may stand at one end; of two free ends the one with fewer dots about it is better.
    """
    right, top = _emptiest_corner(drawn["factor"], drawn["outcome"])
    (west, east), (low, high) = across["range"], up["range"]
    share = (data.city.outcome - low) / (high - low)
    if share > 1 - _FACTS_SHARE if top else share < _FACTS_SHARE:
        return right
    near = ((drawn["outcome"] - data.city.outcome).abs() / (high - low)) < _NAME_SHARE
    at = (drawn["factor"] - west) / (east - west)
    return bool((near & (at < 2 * _NAME_SHARE)).sum() < (near & (at > 1 - 2 * _NAME_SHARE)).sum())


def city_names(
    data: ExploreData,
    drawn: pd.DataFrame,
    theme: Palette,
    texts: Texts,
    scale: float,
    *,
    on_left: bool,
) -> list[dict[str, Any]]:
    """What the city's lines are, at their ends; away from the facts in a corner of that side."""
    ink = {"color": theme.city_line}
    names = []
    if np.isfinite(data.city.factor):
        said = texts.t("figures.city", value=value_text(data.city.factor, data.factor, texts.lang))
        place = {"x": round(data.city.factor, 2), "xref": "x", "y": 1, "yanchor": "bottom"}
        names.append(note(CITY_NAME, said, theme, **place, yshift=2 * scale, font=ink))
    if np.isfinite(data.city.outcome):
        said = texts.t(
            "figures.city", value=value_text(data.city.outcome, data.outcome, texts.lang)
        )
        end = {"x": 0, "xanchor": "left"} if on_left else {"x": 1, "xanchor": "right"}
        right, top = _emptiest_corner(drawn["factor"], drawn["outcome"])
        is_near = right != on_left
        side = "top" if is_near and top else "bottom"
        place = {"y": round(data.city.outcome, 2), "yref": "y", "yanchor": side, **end}
        names.append(note(CITY_NAME, said, theme, **place, font=ink))
    return names


def fact_lines(data: ExploreData, count: int, texts: Texts, *, brief: bool) -> list[str]:
    """r, n and the reminder; `count` places are drawn where there is no association.

    `brief` leaves out r: from the back row it says nothing, and the notes have it.
    """
    lines = []
    found = data.association
    n = found.n if found else count
    places = places_word(data.geography, texts, count=n)
    if found is None:
        lines.append(texts.t("figures.scatter.n_only", n=n, places=places))
    else:
        if not brief:
            r, low, high = (
                format_number(value, decimals=2, lang=texts.lang)
                for value in (found.r, found.r_lower, found.r_upper)
            )
            lines.append(texts.t("figures.scatter.r", r=r, lower=low, upper=high))
        worth = round(found.n_effective)
        lines.append(texts.t("figures.scatter.n", n=n, places=places, n_effective=worth))
    lines.append(texts.t("figures.scatter.places_not_people"))
    if is_modelled(data.outcome, data.factor):
        lines.append(texts.t("figures.scatter.modelled"))
    return lines


def facts(
    data: ExploreData, drawn: pd.DataFrame, theme: Palette, texts: Texts, scale: float
) -> dict[str, Any]:
    """What must be read with the dots, in the corner that holds the fewest of them."""
    lines = fact_lines(data, len(drawn), texts, brief=scale > 1)
    right, top = _emptiest_corner(drawn["factor"], drawn["outcome"])
    return note(
        FACTS,
        "<br>".join(lines),
        theme,
        x=float(right),
        y=float(top),
        xanchor="right" if right else "left",
        yanchor="top" if top else "bottom",
        xshift=0 if right else 6,
        bgcolor=theme.paper + _SEE_THROUGH,
        align="right" if right else "left",
    )


def _emptiest_corner(x: pd.Series, y: pd.Series) -> tuple[bool, bool]:
    """(right, top) of the corner, half as wide and a third as high, with the fewest dots."""
    across = (x - x.min()) / ((x.max() - x.min()) or 1)
    up = (y - y.min()) / ((y.max() - y.min()) or 1)
    corners = [(True, True), (True, False), (False, True), (False, False)]
    counts = []
    for right, top in corners:
        inside = (across > 0.5 if right else across < 0.5) & (up > 2 / 3 if top else up < 1 / 3)
        counts.append(int(inside.sum()))
    return corners[counts.index(min(counts))]


def nothing(data: ExploreData, theme: Palette, texts: Texts) -> dict[str, Any]:
    """Why there is no dot."""
    said = reason_text(data.association_reason, texts) or texts.t("figures.scatter.nothing")
    words = wrapped(said, 22)
    return note(WORDS, words, theme, x=0.5, y=0.5, font={"color": theme.ink})

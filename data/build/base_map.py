"""The base map of the browser's maps: what to find oneself by, in one small file.

Rivers, roads, the state line, landmarks and where names stand, on the flat sheet of
`data/plane.py`. The file carries the rules of what is shown at which scale, so that the server,
which draws the first map, and the browser choose the same.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from typing import Any

import geopandas as gpd

from data.build.boundaries import Boundary, around, rounded_bounds
from data.build.errors import CheckError
from data.build.geography import Geography
from data.build.map_labels import landmarks, place_labels
from data.build.map_lines import Line, coarse_outline, map_lines
from data.build.reading import SourceDirectory
from data.cities.base_map import BaseMapChoices
from data.cities.city import city
from data.plane import Plane
from data.repository.tables import BASE_MAP

LIMIT_BYTES = 60_000  # compressed
# Names of places at the scale of the whole city; wider ones may lie over their neighbors there.
_RULES = {
    # Pixels a kilometer at which more of the map is drawn.
    "bands": [30, 60, 120],
    # Below the first band: so many names of places, some up to so many times as wide as their
    # place. From there on the closer, the less: at 75 each is as wide as its place at most.
    "first_names": 20,
    "over": 3.5,
    "fits": 75,
    # From here whole names where they fit.
    "whole_names": 120,
    # Pixels between two names of one line.
    "apart": 320,
}
Progress = Callable[[str], None]


def base_map_file(
    source: SourceDirectory,
    geography: Geography,
    city_outline: gpd.GeoDataFrame,
    progress: Progress,
) -> Boundary:
    """The file. Raises CheckError where even the largest roads and all names are too much."""
    bounds = rounded_bounds(city_outline.total_bounds)
    plane = Plane(bounds)
    choices = city().base_map or BaseMapChoices()
    drawn = map_lines(source, choices, plane, around(city_outline))
    named = frozenset(line.name for line in drawn)
    content: dict[str, Any] = {
        "size": [round(length, 1) for length in plane.size],
        "outline": coarse_outline(city_outline.geometry, plane),
        "rules": _RULES,
        "words": {"es": dict(choices.spanish)},
        "points": landmarks(source, choices, plane, named),
        "places": place_labels(source, geography, plane),
    }
    text = _thinned(content, drawn, progress)
    return Boundary(BASE_MAP, text, bounds, ending="json")


def _thinned(content: dict[str, Any], drawn: Sequence[Line], progress: Progress) -> str:
    """The text of the file with as many lines as it may hold, those of large scales first.

    Within a scale the shortest go first. What is drawn at the scale of the whole city stays.
    """
    head = _json(content)
    said = [_json(line.content()) for line in drawn]
    ranked = sorted(range(len(drawn)), key=lambda k: (drawn[k].start, -drawn[k].shape.length))

    def text_of(count: int) -> str:
        kept = ",".join(said[k] for k in sorted(ranked[:count]))
        return f'{head[:-1]},"lines":[{kept}]}}'

    count = _most(ranked, lambda count: _weight(text_of(count)) <= LIMIT_BYTES)
    text = text_of(count)
    if count < sum(line.start == 0 for line in drawn):
        raise CheckError(
            f"base map: {_weight(text_of(len(drawn)))} bytes compressed, {LIMIT_BYTES} are "
            "allowed, and what is drawn at the scale of the whole city is too much alone: give "
            "fewer features tier 1, or simplify the lines of highways and water by 10 meters"
        )
    if count < len(ranked):
        first = drawn[ranked[count]]
        progress(
            f"base map: {len(ranked) - count} of {len(ranked)} lines are left out to keep within "
            f"{LIMIT_BYTES} bytes, such as {first.name} (from {first.start} px/km on)"
        )
    return text


def _most(ranked: Sequence[int], fits: Callable[[int], bool]) -> int:
    """How many from the front fit."""
    if fits(len(ranked)):
        return len(ranked)
    low, high = 0, len(ranked)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _weight(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))

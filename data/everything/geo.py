"""Boundaries as plain GeoJSON (RFC 7946): ids and names in every feature, rings the right way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from data.atlas.atlas import GEO_FOLDER, Atlas
from data.everything.numbers import geography_name, place_names, vintage_of
from data.locale import LANGUAGES
from data.models import Layer
from data.repository.history import place_of

GRADED = "holc"  # the boundaries of Layer.HOLC_GRADE
Ring = list[list[float]]


def boundary_files(atlas: Atlas) -> Mapping[str, tuple[str, bool]]:
    """By name of a layer or line: its GeoJSON, and whether it is for noncommercial use only."""
    sources = atlas.catalogue.sources
    noncommercial = {GRADED} if any(s.noncommercial for s in sources.values()) else set()
    found = {}
    for name, entry in sorted(atlas.repository.boundaries().items()):
        if str(entry["file"]).endswith(".geojson"):
            found[name] = (_text(atlas, name, GEO_FOLDER / entry["file"]), name in noncommercial)
    return found


def _text(atlas: Atlas, name: str, file: Path) -> str:
    named = _properties(atlas, name)
    collection = json.loads(file.read_text(encoding="utf-8"))
    features = [
        {
            "type": "Feature",
            **named.get(str(feature["id"]), {"id": feature["id"], "properties": {}}),
            "geometry": wound(feature["geometry"]),
        }
        for feature in collection["features"]
    ]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"


def _properties(atlas: Atlas, name: str) -> Mapping[str, dict[str, Any]]:
    """By area id: `id`, as in the tables, and `properties`."""
    word = Layer.HOLC_GRADE.value if name == GRADED else name
    if word not in set(Layer):
        return {}  # rivers and the state line have no row anywhere: their id is their name
    layer = Layer(word)
    areas = atlas.areas(layer)
    names = zip(*(place_names(atlas, layer, lang) for lang in LANGUAGES), strict=True)
    found = {}
    for row, (english, spanish) in zip(areas.itertuples(), names, strict=True):
        place = place_of(layer.value, str(row.area_id))
        found[str(row.area_id)] = {
            "id": place,
            "properties": {
                "place_id": place,
                "tract_vintage": vintage_of(layer),
                "geography": geography_name(layer),
                "place": english,
                "place_es": spanish,
                "official_name": row.official_name,
            },
        }
    return found


def wound(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """The geometry with outer rings counterclockwise and holes clockwise (RFC 7946, 3.1.6)."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Polygon":
        coordinates = list(_rings(coordinates))
    elif kind == "MultiPolygon":
        coordinates = [list(_rings(polygon)) for polygon in coordinates]
    return {"type": kind, "coordinates": coordinates}


def _rings(polygon: Sequence[Ring]) -> Iterator[Ring]:
    for at, ring in enumerate(polygon):
        is_left = signed_area(ring) > 0.0
        yield ring if is_left == (at == 0) else ring[::-1]


def signed_area(ring: Ring) -> float:
    """Area in square degrees, above zero where the ring runs counterclockwise."""
    sides = pairwise(ring)
    return sum(x1 * y2 - x2 * y1 for (x1, y1, *_), (x2, y2, *_) in sides) / 2.0

"""The map of a chart as SVG: what the first HTML shows, and what the browser's code goes on with.

It is read off the figure, so that map, slide and table never disagree. Areas are paths on the flat
sheet of `data/plane.py` with a class a fill (assets/css/map.css has the colors); names stand over
them at shares of the sheet, in type of the page's own size. assets/clientside/map draws the same
elements.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from data.atlas.atlas import Atlas
from data.models import Geography, PlaceId
from data.plane import UNITS_PER_KM
from layouts.figures.base import (
    BOTH_FILL,
    FACTOR_FILL,
    FEW_FILL,
    LAYER,
    LETTERS,
    NO_DATA_FILL,
    OUTCOME_FILL,
    PLACES,
    is_a,
)

# The class of a fill: a letter and the step of the ramp, or a word.
_RAMPS = {OUTCOME_FILL: "o", FACTOR_FILL: "f", BOTH_FILL: "b"}
_WORDS = {FEW_FILL: "few", NO_DATA_FILL: "none"}
HATCH = "map-hatch"
_HATCH_PX = 6
# A map on a laptop: the browser puts right what another window sees.
_USUAL_WIDTH_PX, _USUAL_HEIGHT_PX = 640, 480


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the sheet, in its units: what a map shows."""

    x: float
    y: float
    width: float
    height: float

    def share(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the sheet stands in the frame, in percent."""
        return 100 * (x - self.x) / self.width, 100 * (y - self.y) / self.height


@dataclass(frozen=True, slots=True)
class Ground:
    """Markup of what lies under and over the areas, and of names, from whoever knows a frame."""

    under: str = ""
    over: str = ""
    names: str = ""


def frame_at(view: str, atlas: Atlas) -> Frame:
    """What a window of the usual size shows of `lon,lat,px a kilometer`."""
    lon, lat, px_per_km = map(float, view.split(","))
    x, y = atlas.plane.at(lon, lat)
    units = UNITS_PER_KM / px_per_km
    width, height = _USUAL_WIDTH_PX * units, _USUAL_HEIGHT_PX * units
    return Frame(x - width / 2, y - height / 2, width, height)


def fill_class(name: str, step: int) -> str:
    """`o3` for the fourth step of the outcome's ramp, `none` where there is no value."""
    return _WORDS.get(name) or f"{_RAMPS[name]}{step}"


def frame_of(figure: Mapping[str, Any], atlas: Atlas) -> Frame:
    """What the figure shows: the city or a part of it."""
    geo = figure["layout"]["geo"]
    (west, east), (south, north) = geo["lonaxis"]["range"], geo["lataxis"]["range"]
    (x0, y0), (x1, y1) = atlas.plane.at(west, north), atlas.plane.at(east, south)
    return Frame(x0, y0, x1 - x0, y1 - y0)


def layer_of(figure: Mapping[str, Any], atlas: Atlas) -> str:
    """The layer of the places of a map; empty where none is drawn."""
    url = _layer(figure)
    return atlas.map_files[url][0] if url else ""


def map_svg(
    figure: Mapping[str, Any],
    atlas: Atlas,
    geography: Geography,
    *,
    frame: Frame,
    chosen: Collection[str] = (),
    ground: Ground | None = None,
) -> str:
    """Markup of the map of `figure` within `frame`; `chosen` places stand out."""
    ground = ground or Ground()
    areas = "".join(_areas(figure, atlas, geography, frozenset(chosen)))
    count = sum(1 for _ in area_classes(figure, geography))
    lines = "".join(_lines(figure, atlas))
    outlines = "".join(_outlines(figure, atlas, geography, frozenset(chosen)))
    box = f"{frame.x:.0f} {frame.y:.0f} {frame.width:.0f} {frame.height:.0f}"
    marked = " has-chosen" if chosen else ""
    size = f"--w:{frame.width:.0f};--h:{frame.height:.0f}"
    return (
        f'<div data-picture="" data-layer="{_layer(figure)}" data-places="{count}" '
        f'class="map-picture" style="{size}">'
        f'<svg class="map-sheet{marked}" viewBox="{box}" aria-hidden="true">{_pattern(frame)}'
        f'<g class="map-view"><g class="map-base map-base--under">{ground.under}</g>'
        f'<g class="map-areas">{areas}</g>'
        f'<g class="map-base map-base--over">{ground.over}</g>'
        f'<g class="map-lines">{lines}</g><g class="map-chosen">{outlines}</g></g></svg>'
        f'<svg class="map-names" aria-hidden="true"><g class="map-names__places">{ground.names}'
        f'</g><g class="map-letters">{"".join(_letters(figure, atlas, frame))}</g></svg></div>'
    )


def area_classes(figure: Mapping[str, Any], geography: Geography) -> Iterator[tuple[str, str, str]]:
    """(area id, place id, class of its fill) of every place, in the order of drawing."""
    for trace in figure["data"]:
        if is_a(trace, PLACES):
            for area_id, step in zip(trace["locations"], trace["z"], strict=True):
                yield area_id, str(PlaceId(geography, area_id)), fill_class(trace["name"], step)


def _areas(
    figure: Mapping[str, Any], atlas: Atlas, geography: Geography, chosen: frozenset[str]
) -> Iterator[str]:
    paths = _paths_of(figure, atlas)
    for area_id, place, fill in area_classes(figure, geography):
        if area_id in paths:
            mark = " is-chosen" if place in chosen else ""
            yield f'<path class="{fill}{mark}" data-place="{escape(place)}" d="{paths[area_id]}"/>'


def _outlines(
    figure: Mapping[str, Any], atlas: Atlas, geography: Geography, chosen: frozenset[str]
) -> Iterator[str]:
    paths = _paths_of(figure, atlas)
    for area_id, place, _ in area_classes(figure, geography):
        if place in chosen and area_id in paths:
            yield f'<path d="{paths[area_id]}"/>'


def _layer(figure: Mapping[str, Any]) -> str:
    """Address of the boundaries of its places; empty where none is drawn."""
    return next((str(trace["geojson"]) for trace in figure["data"] if is_a(trace, PLACES)), "")


def _paths_of(figure: Mapping[str, Any], atlas: Atlas) -> Mapping[str, str]:
    layer = layer_of(figure, atlas)
    return atlas.map_paths(layer) if layer else {}


def _lines(figure: Mapping[str, Any], atlas: Atlas) -> Iterator[str]:
    """Layers over the map: outlines of areas, and lines that travel in the figure."""
    for trace in figure["data"]:
        if not is_a(trace, LAYER):
            continue
        if trace["type"] != "choropleth":
            line = trace["line"]
            yield _line(trace["name"], _course(trace, atlas), line["width"])
            continue
        paths = atlas.map_paths(atlas.map_files[trace["geojson"]][0])
        widths = trace["marker"]["line"]["width"]
        for k, area_id in enumerate(trace["locations"]):
            width = widths[k] if isinstance(widths, list) else widths
            yield _line(trace["name"], paths[area_id], width)


def _line(name: str, course: str, width: float) -> str:
    return f'<path class="map-line map-line--{name}" stroke-width="{width:g}" d="{course}"/>'


def _course(trace: Mapping[str, Any], atlas: Atlas) -> str:
    parts, move = [], "M"
    for lon, lat in zip(trace["lon"], trace["lat"], strict=True):
        if lon is None or lat is None:
            move = "M"
            continue
        x, y = atlas.plane.at(lon, lat)
        parts.append(f"{move}{x:.0f} {y:.0f}")
        move = "L"
    return "".join(parts)


def _letters(figure: Mapping[str, Any], atlas: Atlas, frame: Frame) -> Iterator[str]:
    for trace in figure["data"]:
        if is_a(trace, LETTERS):
            for lon, lat, said in zip(trace["lon"], trace["lat"], trace["text"], strict=True):
                across, down = frame.share(*atlas.plane.at(lon, lat))
                yield f'<text x="{across:.2f}%" y="{down:.2f}%">{escape(said)}</text>'


def _pattern(frame: Frame) -> str:
    """What says "no data": lines, no color of the scale. The browser keeps their size."""
    units = frame.height / _USUAL_HEIGHT_PX
    return (
        f'<defs><pattern id="{HATCH}" width="{_HATCH_PX}" height="{_HATCH_PX}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45) scale({units:.2f})">'
        f'<rect width="{_HATCH_PX}" height="{_HATCH_PX}"/><path d="M0 0V{_HATCH_PX}"/>'
        "</pattern></defs>"
    )

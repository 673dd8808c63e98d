"""A map of the screen as a picture: the same shapes, fills and hatch, from the same figure."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from layouts.figures.base import CLEAR

_GEO = Path(__file__).parents[2] / "assets" / "geo"
_DPI = 200
_POINTS_PER_PX = 0.5

Ring = list[tuple[float, float]]


def map_png(figure: Mapping[str, Any], *, size_in: tuple[float, float]) -> bytes:
    """PNG of a map figure of plotly, as large as `size_in` (width, height in inches)."""
    sheet = Figure(figsize=size_in, dpi=_DPI)
    FigureCanvasAgg(sheet)
    axes = sheet.add_axes((0, 0, 1, 1))
    geo = figure["layout"]["geo"]
    west, east = geo["lonaxis"]["range"]
    south, north = geo["lataxis"]["range"]
    for trace in figure["data"]:
        if trace["type"] == "choropleth":
            _areas(axes, trace)
        elif trace["type"] == "scattergeo" and "lines" in trace.get("mode", ""):
            _strokes(axes, trace)
        elif trace["type"] == "scattergeo":
            _words(axes, trace)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    # a degree east is shorter than a degree north
    axes.set_aspect(1 / math.cos(math.radians((south + north) / 2)))
    axes.set_axis_off()
    buffer = BytesIO()
    sheet.savefig(buffer, format="png", transparent=True)
    return buffer.getvalue()


@lru_cache(maxsize=12)
def _shapes(name: str) -> dict[str, list[Ring]]:
    features = json.loads((_GEO / name).read_text(encoding="utf-8"))["features"]
    return {str(item["id"]): list(_rings(item["geometry"])) for item in features}


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    kind, parts = geometry["type"], geometry["coordinates"]
    for polygon in parts if kind == "MultiPolygon" else [parts]:
        yield [(point[0], point[1]) for point in polygon[0]]


def fills(trace: Mapping[str, Any]) -> dict[str, str]:
    """Color of each area of a choropleth whose scale has even steps."""
    scale = trace["colorscale"]
    # outlines drawn over other areas have one invisible fill and therefore no limits
    low, high = trace.get("zmin", min(trace["z"])), trace.get("zmax", max(trace["z"]))

    def color(value: float) -> str:
        share = (value - low) / (high - low) if high > low else 0.0
        return str(next(c for stop, c in reversed(scale) if share >= stop - 1e-9))

    return {str(at): color(z) for at, z in zip(trace["locations"], trace["z"], strict=True)}


def _areas(axes: Any, trace: Mapping[str, Any]) -> None:
    shapes = _shapes(Path(trace["geojson"]).name)
    faces = fills(trace)
    line = trace["marker"]["line"]
    rings = [(ring, faces[at]) for at in faces for ring in shapes.get(at, ())]
    drawn = [at for at in faces for _ in shapes.get(at, ())]
    place = {at: number for number, at in enumerate(faces)}

    def of_area(one_or_each: Any, at: str) -> Any:
        """A line's color or width: one for all areas, or one each."""
        one = isinstance(one_or_each, (str, int, float))
        return one_or_each if one else one_or_each[place[at]]

    chosen = trace.get("selectedpoints")
    kept = {str(trace["locations"][i]) for i in chosen} if chosen else set(faces)
    faded = trace.get("unselected", {}).get("marker", {}).get("opacity", 1.0)
    strengths = [1.0 if at in kept else faded for at in drawn]
    axes.add_collection(
        PolyCollection(
            [ring for ring, _ in rings],
            facecolors=["none" if color == CLEAR else color for _, color in rings],
            edgecolors=[of_area(line["color"], at) for at in drawn],
            linewidths=[of_area(line["width"], at) * _POINTS_PER_PX for at in drawn],
            alpha=strengths if chosen else None,
        )
    )


def _strokes(axes: Any, trace: Mapping[str, Any]) -> None:
    lines: list[Ring] = [[]]
    for lon, lat in zip(trace["lon"], trace["lat"], strict=True):
        if lon is None or lat is None:
            lines.append([])
        else:
            lines[-1].append((lon, lat))
    style = trace["line"]
    width = style.get("width", 1) * _POINTS_PER_PX
    found = [line for line in lines if len(line) > 1]
    axes.add_collection(LineCollection(found, colors=style["color"], linewidths=width))


def _words(axes: Any, trace: Mapping[str, Any]) -> None:
    words = trace.get("text", ())
    # a letter must be read on the darkest class too
    halo = [withStroke(linewidth=2.5, foreground="white")]
    for lon, lat, text in zip(trace["lon"], trace["lat"], words, strict=False):
        axes.text(
            lon,
            lat,
            str(text),
            ha="center",
            va="center",
            fontsize=9,
            fontweight="bold",
            path_effects=halo,
        )

"""Maps of a figure: areas, lines and letters in plotly's Mercator, from the boundaries it names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path as File
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, Transform
from numpy.typing import NDArray

from layouts.pictures.areas import by_area, fills, strengths_of
from layouts.pictures.axes import dashes
from layouts.pictures.canvas import POINTS_PER_PX, Sheet
from layouts.pictures.dots import shape_of
from layouts.pictures.features import NotDrawnError
from layouts.pictures.patterns import edge, fill_patch
from layouts.pictures.symbols import sized
from layouts.pictures.words import put

AREAS, STROKES, LETTERS = 2.0, 5.0, 6.0
_GEO = File(__file__).parents[2] / "assets" / "geo"


def northing(lat: Any) -> Any:
    """Mercator's way up the sheet, in degrees at the equator, of degrees of latitude."""
    radians = np.radians(np.asarray(lat, dtype=np.float64))
    return np.degrees(np.log(np.tan(np.pi / 4 + radians / 2)))


class Map:
    """The part of the earth that a layout shows, in the middle of its room."""

    def __init__(self, sheet: Sheet, layout: Mapping[str, Any]) -> None:
        self.sheet = sheet
        geo = layout["geo"]
        if geo.get("projection", {}).get("type") != "mercator":
            raise NotDrawnError("only Mercator maps are drawn")
        if geo.get("visible") is not False:
            raise NotDrawnError("a map of the world's own coasts is not drawn")
        west, east = geo["lonaxis"]["range"]
        south, north = northing(geo["lataxis"]["range"])
        margin = {"l": 80, "r": 80, "t": 100, "b": 80, **layout.get("margin", {})}
        wide = sheet.width - margin["l"] - margin["r"]
        tall = sheet.height - margin["t"] - margin["b"]
        scale = min(wide / (east - west), tall / (north - south))
        left = margin["l"] + (wide - scale * (east - west)) / 2
        bottom = margin["t"] + (tall + scale * (north - south)) / 2
        flat = Affine2D().translate(-west, -south).scale(scale, -scale).translate(left, bottom)
        self.flat = flat
        self.data: Transform = flat + sheet.pixels
        self.box = Bbox.from_extents(
            left, bottom - scale * (north - south), left + scale * (east - west), bottom
        )

    def px(self, lon: float, lat: float) -> tuple[float, float]:
        """Place on the sheet."""
        x, y = self.flat.transform((lon, float(northing(lat))))
        return float(x), float(y)

    # -- areas --

    def draw_areas(self, trace: Mapping[str, Any], number: int) -> None:
        """Areas of a `choropleth`, one collection a color: named `trace-<number>-<color>`."""
        shapes = outlines(File(str(trace["geojson"]).split("?")[0]).name)
        colors = fills(trace)
        line, strengths = trace["marker"]["line"], strengths_of(trace)
        each = {key: by_area(line[key], trace["locations"]) for key in ("color", "width")}
        groups: dict[tuple[str, float], list[str]] = {}
        for area, color in colors.items():
            groups.setdefault((color, strengths[area]), []).append(area)
        for (color, strength), areas in groups.items():
            # an area that the file leaves out has no boundary on the screen either
            known = [area for area in areas if area in shapes]
            drawn = PathCollection(
                [shapes[area] for area in known],
                edgecolors=[edge(each["color"][area], self.sheet.look) for area in known],
                linewidths=[each["width"][area] * POINTS_PER_PX for area in known],
                alpha=None if strength == 1 else strength,
                joinstyle="round",
            )
            drawn.set_transform(self.data)
            fill_patch(drawn, color, self.sheet.look)
            name = f"trace-{number}-{color}"
            self.sheet.add(drawn, order=AREAS + number / 100, name=name, clip=self.box)

    # -- lines and letters --

    def draw_overlay(self, trace: Mapping[str, Any], number: int) -> None:
        """Lines, dots and words of a `scattergeo` trace."""
        modes = set(trace["mode"].split("+"))
        if "lines" in modes:
            style = trace["line"]
            runs = [run for run in _runs(trace["lon"], trace["lat"]) if len(run) > 1]
            lines = LineCollection(
                runs, colors=style["color"], linewidths=style.get("width", 2) * POINTS_PER_PX,
                linestyles=dashes(style), transform=self.data,
            )  # fmt: skip
            self.sheet.add(lines, order=STROKES, name=f"trace-{number}-lines", clip=self.box)
        if "markers" in modes:
            self._dots(trace, number)
        if "text" in modes:
            font = trace["textfont"]
            for lon, lat, text in zip(trace["lon"], trace["lat"], trace["text"], strict=True):
                x, y = self.px(lon, lat)
                put(self.sheet, text, at=(x, y), side="center", middle=y, size=font["size"],
                    color=font["color"], behind="halo", name="letter")  # fmt: skip

    def _dots(self, trace: Mapping[str, Any], number: int) -> None:
        marker = trace["marker"]
        line, strength = marker.get("line", {}), marker.get("opacity", 1.0)
        name, is_open = shape_of(marker.get("symbol", "circle"))
        edge = marker["color"] if is_open else line.get("color", "none")
        dots = PathCollection(
            [sized(name, marker["size"] / 2)],
            offsets=np.column_stack([trace["lon"], northing(trace["lat"])]),
            offset_transform=self.data,
            facecolors="none" if is_open else [(marker["color"], strength)],
            edgecolors=edge,
            linewidths=line.get("width", 1 if is_open else 0) * POINTS_PER_PX,
        )
        dots.set_transform(self.sheet.scale)
        self.sheet.add(dots, order=LETTERS, name=f"trace-{number}-dots")


@lru_cache(maxsize=12)
def outlines(file: str) -> dict[str, Path]:
    """Boundary of each area of a file of assets/geo by its id, in degrees and northings."""
    features = json.loads((_GEO / file).read_text(encoding="utf-8"))["features"]
    return {str(item["id"]): _compound(item["geometry"]) for item in features}


def _compound(geometry: Mapping[str, Any]) -> Path:
    """All rings of an area as one path: holes run the other way round and stay empty."""
    kind, parts = geometry["type"], geometry["coordinates"]
    if not kind.endswith("olygon"):
        raise NotDrawnError(f"boundaries of type {kind!r} are not drawn")
    rings = [
        _turned(np.asarray(ring, dtype=np.float64)[:, :2], hole=position > 0)
        for polygon in (parts if kind == "MultiPolygon" else [parts])
        for position, ring in enumerate(polygon)
    ]
    codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in rings]
    points = np.concatenate(rings)
    return Path(np.column_stack([points[:, 0], northing(points[:, 1])]), np.concatenate(codes))


def _turned(ring: NDArray[np.float64], *, hole: bool) -> NDArray[np.float64]:
    """The ring turning left, a hole turning right."""
    x, y = ring[:, 0], ring[:, 1]
    turns_left = bool(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) > 0)
    return ring[::-1] if turns_left is hole else ring


def _runs(lons: Sequence[float | None], lats: Sequence[float | None]) -> Iterator[Any]:
    """Unbroken runs of points."""
    run: list[tuple[float, float]] = []
    for lon, lat in zip(lons, lats, strict=True):
        if lon is None or lat is None:
            yield _flat(run)
            run = []
        else:
            run.append((lon, lat))
    yield _flat(run)


def _flat(run: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    points = np.asarray(run, dtype=np.float64).reshape(-1, 2)
    return np.column_stack([points[:, 0], northing(points[:, 1])])

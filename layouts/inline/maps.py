"""Maps of a figure: areas, lines and letters in Mercator, as large as their box lets them be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from data.plane import Plane
from layouts.inline.boundaries import STEP_UNITS, outlines, steps, trail
from layouts.inline.marked import Inks, element, percent, plain, style
from layouts.inline.marks import dot
from layouts.inline.plot import stroke
from layouts.inline.words import text
from layouts.pictures.areas import by_area, fills, strengths_of
from layouts.pictures.dots import shape_of
from layouts.pictures.features import NotDrawnError

# Plotly fits a range without this edge, in degrees, into the box.
_CUT = 0.001


class Map:
    """The part of the earth that a layout shows."""

    def __init__(self, layout: Mapping[str, Any]) -> None:
        geo = layout["geo"]
        if geo.get("projection", {}).get("type") != "mercator":
            raise NotDrawnError("only Mercator maps are drawn")
        if geo.get("visible") is not False:
            raise NotDrawnError("a map of the world's own coasts is not drawn")
        (west, east), (south, north) = geo["lonaxis"]["range"], geo["lataxis"]["range"]
        west, south, east, north = (west + _CUT, south + _CUT, east - _CUT, north - _CUT)
        self.bounds = (west, south, east, north)
        self.plane, self.inks = Plane(self.bounds), Inks(layout)
        self.font = layout["font"]
        wide, tall = self.plane.size
        self.size = wide / STEP_UNITS, tall / STEP_UNITS

    @property
    def ratio(self) -> str:
        """Width of the map over its height."""
        return plain(self.size[0] / self.size[1], 4)

    def areas(self, trace: Mapping[str, Any]) -> str:
        """Areas of a `choropleth`, those of one look and next to each other in a group."""
        shapes = outlines(str(trace["geojson"]).split("?")[0].rpartition("/")[2], self.bounds)
        line, colors, strengths = trace["marker"]["line"], fills(trace), strengths_of(trace)
        strokes, widths = (by_area(line[key], trace["locations"]) for key in ("color", "width"))
        looks = []
        for area, color in colors.items():
            if area not in shapes:  # left out by the file, so not on the screen either
                continue
            look = style(
                fill=self.inks.css(color),
                **stroke({"color": strokes[area], "width": widths[area]}, self.inks),
            )
            opacity = plain(strengths[area]) if strengths[area] != 1 else None
            looks.append((look, element("path", d=shapes[area], opacity=opacity)))
        looks.sort(key=lambda pair: pair[0])  # areas of a layer do not lie over each other
        return "".join(
            element("g", "".join(path for _, path in alike), style=look)
            for look, alike in groupby(looks, key=lambda pair: pair[0])
        )

    def lines(self, trace: Mapping[str, Any]) -> str:
        """Lines of a `scattergeo` trace."""
        if "lines" not in trace["mode"].split("+"):
            return ""
        trails = (trail([steps(self.plane, *at) for at in run]) for run in _runs(trace))
        declared = style(fill="none", **stroke(trace["line"], self.inks))
        return element("path", d="".join(trails), style=declared)

    def letters(self, trace: Mapping[str, Any]) -> str:
        """Dots and words of a `scattergeo` trace."""
        modes = trace["mode"].split("+")
        if modes == ["lines"]:
            return ""
        places = [self._at(*at) for at in zip(trace["lon"], trace["lat"], strict=True)]
        drawn = ""
        if "markers" in modes:
            drawn += self._dots(trace["marker"], places)
        if "text" in modes:
            font = {**self.font, **trace["textfont"]}
            size = float(font["size"])
            drawn += "".join(
                text(
                    said,
                    at=at,
                    shift=(0, size * 0.25),
                    side="center",
                    inks=self.inks,
                    color=font["color"],
                    size=size,
                )
                for at, said in zip(places, trace["text"], strict=True)
            )
        return drawn

    def _dots(self, marker: Mapping[str, Any], places: Sequence[tuple[str, str]]) -> str:
        name, is_open = shape_of(marker.get("symbol", "circle"))
        line = marker.get("line", {})
        edge = marker["color"] if is_open else line.get("color")
        width = line.get("width", 1 if is_open else 0)
        look = style(
            fill="none" if is_open else self.inks.css(marker["color"]),
            **(stroke({"color": edge, "width": width}, self.inks) if edge and width else {}),
        )
        strength = marker.get("opacity", 1.0)
        dots = "".join(dot(name, marker["size"] / 2, at, strength) for at in places)
        return element("g", dots, style=look)

    def _at(self, lon: float, lat: float) -> tuple[str, str]:
        x, y = self.plane.at(lon, lat)
        wide, tall = self.plane.size
        return percent(x / wide), percent(y / tall)

    def sheet(self, content: str) -> str:
        """`content` in steps, stretched over the whole map and cut at its edge."""
        wide, tall = (plain(length, 1) for length in self.size)
        return element(
            "svg", content, viewBox=f"0 0 {wide} {tall}", preserveAspectRatio="none",
            class_="drawn__sheet",
        )  # fmt: skip


def _runs(trace: Mapping[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """Unbroken runs of points."""
    pairs = zip(trace["lon"], trace["lat"], strict=True)
    for known, run in groupby(pairs, key=lambda pair: None not in pair):
        if known and len(found := list(run)) > 1:
            yield found


def draw_map(figure: Mapping[str, Any]) -> tuple[str, str]:
    """The map's content and its ratio: areas first, over them lines, dots and letters."""
    layout = figure["layout"]
    if layout.get("annotations") or layout.get("shapes"):
        raise NotDrawnError("notes and shapes on a map are not drawn")
    drawn = Map(layout)
    areas, over = "", ""
    for trace in figure["data"]:
        if trace["type"] == "choropleth":
            areas += drawn.areas(trace)
        elif trace["type"] == "scattergeo":
            lines, letters = drawn.lines(trace), drawn.letters(trace)
            over += (drawn.sheet(lines) if lines else "") + letters
        else:
            raise NotDrawnError(f"{trace['type']!r} on a map is not drawn")
    return drawn.sheet(areas) + over, drawn.ratio

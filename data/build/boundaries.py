"""Outlines for the browser: small, with shared edges, wound the way the map library reads them.

Neighbors must meet exactly after simplification, so a layer is cleaned and simplified as one
coverage. D3's spherical geometry takes the inside of a ring to be on its right: outer rings run
clockwise, the reverse of RFC 7946; the other way round a polygon would cover the whole globe.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import mapping

from data.build.errors import CheckError
from data.build.geography import Geography, polygons_of, unions
from data.build.map_sources import water
from data.build.reading import WGS84, SourceDirectory
from data.build.sources import census
from data.cities.city import city
from data.models import Layer

SNAP_METERS = 5.0
GAP_METERS = 20.0
DECIMALS = 5  # about one meter
NEIGHBORHOOD_LIMIT_BYTES = 60_000
LINE_MARGIN_DEGREES = 0.15
# ZIP codes have slivers that vanish under a coarser tolerance.
TOLERANCE_METERS = {
    Layer.NEIGHBORHOOD: 30.0,
    Layer.ZIP: 10.0,
    Layer.COUNCIL_DISTRICT: 30.0,
    Layer.TRACT_2010: 20.0,
    Layer.TRACT_2020: 20.0,
    Layer.CITY: 30.0,
    Layer.HOLC_GRADE: 15.0,
}
FILE_NAMES = {Layer.HOLC_GRADE: "holc"}


@dataclass(frozen=True, slots=True)
class Boundary:
    """One layer as GeoJSON text, with its bounds (west, south, east, north)."""

    name: str
    text: str
    bounds: tuple[float, float, float, float]
    ending: str = "geojson"

    @property
    def file(self) -> str:
        """File name with a hash of the content: it may be cached for ever."""
        digest = hashlib.sha256(self.text.encode()).hexdigest()[:8]
        return f"{self.name}.{digest}.{self.ending}"

    @property
    def gzip_bytes(self) -> int:
        """Size on the wire."""
        return len(gzip.compress(self.text.encode(), 9, mtime=0))


def clean_layers(geography: Geography) -> dict[Layer, gpd.GeoDataFrame]:
    """Each layer simplified as a coverage: area_id and geometry, WGS 84, rounded."""
    layers: dict[Layer, gpd.GeoDataFrame] = {}
    for layer, shapes in geography.shapes.items():
        if layer is Layer.GROUP:
            continue  # made of its members below
        frame = shapes
        if layer in (Layer.TRACT_2010, Layer.TRACT_2020):
            people = geography.areas[geography.areas["layer"] == layer.value]
            column = "people_2010" if layer is Layer.TRACT_2010 else "people_2020"
            inhabited = set(people.loc[people[column] > 0, "area_id"])
            keep = inhabited if layer is Layer.TRACT_2010 else set(people["area_id"])
            frame = shapes[shapes["area_id"].isin(keep)]
        layers[layer] = _simplify(frame, TOLERANCE_METERS[layer])
    if geography.members:
        # From outlines that are simple already, so that a group and its members share their lines;
        # groups that share a member would be no coverage.
        layers[Layer.GROUP] = _united(layers[Layer(city().home)], geography.members)
    return layers


def _united(homes: gpd.GeoDataFrame, members: Mapping[str, tuple[str, ...]]) -> gpd.GeoDataFrame:
    united = unions(homes, members)[["area_id", "geometry"]]
    return united.set_geometry(_rounded(united.geometry))


def _simplify(frame: gpd.GeoDataFrame, tolerance: float) -> gpd.GeoDataFrame:
    ordered = frame.set_index("area_id").loc[sorted(frame["area_id"])]
    meters = ordered.geometry.to_crs(city().meters).normalize()
    cleaned = shapely.coverage_clean(
        meters.to_numpy(), snapping_distance=SNAP_METERS, gap_width=GAP_METERS
    )
    simple = shapely.coverage_simplify(cleaned, tolerance)
    degrees = gpd.GeoSeries(simple, ordered.index, crs=city().meters).to_crs(WGS84)
    rounded = _rounded(degrees)
    result = gpd.GeoDataFrame({"area_id": ordered.index}, geometry=rounded.to_numpy(), crs=WGS84)
    lost = result["area_id"][result.geometry.is_empty | ~result.geometry.is_valid]
    if len(lost):
        raise CheckError(f"simplified outlines are empty or broken: {', '.join(lost)}")
    return result


def _rounded(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Rounded coordinates; a ring that rounding pinches is repaired in place."""
    rounded = shapely.transform(shapes.to_numpy(), lambda xy: np.round(xy, DECIMALS))
    repaired = np.where(shapely.is_valid(rounded), rounded, shapely.make_valid(rounded))
    return polygons_of(gpd.GeoSeries(repaired, shapes.index, crs=WGS84))


def boundaries(layers: dict[Layer, gpd.GeoDataFrame], source: SourceDirectory) -> list[Boundary]:
    """All files of the map: areas, then lines for orientation."""
    result = []
    for layer, frame in layers.items():
        clockwise = shapely.orient_polygons(frame.geometry.normalize(), exterior_cw=True)
        result.append(
            _boundary(FILE_NAMES.get(layer, layer.value), frame["area_id"].tolist(), clockwise)
        )
    return [*result, *_lines(source, around(layers[Layer.CITY]))]


def around(city_outline: gpd.GeoDataFrame) -> shapely.Geometry:
    """The city and some way around it: as far as lines are drawn."""
    west, south, east, north = city_outline.total_bounds
    margin = LINE_MARGIN_DEGREES
    return shapely.box(west - margin, south - margin, east + margin, north + margin)


def _lines(source: SourceDirectory, frame_of_map: shapely.Geometry) -> Iterator[Boundary]:
    """Lines for orientation that the city has."""
    rivers = water(source) if "rivers" in city().lines else None
    if rivers is not None:
        rivers = rivers.rename(columns={"name": "area_id"})
        told = [{"approx": True} if approx else {} for approx in rivers["approx"]]
        yield _line_file("rivers", rivers, told, frame_of_map)
    if "state_line" in city().lines:
        line = census.state_line(source)
        yield _line_file("state_line", line, [{}] * len(line), frame_of_map)


def _line_file(
    name: str,
    lines: gpd.GeoDataFrame,
    properties: list[dict[str, Any]],
    frame_of_map: shapely.Geometry,
) -> Boundary:
    shapes = lines.geometry.where(lines.geom_type.str.endswith("String"), lines.boundary)
    cut = shapely.transform(
        shapes.intersection(frame_of_map).to_numpy(), lambda xy: np.round(xy, DECIMALS)
    )
    near = ~shapely.is_empty(cut)
    told = [each for each, kept in zip(properties, near, strict=True) if kept]
    return _boundary(name, lines["area_id"][near].tolist(), cut[near], told)


def _boundary(
    name: str, ids: list[str], shapes: Any, properties: list[dict[str, Any]] | None = None
) -> Boundary:
    told = properties or [{} for _ in ids]
    features = [
        {"type": "Feature", "id": i, "properties": said, "geometry": mapping(shape)}
        for i, shape, said in zip(ids, shapes, told, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, separators=(",", ":"))
    return Boundary(name, text, rounded_bounds(shapely.total_bounds(np.asarray(shapes))))


def rounded_bounds(bounds: Iterable[float]) -> tuple[float, float, float, float]:
    """West, south, east, north as the files say them."""
    west, south, east, north = (round(float(edge), DECIMALS) for edge in bounds)
    return west, south, east, north


def check_sizes(files: list[Boundary]) -> None:
    """The neighborhoods must stay small on the wire."""
    for file in files:
        if file.name == Layer.NEIGHBORHOOD.value and file.gzip_bytes > NEIGHBORHOOD_LIMIT_BYTES:
            raise CheckError(f"{file.file}: {file.gzip_bytes} bytes compressed")


def boundary_manifest(files: list[Boundary]) -> dict[str, Any]:
    """By name, the file and the bounds of each."""
    return {f.name: {"file": f.file, "bounds": list(f.bounds)} for f in files}


def write_boundaries(files: list[Boundary], directory: Path) -> None:
    """Write the files and a manifest; files of an earlier build are removed last."""
    directory.mkdir(parents=True, exist_ok=True)
    manifest = boundary_manifest(files)
    for file in files:
        (directory / file.file).write_text(file.text, encoding="utf-8")
    text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    (directory / "manifest.json").write_text(text, encoding="utf-8")
    wanted = {f.file for f in files}
    for old in directory.glob("*.*.*json"):
        if old.name not in wanted:
            old.unlink()


def neighbor_pairs(shapes: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Queen contiguity: pairs of area ids that share at least a point, in both directions."""
    geometry = shapes.geometry.to_numpy()
    left, right = shapely.STRtree(geometry).query(geometry, predicate="intersects")
    ids = shapes["area_id"].to_numpy()
    return [(str(ids[a]), str(ids[b])) for a, b in zip(left, right, strict=True) if a != b]

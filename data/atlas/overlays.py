"""Layers drawn over a map, from the boundaries that the build wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ring = list[list[float]]
Degrees = tuple[float | None, ...]  # None between two lines


def read_geojson(path: Path) -> list[dict[str, Any]]:
    """Features of a boundary file. Raises FileNotFoundError if the build did not write it."""
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def line_layer(features: Iterable[Mapping[str, Any]]) -> OverlayLayer:
    """Rivers or the state line: coordinates in degrees with a gap (None) between two lines."""
    found = list(features)
    exact, approx = (
        [each for each in found if bool(each["properties"].get("approx")) is wanted]
        for wanted in (False, True)
    )
    return OverlayLayer(*_runs(exact), *_runs(approx))


def _runs(features: Iterable[Mapping[str, Any]]) -> tuple[Degrees, Degrees]:
    lons: list[float | None] = []
    lats: list[float | None] = []
    for feature in features:
        for line in _lines(feature["geometry"]):
            lons += [point[0] for point in line] + [None]
            lats += [point[1] for point in line] + [None]
    return tuple(lons[:-1]), tuple(lats[:-1])


def area_layer(
    features: Iterable[Mapping[str, Any]], url: str, *, labels_per_area: int = 1
) -> OverlayLayer:
    """Districts or grades of land, their ids written into their largest parts."""
    found = list(features)
    labels = []
    for feature in found:
        for ring in _largest_rings(feature["geometry"], labels_per_area):
            lon, lat = _centroid(ring)
            labels.append((round(lon, 4), round(lat, 4), str(feature["id"])))
    return OverlayLayer(
        url=url,
        feature_ids=tuple(str(feature["id"]) for feature in found),
        labels=tuple(labels),
    )


def rings_by_id(
    features: Iterable[Mapping[str, Any]],
) -> dict[str, tuple[NDArray[np.float64], ...]]:
    """Rings (n, 2) of lon and lat in degrees of every feature, by its id, holes among them."""
    return {str(feature["id"]): tuple(_rings(feature["geometry"])) for feature in features}


def _rings(geometry: Mapping[str, Any]) -> Iterator[NDArray[np.float64]]:
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    for polygon in polygons:
        for ring in polygon:
            yield np.asarray(ring, dtype=np.float64)[:, :2]


def _lines(geometry: Mapping[str, Any]) -> list[Ring]:
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "LineString" else list(coordinates)


def _largest_rings(geometry: Mapping[str, Any], count: int) -> list[Ring]:
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    rings = [polygon[0] for polygon in polygons]
    return sorted(rings, key=lambda ring: -abs(_signed_area(ring)))[:count]


def _signed_area(ring: Ring) -> float:
    x, y = np.asarray(ring, dtype=np.float64).T[:2]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


def _centroid(ring: Ring) -> tuple[float, float]:
    """Area-weighted centre of a ring, in degrees; near enough to place a letter."""
    points = np.asarray(ring, dtype=np.float64)[:, :2]
    origin = points[0]
    x, y = (points - origin).T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    area = cross.sum() / 2
    if abs(area) < 1e-12:
        centre = points.mean(axis=0)
        return float(centre[0]), float(centre[1])
    lon = ((x[:-1] + x[1:]) * cross).sum() / (6 * area) + origin[0]
    lat = ((y[:-1] + y[1:]) * cross).sum() / (6 * area) + origin[1]
    return float(lon), float(lat)


@dataclass(frozen=True, slots=True)
class OverlayLayer:
    """One layer drawn over the map.

    Areas (grades, districts) come from `url`, whose features carry the ids of `feature_ids`.
    Lines (rivers, state line) travel in the figure, since plotly fetches no lines by URL: `lons`
    and `lats` in degrees; those of `approx_lons` and `approx_lats` are drawn from few points.
    `labels` are (lon, lat, short text).
    """

    lons: Degrees = ()
    lats: Degrees = ()
    approx_lons: Degrees = ()
    approx_lats: Degrees = ()
    url: str | None = None
    feature_ids: tuple[str, ...] = ()
    labels: tuple[tuple[float, float, str], ...] = ()

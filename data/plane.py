"""The flat sheet that maps of the browser are drawn on: Mercator, whole units of ten meters.

Everything of a map (areas, streets, names) is in these units, so the browser projects nothing and
a path is short. The build writes them, the server and the browser read them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

UNIT_METERS = 10.0
UNITS_PER_KM = 1000 / UNIT_METERS
_EARTH_RADIUS_METERS = 6_378_137.0  # WGS 84, as web maps take it


@dataclass(frozen=True, slots=True)
class Plane:
    """A sheet around `bounds` (west, south, east, north in degrees); its corner is northwest.

    A unit is ten meters at the middle latitude; x runs east, y runs south.
    """

    bounds: tuple[float, float, float, float]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the bounds in units."""
        _, south, east, _ = self.bounds
        return self.at(east, south)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Units east and south of the corner, of a place in degrees; outside the bounds as well."""
        west, south, _, north = self.bounds
        units = _EARTH_RADIUS_METERS * math.cos(math.radians((south + north) / 2)) / UNIT_METERS
        x = math.radians(lon - west) * units
        y = (_northing(north) - _northing(lat)) * units
        return x, y


def _northing(lat: float) -> float:
    """Mercator's way north, in earth radii."""
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))

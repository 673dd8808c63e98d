"""What a place lies in: the ZIP code, the council district and the city around its center."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from data.models import Geography, Layer
from data.place import CITY_PLACE, find_place

if TYPE_CHECKING:
    from data.services import Services

# From the nearest in size up.
_AROUND = (Geography.ZIP, Geography.COUNCIL_DISTRICT)


def places_around(services: Services, place_id: str) -> Iterator[str]:
    """Addresses of what holds the center of a place, the smallest first, the city last."""
    found = find_place(services, place_id)
    if found is None or found[0] is Geography.CITY:
        return
    geography, area_id = found
    areas = services.areas(Layer(geography.value)).set_index("area_id")
    center = (float(areas.loc[area_id, "lon"]), float(areas.loc[area_id, "lat"]))
    larger = _AROUND[_AROUND.index(geography) + 1 :] if geography in _AROUND else _AROUND
    for kind in larger:
        for other, rings in services.rings(kind.value).items():
            if sum(holds(ring, *center) for ring in rings) % 2:
                yield f"{kind.value}-{other}"
    yield CITY_PLACE


def holds(ring: NDArray[np.float64], lon: float, lat: float) -> bool:
    """True if a point lies inside a closed (n, 2) ring: a ray to the east crosses it oddly."""
    x, y = ring[:, 0], ring[:, 1]
    x_next, y_next = np.roll(x, -1), np.roll(y, -1)
    crosses = (y > lat) != (y_next > lat)
    with np.errstate(divide="ignore", invalid="ignore"):
        where = x + (lat - y) / (y_next - y) * (x_next - x)
    return bool(np.count_nonzero(crosses & (where > lon)) % 2)

"""The sheet of the maps keeps distances of the middle of the city."""

from __future__ import annotations

import math

import pytest

from data.plane import UNIT_METERS, Plane

_BOUNDS = (-94.8, 38.8, -94.3, 39.4)


def test_the_corner_is_northwest_and_a_unit_is_ten_meters() -> None:
    plane = Plane(_BOUNDS)
    assert plane.at(-94.8, 39.4) == pytest.approx((0, 0), abs=1e-9)
    # a minute of longitude at 39.1 degrees north: 1,855.3 m at the equator times its cosine
    meters = 1855.3248 * math.cos(math.radians(39.1))
    west, east = plane.at(-94.6, 39.1), plane.at(-94.6 + 1 / 60, 39.1)
    assert (east[0] - west[0]) * UNIT_METERS == pytest.approx(meters, rel=1e-4)
    assert east[1] == west[1]


def test_a_step_north_is_as_long_as_a_step_east() -> None:
    plane = Plane(_BOUNDS)
    step = 1 / 600
    east = plane.at(-94.5 + step, 39.1)[0] - plane.at(-94.5, 39.1)[0]
    north = plane.at(-94.5, 39.1)[1] - plane.at(-94.5, 39.1 + step)[1]
    assert north * math.cos(math.radians(39.1)) == pytest.approx(east, rel=1e-3)
    assert plane.size == plane.at(-94.3, 38.8)

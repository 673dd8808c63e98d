"""Paths of the maps of the browser, read back."""

from __future__ import annotations

import re
from itertools import accumulate

Corner = tuple[int, int]
_RING = re.compile(r"M([^l]+)l([^z]+)z")
_NUMBER = re.compile(r"-?\d+")


def rings_of(path: str) -> list[list[Corner]]:
    """Corners of every ring, open, in whole units."""
    assert _RING.sub("", path) == "", path
    found = []
    for start, moves in _RING.findall(path):
        x, y = map(int, _NUMBER.findall(start))
        steps = list(map(int, _NUMBER.findall(moves)))
        rights, downs = accumulate(steps[::2], initial=x), accumulate(steps[1::2], initial=y)
        found.append(list(zip(rights, downs, strict=True)))
    return found

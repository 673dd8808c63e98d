"""What plotly takes where a figure is silent: ends of axes, dashes, where words are held. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from layouts.pictures.features import NotDrawnError

# An axis that has neither range nor data, as plotly has it.
_NOTHING = (-1.0, 6.0)
_AUTO_ROOM = 0.05
# Dash and gap of plotly's line styles, in widths of a line that is at least 3 px.
_DASHES: Mapping[str, tuple[float, ...]] = {
    "solid": (),
    "dot": (1, 1),
    "dash": (3, 3),
    "longdash": (5, 5),
    "dashdot": (3, 1, 1, 1),
}


def dash_of(line: Mapping[str, Any]) -> tuple[float, ...]:
    """Dashes and gaps in widths of a line of 3 px or more; empty for a solid one.

    Raises NotDrawnError for an unknown dash.
    """
    name = line.get("dash", "solid")
    if name not in _DASHES:
        raise NotDrawnError(f"dash {name!r} is not drawn")
    return _DASHES[name]


def limits(key: str, traces: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Ends of an axis that names none: room around its data."""
    letter = key[0]
    found = [
        float(value)
        for trace in traces
        if trace.get(f"{letter}axis", letter) == key
        for value in trace.get(letter, ())
        if value is not None and value == value  # noqa: PLR0124 - NaN
    ]
    if not found:
        return _NOTHING
    low, high = min(found), max(found)
    room = (high - low or 2.0) * _AUTO_ROOM
    return low - room, high + room


def anchor_of(entry: Mapping[str, Any], letter: str, names: tuple[str, str, str]) -> str:
    """Where the words are held: as said, or by thirds of the paper, in the middle on an axis."""
    said = entry.get(f"{letter}anchor", "auto")
    if said != "auto":
        return str(said)
    if entry.get(f"{letter}ref", letter) != "paper":
        return names[1]
    share = entry[letter]
    return names[0] if share < 1 / 3 else names[2] if share > 2 / 3 else names[1]

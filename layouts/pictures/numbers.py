"""Numbers on axes as plotly writes them: round steps, d3 formats, real minus signs. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import ceil, floor, log10
from typing import Any

MINUS = "\u2212"
# Plotly's own: px that a tick needs across and up, and how many there may be.
_TICK_PX = {"x": 80, "y": 40}
_FEWEST, _MOST = 4, 9
_FORMAT = re.compile(r"^(,?)(?:\.(\d+)(f|%))?$")


def tick_step(low: float, high: float, *, ticks: float) -> float:
    """The round step (1, 2, 5 times a power of ten) of at most about `ticks` steps."""
    rough = abs(high - low) / ticks
    base = float(10.0 ** floor(log10(rough)))
    return base * next(factor for factor in (2, 5, 10) if rough / base <= factor + 1e-9)


def next_step(step: float) -> float:
    """The next larger round step."""
    return tick_step(0.0, step * 1.01, ticks=1.0)


def default_ticks(letter: str, length_px: float) -> float:
    """Ticks of an axis that names no number of them."""
    return min(max(length_px / _TICK_PX[letter], _FEWEST), _MOST) + 1


def multiples(low: float, high: float, step: float) -> list[float]:
    """Multiples of `step` from `low` to `high`, both included."""
    low, high = min(low, high), max(low, high)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    decimals = max(0, -floor(log10(step)) + 1)
    return [round(k * step, decimals) + 0.0 for k in range(first, last + 1)]


def formatter(axis: Mapping[str, Any], *, step: float) -> Callable[[float], str]:
    """How an axis writes its numbers. Raises ValueError for a format that is not known here."""
    spec = axis.get("tickformat")
    prefix, suffix = axis.get("tickprefix", ""), axis.get("ticksuffix", "")
    write = _plain(step) if spec is None else _d3(spec)
    return lambda number: f"{prefix}{write(number)}{suffix}"


def _plain(step: float) -> Callable[[float], str]:
    """Plotly's own: as many decimals as the step has, thousands apart from five digits on."""
    decimals = max(0, 2 - floor(log10(step) + 0.01))

    def write(number: float) -> str:
        text = f"{abs(number):.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        grouped = f"{float(text):,.{len(text.partition('.')[2])}f}"
        return _signed(number, grouped if len(text.partition(".")[0]) > 4 else text)

    return write


def _d3(spec: str) -> Callable[[float], str]:
    found = _FORMAT.match(spec)
    if found is None:
        raise ValueError(f"tickformat {spec!r} is not drawn")
    comma, decimals, kind = found.groups()

    def write(number: float) -> str:
        value = abs(number) * 100 if kind == "%" else abs(number)
        if decimals is None:
            text = f"{value:{comma}.12g}" if value < 1e12 else f"{value:{comma}.0f}"
        else:
            text = f"{value:{comma}.{decimals}f}"
        return _signed(number, text) + ("%" if kind == "%" else "")

    return write


def _signed(number: float, text: str) -> str:
    return MINUS + text if number < 0 and text.strip("0.,") else text


def named_ticks(
    spec: Mapping[str, Any], *, holds: Callable[[float], bool]
) -> tuple[list[float], list[str]]:
    """Ticks that an axis lists itself and `holds`, with their words: its own, or the numbers."""
    values = [float(value) for value in spec["tickvals"]]
    write = formatter(spec, step=1.0)
    words = list(spec.get("ticktext", ())) or [write(value) for value in values]
    shown = [n for n, value in enumerate(values) if holds(value)]
    return [values[n] for n in shown], [words[n] for n in shown]

"""Dots with intervals against the city: one strip a measure, each on its own scale from zero."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from layouts.pictures.canvas import Format, quiet, sheet, to_bytes
from layouts.pictures.drawing import IntervalRow, Look


def render_rows(
    rows: Sequence[IntervalRow],
    *,
    look: Look,
    output: Format = "svg",
    width_in: float = 4.4,
    row_in: float = 0.62,
) -> bytes:
    """The picture of `draw_rows` as bytes."""
    figure = draw_rows(rows, look=look, width_in=width_in, row_in=row_in)
    return to_bytes(figure, look, output)


def draw_rows(rows: Sequence[IntervalRow], *, look: Look, width_in: float, row_in: float) -> Figure:
    """The strips below each other. Place: dot and bar; city: an upright tick with its name."""
    figure = sheet(width_in, row_in * len(rows))
    for number, row in enumerate(rows):
        share = 1 / len(rows)
        bottom = 1 - (number + 1) * share
        axes = figure.add_axes((0.015, bottom + 0.34 * share, 0.97, 0.3 * share))
        _strip(axes, row, look)
    return figure


def limits(row: IntervalRow) -> tuple[float, float]:
    """Ends of a strip's scale: zero (or below, for an index) and a round number past the data."""
    numbers = [n for n in (row.value, row.lower, row.upper, row.city) if isfinite(n)]
    if not numbers:
        return 0.0, 1.0
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    if low == high:
        return 0.0, 1.0
    if low < 0:  # an index runs both ways
        reach = max(-low, high) * 1.15
        return -reach, reach
    ticks = MaxNLocator(nbins=4).tick_values(0, high * 1.02)
    return 0.0, min(float(ticks[-1]), row.most)


def _strip(axes: Axes, row: IntervalRow, look: Look) -> None:
    ink, muted = look.palette.ink, look.palette.ink_muted
    quiet(axes, look)
    axes.set_xticks([])
    axes.set_yticks([])
    low, high = limits(row)
    axes.set_xlim(low, high)
    axes.set_ylim(-1, 1)
    axes.plot([low, high], [0, 0], color=look.palette.control, lw=0.6, zorder=1)
    place: dict[str, Any] = {"transform": axes.transAxes, "fontsize": look.text_pt}
    axes.text(0, 1.45, row.name, ha="left", va="bottom", color=ink, weight="bold", **place)
    said = row.said if isfinite(row.value) else row.missing
    axes.text(1, 1.45, said, ha="right", va="bottom", color=ink, **place)
    if isfinite(row.lower) and isfinite(row.upper) and isfinite(row.value):
        axes.plot(
            [row.lower, row.upper], [0, 0], color=ink, lw=3.4, alpha=0.45, zorder=2,
            solid_capstyle="butt", gid="interval",
        )  # fmt: skip
    _ends(axes, row, look)
    if isfinite(row.city):
        axes.plot([row.city, row.city], [-1, 1], color=ink, lw=1.3, zorder=3, gid="city")
        share = (row.city - low) / (high - low)
        side = "left" if share < 0.15 else "right" if share > 0.85 else "center"
        axes.text(
            row.city, -1.3, row.city_said, ha=side, va="top", fontsize=look.text_pt - 0.5,
            color=muted,
        )  # fmt: skip
    if isfinite(row.value):
        axes.plot(
            [row.value], [0], marker="o", ms=6.5, color=ink, mec=look.palette.paper, mew=0.8,
            zorder=4, gid="value", clip_on=False,
        )  # fmt: skip


def _ends(axes: Axes, row: IntervalRow, look: Look) -> None:
    """The numbers at both ends of the scale, where the city's label leaves room."""
    low, high = limits(row)
    share = (row.city - low) / (high - low) if isfinite(row.city) else 0.5
    for x, side, is_free in ((low, "left", share > 0.2), (high, "right", share < 0.8)):
        if is_free:
            axes.text(
                x, -1.3, row.scale(x), ha=side, va="top", fontsize=look.text_pt - 1.0,
                color=look.palette.ink_muted,
            )  # fmt: skip

"""Health against a social factor, one circle a place, the named place marked apart."""

from __future__ import annotations

from math import isfinite

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from layouts.pictures.canvas import Format, quiet, sheet, to_bytes
from layouts.pictures.drawing import Cloud, Look


def render_scatter(
    cloud: Cloud,
    *,
    look: Look,
    x_title: str,
    y_title: str,
    mark: tuple[float, float, str] | None = None,
    output: Format = "svg",
    width_in: float = 3.4,
    height_in: float = 2.5,
) -> bytes:
    """The picture of `draw_scatter` as bytes; `mark` is x, y and name of a place."""
    figure = draw_scatter(
        cloud, look=look, titles=(x_title, y_title), mark=mark, size_in=(width_in, height_in)
    )
    return to_bytes(figure, look, output)


def draw_scatter(
    cloud: Cloud,
    *,
    look: Look,
    titles: tuple[str, str],
    mark: tuple[float, float, str] | None,
    size_in: tuple[float, float],
) -> Figure:
    """Circles (area by residents), fitted line with its band, the place named.

    The vertical title stands above the axis, where it can be read without turning the page.
    """
    x_title, y_title = titles
    figure = sheet(*size_in)
    axes = figure.add_axes((0.09, 0.17, 0.88, 0.72))
    quiet(axes, look, spines=("left", "bottom"))
    _fit(axes, cloud, look)
    axes.scatter(
        cloud.factor, cloud.outcome, s=3 + cloud.people / 220, gid="places",
        facecolors="none", edgecolors=look.palette.ink_muted, linewidths=0.55, zorder=2,
    )  # fmt: skip
    if mark is not None and isfinite(mark[0]) and isfinite(mark[1]):
        _mark(axes, mark, look)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.set_xlabel(x_title, fontsize=look.text_pt, color=look.palette.ink, loc="right", labelpad=2)
    axes.text(
        -0.085, 1.04, y_title, transform=axes.transAxes, fontsize=look.text_pt, va="bottom",
        color=look.palette.ink,
    )  # fmt: skip
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_color(look.palette.ink)
    return figure


def _fit(axes: Axes, cloud: Cloud, look: Look) -> None:
    if cloud.fit is None:
        return
    x, y, lower, upper = cloud.fit
    axes.fill_between(x, lower, upper, color=look.palette.band, lw=0, zorder=0, gid="band")
    axes.plot(x, y, color=look.palette.ink, lw=1.1, zorder=1, gid="fit")


def _mark(axes: Axes, mark: tuple[float, float, str], look: Look) -> None:
    x, y, name = mark
    axes.plot(
        [x], [y], marker="D", ms=6.5, color=look.palette.ink, mec=look.palette.paper, mew=1.0,
        zorder=4, gid="mark",
    )  # fmt: skip
    low, high = axes.get_xlim()
    on_the_right = x < (low + high) / 2
    axes.annotate(
        name, (x, y), xytext=(7 if on_the_right else -7, 5), textcoords="offset points",
        ha="left" if on_the_right else "right", fontsize=look.text_pt, weight="bold",
        color=look.palette.ink, zorder=5, gid="mark-name",
        bbox={"boxstyle": "square,pad=0.12", "fc": look.palette.paper, "ec": "none", "alpha": 0.85},
    )  # fmt: skip

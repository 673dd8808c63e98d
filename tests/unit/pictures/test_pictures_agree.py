"""What a static picture draws is what its rows and frames hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from data.models import Geography
from data.services import Services
from data.settings import Settings
from layouts.fact_sheets.content import cloud
from layouts.pictures.city_map import render_city_map
from layouts.pictures.drawing import IntervalRow, Look
from layouts.pictures.rows import draw_rows, limits, render_rows
from layouts.pictures.scatter import draw_scatter

NAN = float("nan")
ROWS = (
    IntervalRow("A share", 41.5, 37.2, 46.0, 24.4, "41.5% (37.2–46.0%)", "city 24.4%"),
    IntervalRow("No interval", 54.9, NAN, NAN, 16.9, "54.9%", "city 16.9%"),
    IntervalRow("An index", -0.3, NAN, NAN, 0.04, "−0.30", "city 0.04"),
    IntervalRow("Nothing", NAN, NAN, NAN, NAN, "–", "", missing="≤ 124.1"),
)


def drawn(figure: Figure, row: int) -> dict[str, list[float]]:
    """Horizontal numbers of the named lines of one strip."""
    axes = figure.axes[row]
    return {str(line.get_gid()): [float(x) for x in line.get_xdata()] for line in axes.lines}


@pytest.fixture(scope="module")
def figure() -> Figure:
    return draw_rows(ROWS, look=Look.of("light"), width_in=4.0, row_in=0.6)


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_a_strip_draws_its_numbers(figure: Figure, number: int) -> None:
    row, lines = ROWS[number], drawn(figure, number)
    expected: dict[str, list[float]] = {
        "value": [row.value],
        "interval": [row.lower, row.upper],
        "city": [row.city, row.city],
    }
    for name, numbers in expected.items():
        if np.isfinite(numbers).all():
            assert lines[name] == numbers
        else:
            assert name not in lines


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_a_strip_holds_everything_it_draws(figure: Figure, number: int) -> None:
    row, (low, high) = ROWS[number], limits(ROWS[number])
    known = [n for n in (row.value, row.lower, row.upper, row.city) if np.isfinite(n)]
    assert figure.axes[number].get_xlim() == (low, high)
    assert all(low <= n <= high for n in known)
    assert low <= 0 < high


def test_a_share_never_runs_past_a_hundred() -> None:
    row = IntervalRow("All", 100.0, NAN, NAN, 16.9, "100%", "city 16.9%", most=100.0)
    assert limits(row) == (0.0, 100.0)


def test_words_stand_beside_the_marks(figure: Figure) -> None:
    said = [text.get_text() for text in figure.axes[0].texts]
    assert {"A share", "41.5% (37.2–46.0%)", "city 24.4%"} <= set(said)
    assert "≤ 124.1" in [text.get_text() for text in figure.axes[3].texts]


def test_the_same_rows_give_the_same_bytes_with_real_text() -> None:
    first, second = (render_rows(ROWS, look=Look.of("light", typeface="Serif")) for _ in "ab")
    assert first == second
    assert b">A share<" in first
    assert b"DejaVu" not in first


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_png_is_a_picture_on_the_paper_of_its_theme(theme: str) -> None:
    look = Look.of(theme)
    picture = render_rows(ROWS, look=look, output="png")
    assert picture.startswith(b"\x89PNG")
    assert look.palette.name == theme


def test_the_scatter_draws_every_place_and_names_one() -> None:
    services = Services.open(Settings().database_url)
    data = services.explore("life_expectancy", "poverty_2015", Geography.NEIGHBORHOOD)
    figure = draw_scatter(
        cloud(data),
        look=Look.of("light"),
        titles=("x", "y"),
        mark=(31.5, 69.9, "Here"),
        size_in=(3, 2),
    )
    (axes,) = figure.axes
    circles: Any = next(c for c in axes.collections if c.get_gid() == "places")
    shown = data.frame.dropna(subset=["factor", "outcome"])
    assert np.array_equal(np.asarray(circles.get_offsets()), shown[["factor", "outcome"]])
    lines = {str(line.get_gid()): line for line in axes.lines}
    assert data.association is not None
    assert np.array_equal(lines["fit"].get_ydata(), data.association.fit)
    assert list(lines["mark"].get_xydata()[0]) == [31.5, 69.9]
    assert "Here" in [text.get_text() for text in axes.texts]


def test_a_small_place_gets_a_ring_on_the_map() -> None:
    square = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)])

    def picture(place: tuple[np.ndarray, ...]) -> bytes:
        return render_city_map(
            city=(square,),
            areas={"1": (square,)},
            place=place,
            rivers=((0.0, 1.0, None), (0.5, 0.5, None)),
            look=Look.of("light"),
        )

    small, large = picture((square * 0.01,)), picture((square * 0.5,))
    assert b'id="ring"' in small
    assert b'id="place"' in small
    assert b'id="ring"' not in large
    assert b'id="place"' not in picture(())

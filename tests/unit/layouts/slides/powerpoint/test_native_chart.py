"""Native charts without PowerPoint: round scales, layers of the file, words that fit."""

from __future__ import annotations

import math
from pathlib import Path

import matplotlib as mpl
import pytest

from data.locale import texts
from layouts.slides.powerpoint.inches import height_in, largest, lines_of, width_in
from layouts.slides.powerpoint.native_chart import (
    Axis,
    Labels,
    Series,
    Stroke,
    XyChart,
    layered,
    round_axis,
    with_intervals,
)
from layouts.slides.powerpoint.plot_area import in_lines, with_few_ticks, with_short_names
from layouts.slides.powerpoint.read_looks import mixed, scale_of

BARS = Stroke("#000000", 1)
AXIS = Axis(0, 100, 10)
ROWS = Axis(0.4, 3.6, 1, shown=False)


def chart(*series: Series, rows: tuple[str, ...] = ()) -> XyChart:
    return XyChart("", series, AXIS, ROWS, rows)


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (69.42, 81.52, (68, 82, 2)),
        (-0.73, 2.124, (-1, 2.5, 0.5)),
        (0, 70, (0, 80, 20)),
        (0.01, 0.013, (0.01, 0.013, 0.0005)),
    ],
)
def test_scales_end_at_round_numbers(
    low: float, high: float, found: tuple[float, float, float]
) -> None:
    assert round_axis(low, high) == pytest.approx(found)


def test_no_scale_of_shares_goes_below_zero() -> None:
    assert scale_of({"range": [-3.0, 41.0]}, [0.0, 40.0]).low == 0
    assert scale_of({"range": [-3.0, 41.0]}, [-1.0, 40.0]).low < 0


def test_intervals_lie_under_the_points_and_the_first_series_is_the_longest() -> None:
    dots = Series("a", (5.0, 6.0), (2.0, 1.0), minus=(1.0, 0.0), plus=(2.0, 0.0), bars=BARS)
    top = Series("b", (5.0,), (2.0,), points_of=0)
    made = layered(chart(*with_intervals((dots, top), "interval")))
    assert isinstance(made, XyChart)
    assert [series.name for series in made.series] == ["b", "a", "interval"]
    first, _, line = made.series
    assert line.x == (4.0, 7.0, 7.0)
    assert line.y[:2] == (2.0, 2.0) and math.isnan(line.y[2])
    assert len(first.x) == 3 and math.isnan(first.x[-1])
    assert first.points_of is None  # with points of its own it needs cells of its own


def test_shared_cells_follow_their_series_to_its_new_place() -> None:
    many = Series("many", (1.0, 2.0), (1.0, 2.0))
    shares = Series("shares", (1.0, 2.0), (1.0, 2.0), points_of=0)
    made = layered(chart(many, shares, Series("last", (1.0, 2.0), (1.0, 2.0))))
    assert isinstance(made, XyChart)
    places = {series.name: number for number, series in enumerate(made.series)}
    assert made.series[places["shares"]].points_of == places["many"]


def test_long_names_get_lines_and_narrow_plots_fewer_numbers() -> None:
    assert in_lines("one\ntwo\nthree\nfour", 2) == "one two\nthree four"
    assert in_lines("one\ntwo", 1) == "one two"
    name = "Where the most people\nlive in poverty"
    named = chart(Series("names", (0.0,), (1.0,), labels=Labels((name,), at="l")), rows=(name,))
    wide = with_short_names(named, 12.0, 4.0)
    assert isinstance(wide, XyChart)
    assert wide.rows == wide.series[0].labels.words == (name.replace("\n", " "),)  # type: ignore[union-attr]
    narrow = with_few_ticks(chart(), 2.0, 3.0)
    assert isinstance(narrow, XyChart)
    assert narrow.across.step > AXIS.step


def test_colors_mix_over_their_ground() -> None:
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert mixed("#123456", "#ffffff", 1.0) == "#123456"


# -- words ----------------------------------------------------------------------------------------


def widths_of(font: str) -> dict[str, float]:
    """Widths of the letters of Helvetica, which Arial shares, in shares of the type size."""
    folder = Path(mpl.get_data_path()) / "fonts" / "pdfcorefonts"
    found = {}
    for line in (folder / f"{font}.afm").read_text(encoding="latin-1").splitlines():
        parts = line.split()
        if line.startswith("C ") and int(parts[1]) > 0:
            found[chr(int(parts[1]))] = float(parts[4]) / 1000
    return found


@pytest.mark.parametrize(("font", "bold"), [("Helvetica", False), ("Helvetica-Bold", True)])
def test_estimated_widths_are_not_below_those_of_the_typeface(font: str, bold: bool) -> None:
    widths = widths_of(font)
    for lang in ("en", "es"):
        spoken = texts(lang)
        for key in sorted(spoken.keys()):
            words = spoken.t(key)
            told = "".join(letter for letter in words if letter in widths and letter != "'")
            if len(told) < 40:
                continue
            real = sum(widths[letter] for letter in told) * 20 / 72
            assert width_in(told, 20, bold=bold) >= 0.99 * real, key
            assert width_in(told, 20, bold=bold) <= 1.25 * real, key


def test_words_break_between_words_and_take_the_largest_type_that_fits() -> None:
    words = "a finding of a few words"
    assert lines_of(words, 20, 100) == 1
    assert lines_of(words, 20, 1.0) > 2
    assert lines_of("one\ntwo", 20, 100) == 2
    assert largest(words, (32, 28), 100, 0.6) == 32
    assert largest(words, (32, 28), 100, 0.5) == 28
    assert largest(words, (32, 28), 100, 0.1) is None
    assert height_in(words, 72, 100) == pytest.approx(1.2)

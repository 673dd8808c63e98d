"""Pictures: numbers on axes, words, symbols, patterns, and errors for what is not drawn."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.image import imread

from layouts.figures.base import CLEAR, base_layout
from layouts.pictures import numbers
from layouts.pictures.dots import radii
from layouts.pictures.features import NotDrawnError
from layouts.pictures.look import Look
from layouts.pictures.markup import line_em, lines_of
from layouts.pictures.patterns import paint, pattern_of, swatch
from layouts.pictures.picture import draw, picture
from layouts.pictures.words import Words
from layouts.theme import DARK_PALETTE, LIGHT_PALETTE
from layouts.typefaces.typefaces import DEJAVU, LIBERTINUS
from tests.sheet_words import placed, said
from tests.unit.layouts.pictures import readback

LOOK = Look()


def figure(**layout: Any) -> dict[str, Any]:
    """Three dots, one of them missing, over a scale from 0 to 10."""
    axis = {"gridcolor": "#eee", "range": [0, 10]}
    return {
        "data": [
            {"type": "scatter", "mode": "markers", "x": [1, None, 3], "y": [2, 4, 6],
             "marker": {"size": 10, "color": "#123456"}}
        ],
        "layout": base_layout(
            LIGHT_PALETTE, height=200, margin={"l": 20, "r": 20, "t": 20, "b": 20},
            **{"xaxis": dict(axis), "yaxis": dict(axis), **layout},
        ),
    }  # fmt: skip


# -- numbers on axes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "number", "expected"),
    [
        ({"tickformat": ","}, 12345.0, "12,345"),
        ({"tickformat": ","}, 0.5, "0.5"),
        ({"tickformat": ",.0f", "tickprefix": "$"}, 40000.0, "$40,000"),
        ({"tickformat": ".1f"}, -0.25, "\u22120.2"),
        ({"tickformat": ".1f"}, -0.0, "0.0"),
        ({"tickformat": ".0%"}, 0.4, "40%"),
        ({"ticksuffix": "%"}, 12.0, "12%"),
        ({}, -1.5, "\u22121.5"),
        ({}, 1500.0, "1500"),
        ({}, 15000.0, "15,000"),
    ],
)
def test_a_tick_is_written_as_plotly_writes_it(
    spec: dict[str, Any], number: float, expected: str
) -> None:
    assert numbers.formatter(spec, step=0.5)(number) == expected


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="~s"):
        numbers.formatter({"tickformat": "~s"}, step=1.0)


@pytest.mark.parametrize(
    ("low", "high", "ticks", "step"),
    [(63.4, 87.3, 6, 5), (0, 75.1, 6, 20), (-0.72, 0.85, 6, 0.5), (0, 100, 10, 20), (5, 9, 6, 1)],
)
def test_steps_are_round(low: float, high: float, ticks: int, step: float) -> None:
    assert numbers.tick_step(low, high, ticks=ticks) == pytest.approx(step)


def test_ticks_are_multiples_inside_the_range() -> None:
    assert numbers.multiples(-0.72, 0.85, 0.2) == [-0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8]
    assert numbers.multiples(10, 0, 5) == [0, 5, 10]  # an axis that runs down


def test_labels_that_would_touch_give_way() -> None:
    wide = {"gridcolor": "#eee", "range": [0, 100000], "tickformat": ",.0f", "nticks": 20}
    sheet = draw(figure(xaxis=wide), width_px=300, look=LOOK)
    ticks = [w for w in placed(sheet) if w.get_gid() == "tick" and w.side == "center"]
    assert len(ticks) > 2
    ends = [(w.left, w.left + w.width) for w in sorted(ticks, key=lambda w: w.left)]
    assert all(right < left for (_, right), (left, _) in pairwise(ends))


# -- words ------------------------------------------------------------------------------------


def test_markup_becomes_runs_of_weight_and_color() -> None:
    lines = lines_of("<b>A &amp; B</b>, 2010<br><span style='color:#f00'>●</span> c", "#000")
    found = [[(r.text, r.weight, r.color) for r in line] for line in lines]
    assert found == [
        [("A & B", "bold", "#000"), (", 2010", "normal", "#000")],
        [("●", "normal", "#f00"), (" c", "normal", "#000")],
    ]
    with pytest.raises(NotDrawnError, match="markup"):
        lines_of("<i>x</i>", "#000")


def test_a_bold_line_is_measured_bold() -> None:
    for typeface in (DEJAVU, LIBERTINUS):
        plain, bold = (
            line_em(lines_of(text, "")[0], typeface) for text in ("years", "<b>years</b>")
        )
        assert 1 < plain < bold < 4


def test_text_stays_text_in_the_typeface_of_the_sheet() -> None:
    notes = [{"text": "Años <b>más</b>", "x": 0.5, "y": 0.5, "showarrow": False, "xref": "paper",
              "yref": "paper", "bgcolor": "#fff"}]  # fmt: skip
    svg = picture(figure(annotations=notes), width_px=300, look=Look(typeface=LIBERTINUS)).decode(
        "utf-8"
    )
    assert re.search(r"<text [^>]*bold[^>]*'Libertinus Serif'[^>]*>más</text>", svg)
    assert svg.index('id="ground"') < svg.index("<text")
    assert "paint-order" not in svg
    assert "DejaVu" not in svg


def test_a_block_is_held_where_its_anchor_says() -> None:
    def block(**place: Any) -> list[Words]:
        note = {"text": "one<br>longer line", "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper",
                "showarrow": False, **place}  # fmt: skip
        sheet = draw(figure(annotations=[note]), width_px=340, look=LOOK)
        return [words for words in placed(sheet) if words.get_gid() == "note"]

    left = block(xanchor="left", yanchor="top", xshift=10, align="left")
    assert {round(words.left) for words in left} == {180}
    assert all(100 < words.at[1] < 140 for words in left)
    right = block(xanchor="right", yanchor="bottom", align="right")
    assert {round(words.left + words.width) for words in right} == {170}
    assert all(60 < words.at[1] < 100 for words in right)


def test_words_hide_no_part_of_a_mark(tmp_path: Any) -> None:
    """Each pixel of a mark is still the mark's or a letter's, not the paper's."""
    marks: dict[str, Any] = {
        "type": "scatter", "mode": "markers+lines", "x": [2, 5], "y": [5, 5],
        "error_x": {"array": [1, 3], "color": "#ff0000", "thickness": 3},
        "marker": {"size": 24, "color": "#ff0000"}, "line": {"color": "#ff0000", "width": 10},
    }  # fmt: skip
    written = {**marks, "mode": "markers+lines+text", "text": ["76.1", "8.8 years"],
               "textfont": {"color": "#000000"}}  # fmt: skip
    note = {"text": "8.8 years", "x": 4, "y": 5, "font": {"color": "#000000"}, "bgcolor": "#fff"}
    notes = [{**note, "showarrow": False}, {**note, "ax": 10, "ay": 10}]

    def drawn(trace: dict[str, Any], **layout: Any) -> Any:
        made = figure(**layout)
        made["data"] = [trace]
        file = tmp_path / "drawn.png"
        file.write_bytes(picture(made, width_px=300, look=LOOK, output="png"))
        return imread(file)

    before = drawn(marks)
    is_mark = (before[..., 0] > 0.95) & (before[..., 1] < 0.05) & (before[..., 3] > 0.95)
    for after in (drawn(written), drawn(marks, annotations=notes)):
        changed = after[is_mark]
        assert (changed[:, 1] < 0.6).all()  # red or a letter's black, never white
        assert (changed[:, 0] < 0.1).any()  # the words do stand there


def test_lines_of_a_name_stand_closer_than_names_of_rows() -> None:
    names = ["Where most live<br>34.5–73.0%", "Second fifth<br>20.1–34.4%", "Third fifth"]
    rows = {"tickvals": [2, 4, 6], "ticktext": names, "gridcolor": "#eee", "range": [0, 10],
            "tickfont": {"size": 12, "color": "#000"}}  # fmt: skip
    for size in (9, 11, 12):
        axis = {**rows, "tickfont": {"size": size, "color": "#000"}}
        sheet = draw(figure(yaxis=axis), width_px=300, look=LOOK)
        ticks = [one for one in placed(sheet) if one.text in "".join(names)]
        inside, between = (
            abs(next(t.at[1] for t in ticks if t.text == one)
                - next(t.at[1] for t in ticks if t.text == other))
            for one, other in (("Where most live", "34.5–73.0%"), ("Where most live", "20.1–34.4%"))
        )  # fmt: skip
        assert inside < between


def test_words_stand_on_the_paper_of_their_page() -> None:
    note = {"text": "x", "x": 5, "y": 5, "showarrow": False, "bgcolor": "#fff"}
    sheet = draw(figure(annotations=[note]), width_px=300, look=Look(paper="#ffffff"))
    (ground,) = (one for one in sheet.figure.artists if one.get_gid() == "ground")
    assert ground.get_facecolor() == to_rgba("#ffffff")


@pytest.mark.parametrize("where", ["middle right", "middle left", "top center", "bottom center"])
def test_words_beside_a_dot_do_not_touch_it(where: str) -> None:
    made = figure()
    radius, across, up = made["data"][0]["marker"]["size"] / 2, 20 + 26, 200 - 20 - 32
    made["data"][0] |= {"mode": "markers+text", "text": ["76.1", "", ""], "textposition": where}
    (words,) = (
        one for one in placed(draw(made, width_px=300, look=LOOK)) if one.get_gid() == "said"
    )
    left, right = words.left - across, words.left + words.width - across
    top, bottom = words.at[1] - 0.73 * words.size - up, words.at[1] - up
    assert max(left, -right, top, -bottom) > radius


# -- dots -------------------------------------------------------------------------------------


def test_dots_stand_at_their_numbers_and_missing_ones_nowhere() -> None:
    sheet = draw(figure(), width_px=220, look=LOOK)
    assert readback.dots(sheet)[0].tolist() == [[1, 2], [3, 6]]
    sheet.figure.set_dpi(96)
    (found,) = [artist for _, artist in readback.named(sheet, "dots")]
    places = found.get_offset_transform().transform(found.get_offsets())
    # margins 20, plot 180 x 160, 96 dots an inch: a number of the x axis is 18 px
    assert np.allclose(places, [[38, 52], [74, 116]])


def test_the_area_of_a_dot_follows_its_size() -> None:
    marker = {"size": [100, 400, 1], "sizemode": "area", "sizeref": 2.0, "sizemin": 2}
    assert radii(marker, 3) == [5, 10, 2]


def test_unselected_dots_step_back() -> None:
    faded = figure()
    faded["data"][0] |= {"selectedpoints": [2], "unselected": {"marker": {"opacity": 0.3}}}
    (found,) = [
        artist for _, artist in readback.named(draw(faded, width_px=220, look=LOOK), "dots")
    ]
    assert found.get_facecolor()[:, 3].tolist() == [0.3, 1.0]


# -- what is not drawn ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("data", 0, "type"), "bar", "bar"),
        (("data", 0, "stackgroup"), "one", "stackgroup"),
        (("data", 0, "mode"), "markers+stars", "stars"),
        (("data", 0, "marker", "symbol"), "hexagram", "hexagram"),
        (("data", 0, "marker", "gradient"), {}, "gradient"),
        (("data", 0, "error_y"), {"array": [1, 1, 1]}, "error_y"),
        (("layout", "title"), "A title", "title"),
        (("layout", "polar"), {}, "polar"),
        (("layout", "showlegend"), True, "showlegend"),
        (("layout", "xaxis", "type"), "log", "type"),
        (("layout", "xaxis", "tickangle"), 45, "tickangle"),
        (("layout", "xaxis", "zeroline"), True, "zeroline"),
        (("layout", "shapes"), [{"type": "circle", "x0": 0, "x1": 1, "y0": 0, "y1": 1}], "circle"),
        (("layout", "annotations"), [{"text": "a", "textangle": 90}], "textangle"),
        (("layout", "annotations"), [{"text": "a", "showarrow": False, "x": 0, "y": 0,
                                      "xref": "x9"}], "x9"),
    ],
)  # fmt: skip
def test_nothing_is_left_out_in_silence(path: tuple[Any, ...], value: Any, message: str) -> None:
    asked = copy.deepcopy(figure())
    part: Any = asked
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    with pytest.raises(NotDrawnError, match=message):
        draw(asked, width_px=220, look=LOOK)


# -- bytes ------------------------------------------------------------------------------------


def test_the_same_figure_gives_the_same_bytes() -> None:
    first, second = (picture(figure(), width_px=220, look=LOOK) for _ in "ab")
    assert first == second
    assert b'viewBox="0 0 165 150"' in first


def test_a_png_has_the_dots_that_are_asked_for(tmp_path: Any) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(picture(figure(), width_px=240, look=LOOK, output="png", png_ppi=192))
    assert imread(file).shape == (400, 480, 4)


def test_matplotlib_waits_for_the_first_picture() -> None:
    code = (
        "import sys; import app; app.server; "
        "sys.exit('matplotlib' in sys.modules or 'typst' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    code = "import sys; import layouts.pictures.picture; sys.exit('typst' in sys.modules or 'pptx' in sys.modules)"  # noqa: E501
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- patterns ---------------------------------------------------------------------------------


def covered(color: str, palette: Any = LIGHT_PALETTE) -> float:
    """Share of lines in the pattern of a class: strokes a tile."""
    pattern = pattern_of(color, palette) or ""
    return len(pattern) + pattern.count("+")


@pytest.mark.parametrize("palette", [LIGHT_PALETTE, DARK_PALETTE])
def test_the_darker_a_class_the_denser_its_lines(palette: Any) -> None:
    for ramp in (palette.outcome, palette.factor):
        density = [covered(color, palette) for color in ramp]
        assert density[0] == 0
        assert sorted(set(density)) == density
    cells = [pattern_of(color, palette) for row in palette.bivariate for color in row]
    assert len(set(cells)) == 9
    assert pattern_of(palette.few_events, palette) not in cells
    assert pattern_of(palette.ink, palette) is None


def test_a_copier_can_tell_the_classes_of_a_map_apart(tmp_path: Any) -> None:
    """Share of dark dots of each class when every light color is lost."""
    shares = []
    for ramp in (LIGHT_PALETTE.outcome, LIGHT_PALETTE.factor):
        shares.append([_dark(color, tmp_path) for color in ramp])
    for found in shares:
        assert all(b > a + 0.02 for a, b in pairwise(found)), found


def _dark(color: str, folder: Any) -> float:
    look = Look(patterns=True)
    shape = {"type": "rect", "x0": 0, "x1": 1, "y0": 0, "y1": 1, "xref": "paper", "yref": "paper",
             "fillcolor": color, "line": {"width": 0, "color": CLEAR}}  # fmt: skip
    asked = figure(shapes=[shape], xaxis={"visible": False}, yaxis={"visible": False})
    asked["data"] = []
    asked["layout"]["margin"] = {"l": 0, "r": 0, "t": 0, "b": 0}
    file = folder / "class.png"
    file.write_bytes(picture(asked, width_px=200, look=look, output="png"))
    gray = imread(file)[:, :, :3].mean(axis=2)
    return float((gray < 0.3).mean())


def test_a_legend_shows_the_fill_and_the_lines_of_its_class() -> None:
    color = LIGHT_PALETTE.outcome[3]
    look = Look(patterns=True)
    fill, pattern = paint(color, look)
    made = swatch(color, width_px=30, height_px=20, look=look)
    assert pattern
    assert fill in made
    assert "<pattern" in made
    plain = swatch(color, width_px=30, height_px=20, look=LOOK)
    assert color in plain
    assert "<pattern" not in plain


def test_bars_are_hatched_for_a_copier() -> None:
    bars = figure()
    bars["data"][0] = {"type": "scatter", "mode": "lines", "x": [0, 4, None, 0, 6],
                       "y": [1, 1, None, 2, 2],
                       "line": {"color": LIGHT_PALETTE.outcome[1], "width": 16}}  # fmt: skip
    plain, hatched = (
        draw(bars, width_px=220, look=Look(patterns=patterns)) for patterns in (False, True)
    )
    assert not [a for a in plain.figure.artists if a.get_gid() == "bar-pattern"]
    found: list[Any] = [a for a in hatched.figure.artists if a.get_gid() == "bar-pattern"]
    assert [round(bar.get_width()) for bar in found] == [72, 108]
    assert all(bar.get_hatch() for bar in found)
    (line,) = [artist for _, artist in readback.named(hatched, "lines")]
    assert to_rgba(line.get_color()) != to_rgba(LIGHT_PALETTE.outcome[1])
    assert said(hatched)

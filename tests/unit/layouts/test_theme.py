"""Color means one thing, and everybody can see it: computed, not believed."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from layouts import theme as themes
from layouts.theme import DARK, LIGHT, PRINT_PALETTE, edge_of, palette

from .color_math import VISIONS, contrast, difference, lightness

CSS = Path(__file__).parents[3] / "assets" / "css"
KINDS = ("outcome", "factor")
CLASSES = 5


def mixtures(theme):
    return [color for row in palette(theme).bivariate for color in row]


def ramps(theme):
    return [*palette(theme).outcome, *palette(theme).factor]


def map_fills(theme):
    return [*palette(theme).outcome, *palette(theme).factor, *mixtures(theme)]


def on_screen(text):
    """A style sheet without what it says for paper."""
    while (start := text.find("@media print")) >= 0:
        end, depth = text.index("{", start) + 1, 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        text = text[:start] + text[end:]
    return text


@pytest.mark.parametrize("theme", (LIGHT, DARK))
@pytest.mark.parametrize("kind", KINDS)
class TestRamps:
    def test_worse_is_darker_in_even_steps(self, kind, theme):
        steps = [
            lightness(better) - lightness(worse)
            for better, worse in pairwise(getattr(palette(theme), kind))
        ]
        assert len(steps) == CLASSES - 1
        assert min(steps) > (14 if theme == LIGHT else 9)
        assert max(steps) - min(steps) < 1

    def test_the_light_ramp_runs_from_light_to_dark(self, kind, theme):
        best, *_, worst = (lightness(color) for color in getattr(palette(theme), kind))
        assert best == pytest.approx(85 if theme == LIGHT else 92, abs=1)
        assert worst == pytest.approx(25 if theme == LIGHT else 46, abs=1)

    @pytest.mark.parametrize("vision", VISIONS)
    def test_neighbors_stay_apart_for_everybody(self, kind, theme, vision):
        ramp = getattr(palette(theme), kind)
        assert min(difference(a, b, vision) for a, b in pairwise(ramp)) > 6
        order = [lightness(color, vision) for color in ramp]
        assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("theme", (LIGHT, DARK))
class TestMixtures:
    def test_each_axis_darkens(self, theme):
        grid = [[lightness(color) for color in row] for row in palette(theme).bivariate]
        for row in (*grid, *zip(*grid, strict=True)):
            assert min(a - b for a, b in pairwise(row)) > 5

    @pytest.mark.parametrize("vision", VISIONS)
    def test_nine_classes_stay_apart_for_everybody(self, theme, vision):
        assert min(difference(a, b, vision) for a, b in combinations(mixtures(theme), 2)) > 9

    def test_the_corners_carry_the_hues_of_their_ramps(self, theme):
        colors = palette(theme)
        blue, orange = colors.bivariate[2][0], colors.bivariate[0][2]
        assert min(difference(blue, step) for step in colors.outcome) < 10
        assert min(difference(orange, step) for step in colors.factor) < 12
        assert difference(blue, orange) > 40


@pytest.mark.parametrize("theme", (LIGHT, DARK))
class TestPaper:
    def test_every_area_has_3_to_1_by_its_fill_or_its_line(self, theme):
        """A light class is light: the line around it carries the area."""
        colors = palette(theme)
        line = contrast(colors.area_line, colors.paper)
        assert all(max(contrast(fill, colors.paper), line) >= 3 for fill in map_fills(theme))
        if theme == LIGHT:
            assert line >= 3
            lightest = [colors.outcome[0], colors.factor[0], colors.bivariate[0][0]]
            assert min(contrast(colors.area_line, fill) for fill in lightest) >= 2.8

    def test_the_line_parts_two_areas_of_one_class(self, theme):
        """Also in gray: it lies between two steps of every ramp."""
        line = lightness(palette(theme).area_line)
        assert min(abs(lightness(fill) - line) for fill in ramps(theme)) > 6

    def test_a_dot_has_3_to_1_by_its_fill_or_its_outline(self, theme):
        colors = palette(theme)
        for color in (*ramps(theme), colors.verdict_better, colors.control):
            assert contrast(edge_of(color, colors), colors.paper) >= 3
        worst = colors.factor[-1]
        assert edge_of(worst, colors) == worst, "what is strong enough needs no other outline"

    @pytest.mark.parametrize("ground", ["paper", "surface"])
    def test_text_has_4_5_to_1(self, theme, ground):
        colors = palette(theme)
        words = ("ink", "ink_muted", "accent", "outcome_mark", "factor_mark")
        verdicts = ("verdict_better", "verdict_neutral", "verdict_worse")
        for name in (*words, *verdicts):
            assert contrast(getattr(colors, name), getattr(colors, ground)) >= 4.5, name

    def test_text_on_color_has_4_5_to_1(self, theme):
        colors = palette(theme)
        assert contrast(colors.on_accent, colors.accent) >= 4.5
        assert contrast(colors.ink, colors.accent_soft) >= 4.5
        assert contrast(colors.ink_muted, colors.accent_soft) >= 4.5

    @pytest.mark.parametrize("name", ["control", "hatch", "water", "city_line", "overlay_line"])
    def test_lines_that_matter_have_3_to_1(self, theme, name):
        colors = palette(theme)
        assert contrast(getattr(colors, name), colors.paper) >= 3

    @pytest.mark.parametrize("vision", VISIONS)
    @pytest.mark.parametrize("name", ["no_data", "few_events"])
    def test_classes_outside_the_scale_look_like_none_of_it(self, theme, vision, name):
        outside = getattr(palette(theme), name)
        # few events have a class of their own on the map of one thing only
        fills = map_fills(theme) if name == "no_data" else ramps(theme)
        assert min(difference(outside, fill, vision) for fill in fills) > 9

    def test_few_events_stay_apart_in_gray(self, theme):
        few = lightness(palette(theme).few_events)
        assert min(abs(lightness(fill) - few) for fill in ramps(theme)) > 6
        assert abs(lightness(palette(theme).no_data) - few) > 5


@pytest.mark.parametrize("theme", (LIGHT, DARK))
class TestMeaning:
    @pytest.mark.parametrize("vision", VISIONS)
    def test_outcome_and_factor_are_told_apart(self, theme, vision):
        colors = palette(theme)
        for blue, orange in zip(colors.outcome, colors.factor, strict=True):
            assert difference(blue, orange, vision) > 14
        assert difference(colors.outcome_mark, colors.factor_mark, vision) > 25

    def test_verdicts_differ_in_shape_before_color(self, theme):
        styles = {name: themes.verdict_style(name, theme) for name in ("better", "worse")}
        styles["not_different"] = themes.verdict_style("not_different", theme)
        styles["not_tested"] = themes.verdict_style("not_tested", theme)
        assert len({style.symbol for style in styles.values()}) == len(styles)
        assert len({style.glyph for style in styles.values()}) == len(styles)

    @pytest.mark.parametrize("vision", VISIONS)
    def test_better_and_worse_differ_in_color_for_everybody(self, theme, vision):
        better = themes.verdict_style("better", theme).color
        worse = themes.verdict_style("worse", theme).color
        assert difference(better, worse, vision) > 12

    def test_without_a_good_direction_no_verdict_color(self, theme):
        neutral = palette(theme).verdict_neutral
        for name in ("higher", "lower"):
            assert themes.verdict_style(name, theme).color == neutral

    def test_accessors_read_the_palette(self, theme):
        colors = palette(theme)
        worst_outcome = themes.bivariate(theme, outcome_third=2, factor_third=0)
        assert worst_outcome == colors.bivariate[2][0]


def test_paper_takes_the_colors_of_the_light_theme():
    light = palette(LIGHT)
    for name in ("outcome", "factor", "bivariate", "area_line", "few_events"):
        assert getattr(PRINT_PALETTE, name) == getattr(light, name)
    assert contrast(PRINT_PALETTE.area_line, PRINT_PALETTE.paper) >= 3


def test_unknown_names_are_refused():
    with pytest.raises(KeyError):
        palette("sepia")


class TestStyleSheets:
    def test_palette_css_is_what_theme_py_says(self):
        written = (CSS / "palette.css").read_text(encoding="utf-8")
        assert written == themes.palette_css(), "run python -m layouts.theme"

    def test_every_variable_used_is_defined(self):
        text = "".join(sheet.read_text(encoding="utf-8") for sheet in CSS.glob("*.css"))
        # one with a fallback may come from the browser code
        used = set(re.findall(r"var\((--[\w-]+)\)", text))
        defined = set(re.findall(r"(--[\w-]+)\s*:", text))
        assert used <= defined

    @pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
    def test_nothing_is_fetched_from_elsewhere(self, sheet):
        text = sheet.read_text(encoding="utf-8")
        # a picture may name a pattern of its own
        assert not re.search(r"@import|https?:|url\((?!#)", text)

    def test_no_rule_asks_the_whole_page_what_it_has(self):
        """Every change would style the whole page anew: printing Gaps took 8 times as long."""
        for sheet in CSS.glob("*.css"):
            text = sheet.read_text(encoding="utf-8")
            assert not re.findall(r"(?:body|html|:root|\*|main)(?:\[[^]]*\])?:has\(", text), sheet

    def test_no_rule_names_an_id(self):
        """The first page gives its ids away before the living one is shown: it must not move."""
        for sheet in CSS.glob("*.css"):
            kept = "map-hatch|first"  # a picture keeps its ids, and so does the first page itself
            named = rf"^[^/*{{}}]*#(?!(?:{kept})\b)[a-z][^{{}}]*\{{"
            rules = re.findall(named, on_screen(sheet.read_text("utf-8")), re.MULTILINE)
            assert not rules, sheet

    def test_colors_stand_in_the_palette_only(self):
        for sheet in CSS.glob("*.css"):
            if sheet.name in ("palette.css", "print.css"):
                continue
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text(encoding="utf-8")), sheet

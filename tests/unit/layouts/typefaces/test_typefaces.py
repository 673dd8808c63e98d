"""The one measure of words holds against the families that they are really set in."""

from __future__ import annotations

import json
import random
import re

import pytest
from matplotlib.font_manager import FontProperties, findfont, get_font

from data.locale import LANGUAGES, texts
from layouts.paper.widths import CHARACTERS, TABLES, path_of
from layouts.typefaces.text_fit import bare, broken, lines_of
from layouts.typefaces.typefaces import ARIAL, DEJAVU, LIBERTINUS, Typeface, width_em

WEIGHTS = ("normal", "bold")
SAMPLED = 400


def lines() -> list[str]:
    """Texts of both languages, a line each, without their markup."""
    said = (texts(lang).t(key) for lang in LANGUAGES for key in sorted(texts(lang).keys()))
    known = (bare(line).strip() for words in said for line in words.split("\n"))
    drawn = (line for line in known if "___" not in line)  # those are filled in by hand, on paper
    found = sorted({line for line in drawn if line and set(line) <= set(CHARACTERS)})
    return random.Random(9).sample(found, SAMPLED)


@pytest.mark.parametrize("typeface", TABLES, ids=lambda typeface: typeface.family)
def test_a_table_is_what_the_family_measures(typeface: Typeface) -> None:
    assert json.loads(path_of(typeface).read_text(encoding="utf-8")) == TABLES[typeface]()


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_line_has_the_room_that_its_drawing_takes(weight: str) -> None:
    """Drawn with its kerning by the library that draws our pictures."""
    font = get_font(findfont(FontProperties(family=DEJAVU.family, weight=weight)))
    font.set_size(100, 72)
    for line in lines():
        font.set_text(line, 0.0)
        drawn = font.get_width_height()[0] / 64 / 100
        told = width_em(line, weight)
        # hinted, and from edge to edge: a hundredth more or less
        assert drawn <= 1.01 * told + 0.15, line
        assert told <= 1.05 * drawn + 0.15, line


@pytest.mark.parametrize("weight", WEIGHTS)
def test_what_fits_in_the_widest_family_fits_in_the_others(weight: str) -> None:
    for line in lines():
        widest = width_em(line, weight)
        for typeface in (ARIAL, LIBERTINUS):
            assert width_em(line, weight, typeface) <= widest + 0.2, (line, typeface.family)


def test_powerpoint_has_a_stated_margin_over_its_own_family() -> None:
    table = json.loads(path_of(ARIAL).read_text(encoding="utf-8"))
    words = "Life expectancy, 2010-2015"
    for weight in WEIGHTS:
        real = sum(table[weight][letter] for letter in words)
        assert width_em(words, weight, ARIAL) == pytest.approx(real * ARIAL.safety)
    assert 1 < ARIAL.safety < 1.1


def test_letters_of_no_table_have_room() -> None:
    assert width_em("e\u0301") == width_em("é") == width_em("e")
    assert width_em("ç", typeface=LIBERTINUS) == width_em("c", typeface=LIBERTINUS)
    assert width_em("🏘") > width_em("W") > 0.9
    assert width_em("") == 0
    with pytest.raises(KeyError):
        width_em("a", "semibold")


def test_lines_end_between_words_and_a_no_break_space_joins() -> None:
    assert broken("one two three", 4.5) == ["one two", "three"]
    assert broken("one\u00a0two three", 1) == ["one\u00a0two", "three"]
    assert broken("<b>one</b> two", width_em("one two", "bold"), "bold") == ["<b>one</b> two"]
    assert broken("", 5) == [""]
    words = "Where the fewest people live in poverty"
    assert re.sub(r"\s+", " ", " ".join(broken(words, 6))) == words
    assert lines_of("x" * 100, 10) == 6  # a word longer than a line is broken anywhere
    assert lines_of("one\ntwo", 50) == 2

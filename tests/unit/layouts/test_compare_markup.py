"""The markup of Compare says what the figure holds, and nothing in a text becomes an element."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from lxml import html

from data.compare.results import CompareData
from data.compare.state import Order, Show
from data.locale import LANGUAGES, texts
from layouts.figures.compare.rows import build_compare
from layouts.pages.compare import parts
from layouts.pages.compare.rows import rows_markup
from tests import shared

PLACES = ("neighborhood-64", "zip-64113", "council_district-3", "neighborhood-13", "city")


@cache
def data() -> CompareData:
    return shared.services().compare.data(PLACES, "zip-64113")


def figure_of(lang: str, order: Order = Order.THEME) -> dict[str, Any]:
    made = build_compare(data(), show=Show.ALL, order=order, texts=texts(lang)).figure
    assert made is not None
    return made


def tree_of(figure: dict[str, Any], lang: str) -> Any:
    markup = rows_markup(figure, parts.words(data(), texts(lang)), "/data")
    return html.fragment_fromstring(markup, create_parent=True)


def words_of(line: Any) -> list[str]:
    return [cell.text_content() for cell in line.xpath("./th | ./td")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("order", list(Order))
def test_every_line_is_there_with_its_words_and_its_place_on_the_scale(
    lang: str, order: Order
) -> None:
    figure = figure_of(lang, order)
    lines = [
        (figure["places"][index]["name"], row, line)
        for group in figure["groups"]
        for row in group["rows"]
        for index, line in enumerate(row["lines"])
    ]
    drawn = tree_of(figure, lang).find_class("cmp-line")
    assert len(drawn) == len(lines) > 100
    for element, (place, row, line) in zip(drawn, lines, strict=True):
        name, mark, at, low, high, value, interval, difference, between, result, note = line
        place_said, _, value_said, difference_said, result_said = words_of(element)
        assert place_said == (name or place)
        assert (value_said, difference_said) == (value + interval, difference + between)
        assert result_said.lstrip("▲▼○") == result + note
        assert element.get("data-mark") == mark
        ends = element.xpath(".//line[contains(@class, 'cmp-interval') or @class='cmp-few']")
        spans = [(f"{low}%", f"{high}%")] if mark and None not in (low, high) else []
        assert [(end.get("x1"), end.get("x2")) for end in ends] == spans
        marks = [] if at is None or mark in ("", "few") else [f"{at}%"]
        assert [
            path.getparent().get("x")
            for path in element.find_class("cmp-mark")[:1]
            if path.tag == "path"
        ] == marks
        assert bool(element.find_class("cmp-city")) == (row["city"] is not None)
        city = None if row["city"] is None else f"--city:{row['city'][0]}%"
        assert element.getparent().get("style") == city


def test_texts_are_escaped() -> None:
    figure = figure_of("en")
    figure["places"][0]["name"] = '<b class="x">&'
    row = figure["groups"][0]["rows"][0]
    row["name"] = figure["sources"][row["source"]] = '"><script>'
    row["lines"][0][5:] = ["<i>"] * 6
    tree = tree_of(figure, "en")
    assert not tree.xpath(".//b | .//script | .//i")
    assert tree.xpath("string(.//tbody/@data-source)") == '"><script>'

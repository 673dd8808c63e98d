"""The markup of Compare says what the figure holds, and nothing in a text becomes an element."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from lxml import html

from data.compare.results import CompareData
from data.compare.state import Order
from data.locale import LANGUAGES, texts
from layouts.figures.compare.rows import build_compare
from layouts.pages.compare import parts
from layouts.pages.compare.rows import rows_markup
from tests import shared

PLACES = ("neighborhood-64", "zip-64113", "council_district-3", "neighborhood-13", "city")


PAIR = ("neighborhood-64", "city")


@cache
def data(places: tuple[str, ...] = PLACES) -> CompareData:
    return shared.services().compare.data(places, "zip-64113")


def figure_of(
    lang: str, order: Order = Order.THEME, places: tuple[str, ...] = PLACES
) -> dict[str, Any]:
    made = build_compare(data(places), order=order, texts=texts(lang)).figure
    assert made is not None
    return made


def tree_of(figure: dict[str, Any], lang: str) -> Any:
    markup = rows_markup(
        figure, parts.words(data(), texts(lang), "/embed/compare-row?measure=MEASURE"), "/data"
    )
    return html.fragment_fromstring(markup, create_parent=True)


def rows_of(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        row
        for group in figure["groups"]
        for section in group["sections"]
        for row in section["rows"]
    ]


def inside(words: str) -> str:
    return f" ({words})" if words else ""


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
        for row in rows_of(figure)
        for index, line in enumerate(row["lines"])
    ]
    drawn = tree_of(figure, lang).find_class("cmp-line")
    assert len(drawn) == len(lines) > 100
    for number, (element, (place, row, line)) in enumerate(zip(drawn, lines, strict=True)):
        name, mark, at, low, high, value, interval, difference, between, result, note = line
        place_said, _, value_said, difference_said, result_said = words_of(element)
        assert place_said == (name or place)
        assert value_said == value + inside(interval)
        gap = row["numbers"][number % len(PLACES)]
        assert difference_said == (f"{gap}{inside(between)} {row['unit']}" if gap else "")
        assert difference == "" or difference.startswith(gap)
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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_places_stand_in_one_line_a_measure(lang: str) -> None:
    """The compared place, the baseline, and a gap that is theirs, with its interval in one cell."""
    figure = figure_of(lang, places=PAIR)
    bodies = tree_of(figure, lang).xpath(".//tbody[@data-row]")
    for body, row in zip(bodies, rows_of(figure), strict=True):
        (line,) = body.xpath("./tr")
        other, base = row["lines"][1 - figure["baseline"]], row["lines"][figure["baseline"]]
        number = row["numbers"][1 - figure["baseline"]]
        name, _, *values, gap, result = words_of(line)
        assert name.startswith(row["name"]) and row["years"] in name
        for said, one in zip(values, (other, base), strict=True):
            assert one[5] + inside(one[6]) in said
        assert gap.lstrip("▲▼○") == (f"{number}{inside(other[8])} {row['unit']}" if number else "")
        assert result.startswith(other[9])
        paths = [path for path in line.find_class("cmp-mark") if path.tag == "path"]
        at = [f"{one[2]}%" for one in (other, base) if one[2] is not None and one[1] != "few"]
        assert [path.getparent().get("x") for path in paths] == at


def test_texts_are_escaped() -> None:
    figure = figure_of("en")
    figure["places"][0]["name"] = '<b class="x">&'
    row = rows_of(figure)[0]
    row["name"] = figure["sources"][row["source"]] = '"><script>'
    row["lines"][0][5:] = ["<i>"] * 6
    tree = tree_of(figure, "en")
    assert not tree.xpath(".//b | .//script | .//i")
    assert tree.xpath("string(.//tbody/@data-source)") == '"><script>'

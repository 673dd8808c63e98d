"""What the page of Compare shows and what it folds: places of every kind, both languages."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from lxml import html

from benchmarks.reading import in_sight, sentences_of
from callbacks.routing import show_page
from data.compare.parts import FOLDED, Part, parts_of
from data.compare.state import Order
from data.locale import LANGUAGES, texts
from data.models import Geography, PlaceId
from data.outline import OwnWord, circle
from data.settings import Settings
from layouts.frame.first_html import first_html
from tests.shared import services

SERVICES = services()
MOST_WORDS = 25  # of a sentence beside a chart
DRAWN = str(PlaceId(Geography.OWN, OwnWord(circle(-94.5646, 39.0535, 0.5)).area_id))
# The longest names, one place of each kind, what has no number, two in one tract.
PAIRS = [
    ("neighborhood-129", "neighborhood-32"), ("zip-64130", "city"), (DRAWN, "zip-64113"),
    ("council_district-3", "council_district-1"), ("group-ivanhoe", "neighborhood-113"),
    ("neighborhood-10", "neighborhood-11"),
    *(random.Random(14).sample(sorted(SERVICES.compare.places), 2) for _ in range(6)),
]  # fmt: skip
SIX = ("neighborhood-113", "neighborhood-218", "zip-64130", "council_district-3", "zip-64113",
       "neighborhood-10", "city")  # fmt: skip
NUMBER = re.compile(r"[−+]?\d[\d,]*(?:\.\d+)?")


def tree_of(places: tuple[str, ...], lang: str, order: Order) -> Any:
    query = f"?places={','.join(places)}&lang={lang}&order={order.value}"
    page = first_html(show_page(SERVICES, Settings(), "/compare", query))
    return html.fragment_fromstring(page, create_parent=True)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("places", "order"), [*product(map(tuple, PAIRS), [Order.THEME]),
                                               (("zip-64130", "zip-64113"), Order.CLEAREST),
                                               (SIX, Order.CLEAREST)])  # fmt: skip
def test_the_page_is_short_and_leaves_nothing_out(
    places: tuple[str, ...], order: Order, lang: str
) -> None:
    tree = tree_of(places, lang, order)
    default = "city" if "city" in places else places[0]
    parts = parts_of(SERVICES.compare.data(places, default))
    assert_parts(tree, {part: [row.indicator.id for row in parts[part]] for part in parts}, lang)
    assert_sources_once(tree, lang)
    if len(places) == 2:
        assert_one_line_a_measure(tree)
    for said in in_sight(tree.find_class("compare")[0]):
        for sentence in sentences_of(said):
            assert len(sentence.split()) <= MOST_WORDS, sentence


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", ["help.body", "sources.overlap", "summary.lead",
                                 *(f"group.{part.value}.about" for part in FOLDED)])  # fmt: skip
def test_what_is_folded_speaks_in_short_sentences_too(key: str, lang: str) -> None:
    for sentence in sentences_of(texts(lang).t(f"compare.{key}", tests=2)):
        assert len(sentence.split()) <= MOST_WORDS, sentence


def rows_of(tree: Any) -> list[str]:
    return [str(row) for row in tree.xpath(".//tbody/@data-row")]


def assert_parts(tree: Any, parts: dict[Part, list[str]], lang: str) -> None:
    """Life expectancy first; every newest release once, in its part; folds closed and counted."""
    assert rows_of(tree)[0] == "life_expectancy"
    assert not set(rows_of(tree)) & set(parts[Part.EARLIER])
    shown, *folded = tree.find_class("cmp-group")
    assert shown.tag == "section" and shown.get("data-group") == Part.APART
    assert sorted(rows_of(shown)) == sorted(parts[Part.APART])
    expected = [part for part in FOLDED if parts[part]]
    assert [fold.get("data-group") for fold in folded] == expected
    for fold, part in zip(folded, expected, strict=True):
        assert fold.tag == "details" and fold.get("open") is None
        (count,) = fold.find_class("cmp-group__count")
        assert count.text_content() == texts(lang).t("compare.count", n=len(parts[part]))
        assert rows_of(fold) == parts[part]


def assert_sources_once(tree: Any, lang: str) -> None:
    """One fold at the end, closed, each source with all its measures."""
    (sources,) = tree.xpath(".//section[@id='compare-sources']")
    (fold,) = sources.xpath("./details")
    named = [item.text_content() for item in fold.xpath(".//li")]
    starts = [name.partition(": ")[0] for name in named]
    assert fold.get("open") is None and len(named) == len(set(starts)) > 5
    (own,) = tree.find_class("compare")
    assert own.text_content().count(texts(lang).t("compare.sources.title")) == 1
    assert own.getchildren()[-1] is sources


def assert_one_line_a_measure(tree: Any) -> None:
    """A row a measure; what is printed as the gap is that of the two values printed beside it."""
    for body in tree.xpath(".//tbody[@data-row]"):
        (row,) = body.xpath("./tr")
        other, base, gap = (
            [Decimal(n.replace(",", "").replace("−", "-")) for n in NUMBER.findall(own_text(cell))]
            for cell in row.xpath("./td")[1:4]
        )
        if gap and not row.xpath(".//*[contains(., 'average') or contains(., 'promedio')]"):
            assert other[-1] - base[-1] == gap[0], html.tostring(row)
        (cell,) = row.find_class("cmp-line__difference")
        tested = row.get("data-mark") in ("better", "worse", "higher", "lower", "not_different")
        assert len(cell.find_class("cmp-line__interval")) == tested


def own_text(cell: Any) -> str:
    """A cell without the small words beside its number."""
    return " ".join(cell.xpath("./text()")).replace("100,000", "")

"""What stands in a saved picture: the sheet that PNG and SVG are both made of."""

from __future__ import annotations

from xml.etree import ElementTree

from playwright.sync_api import Page

from layouts.figures.chart import Chart

TEXT = "{http://www.w3.org/2000/svg}text"


def words_of(page: Page, chart: str) -> str:
    """Every word of the sheet of a chart, in the order in which it is written."""
    source = page.evaluate("chart => kcExport.compose(chart).then(made => made.source)", chart)
    return in_words(source)


def in_words(source: str) -> str:
    """The words of an SVG; a sentence in several lines is one again."""
    texts = ("".join(node.itertext()) for node in ElementTree.fromstring(source).iter(TEXT))
    return " ".join(" ".join(texts).split())


def assert_carries(found: str, chart: Chart) -> None:
    """Flags, the key of its shapes, its source and the years travel with the picture."""
    made = chart.travels
    key = [f"{entry.glyph} {entry.said}" for entry in made.key]
    assert made.source
    for words in (chart.title, made.source, *made.flags, *key):
        assert " ".join(words.split()) in found, words

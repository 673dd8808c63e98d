"""Reading PowerPoint files in tests: slides, charts, and the numbers inside them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from pptx import Presentation
from pptx.oxml.ns import qn

from data.address import Theme
from data.decks.deck import View
from data.locale import texts
from data.services import Services
from layouts.slides.powerpoint.file import pptx_file
from layouts.slides.slide import Slide
from tests.one_slide import build_slide

ORIGIN = "https://example.org"


def opened(slides: Sequence[Slide], lang: str) -> Any:
    """The file of some slides."""
    file = pptx_file(slides, texts=texts(lang), live_url=lambda path: ORIGIN + path)
    return Presentation(BytesIO(file))


def one_page(services: Services, page: str, chart: str, query: str = "") -> tuple[Slide, Any]:
    """A slide and its page, in English."""
    slide = build_slide(services, View(page, chart, query), lang="en", theme=Theme.LIGHT)
    assert slide is not None
    return slide, opened([slide], "en").slides[0]


def charts_on(page: Any) -> list[Any]:
    """Native charts of a page, in order."""
    return [shape.chart for shape in page.shapes if shape.has_chart]


def cached(element: Any, name: str) -> list[float | None]:
    """Numbers of `c:xVal`, `c:plus` … in their places, None where the file has none."""
    cache = next(element.iter(qn(name))).find(f"{qn('c:numRef')}/{qn('c:numCache')}")
    found: list[float | None] = [None] * int(cache.find(qn("c:ptCount")).get("val"))
    for point in cache.iter(qn("c:pt")):
        found[int(point.get("idx"))] = float(point.find(qn("c:v")).text)
    return found


def series_of(chart: Any) -> list[Any]:
    """Elements of the series of a chart."""
    return list(chart._chartSpace.iter(qn("c:ser")))


def words_in(workbook: bytes) -> dict[str, str]:
    """Words of every cell of the first worksheet that has any."""
    with ZipFile(BytesIO(workbook)) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        shared = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    space = sheet.tag.partition("}")[0] + "}"
    strings = ["".join(item.itertext()) for item in shared.iter(f"{space}si")]
    return {
        cell.get("r", ""): strings[int(cell.findtext(f"{space}v", ""))]
        for cell in sheet.iter(f"{space}c")
        if cell.get("t") == "s"
    }


def dots_of(chart: Any) -> dict[tuple[float, float], tuple[float, float]]:
    """(value, row) of every point with error bars -> their lengths below and above."""
    found = {}
    for one in series_of(chart):
        bars = one.find(qn("c:errBars"))
        if bars is None:
            continue
        assert bars.find(qn("c:errDir")).get("val") == "x"
        points = zip(cached(one, "c:xVal"), cached(one, "c:yVal"), strict=True)
        sides = list(zip(cached(bars, "c:minus"), cached(bars, "c:plus"), strict=True))
        filled = [point for point in points if point[0] is not None and point[1] is not None]
        found.update(dict(zip(filled, sides, strict=True)))
    return found


def column(slide: Slide, name: str) -> list[Any]:
    """A column of the download."""
    at = list(slide.chart.csv_columns).index(name)
    return [row[at] for row in slide.chart.csv_rows]

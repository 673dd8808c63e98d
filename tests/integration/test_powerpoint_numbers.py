"""The numbers of the PowerPoint file are those of the download, in charts and in worksheets."""

from __future__ import annotations

import math
import re
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from pptx.oxml.ns import qn

from data.locale import texts
from data.services import Services
from tests.integration.powerpoint import cached, charts_on, column, dots_of, one_page, series_of

ROUNDING = 1e-3


@pytest.mark.parametrize(
    "query", ["", "group=holc_1939", "group=council_district", "outcome=homicide_rate"]
)
def test_dots_and_intervals_are_those_of_the_download(services: Services, query: str) -> None:
    slide, page = one_page(services, "gaps", "gap-patterns", query)
    (chart,) = charts_on(page)
    dots = dots_of(chart)
    rows = len(slide.chart.csv_rows)
    top = max(row for _, row in dots)
    by_row = {round(top - row): (value, *sides) for (value, row), sides in dots.items()}
    assert sorted(by_row) == list(range(rows))
    columns = (column(slide, name) for name in ("value", "lower", "upper"))
    for row, (value, lower, upper) in enumerate(zip(*columns, strict=True)):
        found, minus, plus = by_row[row]
        assert found == pytest.approx(value, abs=ROUNDING)
        assert minus == pytest.approx(value - lower, abs=ROUNDING)
        assert plus == pytest.approx(upper - value, abs=ROUNDING)


def test_panels_of_a_place_are_those_of_the_download(services: Services) -> None:
    slide, page = one_page(services, "place/neighborhood-60", "spine")
    found = [
        (value, *sides)
        for chart in charts_on(page)
        for (value, _), sides in sorted(dots_of(chart).items(), key=lambda dot: -dot[0][1])
    ]
    columns = (column(slide, name) for name in ("value", "lower", "upper"))
    # the rest of the city has no interval: a bar of no length
    told = [
        (v, *(0.0 if math.isnan(end) else end for end in (v - low, high - v)))
        for v, low, high in zip(*columns, strict=True)
    ]
    assert [x for dot in found for x in dot] == pytest.approx(
        [x for dot in told for x in dot], abs=ROUNDING
    )


def test_bars_by_age_are_those_of_the_download(services: Services) -> None:
    slide, page = one_page(services, "gaps", "gap-ages")
    (chart,) = charts_on(page)
    assert chart._chartSpace.find(f".//{qn('c:barDir')}").get("val") == "bar"
    rows = [row for row in slide.chart.csv_rows if row[0] == "band"]
    (series,) = series_of(chart)
    years, lower, upper = (
        [row[list(slide.chart.csv_columns).index(name)] for row in rows]
        for name in ("value", "lower", "upper")
    )
    assert cached(series, "c:val") == pytest.approx(years, abs=ROUNDING)
    bars = series.find(qn("c:errBars"))
    told = [(y - low, high - y) for y, low, high in zip(years, lower, upper, strict=True)]
    assert cached(bars, "c:minus") == pytest.approx([a for a, _ in told], abs=ROUNDING)
    assert cached(bars, "c:plus") == pytest.approx([b for _, b in told], abs=ROUNDING)


def test_every_place_of_the_order_is_there_with_its_interval(services: Services) -> None:
    slide, page = one_page(services, "explore", "ranking")
    (chart,) = charts_on(page)
    dots = dots_of(chart)
    told = sorted(
        (round(float(value), 1), float(upper) - float(value))
        for value, upper in zip(column(slide, "value"), column(slide, "upper"), strict=True)
        if value != ""
    )
    found = sorted((value, plus) for (value, _), (_, plus) in dots.items())
    assert len(found) == len(told) > 200
    for (value, plus), (as_told, length) in zip(found, told, strict=True):
        assert value == as_told
        assert plus == pytest.approx(length, abs=0.11)


def test_places_line_and_band_of_the_scatter_are_those_of_the_figure(services: Services) -> None:
    slide, page = one_page(services, "explore", "scatter")
    (chart,) = charts_on(page)
    names = [s.find(f"{qn('c:tx')}//{qn('c:v')}").text for s in series_of(chart)]
    t = texts("en").t
    by_name: dict[str, list[Any]] = {}
    for name, one in zip(names, series_of(chart), strict=True):
        by_name.setdefault(name, []).append(one)
    (places,) = by_name[t("present.pptx_text.places")]
    outcome, factor = column(slide, "value"), column(slide, "factor_value")
    told = sorted(
        (round(float(x), 1), round(float(y), 1))
        for x, y in zip(factor, outcome, strict=True)
        if x != "" and y != ""
    )
    points = zip(cached(places, "c:xVal"), cached(places, "c:yVal"), strict=True)
    assert sorted(points) == told
    sizes = [int(m.get("val")) for m in places.iter(qn("c:size"))]
    assert max(sizes) > 2 * min(sizes)
    limits = by_name[t("present.pptx_text.band")]
    band = next(trace for trace in slide.chart.figure["data"] if trace.get("fill"))
    half = len(band["x"]) // 2
    assert sorted(cached(s, "c:yVal") for s in limits) == sorted(
        [band["y"][:half], band["y"][half:][::-1]]
    )
    assert len(by_name[t("present.pptx_text.fit")]) == 1
    assert sum(name.startswith("city") for name in names) == 2


def test_shapes_say_better_worse_and_cannot_be_told(services: Services) -> None:
    _, page = one_page(services, "explore", "ranking")
    (chart,) = charts_on(page)
    looks = {}
    for one in series_of(chart):
        name = one.find(f"{qn('c:tx')}//{qn('c:v')}").text
        symbol = one.find(f"{qn('c:marker')}/{qn('c:symbol')}").get("val")
        looks[name] = symbol, {t.text for t in one.iter(qn("a:t"))}
    t = texts("en").t
    said = {key: t(f"figures.verdict.{key}").capitalize() for key in ("better", "worse")}
    assert looks[said["better"]] == ("triangle", set())
    assert looks[said["worse"]] == ("none", {"▼"})
    words = " ".join(s.text_frame.text for s in page.shapes if s.has_text_frame)
    for sign, name in (("▲", said["better"]), ("▼", said["worse"])):
        assert f"{sign} {name}" in words
    assert "○" in words


def test_the_worksheet_holds_the_numbers_of_the_chart(services: Services) -> None:
    _, page = one_page(services, "gaps", "gap-patterns")
    (chart,) = charts_on(page)
    sheet = cells_in(chart.part.chart_workbook.xlsx_part.blob)
    formulas = 0
    for one in series_of(chart):
        reference = one.find(f"{qn('c:xVal')}/{qn('c:numRef')}/{qn('c:f')}").text
        first, last = (int(end) for end in re.findall(r"\$B\$(\d+)", reference))
        for row, value in zip(range(first, last + 1), cached(one, "c:xVal"), strict=True):
            formula, number = sheet.get(f"B{row}", ("", None))
            formulas += formula.startswith("B")
            assert number == (None if value is None else pytest.approx(value))
    assert formulas == 3 * 5


def cells_in(workbook: bytes) -> dict[str, tuple[str, float]]:
    """Formula, if any, and number of every cell with a number."""
    with ZipFile(BytesIO(workbook)) as archive:
        tree = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    space = tree.tag.partition("}")[0] + "}"
    return {
        cell.get("r", ""): (
            cell.findtext(f"{space}f", ""),
            float(cell.findtext(f"{space}v", "nan")),
        )
        for cell in tree.iter(f"{space}c")
        if cell.get("t") != "s"
    }


def test_axes_end_at_round_numbers(services: Services) -> None:
    _, page = one_page(services, "gaps", "gap-patterns")
    (chart,) = charts_on(page)
    axis = chart.category_axis if hasattr(chart.category_axis, "major_unit") else chart.value_axis
    low, high, step = axis.minimum_scale, axis.maximum_scale, axis.major_unit
    assert low / step == pytest.approx(round(low / step))
    assert high / step == pytest.approx(round(high / step))

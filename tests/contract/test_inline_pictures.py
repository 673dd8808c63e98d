"""Every kind of chart is in the first HTML whole: each dot, interval, area and word, in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from math import isfinite
from typing import Any
from xml.etree import ElementTree

import pytest

from data.address import Theme
from data.gaps.state import GapState
from data.locale import LANGUAGES, texts
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.charts import gaps as gaps_charts
from layouts.charts.place import build_chart
from layouts.inline.picture import picture
from layouts.pictures.maps import outlines
from layouts.theme import palette
from tests.contract.test_pictures_walk import GROUPS, PLACES, SERVICES, explore, plain

# The largest picture that a page carries, in characters before compression.
MOST_CHARACTERS = 70_000
Element = ElementTree.Element
HEX = re.compile(r"#[0-9a-f]{6}")


def figures() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Charts of every page, in turns of both languages and themes."""
    for param in list(explore())[::3]:  # every kind of chart in its turn
        name, state = param.values
        yield str(param.id), explore_charts.build(SERVICES, state, name).figure
    looks = list(zip(LANGUAGES, (Theme.LIGHT, Theme.DARK), strict=True))
    for turn, (outcome, group, by) in enumerate(GROUPS):
        for lang, theme in looks if turn == 0 else [looks[turn % 2]]:
            chosen = {"outcome": outcome, "group": group, "lang": lang, "theme": theme}
            state = GapState(**chosen, **({} if by is None else {"by": by}))
            for name in gaps_charts.CHARTS.entries:
                chart = gaps_charts.build(SERVICES, state, name)
                if chart is not None and chart.figure.get("data"):
                    yield f"{name} {outcome} {group} {lang}", chart.figure
    for turn, place in enumerate(PLACES):
        lang, theme = looks[turn % 2]
        data = SERVICES.place.data(place)
        for name in ids.PLACE_CHARTS:
            built = build_chart(SERVICES, data, name, theme=palette(theme.value), texts=texts(lang))
            if built is not None:
                yield f"{name} {place} {lang}", built.figure


def test_every_chart_is_in_the_first_html_whole() -> None:
    """Counts, words, places, names of colors, size: of everything that a figure says."""
    for name, figure in figures():
        markup = picture(figure)
        root = ElementTree.fromstring(markup)
        assert len(markup) < MOST_CHARACTERS, name
        assert not HEX.search(markup), name  # each color is one of the palette, by its name
        assert markup == picture(figure), name
        try:
            assert_whole(root, figure)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from error


def test_a_figure_may_say_anything_and_stays_text() -> None:
    """Names of places come from people: nothing in them becomes markup."""
    evil = "<script>alert(1)</script>"
    figure = {
        "data": [
            {"type": "scatter", "mode": "markers+text", "x": [1], "y": [0],
             "text": ["a & 'b' \"c\" &lt;i&gt;"], "marker": {"color": "#0163a6"}},
        ],
        "layout": {
            "font": {"family": "x", "size": 12, "color": "#555a62"},
            "xaxis": {"range": [0, 2], "nticks": 4, "gridcolor": "#e6e3db"},
            "yaxis": {"range": [1, -1], "tickvals": [0], "ticktext": ["R&amp;D"],
                      "gridcolor": "#e6e3db"},
        },
    }  # fmt: skip
    root = ElementTree.fromstring(picture(figure))
    assert "a & 'b' \"c\" <i>" in list(words(root))
    figure["layout"]["yaxis"]["ticktext"] = [evil]  # type: ignore[index]
    with pytest.raises(ValueError, match="markup"):
        picture(figure)


def assert_whole(root: Element, figure: Mapping[str, Any]) -> None:
    """Everything of the figure is in the picture, at its number."""
    axes = [key for key in figure["layout"] if key.startswith(("xaxis", "yaxis"))]
    expected = list(
        chain.from_iterable(
            plain(str(said))
            for said in chain(
                *(
                    trace["text"]
                    for trace in figure["data"]
                    if "text" in str(trace.get("mode", "")).split("+")
                ),
                (entry["text"] for entry in figure["layout"].get("annotations", ())),
                *(figure["layout"][key].get("ticktext", ()) for key in axes),
            )
        )
    )
    missing = set(expected) - set(words(root))
    assert not missing, missing
    if "geo" in figure["layout"]:
        _assert_map(root, figure)
        return
    drawn_dots, drawn_bars = list(dots(root)), list(bars(root))
    for trace in figure["data"]:
        spans = [_range(figure, trace, letter) for letter in "xy"]
        if "markers" in trace.get("mode", "lines+markers"):
            for point in _points(trace):
                _take(
                    drawn_dots, [_share(*span, at) for span, at in zip(spans, point, strict=True)]
                )
        for low, high, at in _intervals(trace):
            _take(
                drawn_bars, [_share(*spans[0], low), _share(*spans[0], high), _share(*spans[1], at)]
            )
    assert not drawn_dots


def _assert_map(root: Element, figure: Mapping[str, Any]) -> None:
    areas = sum(
        area in outlines(t["geojson"].rpartition("/")[2])  # a file may leave one out
        for t in figure["data"]
        if t["type"] == "choropleth"
        for area in t["locations"]
    )
    letters = sum(len(t["lon"]) for t in figure["data"] if "markers" in str(t.get("mode", "")))
    lines = sum(t.get("mode") == "lines" for t in figure["data"])
    assert len(list(root.iter("path"))) == areas + lines
    assert len(list(dots(root))) == letters


def words(root: Element) -> Iterator[str]:
    """Every line of text."""
    for text in root.iter("text"):
        line = text.text or ""
        for part in text:
            if part.get("dy"):
                yield line
                line = ""
            line += "".join(part.itertext()) + (part.tail or "")
        yield line


def _share_of(value: str) -> float:
    assert value.endswith("%"), value
    return float(value[:-1]) / 100


def _panels(root: Element) -> Iterator[tuple[Element, list[float]]]:
    """The pairs of axes with the marks in them: x, y, width and height in shares of the plot."""
    sheet = root if root.tag == "svg" else next(root.iter("svg"))
    for panel in sheet.findall("svg"):
        if panel.find("rect") is None:
            box = [_share_of(panel.get(key, "0%")) for key in ("x", "y")]
            size = [_share_of(panel.get(key, "100%")) for key in ("width", "height")]
            yield panel, box + size


def dots(root: Element) -> Iterator[list[float]]:
    """Places of dots, in shares of the plot from the left and from below."""
    if root.find(".//*[@class='drawn__room']") is not None:
        yield from ([_share_of(c.get("cx", "")), 0.0] for c in root.iter("circle"))
        return
    for panel, (left, top, wide, tall) in _panels(root):
        for mark in chain(panel.iter("circle"), panel.iter("svg")):
            if mark is panel or mark.get("viewBox"):
                continue
            x, y = mark.get("cx") or mark.get("x"), mark.get("cy") or mark.get("y")
            yield [left + _share_of(str(x)) * wide, 1 - top - _share_of(str(y)) * tall]


def bars(root: Element) -> Iterator[list[float]]:
    """Level lines inside panels: both ends and how far up."""
    for panel, (left, top, wide, tall) in _panels(root):
        for line in panel.iter("line"):
            x1, x2, y = (_share_of(line.get(key, "")) for key in ("x1", "x2", "y1"))
            yield [left + x1 * wide, left + x2 * wide, 1 - top - y * tall]


def _take(found: list[list[float]], wanted: list[float]) -> None:
    """Take what stands at `wanted` out of `found`: to a ten-thousandth of the plot."""
    near = min(found, key=lambda at: max(abs(a - b) for a, b in zip(at, wanted, strict=True)))
    assert max(abs(a - b) for a, b in zip(near, wanted, strict=True)) < 2e-4, (near, wanted)
    found.remove(near)


def _range(figure: Mapping[str, Any], trace: Mapping[str, Any], letter: str) -> Any:
    key = trace.get(f"{letter}axis", letter)
    spec = figure["layout"][f"{letter}axis{key[1:]}"]
    return (*spec["range"], *spec.get("domain", (0, 1)))


def _share(low: float, high: float, first: float, last: float, value: float) -> float:
    return first + (value - low) / (high - low) * (last - first)


def _known(*numbers: Any) -> bool:
    return all(number is not None and isfinite(number) for number in numbers)


def _points(trace: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    for point in zip(trace["x"], trace["y"], strict=True):
        if _known(*point):
            yield point


def _intervals(trace: Mapping[str, Any]) -> Iterator[tuple[float, float, float]]:
    error = trace.get("error_x", {})
    if not error.get("array") or error.get("visible") is False:
        return
    below = error.get("arrayminus", error["array"])
    for x, y, less, more in zip(trace["x"], trace["y"], below, error["array"], strict=True):
        if _known(x, y) and (less or 0) + (more or 0) > 0:
            yield x - (less or 0), x + (more or 0), y

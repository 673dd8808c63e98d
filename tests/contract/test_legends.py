"""One legend a map, made where the map is made: pages and slides show it as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.address import Theme
from data.decks.deck import View
from data.locale import texts
from data.repository.engine import EXTRACT, sqlite_url
from data.services import Services
from layouts.charts.registry import PAGES, asked_by, charts_of
from layouts.components.legend import chart_legend
from layouts.figures.base import AREAS, PLACES, is_a
from layouts.figures.chart import Legend
from layouts.theme import palette
from tests.one_slide import build_slide
from tests.slide_views import opening_views, wide_views
from tests.unit.layouts.trees import by_class, prop, text

SERVICES = Services.open(sqlite_url(EXTRACT))
MORE = (
    View("explore", "map", "map=factor"),
    View("explore", "map", "map=both&outcome=homicide_rate&by=zip"),
    View("explore", "map", "by=council_district"),
    View("gaps", "gap-groups", "group=council_district"),
    View("gaps", "gap-groups", "group=holc_1939"),
)
MAPS = [
    view
    for view in dict.fromkeys((*opening_views(), *wide_views(), *MORE))
    if PAGES[view.page.partition("/")[0]].entries[view.chart].is_map
]
LIGHT = palette("light")
QUIET = {LIGHT.few_events, LIGHT.no_data}


def painted(figure: Mapping[str, Any]) -> set[str]:
    """Colors in which areas of the map are filled."""
    found = set()
    for trace in figure["data"]:
        if trace["type"] == "choropleth" and is_a(trace, PLACES, AREAS):
            steps = len(trace["colorscale"]) // 2
            found |= {trace["colorscale"][2 * min(step, steps - 1)][1] for step in trace["z"]}
    return found


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("view", MAPS, ids=lambda v: f"{v.chart}-{v.query}")
def test_page_and_slide_show_the_legend_of_the_chart(view: View, lang: str) -> None:
    page = charts_of(view.page)
    assert page is not None
    made = page.file(SERVICES, asked_by(view, lang))
    slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
    assert made is not None
    assert slide is not None
    legend = made.chart.legend
    if legend is None:  # districts have their numbers on the map, in one fill
        assert painted(made.chart.figure) <= QUIET
        assert slide.legend == Legend()
        return
    colors = [color for color, _ in legend.entries]
    assert painted(made.chart.figure) - QUIET <= set(colors)
    # a slide leaves out numbers of places and long words, but no fill and no hatch
    assert slide.legend == replace(legend, places=slide.legend.places, in_full=slide.legend.in_full)
    tree = chart_legend(legend, texts=texts(lang), theme="light")
    if legend.square is None:
        swatches = [prop(node, "style") for node in by_class(tree, "swatch--fill")]
        assert [style["backgroundColor"] for style in swatches] == colors
        outside = [legend.few_events, legend.no_data]
        labels = [*(legend.in_full or [w for _, w in legend.entries]), *filter(None, outside)]
        assert [text(node) for node in by_class(tree, "legend__label")] == labels
    else:
        cells = by_class(tree, "bivariate__cell")
        assert {(prop(c, "style")["backgroundColor"], text(c)) for c in cells} == {*legend.entries}


def test_only_builders_of_figures_make_a_legend() -> None:
    makers = {
        path.as_posix()
        for path in Path("layouts").rglob("*.py")
        if " Legend(\n" in (code := path.read_text(encoding="utf-8")) or "return Legend(" in code
    }
    assert makers
    assert all(maker.startswith("layouts/figures/") for maker in makers), makers

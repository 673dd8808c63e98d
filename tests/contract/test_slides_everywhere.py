"""Whatever a page draws can be added to the slides: a button on every chart, a slide behind it."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any

import pytest
from dash import dcc, html

from data.address import Theme
from data.decks.deck import COMPARE, EXPLORE, PLACE, WHOLE_PAGES, View
from layouts import ids
from layouts.charts.offered import COMPARED, COMPARED_ROW
from layouts.charts.registry import PAGES as CHARTS_OF_PAGES
from tests import shared
from tests.contract.test_ids import walk
from tests.one_slide import build_slide
from tests.shared import ADDRESSES, services

SERVICES = services()
PLACES = "neighborhood-60,zip-64130,city"
MARKUP_FIGURE = re.compile(r"<figure\b", re.IGNORECASE)
BOTH = [(lang, theme) for lang in ("en", "es") for theme in Theme]


@cache
def drawn(address: str) -> tuple[Any, ...]:
    return tuple(walk(shared.drawn(address)))


def offered(components: tuple[Any, ...]) -> dict[str, Any]:
    """The add buttons: chart -> button."""
    found = {}
    for component in components:
        chart = getattr(component, "data-add-slide", None)
        if isinstance(component, html.Button) and chart:
            found[chart] = component
    return found


def page_of(address: str) -> tuple[str, str]:
    """As decks name the page; the browser reads the word of a place off its page."""
    path, _, query = address.strip("/").partition("?")
    words = [getattr(component, "data-place", None) for component in drawn(address)]
    of_place = [word for word in words if word and path.startswith(PLACE)]
    return f"{PLACE}/{of_place[0]}" if of_place else path or EXPLORE, query


def view_of(button: Any, address: str) -> tuple[str, str]:
    """Page and query of its slide: those of the address, or of the page whose chart it is."""
    told = {name: getattr(button, f"data-slide-{name}", None) for name in ("page", "query")}
    return page_of(address) if told["page"] is None else (told["page"], told["query"])


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_figure_of_a_page_has_an_add_button(address: str) -> None:
    components = drawn(address)
    charts = {c.id.removesuffix("-card") for c in components if isinstance(c, html.Figure)}
    graphs = {c.id.removesuffix("-graph") for c in components if isinstance(c, dcc.Graph)}
    # where nothing is compared, the place of the rows is empty
    compares = page_of(address)[1] and any(
        getattr(c, "id", "") == ids.COMPARE_ROWS for c in components
    )
    rows = {COMPARED} if compares else set()
    assert set(offered(components)) == charts | graphs | rows
    # what comes as ready markup could not be seen above
    markup = [unescape(str(getattr(c, "data-html", ""))) for c in components]
    assert not any(MARKUP_FIGURE.search(text) for text in markup)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_add_button_builds_its_slide(address: str) -> None:
    for chart, button in offered(drawn(address)).items():
        page, query = view_of(button, address)
        kind = page.partition("/")[0]
        assert chart in CHARTS_OF_PAGES[kind].entries, (address, chart)
        assert button.children and getattr(button, "aria-label", "")
        for lang, theme in BOTH:
            view = View(page, chart, "" if kind == PLACE else query)
            slide = build_slide(SERVICES, view, lang=lang, theme=theme)
            assert slide is not None and slide.lead and slide.source, (address, chart)
            assert slide.figures or slide.table, (address, chart)


def test_every_chart_that_is_offered_stands_on_a_page() -> None:
    seen: dict[str, set[str]] = {}
    for address in ADDRESSES:
        kind = page_of(address)[0].partition("/")[0]
        seen.setdefault(kind, set()).update(offered(drawn(address)))
    for kind, charts in ((p, set(c.entries)) for p, c in CHARTS_OF_PAGES.items()):
        # the rows of Compare come as markup
        assert charts - {COMPARED_ROW} == seen[kind], kind
    assert set(CHARTS_OF_PAGES) == {*WHOLE_PAGES, PLACE}


@pytest.mark.parametrize(("lang", "theme"), BOTH)
def test_every_row_of_a_comparison_builds_its_slide(lang: str, theme: Theme) -> None:
    data = SERVICES.compare.data(tuple(PLACES.split(",")), "city")
    assert len(data.rows) > 50
    for row in data.rows:
        view = View(COMPARE, COMPARED_ROW, f"places={PLACES}&measure={row.indicator.id}")
        slide = build_slide(SERVICES, view, lang=lang, theme=theme)
        assert slide is not None and slide.lead and slide.figures, row.indicator.id

"""A page that no list names: what is registered is a slide, a file and a part of the pack."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dash import Dash, html

from callbacks.files import downloads
from callbacks.files.downloads import view_file
from data.address import Theme
from data.decks import deck
from data.decks.deck import Deck, View, from_link, to_link
from data.files.csv_file import about
from data.locale import LANGUAGES, texts
from data.services import Services
from data.settings import Settings
from layouts.charts import registry
from layouts.charts.entries import Asked, ChartEntry, ChartFile, Named, PageCharts, by_id
from layouts.components.chart_card import chart_card, words_of
from layouts.figures.chart import Chart, Column
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.pack.contents import measures_of, places_of
from layouts.theme import palette
from tests.one_slide import build_slide
from tests.shared import services

VIEW = View("example", "first-chart", "year=2020")
CAVEAT = "gap_sentences.grades_now.history"


def _file(services: Services, asked: Asked) -> ChartFile | None:
    if "year=2020" not in asked.query:
        return None
    catalogue = services.atlas.catalogue
    measure = catalogue.indicator("poverty_150")
    theme = palette("dark" if "theme=dark" in asked.query else "light")
    dots = [
        Row(name, (Dot(value, value - 1, value + 1, f"{value}", "", theme.accent),))
        for name, value in ROWS
    ]
    chart = Chart(
        title="A chart",
        sentence="The first is 3 and the second 4.",
        figure=panels_figure([Panel("A scale", tuple(dots))], theme=theme, scale=asked.scale),
        columns=[Column("name", "Name"), Column("value", "Value", "number")],
        rows=[{"name": name, "value": f"{value}"} for name, value in ROWS],
        csv_columns=("group", "value"),
        csv_rows=ROWS,
        csv_shared=about(measure, catalogue.source_of(measure), "zip", texts(asked.default_lang)),
    )
    return ChartFile("example", chart)


ROWS = [("first", 3.0), ("second", 4.0)]
CHARTS = PageCharts(
    page="example",
    entries=by_id(ChartEntry(VIEW.chart, caveats=(CAVEAT,))),
    file=_file,
    named=lambda services, asked: Named(("zip-64130",), ("poverty_150",)),
)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two lines that tell of a page's charts: its name in decks, its charts in the registry."""
    monkeypatch.setitem(registry.PAGES, "example", CHARTS)  # type: ignore[arg-type]
    monkeypatch.setattr(deck, "WHOLE_PAGES", {*deck.WHOLE_PAGES, "example"})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", Theme)
def test_its_chart_is_a_slide(lang: str, theme: Theme) -> None:
    (view,) = from_link(to_link(Deck((VIEW,)))).deck.slides
    slide = build_slide(services(), view, lang=lang, theme=theme)
    assert slide is not None and slide.title == "A chart"
    assert slide.lead.startswith("The first is 3")
    assert texts(lang).t(CAVEAT) in f"{slide.lead} {slide.more}"
    assert slide.live == f"/example?year=2020&lang={lang}&theme={theme.value}"
    assert slide.figures[0]["layout"]["font"]["color"] == palette(theme.value).ink_muted
    assert build_slide(services(), View("example", VIEW.chart), lang=lang, theme=theme) is None


def test_its_numbers_are_a_file_and_its_places_and_measures_are_in_the_pack() -> None:
    found = view_file(services(), VIEW, "en")
    assert found is not None and ",first,3" in found.text
    made = Deck((VIEW,))
    assert places_of(services(), made) == ("zip-64130",)
    assert measures_of(services(), made) == ("poverty_150",)


def test_its_card_needs_no_text_of_its_own() -> None:
    """Tools call a chart by its title where no shorter name is written."""
    made = _file(services(), Asked(VIEW.chart, VIEW.query))
    assert made is not None
    card = chart_card(
        texts=texts("en"),
        chart=VIEW.chart,
        **words_of(replace(made.chart, notes=["A source."])),
        csv_href="/example.csv",
        cite_href="/embed/example",
        how_to_read=["A row is a thing."],
    )
    assert "Download the numbers as CSV: A chart" in repr(card)


def test_its_numbers_have_an_address() -> None:
    app = Dash(__name__)
    app.layout = html.Div()
    downloads.register(app, services(), Settings())
    answer = app.server.test_client().get("/download/example/first-chart.csv?year=2020")
    assert answer.status_code == 200 and b",second,4" in answer.data

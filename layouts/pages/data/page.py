"""Data: everything in one file, the API, a line a measure, every source with its licence."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.files.csv_file import COLUMNS
from layouts.components.static import static
from layouts.components.terms import with_terms
from layouts.pages.data.freshness import freshness
from layouts.pages.data.measures import measures
from layouts.pages.data.sources import sources
from layouts.pages.data.take import api, everything
from layouts.request import PageRequest


def build(request: PageRequest) -> Component:
    """The page."""
    t, texts = request.texts.t, request.texts
    return html.Div(
        [
            static(
                html.H1(t("pages.data.title")),
                html.Div([everything(request), api(request)], className="data-take"),
                html.H2(t("data_page.measures"), id="indicators"),
                html.P(with_terms(t("data_page.lead"), texts)),
            ),
            *measures(request),
            static(
                html.H2(t("data_page.about")),
                _fold("columns", t("columns.title"), _columns(request)),
                _fold("freshness", t("data_page.fresh.title"), freshness(request)),
                _fold("sources", t("data_page.sources"), sources(request)),
            ),
        ],
        className="data-page",
    )


def _fold(anchor: str, title: str, inside: Sequence[Component]) -> Component:
    """A closed part of the page. Its anchor lies inside: a browser that is led there opens it."""
    return html.Details(
        [html.Summary(html.H3(title)), html.Div(inside, id=anchor)], className="data-fold"
    )


def _columns(request: PageRequest) -> list[Component]:
    """What every column of every file means."""
    t = request.texts.t
    meanings = [
        part
        for name in COLUMNS
        for part in (html.Dt(html.Code(name)), html.Dd(t(f"columns.meaning.{name}")))
    ]
    return [
        html.P(t("columns.same")),
        html.P(with_terms(t("data_page.columns"), request.texts)),
        html.P(t("columns.spreadsheet")),
        html.Dl(meanings, className="data-columns"),
    ]

"""Data: every source with its publisher, its licence and how it is cited."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.catalogue.schema import Source
from layouts.request import PageRequest


def sources(request: PageRequest) -> list[Component]:
    """A part a source, under the anchor that lines and other pages lead to."""
    return [_source(request, one) for one in request.services.atlas.catalogue.shown_sources]


def _source(request: PageRequest, source: Source) -> Component:
    lang, t = request.texts.lang, request.texts.t
    facts = [
        ("publisher", source.publisher),
        ("vintage", source.vintage),
        ("licence", source.licence.get(lang)),
        ("citation", source.citation),
    ]
    return html.Section(
        [
            html.H3(source.title.get(lang), id=f"source-{source.id}"),
            html.Dl(
                [
                    part
                    for key, value in facts
                    for part in (html.Dt(t(f"data_page.source.{key}")), html.Dd(value))
                ]
            ),
        ],
        className="source",
    )

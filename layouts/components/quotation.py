"""A claim of others, as they published it, with what must be said beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.gaps.published_results import Quotation
from data.locale import Texts
from layouts.components.attributes import data
from layouts.figures.gaps.quotations import amount_text


def quoted_claim(
    quotation: Quotation, spoken: Texts, heading: Callable[[str], Component] = html.H4
) -> Component:
    """Its statement, what must be known to read it, its numbers, and where it was published."""
    lang, t = spoken.lang, spoken.t
    export = data(export_text="true")
    figures = [
        html.Li(
            [
                html.Span(figure.name.get(lang) + ": ", className="quotation__name"),
                html.Strong(amount_text(figure, spoken)),
                *([html.Span(f" {figure.note.get(lang)}")] if figure.note else []),
            ],
            **export,
        )
        for figure in quotation.figures
    ]
    source: Any = t("gaps.deaths.source", citation=quotation.citation)
    if quotation.url:
        source = html.A(source, href=quotation.url, rel="noopener")
    return html.Div(
        [
            heading(quotation.title.get(lang)),
            html.Blockquote(html.P(quotation.statement.get(lang)), **export),
            html.P(
                [html.Strong(t("gaps.deaths.overlap") + ": "), quotation.warning.get(lang)],
                className="quotation__warning",
                **export,
            ),
            html.Ul(figures),
            html.P(source, className="quotation__source"),
        ],
        className="quotation",
    )

"""What people of the city said in the press; nothing in a city without such quotations."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from layouts.components.voices import press_voice
from layouts.request import PageRequest


def section(request: PageRequest) -> Component | None:
    """Every quotation of the city's folder, in its order."""
    t, quotes = request.texts.t, city().press_quotes
    if not quotes:
        return None
    return html.Section(
        [
            html.H2(t("stories.press_title"), id="press"),
            html.P(t("stories.press")),
            html.Div([press_voice(quote, request.texts) for quote in quotes], className="voices"),
        ]
    )

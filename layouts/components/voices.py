"""Voices of people beside numbers: marked as stories, never as evidence."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.cities.press import PressQuote
from data.locale import Texts
from data.locale.format import format_day


def press_voice(quote: PressQuote, texts: Texts) -> Component:
    """Words of somebody as the press published them: who, when, where, and whose voice it is."""
    t, lang = texts.t, texts.lang
    labels = [t("stories.press_label")]
    if quote.voice != "resident":
        labels.append(t(f"stories.press_{quote.voice}"))
    day = format_day(quote.day, lang=lang) if quote.day else str(quote.year)
    original = html.P(html.Q(quote.quote.en), lang="en")
    words = [original]
    if lang != "en":
        said = html.P(html.Q(quote.quote.get(lang)))
        words = [said, html.P(t("stories.press_translated"), className="voice__note"), original]
    return html.Figure(
        [
            html.P(" · ".join(labels), className="voice__label"),
            html.Blockquote(words),
            html.Figcaption(
                [
                    html.Strong(quote.speaker),
                    f", {quote.role.get(lang)}. ",
                    html.A(
                        t("stories.press_source", outlet=quote.outlet, day=day),
                        href=quote.url,
                        rel="noopener",
                    ),
                    f". {quote.read.get(lang)}" if quote.read else ".",
                ]
            ),
        ],
        className="voice",
    )

"""Voices of people beside numbers: marked as stories, never as evidence."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.cities.press import PressQuote
from data.locale import Texts
from data.locale.format import format_day
from layouts import paths
from layouts.components.attributes import aria
from layouts.request import PageRequest

# Beside numbers: more would look like a count of them.
MOST_BESIDE = 2


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
    return html.Article(
        [
            html.P(" · ".join(labels), className="voice__label"),
            html.Blockquote(words),
            html.P(
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


def press_of_place(place_id: str) -> tuple[PressQuote, ...]:
    """Quotations that stand on the page of a place, in the order of the city's folder."""
    return tuple(quote for quote in city().press_quotes if place_id in quote.places)


def press_about(determinant: str) -> tuple[PressQuote, ...]:
    """Quotations about a determinant."""
    return tuple(quote for quote in city().press_quotes if determinant in quote.about)


def voices_beside(
    request: PageRequest, quotes: Sequence[PressQuote], shared: Sequence[Component] = ()
) -> Component | None:
    """At most MOST_BESIDE stories beside numbers, marked as stories; None where there are none.

    `shared` are stories that this site publishes, each drawn already: they come first.
    """
    t = request.texts.t
    shown = [*shared, *(press_voice(quote, request.texts) for quote in quotes)][:MOST_BESIDE]
    if not shown:
        return None
    return html.Section(
        [
            html.H2(t("stories.voices_title"), id="voices"),
            html.P(t("stories.beside"), className="voice__note"),
            html.Div(shown, className="voices"),
            html.P(html.A(t("stories.voices_more"), href=request.link(paths.STORIES))),
        ],
        className="beside-numbers",
        **aria(labelledby="voices"),
    )

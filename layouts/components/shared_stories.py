"""Stories that people shared, beside numbers: marked as one person's experience, never evidence."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from data.services import Services
from data.stories.model import Story
from layouts import paths
from layouts.components.attributes import aria, data
from layouts.request import PageRequest

# Beside numbers a few; all of them are on the page of stories.
MOST_BESIDE = 3


def stories_of_place(request: PageRequest, place: str) -> Component | None:
    """The newest stories of a ZIP code, a district or the city, for its page; None for none.

    `place` is named as in addresses. A page that shows one is kept in no cache.
    """
    found = request.services.shelf.of_place(place)
    if not found:
        return None
    t = request.texts.t
    return html.Section(
        [
            html.H2(t("share.beside.title"), id="stories"),
            html.P(t("share.beside.note")),
            voices(request, found[:MOST_BESIDE]),
            html.P(html.A(t("share.beside.all"), href=request.link(f"{paths.STORIES}#shared"))),
        ],
        className="beside-stories",
        **aria(labelledby="stories"),
    )


def voices(request: PageRequest, stories: Sequence[Story]) -> Component:
    """Stories side by side. Search engines are asked to quote none of them."""
    return html.Div(
        [shared_voice(request, story) for story in stories],
        className="voices",
        **data(nosnippet="true"),
    )


def shared_voice(request: PageRequest, story: Story) -> Component:
    """One story as its teller lets it be shown, in the language in which it was told."""
    t = request.texts.t
    place = name_of_place(request.services, request.texts, story.place)
    said = [words for words in (story.signed, place) if words]
    return html.Figure(
        [
            html.P(t("share.beside.label"), className="voice__label"),
            html.Blockquote(paragraphs(story.text), lang=story.lang),
            html.Figcaption(", ".join(said)) if said else None,
        ],
        className="voice",
    )


def paragraphs(text: str) -> list[Component]:
    """Plain text as paragraphs; its line breaks stay."""
    return [html.P(lines(part)) for part in text.split("\n\n") if part]


def lines(text: str) -> list[Component | str]:
    """Plain text with its line breaks."""
    parts: list[Component | str] = []
    for number, line in enumerate(text.split("\n")):
        parts += [html.Br(), line] if number else [line]
    return parts


def name_of_place(services: Services, texts: Texts, place: str) -> str:
    """The name of a place; empty for none, and for one that the data no longer has."""
    known = (found for found in services.place_index.places if found.place_id == place)
    found = next(known, None) if place else None
    if found is None:
        return ""
    name, key = found.names[texts.lang], f"place.title.{found.geography.value}"
    return texts.t(key, name=name) if texts.has(key) else name

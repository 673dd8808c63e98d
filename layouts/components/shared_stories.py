"""Stories that people shared, beside numbers: marked as one person's experience, never evidence."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from data.models import Geography, PlaceId
from data.services import Services
from data.stories.model import PLACES_OF_STORIES, Story, Use
from layouts.components.attributes import data
from layouts.components.voices import MOST_BESIDE
from layouts.request import PageRequest


def shared_beside(request: PageRequest, place: str) -> list[Component]:
    """The newest shared stories of a ZIP code, a district or the city, to stand beside its numbers
    (layouts/components/voices.py); none of any other place. A page that shows one is kept nowhere.
    """
    asked = PlaceId.parse(place)
    if asked is None or asked.geography not in (*PLACES_OF_STORIES, Geography.CITY):
        return []
    found = request.services.shelf.of_place(place, most=MOST_BESIDE)
    return [shared_voice(request, story) for story in found]


def voices(request: PageRequest, stories: Sequence[Story]) -> Component:
    """Stories side by side."""
    return html.Div([shared_voice(request, story) for story in stories], className="voices")


def shared_voice(request: PageRequest, story: Story) -> Component:
    """One story as its teller lets it be shown, in the language in which it was told. Search
    engines are asked to quote none.
    """
    t = request.texts.t
    place = name_of_place(request.services, request.texts, story.place)
    said = [words for words in (story.signed, place) if words]
    return html.Figure(
        [
            html.P(t("share.list.label"), className="voice__label"),
            html.Blockquote(paragraphs(story.text), lang=story.lang),
            html.Figcaption(", ".join(said)) if said else None,
        ],
        # whoever prints a page has no consent to print what may only be shown online
        className="voice" if Use.PRINT in story.uses else "voice voice--unprinted",
        **data(nosnippet="true"),
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

"""The story: why this site exists, one idea a screen, down to the reader's own place."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.sentences.notices import notice_texts
from data.story.state import parse_story
from layouts.components.notice import notice
from layouts.pages.story.ends import tools, your_place
from layouts.pages.story.screens import screen
from layouts.request import PageRequest


def build(request: PageRequest) -> Component:
    """The page, complete: no callback changes it."""
    services = request.services
    parsed = parse_story(request.query, services.atlas, default_lang=request.default_lang)
    data = services.story.data
    messages = notice_texts(services.atlas, parsed.notices, request.texts)
    return html.Div(
        [
            notice(texts=request.texts, messages=messages),
            *(
                screen(request, data, which, first=which is data.screens[0])
                for which in data.screens
            ),
            your_place(request, parsed.state.place, first=not data.screens),
            tools(request),
        ],
        className="story",
    )

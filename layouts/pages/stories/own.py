"""The visitor's own stories: written, kept and printed by the browser; nothing is ever sent."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from data.decks.words import FIELDS, WordKind
from layouts import ids
from layouts.components.attributes import data
from layouts.components.slide_button import answers
from layouts.components.story_hints import hints_for_browser
from layouts.request import PageRequest

# What a slide of words holds of a story and of who tells it.
_FIELDS = FIELDS[WordKind.STORY]
MAX_STORIES = 40
_TEXTS: tuple[str, ...] = (
    "text", "text_help", "teller", "place", "consent", "keep", "change", "cancel", "empty", "list",
    "edit", "delete", "slide", "wall", "wall_note", "undo", "edit_name", "delete_name",
    "slide_name", "kept", "changed", "deleted", "restored", "full", "no_text", "no_consent",
    "refused", "by_of",
)  # fmt: skip


def section(request: PageRequest) -> Component:
    """What stays in the browser; assets/clientside/stories/own.js draws the form and the list."""
    t = request.texts.t
    boot = {
        "most": MAX_STORIES,
        "text": _FIELDS["text"],
        "signed": _FIELDS["teller"],
        "said": {key: t(f"stories.own_{key}") for key in _TEXTS},
        "deck": answers(request.texts),
    }
    return html.Section(
        [
            html.H2(t("stories.own_title"), id="own"),
            html.P(t("stories.own")),
            html.Noscript(html.P(t("stories.own_noscript"))),
            html.P(
                [html.Strong(t("stories.own_wall_title")), html.Br(), t("stories.beside")],
                className="wall-title",
            ),
            html.Div(
                id=ids.OWN_STORIES,
                className="own-stories",
                **data(own=json.dumps(boot, ensure_ascii=False)),
                **hints_for_browser(request.texts),
            ),
            html.P(t("stories.own_clear"), className="voice__note"),
        ],
        className="own",
    )

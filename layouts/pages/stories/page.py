"""Stories beside numbers: paper first, then one's own, then shared ones, then the press.

Every part works without scripts but one's own stories, which live in the browser and nowhere else.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.components.static import static
from layouts.pages.stories import own, paper, press, shared
from layouts.request import PageRequest


def build(request: PageRequest) -> Component:
    """The page."""
    t = request.texts.t
    parts = (paper.section, own.section, shared.section, press.section)
    return static(
        [
            html.H1(t("stories.title")),
            html.P(t("stories.lead"), className="lead"),
            html.Section(
                [
                    html.H2(t("stories.what_title"), id="what"),
                    html.P(t("stories.what")),
                    html.P(t("stories.what_choice")),
                ]
            ),
            *(part(request) for part in parts),
        ],
        className="stories prose",
    )

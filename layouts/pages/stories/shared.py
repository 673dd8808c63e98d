"""Shared stories: the published ones and the way to the form; where none are taken, it says so."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.models import CITY_PLACE
from layouts import paths
from layouts.components.shared_stories import voices
from layouts.request import PageRequest

# More make a page that nobody reads to its end.
MOST_SHOWN = 100


def section(request: PageRequest) -> Component:
    """What is shared here, and what can be."""
    return html.Section(
        [
            html.H2(request.texts.t("stories.shared_title"), id="shared"),
            *(_shared(request) if request.services.shelf.is_on else _off(request)),
        ]
    )


def _off(request: PageRequest) -> list[Component]:
    return [html.P(request.texts.t("stories.shared_off"))]


def _shared(request: PageRequest) -> list[Component]:
    t, shelf = request.texts.t, request.services.shelf
    stories = shelf.of_place(CITY_PLACE)
    if not stories and not shelf.is_reachable():
        return [html.P(t("share.list.away"))]
    ways = [
        html.A(
            t("share.list.share"), href=request.link(paths.SHARE), className="button button--solid"
        ),
        html.A(t("share.form.have_code"), href=request.link(paths.YOURS)),
    ]
    shown = stories[:MOST_SHOWN]
    more = t("share.list.more", shown=len(shown), total=len(stories))
    return [
        html.P(t("share.list.lead" if stories else "share.list.none")),
        html.P(ways, className="sending__buttons"),
        *([html.P(more)] if len(stories) > len(shown) else []),
        *([voices(request, shown)] if shown else []),
    ]

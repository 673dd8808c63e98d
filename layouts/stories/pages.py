"""The pages of shared stories that send, each built around what was found."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from layouts import paths
from layouts.request import Page, PageRequest

_MENU = "act"
Build = Callable[[PageRequest], list[Component | None]]


def page(path: str, title: str, build: Build) -> Page:
    """A page below `/stories`. It is in no list of pages: nothing of it lives in a browser."""

    def built(request: PageRequest) -> Component:
        return html.Div([html.H1(title), *build(request)], className="prose stories")

    key = path.strip("/").replace("/", "_")
    return Page(key, path, built, in_navigation=False, menu=_MENU, sends=True)


def only_said(key: str) -> Build:
    """A page of words alone, under `share.<key>.said`, and the way back."""

    def build(request: PageRequest) -> list[Component | None]:
        t = request.texts.t
        return [html.P(t(f"share.{key}.said"), className="lead"), back(request)]

    return build


def back(request: PageRequest) -> Component:
    """The way to the page about stories."""
    return html.P(html.A(request.texts.t("share.back"), href=request.link(paths.STORIES)))

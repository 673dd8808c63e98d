"""What a part of the page shows in the first HTML, before any script has come.

A chart, a map: on the screen they belong to a library of the browser. The document carries a
picture of them that the server has drawn; the browser code moves it into the living page, where it
stays until its library takes over (docs/decisions/0093).
"""

from __future__ import annotations

from collections.abc import Callable

from dash.development.base_component import Component

_ATTRIBUTE = "first_html"


def drawn(component: Component, picture: Callable[[], str]) -> Component:
    """`component`, whose content in the first HTML is `picture()`: markup, already escaped.

    It is made when the document is, and never when a callback sends the component.
    """
    setattr(component, _ATTRIBUTE, picture)
    return component


def picture_of(component: Component) -> Callable[[], str] | None:
    """What makes the picture of `component`; None where it has none."""
    found: Callable[[], str] | None = getattr(component, _ATTRIBUTE, None)
    return found

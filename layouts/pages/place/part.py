"""A folded part of the page of one place: a heading that unfolds what stands under it."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import data

Children = list[Component | None]


def part(name: str, title: str, children: Children, *, loads: str = "") -> Component:
    """A native `<details>`, so that it opens without scripts and the browser finds words in it.

    On paper it is open (assets/clientside/paper/sheets.js). `loads` is the id of a store that is
    told whether it is open.
    """
    told: dict[str, Any] = data(loads=loads) if loads else {}
    return html.Details(
        [
            html.Summary(html.H2(title), className="part__head"),
            html.Div(children, className="part__body"),
        ],
        id=f"part-{name}",
        className=f"part place__part place__{name}",
        **told,
    )

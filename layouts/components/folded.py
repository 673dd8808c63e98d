"""A part of a page that unfolds under its heading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import data


def folded(
    title: str, children: Sequence[Component | None], *, id: str, class_name: str, loads: str = ""
) -> Component:
    """A native `<details>`, so that it opens without scripts and the browser finds words in it.

    On paper it is open (assets/clientside/paper/sheets.js). `loads` is the id of a store that is
    told whether it is open.
    """
    told: dict[str, Any] = data(loads=loads) if loads else {}
    return html.Details(
        [
            html.Summary(html.H2(title), className="part__head"),
            html.Div(list(children), className="part__body"),
        ],
        id=id,
        className=f"part {class_name}",
        **told,
    )

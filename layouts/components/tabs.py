"""Parts of a page of which a laptop shows one at a time, and every other width all of them.

In the HTML they are links and the parts behind them: without scripts a link shows its part by
`:target`. assets/clientside/shared/tabs.js makes real tabs of them where the style sheet shows them
as such, and takes nothing out of the page: a part that is not shown keeps its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import aria, data


@dataclass(frozen=True, slots=True)
class Tab:
    """`name` is its key in the style sheet, `target` the id of what an address names in it."""

    name: str
    label: str
    target: str
    content: Component


def tabs(*, label: str, parts: Sequence[Tab]) -> Component:
    """The parts, the first one shown. `label` names the list of tabs for readers."""
    links = [
        html.A(
            part.label,
            id=f"{part.name}-tab",
            href=f"#{part.target}",
            className=f"tabs__tab tabs__tab--{part.name}",
            **data(tab=part.name),
        )
        for part in parts
    ]
    panels = [
        html.Div(
            part.content,
            id=f"{part.name}-panel",
            className=f"tabs__panel tabs__panel--{part.name}",
            **data(tab_panel=part.name),
        )
        for part in parts
    ]
    return html.Div(
        [
            html.Div(links, className="tabs__list", **aria(label=label)),
            html.Div(panels, className="tabs__panels"),
        ],
        className="tabs",
    )

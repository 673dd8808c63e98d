"""A folded part of the page of one place: a heading that unfolds what stands under it."""

from __future__ import annotations

from dash.development.base_component import Component

from layouts.components.folded import folded

Children = list[Component | None]


def part(name: str, title: str, children: Children, *, loads: str = "") -> Component:
    """The part `name`; `loads` is the id of a store that is told whether it is open."""
    return folded(
        title,
        children,
        id=f"part-{name}",
        class_name=f"place__part place__{name}",
        loads=loads,
    )

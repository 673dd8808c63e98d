"""A small stand-in for every page, so that the browser can check callbacks against ids.

Dash checks that each id a callback names exists somewhere. Pages are drawn when they are visited,
so it must be told what they hold; telling it the pages themselves would put all of them, with
every option of every control, into each document.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

from dash import html
from dash.development.base_component import Component


def skeleton(*trees: Component) -> Component:
    """Every component of `trees` that has an id: its type and that id, nothing else."""
    found: dict[str, Component] = {}
    for tree in trees:
        for component in _walk(tree):
            component_id = getattr(component, "id", None)
            if component_id is not None:
                found.setdefault(str(component_id), _bare(component))
    return html.Div(list(found.values()))


def _bare(component: Component) -> Component:
    """A copy with its id alone. Not made anew: some types insist on more than an id."""
    bare = copy(component)
    said = bare.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    for name in said.keys() - {"id"}:  # `data-` and `aria-` too, which are in no list of names
        delattr(bare, name)
    return bare


def _walk(component: Component) -> Iterator[Component]:
    """`component` and all below it, in whichever property they hang."""
    yield component
    for name in component._prop_names:
        yield from _below(getattr(component, name, None))


def _below(value: Any) -> Iterator[Component]:
    if isinstance(value, Component):
        yield from _walk(value)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _below(item)

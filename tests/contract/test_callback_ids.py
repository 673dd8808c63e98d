"""Every id that a callback names stands on some page: Dash's own check is off (decision 0018)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dash import Dash
from dash.development.base_component import Component

from layouts.frame import root
from layouts.pages import PAGES
from tests.shared import drawn


def ids_below(value: Any) -> Iterator[Any]:
    if isinstance(value, Component):
        if getattr(value, "id", None) is not None:
            yield value.id
        for name in value._prop_names:
            yield from ids_below(getattr(value, name, None))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from ids_below(item)


def plain(found: Any) -> Any:
    """The id of a component, or of a dependency, which is written as JSON where it is a pattern."""
    if isinstance(found, str) and found.startswith("{"):
        found = json.loads(found)
    return frozenset(found) if isinstance(found, dict) else found


def test_every_id_of_a_callback_is_on_a_page(real_app: Dash) -> None:
    trees = [root.build(), *(drawn(page.examples[0]) for page in PAGES)]
    there = {plain(found) for tree in trees for found in ids_below(tree)}
    named = {
        plain(dependency.component_id if hasattr(dependency, "component_id") else dependency["id"])
        for one in real_app.callback_map.values()
        for dependency in (*one["inputs"], *one["state"], *outputs_of(one))
    }
    assert len(named) > 40
    assert named <= there


def outputs_of(callback: dict[str, Any]) -> list[Any]:
    output = callback.get("output", [])
    return list(output) if isinstance(output, list | tuple) else [output]

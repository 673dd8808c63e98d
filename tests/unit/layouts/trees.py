"""Walk a tree of Dash components as a browser would see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component

_TAGS = re.compile(r"<[^>]*>")


def walk(node: Any) -> Iterator[Component]:
    """Every component of a tree, parents before children."""
    if isinstance(node, (list, tuple)):
        for child in node:
            yield from walk(child)
    elif isinstance(node, Component):
        yield node
        yield from walk(getattr(node, "children", None))


def prop(node: Component, name: str) -> Any:
    """A property, `data-` and `aria-` ones included; None where there is none."""
    return node.to_plotly_json()["props"].get(name)


def by_type(tree: Any, kind: str) -> list[Component]:
    """Components of one type, such as `Table` or `Select`."""
    return [node for node in walk(tree) if node.to_plotly_json()["type"] == kind]


def by_class(tree: Any, name: str) -> list[Component]:
    """Components that carry a CSS class."""
    return [node for node in walk(tree) if name in (prop(node, "className") or "").split()]


def with_prop(tree: Any, name: str) -> list[Component]:
    """Components that carry a property."""
    return [node for node in walk(tree) if prop(node, name) is not None]


def element_ids(tree: Any) -> list[str]:
    """Ids in order."""
    return [prop(node, "id") for node in with_prop(tree, "id")]


def text(node: Any) -> str:
    """The words of a tree."""
    if isinstance(node, (list, tuple)):
        return "".join(text(child) for child in node)
    if isinstance(node, Component):
        markup = getattr(node, "data-html", None)
        return _TAGS.sub("", markup) if markup else text(getattr(node, "children", None))
    return "" if node is None else str(node)

"""The whole page as HTML, as the document carries it before any script has come.

The same tree that Dash's renderer will draw (`show_page`) is written element for element, so that
the living page can take its place without a jump (assets/clientside/start/swap.js). What a library
of the browser draws is the server's picture of it (layouts/components/drawn.py).
"""

from __future__ import annotations

from typing import Any

from dash import dcc
from dash.development.base_component import Component

from layouts.components.drawn import picture_of
from layouts.components.static import children_of, element, properties, to_html

# Parts that carry state, and nothing that is seen.
_UNSEEN = (dcc.Store, dcc.Location, dcc.Download)
# Markup and figures for the browser code: in the first HTML they stand in place, or as a picture.
_CARRIED = ("data-html", "data-graph")
# Values that a browser remembers from a visit before are not the visitor's choice of now.
_FIELDS = frozenset({"input", "select", "textarea"})


def first_html(tree: Component) -> str:
    """Markup of all that `tree` shows; every text in it is escaped.

    Raises:
        TypeError: the tree has a component that has no picture and is none of HTML's.

    """
    return to_html(tree, _written)


def _written(node: Component) -> str | None:
    if isinstance(node, _UNSEEN):
        return ""
    known = properties(node)
    picture = picture_of(node)
    if picture is not None:
        # where the browser code finds it
        return _holder(node, known | {"data-pictured": True}, picture())
    if node._namespace == "dash_html_components":
        return _html(node, known)
    return _holder(node, known, "") if isinstance(node, dcc.Graph) else None


def _html(node: Component, known: dict[str, Any]) -> str | None:
    tag = node._type.lower()
    if tag in _FIELDS:
        return element(tag, known | {"autoComplete": "off"}, to_html(children_of(node), _written))
    if "data-html" in known:
        return _holder(node, known, known["data-html"])
    return _holder(node, known, "") if "data-graph" in known else None


def _holder(node: Component, known: dict[str, Any], content: str) -> str:
    """The element of `node` around markup that is its picture or its content."""
    if node._namespace == "dash_html_components":
        kept = {name: value for name, value in known.items() if name not in _CARRIED}
        return element(node._type.lower(), kept, content)
    # dcc.Graph draws into a div of this class
    kept = {name: known.get(name) for name in ("id", "style", "data-pictured")}
    kept["className"] = f"dash-graph {known.get('className', '')}".strip()
    return element("div", kept, content)

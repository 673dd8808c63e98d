"""Large parts of a page that no callback touches, sent as HTML instead of as components.

Dash's renderer wraps each component and keeps a path to each: a table of 250 rows costs it many
seconds (measured: 246 rows of 8 cells, 15 s on a laptop core). The browser reads the same table
from HTML in milliseconds. `static(...)` turns a tree of `html` components into one component that
carries the markup; assets/clientside/shared/static.js puts it in place.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import data

_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_RENAMED = {"className": "class", "htmlFor": "for", "httpEquiv": "http-equiv"}
# Properties of Dash's own that mean nothing in HTML.
_IGNORED = frozenset({"children", "n_clicks", "n_clicks_timestamp", "key", "disable_n_clicks"})
_CAPITAL = re.compile(r"[A-Z]")


def static(*children: Any, **properties: Any) -> Component:
    """A `<div>` whose content is `children` as HTML. `properties` are those of the div.

    Raises TypeError if a child is not made of `html` components and text: a control or a graph
    needs the renderer.
    """
    markup = "".join(to_html(child) for child in children)
    return html.Div(**properties, **data(html=markup))


def to_html(node: Any) -> str:
    """HTML of a tree of `html` components, text and lists; all text is escaped."""
    if node is None:
        return ""
    if isinstance(node, str | int | float):
        return escape(str(node), quote=False)
    if isinstance(node, list | tuple):
        return "".join(to_html(child) for child in node)
    if not isinstance(node, Component) or node._namespace != "dash_html_components":
        raise TypeError(f"{type(node).__name__} cannot be sent as HTML")
    tag = node._type.lower()
    attributes = "".join(_attribute(name, value) for name, value in _properties(node))
    if tag in _VOID:
        return f"<{tag}{attributes}>"
    return f"<{tag}{attributes}>{to_html(getattr(node, 'children', None))}</{tag}>"


def _json(node: Component) -> dict[str, Any]:
    made: dict[str, Any] = node.to_plotly_json()  # type: ignore[no-untyped-call]
    return made


def _properties(node: Component) -> list[tuple[str, Any]]:
    # sorted: Dash keeps them in a set, and equal views must have equal bytes
    found = sorted(_json(node)["props"].items())
    return [(name, value) for name, value in found if name not in _IGNORED]


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    written = _RENAMED.get(name) or (name if "-" in name else name.lower())
    if value is True:
        return f" {written}"
    if isinstance(value, dict):
        value = ";".join(f"{_css_name(key)}:{style}" for key, style in value.items())
    return f' {written}="{escape(str(value))}"'


def _css_name(name: str) -> str:
    return _CAPITAL.sub(lambda letter: f"-{letter.group(0).lower()}", name)

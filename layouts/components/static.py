"""Large parts of a page that no callback touches, sent as HTML instead of as components.

Dash's renderer wraps each component and keeps a path to each: a table of 250 rows costs it many
seconds (measured: 246 rows of 8 cells, 15 s on a laptop core). The browser reads the same table
from HTML in milliseconds. `static(...)` turns a tree of `html` components into one component that
carries the markup; assets/clientside/shared/static.js puts it in place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
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

# What a component is as HTML that is no element with its own properties; None where it is one.
Written = Callable[[Component], str | None]


def static(*children: Any, **properties: Any) -> Component:
    """A `<div>` whose content is `children` as HTML. `properties` are those of the div.

    Raises TypeError if a child is not made of `html` components and text: a control or a graph
    needs the renderer.
    """
    markup = "".join(to_html(child) for child in children)
    return html.Div(**properties, **data(html=markup))


def to_html(node: Any, written: Written = lambda _component: None) -> str:
    """HTML of a tree of `html` components, text and lists; all text is escaped.

    `written` says what another component is, or one that is written in another way.

    Raises:
        TypeError: something in the tree is none of these.

    """
    if node is None:
        return ""
    if isinstance(node, str | int | float):
        return escape(str(node), quote=False)
    if isinstance(node, list | tuple):
        return "".join([to_html(child, written) for child in node])
    if not isinstance(node, Component):
        raise TypeError(f"{type(node).__name__} cannot be sent as HTML")
    own = written(node)
    if own is not None:
        return own
    if node._namespace != "dash_html_components":
        raise TypeError(f"{type(node).__name__} cannot be sent as HTML")
    return element(node._type.lower(), properties(node), to_html(children_of(node), written))


def element(tag: str, attributes: dict[str, Any], content: str) -> str:
    """`<tag>` with properties named as Dash names them around `content`, which is HTML already."""
    told = "".join([_attribute(name, value) for name, value in attributes.items()])
    return f"<{tag}{told}>" if tag in _VOID else f"<{tag}{told}>{content}</{tag}>"


def properties(node: Component) -> dict[str, Any]:
    """What an element of HTML says of `node`, by Dash's names."""
    # sorted: equal views must have equal bytes, in whatever order they were written
    found = sorted(vars(node).items())
    return {name: value for name, value in found if _is_told(node, name)}


def children_of(node: Component) -> Any:
    """What `node` holds."""
    return getattr(node, "children", None)


def _is_told(node: Component, name: str) -> bool:
    if name in _IGNORED:
        return False
    return name in node._prop_names or name.startswith(("data-", "aria-"))


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    written = _RENAMED.get(name) or (name if "-" in name else name.lower())
    if value is True:
        return f" {written}"
    if isinstance(value, dict):
        value = _json_id(value) if name == "id" else _css(value)
    return f' {written}="{escape(str(value))}"'


def _json_id(value: dict[str, Any]) -> str:
    """An id that is a pattern, as Dash writes it into the page."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _css(style: dict[str, Any]) -> str:
    return ";".join(f"{_css_name(name)}:{value}" for name, value in style.items())


def _css_name(name: str) -> str:
    return _CAPITAL.sub(lambda letter: f"-{letter.group(0).lower()}", name)

"""Markup of static parts: complete, escaped, refused for what needs the renderer."""

from __future__ import annotations

import pytest
from dash import dcc, html

from layouts.components.static import static, to_html


def test_a_tree_becomes_the_markup_that_it_means() -> None:
    tree = html.Table(
        [
            html.Caption("Places"),
            html.Tr([html.Th("A", scope="row", colSpan=2), html.Td(1.5), html.Td(None)]),
        ],
        className="data-table",
        tabIndex=0,
        **{"aria-label": "Places", "data-place": "zip-64130"},
    )
    assert to_html(tree) == (
        '<table aria-label="Places" class="data-table" data-place="zip-64130" tabindex="0">'
        '<caption>Places</caption><tr><th colspan="2" scope="row">A</th><td>1.5</td><td></td></tr>'
        "</table>"
    )


def test_styles_void_elements_and_booleans() -> None:
    tree = html.P([html.Br(), html.Button("x", disabled=True, hidden=False)], style={"maxWidth": 3})
    assert to_html(tree) == '<p style="max-width:3"><br><button disabled>x</button></p>'


def test_text_and_attributes_are_escaped() -> None:
    tree = html.A("<b>&", href='"><script>', title="it's")
    assert "<script>" not in to_html(tree)
    assert "&lt;b&gt;&amp;" in to_html(tree)


def test_what_needs_the_renderer_is_refused() -> None:
    with pytest.raises(TypeError, match="Graph"):
        to_html(html.Div(dcc.Graph()))


def test_the_holder_carries_the_markup() -> None:
    holder = static(html.P("a"), "b", className="prose")
    properties = holder.to_plotly_json()["props"]
    assert properties["className"] == "prose"
    assert properties["data-html"] == "<p>a</p>b"
    assert not properties.get("children")

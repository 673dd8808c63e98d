"""A picture of the first HTML is made for the document alone."""

from __future__ import annotations

from dash import html

from layouts.components.drawn import drawn, picture_of


def test_a_picture_never_travels_with_the_component() -> None:
    calls = []
    part = drawn(html.Div(id="a"), lambda: calls.append(1) or "<svg></svg>")
    assert part.to_plotly_json()["props"] == {"id": "a", "children": None}
    assert calls == []
    made = picture_of(part)
    assert made is not None and made() == "<svg></svg>"
    assert picture_of(html.Div()) is None

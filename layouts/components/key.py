"""What the shapes of a chart mean."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from layouts.components.attributes import aria
from layouts.figures.chart import KeyEntry


def key_list(key: Sequence[KeyEntry], texts: Texts) -> Component:
    """What the shapes of the chart mean, those that are drawn; for the element of the key's id."""
    if not key:
        return html.Ul(hidden=True)
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(
                        entry.glyph,
                        className=f"chart-key__mark chart-key__mark--{entry.shape}",
                        **aria(hidden="true"),
                    ),
                    " ",
                    entry.said,
                ]
            )
            for entry in key
        ],
        className="chart-key",
        **aria(label=texts.t("charts.key")),
    )

"""The button that copies the code of a frame with a chart (assets/clientside/shared/embed.js).

It stands beside the Cite of its chart, whose address it takes. Without scripts it is not there:
Cite leads to the chart alone, which has the code too.
"""

from __future__ import annotations

from dash.development.base_component import Component

from data.locale import Texts
from layouts import ids
from layouts.components.controls import button


def embed_button(*, texts: Texts, chart: str, title: str) -> Component:
    """The button of a chart that readers call `title`."""
    return button(
        id=ids.chart(chart).embed,
        label=texts.t("embed.label"),
        kind="quiet",
        name=texts.t("embed.name", title=title),
        data={"embed": ""},
    )

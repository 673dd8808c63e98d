"""Part of the page of one place: has it changed? Tested, or why nobody can say."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.change.sentences import lines, summary
from data.place.results import PlaceData
from layouts.charts.place import around_of, changes_of
from layouts.request import PageRequest


def changed(request: PageRequest, data: PlaceData, card: Component) -> Component:
    """A sentence a measure, then `card` with the picture and the numbers.

    Where nothing could be tested one sentence says why.
    """
    texts = request.texts
    changes = changes_of(request.services, data)
    head = html.H2(texts.t("change.title"), id="changed")
    if changes.reason is not None:
        said: list[Component | None] = [html.P(summary(changes, texts))]
    else:
        around = around_of(request.services, data, texts)
        said = [
            html.P(texts.t("change.lead"), className="place__lead"),
            html.Ul([html.Li(line) for line in lines(changes, texts)], className="changes"),
            html.P(texts.t("change.around", around=around), className="place__small")
            if around
            else None,
            card,
        ]
    return html.Section([head, *said], className="place__part place__changed")

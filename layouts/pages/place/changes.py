"""Part of the page of one place: has it changed? Tested, or why nobody can say."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.change.sentences import lines, summary
from data.place.results import PlaceData
from layouts import ids
from layouts.charts.place import around_of, changes_of
from layouts.components.later import is_open
from layouts.components.terms import with_terms
from layouts.pages.place.part import part
from layouts.request import PageRequest

# So many are read on a phone before the rest of the page; the summary names them all.
TOLD_SHOWN = 3


def changed(request: PageRequest, data: PlaceData, card: Component) -> Component:
    """What the tests found, a few of it a sentence each; folded, the rest and `card` with numbers.

    Where nothing could be tested one sentence says why.
    """
    texts = request.texts
    changes = changes_of(request.services, data)
    head = html.H2(texts.t("change.title"), id="changed")
    said: list[Component | None] = [html.P(with_terms(summary(changes, texts), texts))]
    if changes.reason is None:
        around = around_of(request.services, data, texts)
        listed = lines(changes, texts)
        shown = min(len(changes.told), TOLD_SHOWN)
        told, rest = listed[:shown], listed[shown:]
        said += [
            _list(told) if told else None,
            html.P(texts.t("change.around", around=around), className="place__small")
            if around
            else None,
            is_open(ids.CHANGE),
            part(
                "change",
                texts.t("place.part.change"),
                [
                    html.P(with_terms(texts.t("change.lead"), texts), className="place__lead"),
                    _list(rest),
                    card,
                ],
                loads=ids.chart(ids.CHANGE).is_open,
            ),
        ]
    return html.Section([head, *said], className="place__part place__changed")


def _list(sentences: list[str]) -> Component:
    return html.Ul([html.Li(line) for line in sentences], className="changes")

"""The card of a view of Explore: the finding of the page, and its map."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from data.address import Theme
from data.explore.state import ViewState
from data.sentences.words import join
from data.services import Services
from layouts import ids, paths
from layouts.charts import explore as charts
from layouts.figures.explore.map import map_title
from layouts.pages.explore.page import finding_parts
from layouts.previews.card import Card, Picture
from layouts.request import PageRequest
from layouts.slides.explore import marked, place_lead


def explore_card(request: PageRequest) -> Card:
    """The finding that leads the page at this address, and the map that is under it."""
    services, spoken = request.services, request.texts
    parsed = charts.parsed(services, request.query, request.default_lang)
    state = replace(parsed.state, theme=Theme.LIGHT)
    data = charts.data_of(services, state)
    said = finding_parts(data, spoken)
    title = map_title(data, state.map_mode.value, spoken)
    is_first = not replace(state, lang=state.default_lang).to_query()
    return Card(
        path=paths.EXPLORE + state.to_query(),
        title="" if is_first else title,
        about=title,
        sentence=said["sentence"],
        description=join(said["sentence"], said["detail"]),
        picture=partial(_picture, services, state, said["detail"]),
    )


def _picture(services: Services, state: ViewState, detail: str) -> Picture:
    chart = charts.build(services, state, ids.MAP)
    named = charts.build(services, state, ids.SCATTER).travels
    return Picture(
        detail=join(detail, place_lead(services, state, ids.MAP)),
        figure=marked(chart, state, ids.MAP),
        legend=chart.legend,
        source=named.source_short or named.source,
        flags=tuple(chart.travels.flags),
    )

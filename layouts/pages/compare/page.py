"""Compare: two to six places side by side, over every measure, against one of them."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from data.compare.parts import newest_releases
from data.compare.results import CompareData
from data.compare.sentences import place_name, side_sentences
from data.compare.state import CompareState, ParsedCompare
from data.locale import texts
from data.sentences.notices import notice_text
from data.sentences.through import data_through
from data.services import Services
from layouts import ids, paths
from layouts.charts.compare import address_of
from layouts.charts.compare import parsed as parsed_by
from layouts.components.attributes import aria
from layouts.components.attributes import data as markup
from layouts.components.cite import below
from layouts.components.notice import notice
from layouts.components.terms import with_terms
from layouts.figures.chart import Chart
from layouts.figures.compare.rows import build_compare
from layouts.pages.compare import parts
from layouts.pages.compare.form import add_markup, add_place
from layouts.pages.compare.rows import rows_markup
from layouts.request import PageRequest

MIN_PLACES = 2


def build(request: PageRequest) -> Component:
    """The page for one address, complete."""
    parsed = parsed_by(request.services, request.query, request.default_lang)
    head, places, controls, sources, rows, shown, _ = drawn(request, parsed)
    spoken = request.texts
    compared = [request.services.compare.place(place_id) for place_id in parsed.state.places]
    return html.Div(
        [
            dcc.Location(id=ids.COMPARE_LOCATION, refresh="callback-nav"),
            dcc.Store(id=ids.COMPARE_SHOWN, data=shown),
            html.Div(notices(parsed, request), id=ids.COMPARE_NOTICES, className="notices"),
            html.Section(
                head,
                id=ids.COMPARE_HEAD,
                className="cmp-head",
                **aria(labelledby=ids.COMPARE_TITLE),
            ),
            html.Section(
                [
                    html.H2(spoken.t("compare.places.title"), className="visually-hidden"),
                    html.Div(places, id=ids.COMPARE_PLACES, className="cmp-asked"),
                    add_place(request, compared, parsed.state),
                ],
                className="cmp-chosen",
            ),
            html.Div(controls, id=ids.COMPARE_CONTROLS, className="cmp-questions"),
            html.P(id=ids.COMPARE_STATUS, className="cmp-status", role="status"),
            html.Div(id=ids.COMPARE_ROWS, className="cmp-rows", **markup(html=rows)),
            html.Section(sources, id=ids.COMPARE_SOURCES, className="cmp-sources"),
        ],
        className="compare",
    )


def data_of(services: Services, state: CompareState) -> CompareData | None:
    """What a state compares; None with fewer than two places."""
    if len(state.places) < MIN_PLACES:
        return None
    return services.compare.data(state.places, state.baseline)


def chart_of(services: Services, state: CompareState) -> Chart | None:
    """The rows of a state as picture, table and download; None with fewer than two places."""
    data = data_of(services, state)
    if data is None:
        return None
    return build_compare(data, order=state.order, texts=texts(state.lang))


def notices(parsed: ParsedCompare, request: PageRequest) -> Component:
    """What could not be understood in the address, and what is shown instead."""
    known = request.services.compare.places

    def said(used: str) -> str | None:
        if used not in known and used not in parsed.state.places:
            return None
        return place_name(request.services.compare.place(used), request.texts, inside=True)

    messages = [
        notice_text(request.services.atlas, item, request.texts, place_name=said)
        for item in parsed.notices
    ]
    if parsed.state.is_full:
        messages.append(request.texts.t("compare.places.full"))
    return notice(texts=request.texts, messages=messages)


def drawn(request: PageRequest, parsed: ParsedCompare) -> tuple[Any, ...]:
    """Everything that a new address redraws.

    Returns (head, places, controls, sources, rows, query, field), the last two for the store that
    knows what is drawn and for the field that finds places to add.
    """
    state = parsed.state
    data, chart = data_of(request.services, state), chart_of(request.services, state)
    found = [request.services.compare.place(place_id) for place_id in state.places]
    places = [parts.places_list(request, found, state), parts.add_city(state, request.texts)]
    shown, field = state.to_query(), add_markup(state, request.texts)
    if data is None or chart is None:
        return (_empty_head(request, state), places, [], [], "", shown, field)
    spoken = request.texts
    cite_at = below(request.link, address_of(state, paths.MEASURE_MARK))
    words = parts.words(data, spoken, cite_at)
    rows = rows_markup(chart.figure, words, request.link(paths.DATA))
    controls = [
        html.Div(parts.choices(state, spoken), className="cmp-controls"),
        parts.tools(request, state, data.tests),
        parts.legend(chart.travels.key, spoken),
    ]
    sources = parts.sources(chart.notes, spoken)
    return (_head(data, chart, request), places, controls, sources, rows, shown, field)


def _head(data: CompareData, chart: Chart, request: PageRequest) -> list[Component]:
    """The finding first: how much the test tells apart, then the clearest of it for each place."""
    spoken = request.texts
    newest = newest_releases(data)
    shown = [row.indicator for row in data.rows if row.indicator.id in newest]
    said = [html.Li(with_terms(sentence, spoken)) for sentence in side_sentences(data, spoken)]
    return [
        html.P(chart.title, id=ids.COMPARE_NAMED, className="cmp-head__places"),
        html.H1(chart.sentence, id=ids.COMPARE_TITLE),
        html.P(data_through(shown, spoken), className="through"),
        html.Ul(said, id=ids.COMPARE_SUMMARY, className="cmp-summary"),
        html.P(spoken.t("compare.summary.lead"), className="cmp-head__lead"),
    ]


def _empty_head(request: PageRequest, state: CompareState) -> list[Component]:
    t, known = request.texts.t, request.services.compare.places
    one = state.places[0] if state.places else None
    lead = (
        t(
            "compare.empty.one",
            place=place_name(request.services.compare.place(one), request.texts, inside=True),
        )
        if one
        else t("compare.empty.lead")
    )
    return [
        html.H1(t("compare.empty.title"), id=ids.COMPARE_TITLE),
        html.P(lead, className="lead"),
        parts.examples(request, known),
    ]

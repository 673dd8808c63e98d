"""Explore: one outcome, one social factor; the finding first, then map, scatter and ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from data.address import Notice
from data.compare.state import compare_query
from data.explore.results import ExploreData
from data.explore.sentences import headline_of, pair_warnings, ranking_sentence
from data.explore.state import ViewState
from data.locale import Texts, texts
from data.locale.format import format_people
from data.sentences.gap import gap_detail, gap_groups_note, speaks_of_gap
from data.sentences.notices import notice_texts
from data.sentences.through import data_through
from data.services import Services
from layouts import ids, paths, zoom_bundle
from layouts.charts import explore as explore_charts
from layouts.charts import gaps as gaps_charts
from layouts.charts.file_names import explore_name
from layouts.components import controls
from layouts.components.chart_card import cards, chart_card, notes_list, words_of
from layouts.components.explore_map import explore_map
from layouts.components.finding import finding, finding_content
from layouts.components.kept_together import kept_together
from layouts.components.key import key_list
from layouts.components.legend import chart_legend
from layouts.components.notice import notice
from layouts.components.panel import (
    selection_panel,
)
from layouts.components.static import static
from layouts.components.table import data_table
from layouts.components.tabs import Tab, tabs
from layouts.components.terms import with_terms
from layouts.figures.chart import Chart
from layouts.figures.explore.strip import strip_of
from layouts.pages.explore.choices import blocked_factors, choices, pair_note
from layouts.pages.explore.chosen import with_chosen
from layouts.pages.explore.factors import factors_card
from layouts.pages.explore.selection import panel_children
from layouts.pages.explore.why import why_link
from layouts.pages.explore.wire import figures, names
from layouts.request import PageRequest


def build(request: PageRequest) -> Component:
    """The page for one address, complete: charts are in it, nothing is fetched afterwards."""
    services = request.services
    parsed = explore_charts.parsed(services, request.query, request.default_lang)
    state = parsed.state
    data = explore_charts.data_of(services, state)
    charts = explore_charts.build_all(services, state)
    screen = html.Div(
        [
            *_stores(services, state, charts),
            html.Div(
                notices(services, parsed.notices, request.texts),
                id=ids.NOTICES,
                className="notices",
            ),
            html.Div(
                [finding(**_finding(services, state, _base_path(request))), why_link(request)],
                className="explore__head",
            ),
            choices(request, state, data),
            cards(_cards(request, state, data, charts)),
        ],
        className="explore",
    )
    # under what a laptop shows at once
    base_path = _base_path(request)
    href = csv_href(ids.FACTORS, state, base_path)
    address = base_path.rstrip("/") + explore_charts.address_of(ids.FACTORS, state)
    return html.Div([screen, factors_card(request.texts, href, address)])


def _base_path(request: PageRequest) -> str:
    return request.asset("").removesuffix("assets/")


def view_of(state: ViewState) -> dict[str, Any]:
    """What the charts depend on: everything but the chosen places."""
    return {
        "outcome": state.outcome,
        "factor": state.factor,
        "by": state.by.value,
        "in": state.inside,
        "map": state.map_mode.value,
        "layers": sorted(state.overlays),
        "lang": state.lang,
        "theme": state.theme.value,
    }


def _stores(services: Services, state: ViewState, charts: dict[str, Chart]) -> list[Component]:
    return [
        # `callback-nav`: the callback that listens to the query may also write it, without a reload
        dcc.Location(id=ids.EXPLORE_LOCATION, refresh="callback-nav"),
        dcc.Store(id=ids.VIEW_STORE, data=view_of(state)),
        dcc.Store(id=ids.SELECTION_STORE, data=sorted(state.places)),
        dcc.Store(id=ids.CHARTS_STORE, data=figures(charts, strip(services, state))),
        dcc.Store(id=ids.NAMES_STORE, data=names(charts)),
        dcc.Store(id=ids.MAP_AT, data=state.at),
        dcc.Store(id=ids.PEOPLE_STORE, data=people_of(services, state)),
        dcc.Store(id=ids.GEOGRAPHY_STORE, data=f"{state.by.value} {state.inside}".strip()),
        dcc.Store(id=ids.ASK_STORE),
    ]


def names_of(services: Services, state: ViewState) -> dict[str, str]:
    """Name of every place that is drawn for a state, by its id."""
    return names(explore_charts.build_all(services, state))


def people_of(services: Services, state: ViewState) -> dict[str, str]:
    """Residents of every place that is drawn for a state, in words, by its id."""
    frame = explore_charts.data_of(services, state).frame
    t, lang = texts(state.lang).t, state.lang
    return {
        place: t("explore.map.people", people=format_people(people, lang=lang))
        for place, people in zip(frame["place_id"], frame["people"], strict=True)
    }


def strip(services: Services, state: ViewState) -> dict[str, Any]:
    """What stands below the map of a place, beside the words of its trace."""
    data = explore_charts.data_of(services, state)
    return strip_of(data, state.map_mode.value, state.theme.value, texts(state.lang))


def notices(services: Services, found: Sequence[Notice], spoken: Texts) -> Component:
    """What could not be understood in the address, and what is shown instead."""
    return notice(texts=spoken, messages=notice_texts(services.atlas, found, spoken))


# -- the finding ------------------------------------------------------------------------------


def finding_parts(data: ExploreData, spoken: Texts) -> dict[str, Any]:
    """What leads the page: the gap, or what can be said where there is none to speak of."""
    headline = headline_of(data, spoken)
    detail = gap_detail(data.gap, outcome=data.outcome, texts=spoken)
    if not speaks_of_gap(data.gap, data.factor):
        # what can be said leads; why there is no gap to speak of comes after it
        headline, detail = ranking_sentence(data, texts=spoken), headline
    return {
        "texts": spoken,
        "sentence": headline,
        "detail": detail,
        "through": data_through([data.outcome, data.factor], spoken),
        "paragraphs": _how_sure(data, spoken),
    }


def _finding(services: Services, state: ViewState, base_path: str) -> dict[str, Any]:
    data = explore_charts.data_of(services, state)
    return {
        **finding_parts(data, texts(state.lang)),
        "cite_href": base_path.rstrip("/") + _address_of_finding(services, state, data),
        "source": ids.chart(ids.SCATTER).source,
    }


def _address_of_finding(services: Services, state: ViewState, data: ExploreData) -> str:
    """Where the gap stands alone, between the same groups; else the page. Or the chart that the
    sentence is about.
    """
    if not speaks_of_gap(data.gap, data.factor):
        return explore_charts.address_of(ids.RANKING, state)
    words = {"outcome": state.outcome, "group": state.factor, "by": state.by.value}
    display = {"lang": state.lang, "theme": state.theme.value}
    gap = gaps_charts.read(services, words | display, state.default_lang)
    if gap.notices or state.inside:
        return paths.EXPLORE + state.to_query()
    return gaps_charts.address_of(ids.GAP_PATTERNS, gap.state)


def _how_sure(data: ExploreData, spoken: Texts) -> list[str]:
    kind = f"explore.how_sure_about.{data.outcome.kind.value}"
    paragraphs = [gap_groups_note(data.factor, spoken)] if data.gap is not None else []
    caveats = [spoken.t(f"caveats.{key}") for key in data.outcome.caveats]
    warnings = pair_warnings(data.rule.warnings, data.observed, spoken)
    return [*paragraphs, spoken.t(kind), *warnings, *caveats]


# -- cards ------------------------------------------------------------------------------------


def csv_href(name: str, state: ViewState, base_path: str) -> str:
    """Address of the numbers behind a chart."""
    return f"{base_path}download/explore/{name}.csv{replace(state, at='').to_query()}"


def cite_href(chart: Chart, base_path: str) -> str:
    """Short address of a chart."""
    return base_path.rstrip("/") + chart.travels.address


def map_legend(charts: Mapping[str, Chart], state: ViewState, spoken: Texts) -> Component | None:
    """What the colors of the map mean."""
    found = charts[ids.MAP].legend
    if found is None:
        return None
    return chart_legend(found, texts=spoken, theme=state.theme.value)


def _cards(
    request: PageRequest, state: ViewState, data: ExploreData, charts: dict[str, Chart]
) -> list[Component]:
    def card(name: str, **extra: Any) -> Component:
        chart = charts[name]
        return chart_card(
            texts=request.texts,
            chart=name,
            **words_of(chart),
            how_to_read=[
                part.strip() for part in request.texts.t(f"explore.help.{name}").split("\n\n")
            ],
            csv_href=csv_href(name, state, _base_path(request)),
            cite_href=cite_href(chart, _base_path(request)),
            file_name=explore_name(request.services, state, name),
            shown_first=with_chosen(chart.figure, state.places),
            **extra,
        )

    legend = html.Div(map_legend(charts, state, request.texts), id=ids.MAP_LEGEND)
    ranking = card(
        ids.RANKING,
        scrolls=True,
        figure=_height_only(charts[ids.RANKING]),
        above=controls.combobox(
            texts=request.texts,
            id=ids.RANKING_FIND,
            label=request.texts.t("explore.find.label"),
            offers="kcExplore",
            class_name="field--find",
        ),
    )
    panel = selection_panel(
        texts=request.texts,
        children=panel_children(request.services, state, state.places, request.link),
        geography=state.by.value,
        places=sorted(state.places),
        boundaries_href=data.geojson_url,
    )
    return [
        card(ids.MAP, beside=legend, picture=_map(request, state, charts[ids.MAP])),
        panel,
        tabs(
            label=request.texts.t("explore.tabs.label"),
            parts=[
                Tab(name, request.texts.t(f"explore.tabs.{name}"), ids.chart(name).card, content)
                for name, content in ((ids.RANKING, ranking), (ids.SCATTER, card(ids.SCATTER)))
            ],
        ),
    ]


def _map(request: PageRequest, state: ViewState, chart: Chart) -> Component:
    """The map, with links to the pages of its places where they have some."""
    services, mark = request.services, paths.PLACE_MARK
    paged = any(services.place_index.get(row["place_id"]) for row in chart.rows)
    return explore_map(
        texts=request.texts,
        atlas=services.atlas,
        geography=state.by,
        figure=chart.figure,
        strip=strip(services, state),
        people=people_of(services, state),
        chosen=sorted(state.places),
        at=state.at,
        open_href=request.link(paths.of_place(mark)) if paged else "",
        zoom_href=request.asset(path) if (path := zoom_bundle.served_asset()) else "",
        compare_href=request.link(paths.COMPARE + compare_query([mark])) if paged else "",
        cite_href=request.link(paths.of_number(mark, paths.MEASURE_MARK)),
    )


def _height_only(chart: Chart) -> dict[str, Any]:
    """The frame's height before the browser draws the figure from the store."""
    return {"data": [], "layout": {"height": chart.figure["layout"]["height"]}}


def table(services: Services, state: ViewState, name: str) -> Component:
    """The table behind one chart; its rows choose places by keyboard."""
    chart = explore_charts.build(services, state, name)
    places = [row["place_id"] for row in chart.rows]
    return static(
        data_table(
            texts=texts(state.lang),
            caption=f"{chart.title}. {chart.notes[0]}",
            columns=chart.columns,
            rows=chart.rows,
            places=places,
            selected=state.places,
        )
    )


# -- what changes -----------------------------------------------------------------------------


def drawn(services: Services, state: ViewState, base_path: str) -> tuple[Any, ...]:
    """Everything that a change of the view redraws, in the order of the callback's outputs."""
    spoken = texts(state.lang)
    data = explore_charts.data_of(services, state)
    charts = explore_charts.build_all(services, state)
    captions = [
        part
        for name in ids.CHARTS
        for part in (
            kept_together(charts[name].title),
            with_terms(charts[name].sentence, spoken),
            charts[name].notes[0],
            notes_list(charts[name].notes[1:]),
            key_list(charts[name].travels.key, spoken),
            csv_href(name, state, base_path),
            f"{explore_name(services, state, name)}.csv",
            cite_href(charts[name], base_path),
        )
    ]
    return (
        figures(charts, strip(services, state)),
        finding_content(**_finding(services, state, base_path)),
        map_legend(charts, state, spoken),
        pair_note(data, spoken),
        ",".join(blocked_factors(services, data.outcome)),
        data.geojson_url,
        state.by.value,
        *captions,
    )

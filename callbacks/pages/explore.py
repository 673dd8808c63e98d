"""Explore: one callback owns the circle of address, controls and state; the rest listen to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.routing import page_link, triggered
from callbacks.sent import as_mapping, as_text, as_texts
from data.address import words_of
from data.explore.state import MapMode, Overlay, ParsedView, ViewState
from data.locale import texts
from data.models import CITY_PLACE
from data.services import Services
from data.settings import Settings
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.components.controls import blocked_of, value_of
from layouts.pages.explore import page
from layouts.pages.explore.factors import factors_parts
from layouts.pages.explore.selection import panel_children

CONTROLS = (
    ids.OUTCOME_SELECT,
    ids.FACTOR_SELECT,
    ids.GEOGRAPHY_SELECT,
    ids.MAP_MODE,
    ids.LAYERS,
    ids.INSIDE_SELECT,
)


def from_query(services: Services, settings: Settings, query: str | None) -> ParsedView:
    """The state that an address asks for."""
    return explore_charts.parsed(services, as_text(query), settings.default_language)


def from_controls(
    services: Services,
    settings: Settings,
    query: str | None,
    controls: Sequence[Any],
    chosen: tuple[Sequence[str] | None, str | None],
) -> ParsedView:
    """The state that the controls ask for; language and theme stay those of the address.

    `chosen` are the places, and the part of the sheet that the map was zoomed to.

    Controls are read by the keys of the address, so a value that no control offers is treated
    like a bad address.
    """
    outcome, factor, by, mode, layers, inside = map(as_text, controls)
    places, at = chosen
    present = from_query(services, settings, query).state
    outcome = outcome or present.outcome
    by = by if outcome == present.outcome else ""
    words = {
        "outcome": outcome,
        "factor": factor or present.factor,
        "by": by or _geography(services, outcome, present),
        "in": inside or present.inside,
        "map": mode if mode in set(MapMode) else present.map_mode.value,
        "layers": ",".join(layer for layer in words_of(layers) if layer in set(Overlay)),
        "places": ",".join(sorted(as_texts(places))),
        **({"view": said} if (said := as_text(at)) else {}),
        "lang": present.lang,
        "theme": present.theme.value,
    }
    return explore_charts.read(services, words, settings.default_language)


def _geography(services: Services, chosen: str, present: ViewState) -> str:
    """A new outcome keeps the present geography unless it opens by another one of its own."""
    outcome = services.atlas.catalogue.indicators.get(chosen)
    if outcome is None:
        return present.by.value
    before = services.atlas.catalogue.indicators[present.outcome].default_geography
    keeps = outcome.default_geography == before and present.by in outcome.geographies
    return present.by.value if keeps else outcome.default_geography.value


def state_of(services: Services, settings: Settings, view: dict[str, Any]) -> ViewState:
    """The state behind a stored view; a tampered view falls back like a bad address."""
    view = as_mapping(view)
    keys = ("outcome", "factor", "by", "in", "map", "lang", "theme")
    stored = {key: view.get(key) for key in keys}
    words = {key: value for key, value in stored.items() if isinstance(value, str) and value}
    words["layers"] = ",".join(as_texts(view.get("layers")))
    return explore_charts.read(services, words, settings.default_language).state


def synchronise(
    services: Services,
    settings: Settings,
    *,
    triggered: Collection[str],
    query: str | None,
    controls: Sequence[Any],
    places: Sequence[str] | None,
    at: str | None,
    view: dict[str, Any] | None,
) -> tuple[Any, ...]:
    """Address, controls, chosen places and view after the visitor changed one of them.

    Returns (query, outcome, factor, geography, map mode, layers, part of the city, places, part of
    the sheet, view, notices). The map leaves the part that somebody zoomed to for another part of
    the city.
    """
    if set(triggered) <= {ids.EXPLORE_LOCATION}:
        parsed = from_query(services, settings, query)
    else:
        asked = None if ids.field(ids.INSIDE_SELECT) in triggered else at
        parsed = from_controls(services, settings, query, controls, (places, asked))
        # places that were chosen before the view changed are not a mistake of the visitor's
        silent = {"notice.unknown_places"}
        if ids.SELECTION_STORE not in triggered:
            silent.add("notice.places_outside")
        parsed = ParsedView(parsed.state, tuple(n for n in parsed.notices if n.key not in silent))
    state = parsed.state
    wanted = (
        state.outcome,
        state.factor,
        state.by.value,
        state.map_mode.value,
        ",".join(sorted(state.overlays)),
        state.inside or CITY_PLACE,
        sorted(state.places),
        state.at,
        page.view_of(state),
    )
    present = (
        *map(as_text, controls),
        sorted(as_texts(places)),
        as_text(at) or "",
        view,
    )
    changed = [new if new != old else no_update for new, old in zip(wanted, present, strict=True)]
    new_query = state.to_query()
    address = new_query if new_query != (query or "") else no_update
    return (address, *changed, page.notices(services, parsed.notices, texts(state.lang)))


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Wire the page."""
    _register_state(app, services, settings)
    _register_drawing(app, services, settings)
    _register_factors(app, services, settings)
    _register_selection(app, services, settings)
    _register_savings(app, services, settings)


def _register_state(app: Dash, services: Services, settings: Settings) -> None:
    @app.callback(
        Output(ids.EXPLORE_LOCATION, "search"),
        *(Output(*value_of(control)) for control in CONTROLS),
        # a duplicate, so that what only follows the places need not wait for this answer
        Output(ids.SELECTION_STORE, "data", allow_duplicate=True),
        Output(ids.MAP_AT, "data"),
        Output(ids.VIEW_STORE, "data"),
        Output(ids.NOTICES, "children"),
        Input(ids.EXPLORE_LOCATION, "search"),
        *(Input(*value_of(control)) for control in CONTROLS),
        Input(ids.SELECTION_STORE, "data"),
        Input(ids.MAP_AT, "data"),
        State(ids.VIEW_STORE, "data"),
        prevent_initial_call=True,
    )
    def _synchronise(query: str | None, *rest: Any) -> tuple[Any, ...]:
        *controls, places, at, view = rest
        return synchronise(
            services,
            settings,
            triggered=triggered(),
            query=query,
            controls=controls,
            places=places,
            at=at,
            view=view,
        )


def _register_drawing(app: Dash, services: Services, settings: Settings) -> None:
    captions = [
        Output(element, prop)
        for name in ids.CHARTS
        for element, prop in (
            (ids.chart(name).title, "children"),
            (ids.chart(name).sentence, "children"),
            (ids.chart(name).source, "children"),
            (ids.chart(name).notes, "children"),
            (ids.chart(name).key, "children"),
            (ids.chart(name).csv, "href"),
            (ids.chart(name).csv, "download"),
            (ids.chart(name).cite, "href"),
        )
    ]

    @app.callback(
        Output(ids.CHARTS_STORE, "data"),
        Output(ids.FINDING, "children"),
        Output(ids.MAP_LEGEND, "children"),
        Output(ids.PAIR_NOTE, "children"),
        Output(*blocked_of(ids.FACTOR_SELECT)),
        Output(ids.LOCATE, "data-boundaries"),
        Output(ids.LOCATE, "data-geography"),
        *captions,
        Input(ids.VIEW_STORE, "data"),
        prevent_initial_call=True,
    )
    def _draw(view: dict[str, Any]) -> tuple[Any, ...]:
        return page.drawn(services, state_of(services, settings, view), settings.base_path)

    for name in ids.CHARTS:
        _register_table(app, services, settings, name)


def _register_table(app: Dash, services: Services, settings: Settings, name: str) -> None:
    @app.callback(
        Output(ids.chart(name).table, "children"),
        Input(ids.chart(name).table_open, "data"),
        State(ids.VIEW_STORE, "data"),
        prevent_initial_call=True,
    )
    def _table(is_open: bool | None, view: dict[str, Any]) -> Any:
        if not is_open:
            return no_update
        return page.table(services, state_of(services, settings, view), name)


def _register_factors(app: Dash, services: Services, settings: Settings) -> None:
    @app.callback(
        Output(ids.FACTORS_PANEL, "children"),
        Input(ids.FACTORS_OPEN, "data"),
        State(ids.VIEW_STORE, "data"),
        prevent_initial_call=True,
    )
    def _factors(is_open: bool | None, view: dict[str, Any]) -> Any:
        if not is_open:
            return no_update
        state = state_of(services, settings, view)
        return factors_parts(services, state, page_link(settings, state.lang, state.theme))


def _register_selection(app: Dash, services: Services, settings: Settings) -> None:
    # the map draws itself: assets/clientside/map
    graphs = [ids.chart(name).graph for name in (ids.SCATTER, ids.RANKING)]
    drawn = [*((graph, "figure") for graph in graphs), (ids.chart(ids.RANKING).graph, "style")]
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("explore", "select"),
        # the circle's callback writes the places too, when the address changes
        Output(ids.SELECTION_STORE, "data", allow_duplicate=True),
        *(Input(graph, event) for graph in graphs for event in ("clickData", "selectedData")),
        State(ids.SELECTION_STORE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("explore", "draw"),
        *(Output(*target) for target in drawn),
        Input(ids.CHARTS_STORE, "data"),
        Input(ids.NAMES_STORE, "data"),
        State(ids.SELECTION_STORE, "data"),
        State(ids.PEOPLE_STORE, "data"),
        State(ids.MAP_AT, "data"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("explore", "mark"),
        # apart from `draw`: a place is marked at once, also while new charts are on their way
        *(Output(*target, allow_duplicate=True) for target in drawn),
        Input(ids.SELECTION_STORE, "data"),
        State(ids.CHARTS_STORE, "data"),
        State(ids.NAMES_STORE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("map", "go"),
        Input(ids.MAP_AT, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.SELECTION_PANEL, "children"),
        Output(ids.SELECTION_PANEL, "data-places"),
        Input(ids.ASK_STORE, "data"),
        prevent_initial_call=True,
    )
    def _describe(asked: dict[str, Any]) -> tuple[Any, str]:
        asked = as_mapping(asked)
        places = as_texts(asked.get("places"))
        state = state_of(services, settings, asked.get("view") or {})
        known = services.atlas.place_ids[state.by]
        chosen = frozenset(places) & known
        link = page_link(settings, state.lang, state.theme)
        return panel_children(services, state, chosen, link), ",".join(sorted(places))


def _register_savings(app: Dash, services: Services, settings: Settings) -> None:
    """What the browser decides by itself, so that a switch costs two requests and no repeats."""
    tables = [*(ids.chart(name).table_open for name in ids.CHARTS), ids.FACTORS_OPEN]
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("explore", "ask"),
        Output(ids.ASK_STORE, "data"),
        Input(ids.SELECTION_STORE, "data"),
        Input(ids.VIEW_STORE, "data"),
        State(ids.ASK_STORE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("explore", "reload_tables"),
        # a table is asked for when it is opened, and again when the view changes under it
        *(Output(table, "data", allow_duplicate=True) for table in tables),
        Input(ids.VIEW_STORE, "data"),
        *(State(table, "data") for table in tables),
        prevent_initial_call=True,
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("explore", "geography"),
        Output(ids.GEOGRAPHY_STORE, "data"),
        Input(ids.VIEW_STORE, "data"),
        State(ids.GEOGRAPHY_STORE, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.NAMES_STORE, "data"),
        Output(ids.PEOPLE_STORE, "data"),
        Input(ids.GEOGRAPHY_STORE, "data"),
        State(ids.VIEW_STORE, "data"),
        prevent_initial_call=True,
    )
    def _names(_geography: str, view: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        state = state_of(services, settings, view)
        return page.names_of(services, state), page.people_of(services, state)

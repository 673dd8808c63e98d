"""Gaps: one callback owns the circle of address and controls, and rewrites what depends on them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dash import Dash, Input, Output, State, no_update

from callbacks.routing import triggered
from callbacks.sent import as_text
from data.gaps.state import GapState, ParsedGap
from data.locale import texts
from data.models import Geography
from data.services import Services
from data.settings import Settings
from layouts import ids
from layouts.charts import gaps as gaps_charts
from layouts.components.controls import markup_of, value_of
from layouts.pages.gaps import page

CONTROLS = (ids.GAPS_OUTCOME, ids.GAPS_GROUP, ids.GAPS_BY)
SECTIONS = (ids.GAPS_QUESTIONS, ids.GAPS_FINDING, ids.GAPS_ANSWER)


def from_query(services: Services, settings: Settings, query: str | None) -> ParsedGap:
    """The state that an address asks for."""
    return gaps_charts.parsed(services, as_text(query), settings.default_language)


def from_controls(
    services: Services,
    settings: Settings,
    query: str | None,
    controls: tuple[Any, ...],
) -> ParsedGap:
    """The state that the controls ask for; question, language and theme stay those of the address.

    A new outcome may not be shown by the present grouping: then it opens by its own, and the page
    says so. Places that the grouping cannot be made of are dropped without a word, because the
    visitor did not choose them for it.
    """
    outcome, group, by = map(as_text, controls)
    present = from_query(services, settings, query).state
    words = {
        "ask": present.ask,
        "outcome": outcome or present.outcome,
        "group": group or present.group,
        "lang": present.lang,
        "theme": present.theme.value,
    }
    if by in set(Geography):
        words["by"] = by
    parsed = gaps_charts.read(services, words, settings.default_language)
    quiet = tuple(n for n in parsed.notices if n.key != "notice.places_without_group")
    return ParsedGap(parsed.state, quiet)


def synchronise(
    services: Services,
    settings: Settings,
    *,
    triggered: Collection[str],
    query: str | None,
    controls: tuple[Any, ...],
    shown: str | None,
) -> tuple[Any, ...]:
    """Address, controls, notices and sections after the visitor changed one of them.

    Returns (query, outcome, groupings, group, places, by, by hidden, shown, notices, *SECTIONS).
    """
    if set(triggered) <= {ids.GAPS_LOCATION}:
        parsed = from_query(services, settings, query)
    else:
        parsed = from_controls(services, settings, query, controls)
    state = parsed.state
    now, before = state.to_query(), from_query(services, settings, shown).state
    head = (
        now if now != (query or "") else no_update,
        *_controls(services, state, controls, before),
    )
    if now == shown:
        return (*head, *[no_update] * (2 + len(SECTIONS)))
    notices = page.notices(services, parsed.notices, texts(state.lang))
    return (*head, now, notices, *page.drawn(services, state, settings.base_path))


def _controls(
    services: Services, state: GapState, present: tuple[Any, ...], before: GapState
) -> tuple[Any, ...]:
    """Values and lists of the three controls; a list only where other things are offered."""
    spoken = texts(state.lang)
    outcome, group, by = present
    offered, was = (
        page.by_options(page.option_of(services, one), spoken) for one in (state, before)
    )
    return (
        _changed(state.outcome, outcome),
        page.group_markup(services, state, spoken)
        if state.outcome != before.outcome
        else no_update,
        _changed(state.group, group),
        page.by_markup(services, state, spoken) if offered != was else no_update,
        _changed(state.by.value if state.by else "", as_text(by)),
        page.is_by_hidden(services, state),
    )


def _changed(new: Any, old: Any) -> Any:
    return new if new != old else no_update


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Wire the page."""
    _register_state(app, services, settings)


def _register_state(app: Dash, services: Services, settings: Settings) -> None:
    @app.callback(
        Output(ids.GAPS_LOCATION, "search"),
        Output(*value_of(ids.GAPS_OUTCOME)),
        Output(*markup_of(ids.GAPS_GROUP)),
        Output(*value_of(ids.GAPS_GROUP)),
        Output(*markup_of(ids.GAPS_BY)),
        Output(*value_of(ids.GAPS_BY)),
        Output(ids.field(ids.GAPS_BY), "hidden"),
        Output(ids.GAPS_SHOWN, "data"),
        Output(ids.GAPS_NOTICES, "children"),
        *(Output(section, "children") for section in SECTIONS),
        Input(ids.GAPS_LOCATION, "search"),
        *(Input(*value_of(control)) for control in CONTROLS),
        State(ids.GAPS_SHOWN, "data"),
        prevent_initial_call=True,
    )
    def _synchronise(query: str | None, *rest: Any) -> tuple[Any, ...]:
        *controls, shown = rest
        return synchronise(
            services,
            settings,
            triggered=triggered(),
            query=query,
            controls=tuple(controls),
            shown=shown,
        )

"""Gaps: how unequal is the city? One question at a time: its tab, its finding, its charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from data.address import Notice
from data.catalogue.schema import Indicator
from data.gaps.questions import SIZE, group_acts, old_parts, outcome_acts
from data.gaps.results import GroupOption
from data.gaps.state import GapState, gap_outcomes
from data.locale import Texts, texts
from data.sentences.notices import indicator_name, notice_texts
from data.services import Services
from layouts import ids, paths
from layouts.charts import gaps as gaps_charts
from layouts.charts import gaps_questions
from layouts.components import controls
from layouts.components.attributes import aria
from layouts.components.attributes import data as data_attributes
from layouts.components.controls import Option, OptionGroup
from layouts.components.finding import finding_content
from layouts.components.kept_in_form import kept_in_form
from layouts.components.notice import notice
from layouts.pages.gaps.parts import Parts
from layouts.request import PageRequest


def build(request: PageRequest) -> Component:
    """The page for one address, complete."""
    services, spoken = request.services, request.texts
    parsed = gaps_charts.parsed(services, request.query, request.default_lang)
    state = parsed.state
    parts = Parts(services, state, request.asset("").removesuffix("assets/"))
    live: list[Component] = []
    if outcome_acts(state.ask):
        live = [
            # `callback-nav`: the callback that listens to the query may also write it
            dcc.Location(id=ids.GAPS_LOCATION, refresh="callback-nav"),
            dcc.Store(id=ids.GAPS_SHOWN, data=state.to_query()),
        ]
    return html.Div(
        [
            *live,
            html.Nav(
                tabs(services, state, parts.base_path),
                id=ids.GAPS_QUESTIONS,
                className="gaps__questions",
                **aria(label=spoken.t("gaps.ask.label")),
            ),
            *_moved(services, state, spoken, parts.base_path),
            html.Div(notices(services, parsed.notices, spoken), id=ids.GAPS_NOTICES),
            html.Section(
                finding(parts),
                id=ids.GAPS_FINDING,
                className="finding",
                **aria(labelledby=ids.FINDING_SENTENCE, live="polite"),
            ),
            *([_controls(request, state)] if live else []),
            html.Div(parts.answer(), id=ids.GAPS_ANSWER, className="gaps__answer"),
        ],
        className=f"gaps gaps--{gaps_questions.name_of(state.ask)}",
    )


def _address(state: GapState, base_path: str) -> str:
    return base_path.rstrip("/") + paths.GAPS + state.to_query()


def tabs(services: Services, state: GapState, base_path: str) -> Component:
    """Links to the questions: each keeps what was chosen, also what it does not show."""
    spoken = texts(state.lang)
    offered = gaps_questions.offered(services)
    links = [
        html.A(
            spoken.t(f"gaps.ask.tab.{gaps_questions.name_of(question)}"),
            href=_address(state.asking(question), base_path),
            title=spoken.t(f"gaps.ask.title.{gaps_questions.name_of(question)}"),
            **(aria(current="page") if question == state.ask else {}),
        )
        for question in offered
    ]
    return html.Ul([html.Li(link) for link in links])


def _moved(
    services: Services, state: GapState, spoken: Texts, base_path: str
) -> Iterator[Component]:
    """Where the parts are now that addresses without a question lead to, by the old anchors.

    Seen where an address names one; assets/clientside/shared/later.js goes on from there.
    """
    if state.asking(SIZE) != state:
        return
    offered = gaps_questions.offered(services)
    charts = {
        ids.chart(chart).card: gaps_questions.asking_for(state, chart).ask
        for chart in gaps_questions.NAME_OF
    }
    for anchor, question in {**old_parts(), **charts}.items():
        if question == state.ask or question not in offered:
            continue
        to = f"{_address(state.asking(question), base_path)}#{anchor}"
        title = spoken.t(f"gaps.ask.title.{gaps_questions.name_of(question)}")
        yield html.P(
            [spoken.t("gaps.ask.moved"), " ", html.A(title, href=to)],
            id=anchor,
            className="gaps__moved",
            hidden=True,
            **data_attributes(moved=to),
        )


def notices(services: Services, found: Sequence[Notice], spoken: Texts) -> Component:
    """What could not be understood in the address, and what is shown instead."""
    return notice(texts=spoken, messages=notice_texts(services.atlas, found, spoken))


def finding(parts: Parts) -> list[Component]:
    """What answers the question: a sentence, its numbers, and how sure they are."""
    spoken = parts.texts
    found = gaps_questions.finding_of(parts.services, parts.state)
    if found is None:
        return [html.H1(spoken.t("gaps.ask.lacking"), id=ids.FINDING_SENTENCE)]
    chart = gaps_questions.leading_chart(parts.services, parts.state)
    return finding_content(
        texts=spoken,
        sentence=found.sentence,
        detail=found.detail,
        through=found.through(spoken),
        paragraphs=found.paragraphs,
        cite_href=parts.base_path.rstrip("/") + _cited(chart, parts.state),
        source=ids.chart(chart).source if chart else "",
    )


def _cited(chart: str | None, state: GapState) -> str:
    """Where a finding stands alone; without a chart, its page."""
    return gaps_charts.address_of(chart, state) if chart else paths.GAPS + state.to_query()


# -- controls ---------------------------------------------------------------------------------


def outcome_options(services: Services, spoken: Texts) -> list[OptionGroup]:
    """Outcomes under their themes."""
    return _by_theme(services, gap_outcomes(services.atlas.catalogue), spoken)


def group_options(services: Services, outcome: str, spoken: Texts) -> list[OptionGroup]:
    """Groupings of an outcome: fifths of factors under their themes, then the others."""
    offered = services.gaps.options(outcome)
    factors = [option.factor for option in offered if option.factor is not None]
    others = [
        Option(option.id, spoken.t(f"gaps.controls.{option.kind.value}"))
        for option in offered
        if option.factor is None
    ]
    found = _by_theme(services, factors, spoken)
    return [*found, OptionGroup(spoken.t("gaps.controls.others"), others)] if others else found


def _by_theme(
    services: Services, indicators: Sequence[Indicator], spoken: Texts
) -> list[OptionGroup]:
    offered = {indicator.id for indicator in indicators}
    groups = []
    for theme, members in services.atlas.catalogue.by_theme():
        options = [
            Option(indicator.id, indicator_name(indicator, spoken))
            for indicator in members
            if indicator.id in offered
        ]
        if options:
            groups.append(OptionGroup(theme.name.get(spoken.lang), options))
    return groups


def option_of(services: Services, state: GapState) -> GroupOption:
    """The grouping of a state, as it is offered for its outcome."""
    return next(o for o in services.gaps.options(state.outcome) if o.id == state.group)


def by_options(option: GroupOption, spoken: Texts) -> list[Option]:
    """Places that the groups may be made of."""
    return [
        Option(geography.value, spoken.t(f"gaps.controls.geography.{geography.value}"))
        for geography in option.geographies
    ]


def is_by_hidden(services: Services, state: GapState) -> bool:
    """True where there are no two kinds of places to choose from, or the choice does nothing."""
    return not group_acts(state.ask) or len(option_of(services, state).geographies) < 2


def group_markup(services: Services, state: GapState, spoken: Texts) -> str:
    """The HTML of the list of groupings, for the outcome of a state."""
    return controls.select_markup(**_group(services, state, spoken))


def by_markup(services: Services, state: GapState, spoken: Texts) -> str:
    """The HTML of the list of places that the grouping of a state cuts."""
    return controls.select_markup(**_by(services, state, spoken))


def _group(services: Services, state: GapState, spoken: Texts) -> dict[str, Any]:
    return {
        "id": ids.GAPS_GROUP,
        "name": "group",
        "label": spoken.t("gaps.controls.group"),
        "options": group_options(services, state.outcome, spoken),
        "value": state.group,
    }


def _by(services: Services, state: GapState, spoken: Texts) -> dict[str, Any]:
    return {
        "id": ids.GAPS_BY,
        "name": "by",
        "label": spoken.t("gaps.controls.by"),
        "options": by_options(option_of(services, state), spoken),
        "value": state.by.value if state.by else None,
    }


def _controls(request: PageRequest, state: GapState) -> Component:
    services, spoken = request.services, request.texts
    by, grouped = _by(services, state, spoken), group_acts(state.ask)
    return controls.form(
        action=request.link(paths.GAPS).split("?")[0],
        kept=kept_in_form(request, "ask"),
        children=[
            controls.select(
                id=ids.GAPS_OUTCOME,
                name="outcome",
                label=spoken.t("gaps.controls.outcome"),
                options=outcome_options(services, spoken),
                value=state.outcome,
            ),
            controls.select(**_group(services, state, spoken), hidden=not grouped),
            controls.select(**by, class_name="field--short", hidden=is_by_hidden(services, state)),
            controls.submit(spoken),
        ],
        className="gaps__controls",
        **aria(label=spoken.t("gaps.controls.label")),
    )


# -- what changes -----------------------------------------------------------------------------


def drawn(services: Services, state: GapState, base_path: str) -> tuple[Any, ...]:
    """What a change rewrites: tabs, finding and answer."""
    parts = Parts(services, state, base_path)
    return (
        tabs(services, state, base_path),
        finding(parts),
        parts.answer(),
    )

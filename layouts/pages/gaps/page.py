"""Gaps: how unequal is the city? The finding first, then the groups, then what stands around."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from data.address import Notice
from data.catalogue.schema import Indicator
from data.explore.sentences import pair_warnings
from data.gaps import sentences as said
from data.gaps.results import GapsData, GroupOption
from data.gaps.state import GapState, gap_outcomes
from data.locale import Texts
from data.sentences.notices import indicator_name, notice_texts
from data.sentences.through import data_through
from data.services import Services
from layouts import ids, paths
from layouts.charts import gaps as gaps_charts
from layouts.components import controls
from layouts.components.attributes import aria
from layouts.components.controls import Option, OptionGroup
from layouts.components.finding import finding_content
from layouts.components.kept_in_form import kept_in_form
from layouts.components.notice import notice
from layouts.pages.gaps.parts import Parts
from layouts.request import PageRequest

CONTENTS: tuple[str, ...] = (
    "groups", "gap", "change", "race", "groups_published", "by_year", "yardsticks", "segregation",
    "grades", "clusters", "deaths",
)  # fmt: skip


def build(request: PageRequest) -> Component:
    """The page for one address, complete."""
    services, spoken = request.services, request.texts
    parsed = gaps_charts.parsed(services, request.query, request.default_lang)
    state = parsed.state
    parts = Parts(services, state, request.asset("").removesuffix("assets/"))
    return html.Div(
        [
            # `callback-nav`: the callback that listens to the query may also write it
            dcc.Location(id=ids.GAPS_LOCATION, refresh="callback-nav"),
            dcc.Store(id=ids.GAPS_SHOWN, data=state.to_query()),
            html.Div(notices(services, parsed.notices, spoken), id=ids.GAPS_NOTICES),
            html.Section(
                finding(parts),
                id=ids.GAPS_FINDING,
                className="finding",
                **aria(labelledby=ids.FINDING_SENTENCE, live="polite"),
            ),
            _controls(request, state),
            _contents(spoken),
            html.Section(
                parts.groups_section(), id=ids.GAPS_GROUPS_SECTION, className="gaps__section"
            ),
            html.Section(
                parts.measures_section(), id=ids.GAPS_MEASURES_SECTION, className="gaps__section"
            ),
            parts.change_section(),
            *_around(parts),
            html.Section(
                parts.clusters_section(), id=ids.GAPS_CLUSTERS_SECTION, className="gaps__section"
            ),
            parts.fixed_section("deaths", parts.deaths()),
        ],
        className="gaps",
    )


def _around(parts: Parts) -> list[Component]:
    """What no control changes: published values by race, segregation, graded land."""
    return [
        parts.fixed_section(
            "race",
            parts.card(ids.GAP_LIFE_BY_RACE),
            parts.card(ids.GAP_LIFE_IN_COUNTY),
            parts.card(ids.GAP_MEASURES_BY_RACE),
            kind="split",
        ),
        parts.fixed_section(
            "groups_published",
            parts.card(ids.GAP_LIFE_GAPS),
            parts.card(ids.GAP_LIFE_GAPS_IN_COUNTY),
            parts.card(ids.GAP_BETWEEN_GROUPS_IN_COUNTY),
            parts.card(ids.GAP_GROUPS_IN_COUNTY),
            parts.card(ids.GAP_BETWEEN_GROUPS_IN_CITY),
            parts.card(ids.GAP_GROUPS_IN_CITY),
        ),
        parts.fixed_section(
            "by_year", parts.card(ids.GAP_COUNTS_BY_YEAR), parts.card(ids.GAP_SHARES_BY_YEAR)
        ),
        parts.fixed_section("yardsticks", parts.card(ids.GAP_YARDSTICKS)),
        parts.fixed_section(
            "segregation", parts.card(ids.GAP_SEGREGATION), parts.card(ids.GAP_ICE)
        ),
        parts.fixed_section("grades", parts.card(ids.GAP_GRADES)),
    ]


def notices(services: Services, found: Sequence[Notice], spoken: Texts) -> Component:
    """What could not be understood in the address, and what is shown instead."""
    return notice(texts=spoken, messages=notice_texts(services.atlas, found, spoken))


def finding(parts: Parts) -> list[Component]:
    """The gap as a sentence, its numbers, and how sure they are."""
    data, spoken = parts.data, parts.texts
    return finding_content(
        texts=spoken,
        sentence=said.headline(data, spoken),
        detail=said.detail(data, spoken),
        through=data_through(filter(None, (data.outcome, data.grouping.factor)), spoken),
        paragraphs=_how_sure(data, spoken),
        cite_href=parts.base_path.rstrip("/")
        + gaps_charts.address_of(ids.GAP_PATTERNS, parts.state),
        source=ids.chart(ids.GAP_PATTERNS).source,
    )


def _how_sure(data: GapsData, spoken: Texts) -> list[str]:
    return [
        said.who(data, spoken),
        spoken.t(f"explore.how_sure_about.{data.outcome.kind.value}"),
        *pair_warnings(data.warnings, data.observed, spoken),
        *(spoken.t(f"caveats.{key}") for key in data.outcome.caveats),
    ]


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
    by = _by(services, state, spoken)
    return controls.form(
        action=request.link(paths.GAPS).split("?")[0],
        kept=kept_in_form(request),
        children=[
            controls.select(
                id=ids.GAPS_OUTCOME,
                name="outcome",
                label=spoken.t("gaps.controls.outcome"),
                options=outcome_options(services, spoken),
                value=state.outcome,
            ),
            controls.select(**_group(services, state, spoken)),
            controls.select(**by, class_name="field--short", hidden=len(by["options"]) < 2),
            controls.submit(spoken),
        ],
        className="gaps__controls",
        **aria(label=spoken.t("gaps.controls.label")),
    )


def _contents(spoken: Texts) -> Component:
    """Links to the sections."""
    t = spoken.t
    links = [html.Li(html.A(t(f"gaps.contents.{key}"), href=f"#{key}")) for key in CONTENTS]
    return html.Nav(
        html.Ul(links), className="gaps__contents", **aria(label=t("gaps.contents.label"))
    )


# -- what changes -----------------------------------------------------------------------------


def drawn(
    services: Services, state: GapState, base_path: str, *, clusters: bool
) -> tuple[list[Component], ...]:
    """What a change rewrites: finding, groups, measures, and `clusters` if the outcome is new."""
    parts = Parts(services, state, base_path)
    return (
        finding(parts),
        parts.groups_section(),
        parts.measures_section(),
        parts.clusters_section() if clusters else [],
    )

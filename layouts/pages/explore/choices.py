"""What a visitor chooses on Explore: indicators, places, the map."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.catalogue.schema import Indicator
from data.cities.city import city
from data.explore.results import ExploreData
from data.explore.state import (
    FACTOR_ROLES,
    OUTCOME_ROLES,
    MapMode,
    ViewState,
    offered_overlays,
)
from data.locale import Texts
from data.models import CITY_PLACE, Layer, Role, printed_ids
from data.sentences.notices import indicator_name
from data.sentences.words import name_as_title, reason_text
from data.services import Services
from layouts import ids, paths
from layouts.components import controls
from layouts.components.controls import Option, OptionGroup
from layouts.components.kept_in_form import kept_in_form
from layouts.request import PageRequest


def indicator_options(
    services: Services, roles: frozenset[Role], spoken: Texts, outcome: Indicator | None = None
) -> list[OptionGroup]:
    """Indicators of these roles under their themes; with an outcome, what it cannot meet is off."""
    blocked = blocked_factors(services, outcome) if outcome is not None else []
    groups = []
    for theme, indicators in services.atlas.catalogue.by_theme():
        options = [
            Option(
                value=indicator.id,
                label=indicator_name(indicator, spoken),
                disabled=indicator.id in blocked,
            )
            for indicator in indicators
            if indicator.role in roles
        ]
        if options:
            groups.append(OptionGroup(theme.name.get(spoken.lang), options))
    return groups


def blocked_factors(services: Services, outcome: Indicator) -> list[str]:
    """Factors that cannot be shown with this outcome."""
    return [
        indicator.id
        for indicator in services.atlas.catalogue.indicators.values()
        if indicator.role in FACTOR_ROLES
        and not services.atlas.rule(outcome.id, indicator.id).allowed
    ]


def inside_options(services: Services, spoken: Texts) -> list[Option | OptionGroup]:
    """The whole city, then its parts that hold places of the home layer, the largest first."""
    found: list[Option | OptionGroup] = [Option(CITY_PLACE, spoken.t("explore.inside.whole_city"))]
    atlas = services.atlas
    holders = atlas.members.get(city().home, {})
    for geography in reversed(city().layers):
        areas = atlas.areas(Layer(geography.value))
        named = zip(printed_ids(geography, areas["area_id"]), areas["name"], areas["area_id"],
                    strict=True)  # fmt: skip
        options = [
            Option(place, name_as_title(name, area_id, geography, spoken))
            for place, name, area_id in named
            if place in holders
        ]
        if options:
            found.append(OptionGroup(spoken.t(f"explore.inside.kind.{geography.value}"), options))
    return found


def choices(request: PageRequest, state: ViewState, data: ExploreData) -> Component:
    """What the charts show, in a row or in the sheet of a phone."""
    services, spoken, t = request.services, request.texts, request.texts.t
    geographies = [
        Option(geography.value, t(f"explore.geography.{geography.value}"))
        for geography in city().mapped
    ]
    modes = [Option(mode.value, t(f"explore.map_mode.{mode.value}")) for mode in MapMode]
    layers = [
        Option(layer.value, t(f"explore.layer.{layer.value}")) for layer in offered_overlays()
    ]
    fields = [
        controls.select(
            id=ids.OUTCOME_SELECT,
            name="outcome",
            label=t("explore.controls.outcome"),
            options=indicator_options(services, OUTCOME_ROLES, spoken),
            value=state.outcome,
        ),
        controls.select(
            id=ids.FACTOR_SELECT,
            name="factor",
            label=t("explore.controls.factor"),
            options=indicator_options(services, FACTOR_ROLES, spoken, data.outcome),
            value=state.factor,
        ),
        controls.select(
            id=ids.INSIDE_SELECT,
            name="in",
            label=t("explore.controls.show"),
            options=inside_options(services, spoken),
            value=state.inside or CITY_PLACE,
            class_name="field--show",
        ),
        controls.select(
            id=ids.GEOGRAPHY_SELECT,
            name="by",
            label=t("explore.controls.by"),
            options=geographies,
            value=state.by.value,
            class_name="field--short",
        ),
        controls.segmented(
            id=ids.MAP_MODE,
            name="map",
            label=t("explore.controls.map_mode"),
            options=modes,
            value=state.map_mode.value,
        ),
        controls.menu(
            label=t("explore.controls.layers"),
            children=controls.checkboxes(
                id=ids.LAYERS,
                name="layers",
                label=t("explore.controls.layers_label"),
                options=layers,
                value=state.overlays,
            ),
        ),
        html.Div(pair_note(data, spoken), id=ids.PAIR_NOTE, className="pair-note"),
    ]
    return controls.sheet(
        texts=spoken,
        id=ids.CONTROLS_SHEET,
        action=request.link(paths.EXPLORE).split("?")[0],
        kept=kept_in_form(request, "places"),
        children=fields,
    )


def pair_note(data: ExploreData, spoken: Texts) -> str:
    """Why this outcome and this factor are not shown against each other; empty if they are."""
    return "" if data.rule.allowed else reason_text(data.rule.reason, spoken)

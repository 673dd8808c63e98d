"""The three charts of Explore for one state, and their legend."""

from __future__ import annotations

from functools import lru_cache

from dash.development.base_component import Component

from data.locale import Texts, texts
from data.models import Flag
from data.sentences.words import interval_text, opening, subject
from data.services import Services
from data.view_state import MapMode, ViewState
from data.views import ExploreData
from layouts import ids
from layouts.components.legend import LegendClass, bivariate_legend, map_legend
from layouts.figures.chart import Chart
from layouts.figures.legend import class_entries, thirds
from layouts.figures.map import build_map
from layouts.figures.ranking import build_ranking
from layouts.figures.scatter import build_scatter
from layouts.theme import palette


def data_of(services: Services, state: ViewState) -> ExploreData:
    """What the charts of a state are drawn from."""
    return services.explore(state.outcome, state.factor, state.by)


def build(services: Services, state: ViewState, name: str) -> Chart:
    """One of the charts `map`, `scatter`, `ranking`. Raises KeyError for another name."""
    data = data_of(services, state)
    spoken, colors = texts(state.lang), palette(state.theme.value)
    if name == ids.MAP:
        return build_map(
            data,
            mode=state.map_mode.value,
            overlays=frozenset(overlay.value for overlay in state.overlays),
            theme=colors,
            texts=spoken,
        )
    builders = {ids.SCATTER: build_scatter, ids.RANKING: build_ranking}
    return builders[name](data, theme=colors, texts=spoken)


def build_all(services: Services, state: ViewState) -> dict[str, Chart]:
    """The three charts by name."""
    return {name: build(services, state, name) for name in ids.CHARTS}

"""The charts of Explore for one state, and their legend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from data.decks.deck import EXPLORE
from data.explore.results import ExploreData
from data.explore.state import ParsedView, ViewState, parse_view, read_view
from data.locale import texts
from data.models import Layer
from data.services import Services
from layouts import ids, paths
from layouts.charts.entries import Asked, ChartEntry, ChartFile, Named, PageCharts, by_id
from layouts.charts.file_names import explore_name
from layouts.figures.chart import Chart
from layouts.figures.explore.factors import build_factors
from layouts.figures.explore.map import build_map
from layouts.figures.explore.ranking import build_ranking
from layouts.figures.explore.scatter import build_scatter
from layouts.figures.travels import addressed
from layouts.theme import palette


def parsed(services: Services, query: str, default_lang: str) -> ParsedView:
    """The state that an address asks for, and what was not understood."""
    atlas = services.atlas
    known = atlas.place_ids, atlas.members, atlas.bounds(Layer.CITY.value)
    return parse_view(query, atlas.catalogue, *known, default_lang=default_lang)


def read(services: Services, words: Mapping[str, str], default_lang: str) -> ParsedView:
    """The state that controls or a stored view ask for, by the keys of an address."""
    atlas = services.atlas
    known = atlas.place_ids, atlas.members, atlas.bounds(Layer.CITY.value)
    return read_view(words, atlas.catalogue, *known, default_lang=default_lang)


def data_of(services: Services, state: ViewState) -> ExploreData:
    """What the charts of a state are drawn from."""
    return services.explore.data(state.outcome, state.factor, state.by, state.inside)


def build(services: Services, state: ViewState, name: str, *, scale: float = 1.0) -> Chart:
    """One of the charts `map`, `scatter`, `ranking`, `factors`. Raises KeyError for another name.

    `scale` enlarges type and marks for a projector.
    """
    return addressed(_built(services, state, name, scale), address_of(name, state))


def address_of(name: str, state: ViewState) -> str:
    """Path of one of the charts alone; the part of the map that is seen is not of a chart."""
    return paths.of_embed(name, replace(state, at="").to_query())


def _built(services: Services, state: ViewState, name: str, scale: float) -> Chart:
    spoken, colors = texts(state.lang), palette(state.theme.value)
    if name == ids.FACTORS:
        found = services.explore.factors(state.outcome, state.by, state.inside)
        return build_factors(found, theme=colors, texts=spoken, scale=scale)
    data = data_of(services, state)
    if name == ids.MAP:
        return build_map(
            data,
            mode=state.map_mode.value,
            overlays=frozenset(overlay.value for overlay in state.overlays),
            theme=colors,
            texts=spoken,
            scale=scale,
        )
    builders = {ids.SCATTER: build_scatter, ids.RANKING: build_ranking}
    return builders[name](data, theme=colors, texts=spoken, scale=scale)


def build_all(services: Services, state: ViewState) -> dict[str, Chart]:
    """The three linked charts by name."""
    return {name: build(services, state, name) for name in ids.CHARTS}


# -- for the registry -------------------------------------------------------------------------


def _file(services: Services, asked: Asked) -> ChartFile:
    state = parsed(services, asked.query, asked.default_lang).state
    return ChartFile(
        explore_name(services, state, asked.chart), build(services, state, asked.chart)
    )


def _named(services: Services, asked: Asked) -> Named:
    state = parsed(services, asked.query, asked.default_lang).state
    return Named(tuple(sorted(state.places)), (state.outcome, state.factor))


CHARTS = PageCharts(
    page=EXPLORE,
    entries=by_id(
        ChartEntry(ids.MAP, is_map=True),
        ChartEntry(ids.SCATTER),
        ChartEntry(ids.RANKING),
        ChartEntry(ids.FACTORS, "association", caveats=("sentences.association.people",)),
    ),
    file=_file,
    named=_named,
    asks=("outcome", "factor", "by", "in", "map", "layers", "places"),
    parsed=parsed,
)

"""The charts of Gaps for one state, by name: for the page and for the downloads alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data.gaps.results import ClusterData, GapsData
from data.gaps.state import GapState
from data.locale import Texts, texts
from data.services import Services
from layouts import ids
from layouts.figures.chart import Chart
from layouts.figures.gaps.age_split import build_age_split
from layouts.figures.gaps.by_race import build_life_by_race, build_measures_by_race
from layouts.figures.gaps.clusters import build_clusters
from layouts.figures.gaps.concentration import build_concentration
from layouts.figures.gaps.equity_dots import build_equity_dots, build_potential
from layouts.figures.gaps.groups_map import LABELS, build_groups_map
from layouts.figures.gaps.measures import build_measures
from layouts.figures.gaps.quotations import build_quotations
from layouts.figures.gaps.separation import build_grades, build_ice, build_segregation
from layouts.theme import Palette, palette

Maker = Callable[[Services, GapState, Palette, Texts, float], Chart | None]


def data_of(services: Services, state: GapState) -> GapsData:
    """What the charts of a state are drawn from."""
    return services.gaps.data(state.outcome, state.group, state.by)


def clusters_of(services: Services, state: GapState) -> ClusterData:
    """Clusters of the state's outcome."""
    return services.gaps.clusters(state.outcome)


def build(services: Services, state: GapState, name: str, *, scale: float = 1.0) -> Chart | None:
    """One of `ids.GAP_CHARTS`; None where this outcome or grouping has none.

    `scale` enlarges type and marks for a projector.

    Raises KeyError for another name.
    """
    return _MAKERS[name](services, state, palette(state.theme.value), texts(state.lang), scale)


def _patterns(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    data = data_of(services, state)
    return build_equity_dots(data, theme=theme, texts=spoken, scale=scale) if data.groups else None


def _groups(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    data = data_of(services, state)
    if not data.groups:
        return None
    labels = LABELS.get(data.grouping.kind)
    outcome, places = data.outcome, data.grouping.geography
    hatch = {} if places is None else services.atlas.hatch(services.atlas.layer_of(places, outcome))
    return build_groups_map(
        data,
        theme=theme,
        texts=spoken,
        scale=scale,
        hatch=hatch,
        city_url=services.atlas.geojson_url("city"),
        bounds=services.atlas.bounds("holc") if labels == "holc" else None,
        labels=None if labels is None else services.atlas.overlays[labels],
    )


def _measures(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    data = data_of(services, state)
    return build_measures(data, texts=spoken) if data.measures else None


def _potential(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    data = data_of(services, state)
    return build_potential(data, theme=theme, texts=spoken, scale=scale) if data.potential else None


def _ages(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    data = data_of(services, state)
    return build_age_split(data, theme=theme, texts=spoken, scale=scale) if data.ages else None


def _curve(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    data = data_of(services, state)
    return build_concentration(data, theme=theme, texts=spoken, scale=scale) if data.curve else None


def _life_by_race(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart:
    found = services.gaps.by_race
    return build_life_by_race(found, "city", theme=theme, texts=spoken, scale=scale)


def _life_in_county(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart:
    found = services.gaps.by_race
    return build_life_by_race(found, "county", theme=theme, texts=spoken, scale=scale)


def _measures_by_race(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart:
    return build_measures_by_race(services.gaps.by_race, theme=theme, texts=spoken, scale=scale)


def _segregation(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart:
    return build_segregation(services.gaps.segregation, theme=theme, texts=spoken, scale=scale)


def _ice(services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float) -> Chart:
    return build_ice(services.gaps.segregation, theme=theme, texts=spoken, scale=scale)


def _grades(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart:
    return build_grades(services.gaps.grades_now, theme=theme, texts=spoken, scale=scale)


def _clusters(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    data = clusters_of(services, state)
    if data.reason is not None:
        return None
    source = services.atlas.catalogue.source_of(data.outcome)
    return build_clusters(data, source=source, theme=theme, texts=spoken, scale=scale)


def _deaths(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart:
    return build_quotations(tuple(services.gaps.quotations.values()), texts=spoken)


_MAKERS: Mapping[str, Maker] = {
    ids.GAP_PATTERNS: _patterns,
    ids.GAP_GROUPS: _groups,
    ids.GAP_MEASURES: _measures,
    ids.GAP_POTENTIAL: _potential,
    ids.GAP_AGES: _ages,
    ids.GAP_CURVE: _curve,
    ids.GAP_LIFE_BY_RACE: _life_by_race,
    ids.GAP_LIFE_IN_COUNTY: _life_in_county,
    ids.GAP_MEASURES_BY_RACE: _measures_by_race,
    ids.GAP_SEGREGATION: _segregation,
    ids.GAP_ICE: _ice,
    ids.GAP_GRADES: _grades,
    ids.GAP_CLUSTERS: _clusters,
    ids.GAP_DEATHS: _deaths,
}

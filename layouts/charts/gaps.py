"""The charts of Gaps for one state, by name: for the page and for the downloads alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from data.cities.city import city
from data.decks.deck import GAPS
from data.gaps import captions
from data.gaps.group_results import AreaByGroup
from data.gaps.published_results import ByRace, LifeGaps
from data.gaps.results import ClusterData, GapsData
from data.gaps.state import GapState, ParsedGap, parse_gap, read_gap
from data.gaps.year_results import MeasureByYear
from data.locale import Texts, texts
from data.models import Geography
from data.services import Services
from layouts import ids, paths
from layouts.charts.entries import Asked, ChartEntry, ChartFile, Named, PageCharts, by_id
from layouts.charts.file_names import gaps_name
from layouts.figures.chart import Chart
from layouts.figures.gaps.age_split import build_age_split
from layouts.figures.gaps.by_group import build_between_groups, build_by_group
from layouts.figures.gaps.by_race import build_life_by_race, build_measures_by_race
from layouts.figures.gaps.by_year import build_by_year
from layouts.figures.gaps.change import build_change
from layouts.figures.gaps.clusters import build_clusters
from layouts.figures.gaps.concentration import build_concentration
from layouts.figures.gaps.equity_dots import build_equity_dots, build_potential
from layouts.figures.gaps.groups_map import LABELS, build_groups_map
from layouts.figures.gaps.life_gaps import build_life_gaps
from layouts.figures.gaps.measures import build_measures
from layouts.figures.gaps.quotations import build_quotations
from layouts.figures.gaps.separation import build_grades, build_ice, build_segregation
from layouts.figures.gaps.yardsticks import build_yardsticks
from layouts.figures.travels import addressed
from layouts.theme import Palette, palette

T = TypeVar("T")
Maker = Callable[[Services, GapState, Palette, Texts, float], Chart | None]


def parsed(services: Services, query: str, default_lang: str) -> ParsedGap:
    """The state that an address asks for, and what was not understood."""
    return parse_gap(query, services.atlas.catalogue, default_lang=default_lang)


def read(services: Services, words: Mapping[str, str], default_lang: str) -> ParsedGap:
    """The state that controls ask for, by the keys of an address."""
    return read_gap(words, services.atlas.catalogue, default_lang=default_lang)


def data_of(services: Services, state: GapState) -> GapsData:
    """What the charts of a state are drawn from."""
    return services.gaps.data(state.outcome, state.group, state.by)


def clusters_of(services: Services, state: GapState) -> ClusterData:
    """Clusters of the state's outcome."""
    return services.gaps.clusters(state.outcome)


def build(services: Services, state: GapState, name: str, *, scale: float = 1.0) -> Chart | None:
    """One of the charts of `CHARTS`; None where this outcome or grouping has none.

    `scale` enlarges type and marks for a projector.

    Raises KeyError for another name.
    """
    colors, spoken = palette(state.theme.value), texts(state.lang)
    made = _MAKERS[name](services, state, colors, spoken, scale)
    return None if made is None else addressed(made, address_of(name, state))


def address_of(name: str, state: GapState) -> str:
    """Path of one of the charts alone."""
    return paths.of_embed(name, state.of_numbers().to_query())


def _drawn(
    ask: Callable[[Services, GapState], T | None],
    builder: Callable[..., Chart],
    caption: Callable[[T, Texts], str],
) -> Maker:
    """A maker: `builder` draws what `ask` finds, `caption` says one sentence of it; there is no
    chart where nothing is found.
    """

    def make(
        services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
    ) -> Chart | None:
        data = ask(services, state)
        if data is None:
            return None
        drawn = builder(data, theme=theme, texts=spoken, scale=scale)
        return replace(drawn, caption=caption(data, spoken))

    return make


def _having(part: Callable[[GapsData], object]) -> Callable[[Services, GapState], GapsData | None]:
    """Asks for the outcome in its groups, where that has `part`."""

    def ask(services: Services, state: GapState) -> GapsData | None:
        data = data_of(services, state)
        return data if part(data) else None

    return ask


def _published(part: Callable[[ByRace], object]) -> Callable[[Services, GapState], ByRace | None]:
    """Asks for what was published by race and ethnicity, where that has `part`."""

    def ask(services: Services, state: GapState) -> ByRace | None:
        found = services.gaps.by_race
        return found if part(found) else None

    return ask


def _by_group(kind: str) -> Callable[[Services, GapState], AreaByGroup | None]:
    """Asks for what is published of the `city` or its `county` by group."""
    return lambda services, _: services.gaps.by_group(kind)


def _life_gaps(kind: str) -> Callable[[Services, GapState], LifeGaps | None]:
    """Asks for the gap in life expectancy by race that was published of `city` or `county`."""
    return lambda services, _: services.gaps.life_gaps.get(kind)


def _by_year(kind: str) -> Callable[[Services, GapState], tuple[MeasureByYear, ...] | None]:
    """Asks for what is published of the city year by year, `counts` or `shares`."""
    return lambda services, _: services.gaps.by_year(kind) or None


def _groups(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    data = data_of(services, state)
    if not data.groups:
        return None
    labels = LABELS.get(data.grouping.kind)
    outcome, places = data.outcome, data.grouping.geography
    hatch = {} if places is None else services.atlas.hatch(outcome.layer_of(places))
    drawn = build_groups_map(
        data,
        theme=theme,
        texts=spoken,
        scale=scale,
        hatch=hatch,
        city_url=services.atlas.geojson_url("city"),
        bounds=services.atlas.bounds("holc") if labels == "holc" else None,
        labels=None if labels is None else services.atlas.overlays[labels],
    )
    return replace(drawn, caption=captions.groups(data, spoken))


def _measures(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    data = data_of(services, state)
    if not data.measures:
        return None
    return replace(build_measures(data, texts=spoken), caption=captions.measures(data, spoken))


def _change(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    whole = services.change.of_geography(Geography.CITY)
    districts = services.change.of_geography(Geography.COUNCIL_DISTRICT)
    if not whole:
        return None
    return build_change(
        whole[city().id],
        tuple(districts.values()),
        catalogue=services.atlas.catalogue,
        theme=theme,
        texts=spoken,
        scale=scale,
    )


def _clusters(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    data = clusters_of(services, state)
    if data.reason is not None:
        return None
    source = services.atlas.catalogue.source_of(data.outcome)
    drawn = build_clusters(data, source=source, theme=theme, texts=spoken, scale=scale)
    return replace(drawn, caption=captions.clusters(data, spoken))


def _deaths(
    services: Services, state: GapState, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    quoted = tuple(services.gaps.quotations.values())
    return build_quotations(quoted, texts=spoken) if quoted else None


# -- for the registry -------------------------------------------------------------------------


def _file(services: Services, asked: Asked) -> ChartFile | None:
    state = parsed(services, asked.query, asked.default_lang).state
    chart = build(services, state, asked.chart)
    return (
        None
        if chart is None
        else ChartFile(gaps_name(services, state, CHARTS.entries[asked.chart]), chart)
    )


def _factor_of(services: Services, group: str) -> str:
    """Indicator behind a grouping; empty for districts, which are cut by none."""
    history = city().history
    if history is not None and group == history.id:
        return history.indicator
    return group if group in services.atlas.catalogue.indicators else ""


def _named(services: Services, asked: Asked) -> Named:
    state = parsed(services, asked.query, asked.default_lang).state
    found = (state.outcome, _factor_of(services, state.group))
    return Named(indicators=tuple(name for name in found if name))


# Its section of the methods is called as the history is in addresses; a city may have none.
HISTORY_SECTION = history.id if (history := city().history) else ""
# A line a chart, in the order of the page: what is known of it, and what makes it.
_LINES: tuple[tuple[ChartEntry, Maker], ...] = (
    (
        ChartEntry(ids.GAP_PATTERNS, "fifths"),
        _drawn(_having(lambda data: data.groups), build_equity_dots, captions.patterns),
    ),
    (ChartEntry(ids.GAP_GROUPS, "fifths", is_map=True), _groups),
    (ChartEntry(ids.GAP_MEASURES, "inequality"), _measures),
    (
        ChartEntry(ids.GAP_POTENTIAL, "potential", caveats=("gap_sentences.potential.arithmetic",)),
        _drawn(_having(lambda data: data.potential), build_potential, captions.potential),
    ),
    (
        ChartEntry(ids.GAP_AGES, "arriaga"),
        _drawn(_having(lambda data: data.ages), build_age_split, captions.ages),
    ),
    (
        ChartEntry(ids.GAP_CURVE, "inequality"),
        _drawn(_having(lambda data: data.curve), build_concentration, captions.curve),
    ),
    (
        ChartEntry(ids.GAP_LIFE_GAPS, "published_by_race", stands_on=()),
        _drawn(_life_gaps("city"), build_life_gaps, captions.life_gaps),
    ),
    (
        ChartEntry(
            ids.GAP_LIFE_GAPS_IN_COUNTY,
            "published_by_race",
            caveats=("gap_sentences.life_gaps.county",),
            stands_on=(),
        ),
        _drawn(_life_gaps("county"), build_life_gaps, captions.life_gaps),
    ),
    (
        ChartEntry(ids.GAP_LIFE_BY_RACE, "published_by_race", stands_on=()),
        _drawn(
            _published(lambda found: found.city),
            partial(build_life_by_race, place="city"),
            captions.untested_by_race,
        ),
    ),
    (
        ChartEntry(ids.GAP_LIFE_IN_COUNTY, "published_by_race", stands_on=()),
        _drawn(
            _published(lambda found: found.county),
            partial(build_life_by_race, place="county"),
            captions.untested_by_race,
        ),
    ),
    (
        ChartEntry(ids.GAP_MEASURES_BY_RACE, "published_by_race", stands_on=()),
        _drawn(
            _published(lambda found: found.measures),
            build_measures_by_race,
            captions.untested_by_race,
        ),
    ),
    *(
        (
            ChartEntry(name, "published_by_race", stands_on=()),
            _drawn(_by_group(kind), builder, caption),
        )
        for name, kind, builder, caption in (
            (
                ids.GAP_BETWEEN_GROUPS_IN_COUNTY,
                "county",
                build_between_groups,
                captions.between_groups,
            ),
            (ids.GAP_GROUPS_IN_COUNTY, "county", build_by_group, captions.by_group),
            (ids.GAP_BETWEEN_GROUPS_IN_CITY, "city", build_between_groups, captions.between_groups),
            (ids.GAP_GROUPS_IN_CITY, "city", build_by_group, captions.by_group),
        )
    ),
    *(
        (
            ChartEntry(name, "published_by_race", stands_on=()),
            _drawn(_by_year(kind), partial(build_by_year, kind=kind), captions.by_year),
        )
        for name, kind in ((ids.GAP_COUNTS_BY_YEAR, "counts"), (ids.GAP_SHARES_BY_YEAR, "shares"))
    ),
    (
        ChartEntry(
            ids.GAP_YARDSTICKS,
            "published_by_race",
            caveats=("gaps.yardsticks.not_the_city",),
            stands_on=(),
        ),
        _drawn(lambda services, _: services.gaps.yardsticks, build_yardsticks, captions.yardsticks),
    ),
    (
        ChartEntry(
            ids.GAP_SEGREGATION,
            "segregation",
            caveats=("gap_sentences.segregation.untested",),
            stands_on=(),
        ),
        _drawn(
            lambda services, _: services.gaps.segregation, build_segregation, captions.segregation
        ),
    ),
    (
        ChartEntry(ids.GAP_ICE, "segregation", stands_on=()),
        _drawn(
            lambda services, _: services.gaps.segregation,
            build_ice,
            lambda data, spoken: captions.ice(data.ice, spoken),
        ),
    ),
    (
        ChartEntry(
            ids.GAP_GRADES,
            HISTORY_SECTION,
            caveats=("gap_sentences.grades_now.history",),
            stands_on=(),
        ),
        _drawn(lambda services, _: services.gaps.grades_now, build_grades, captions.grades),
    ),
    (ChartEntry(ids.GAP_CHANGE, "has_it_changed", stands_on=()), _change),
    (
        ChartEntry(
            ids.GAP_CLUSTERS,
            "clusters",
            is_map=True,
            caveats=("gap_sentences.clusters.model",),
            stands_on=("outcome",),
        ),
        _clusters,
    ),
    (ChartEntry(ids.GAP_DEATHS, "deaths_and_social_factors", stands_on=()), _deaths),
)
_MAKERS: Mapping[str, Maker] = {entry.id: maker for entry, maker in _LINES}
CHARTS = PageCharts(
    page=GAPS,
    entries=by_id(*(entry for entry, _ in _LINES)),
    file=_file,
    named=_named,
    asks=("outcome", "group", "by"),
    parsed=parsed,
)

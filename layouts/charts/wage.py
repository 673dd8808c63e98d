"""The charts of the page of wages, by name: for the page, slides and downloads alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from data.address import Theme, display_of, query_parameters
from data.cities.city import city
from data.decks.deck import WAGE
from data.files.names import file_name
from data.gaps import captions
from data.gaps.group_results import AreaByGroup
from data.locale import Texts, texts
from data.services import Services
from data.wage.results import WageData
from layouts import ids, paths
from layouts.charts.entries import Asked, ChartEntry, ChartFile, Named, PageCharts, by_id
from layouts.figures.chart import Chart
from layouts.figures.explore.map import build_map
from layouts.figures.gaps.by_group import build_between_groups, build_by_group
from layouts.figures.travels import addressed
from layouts.figures.wage.history import build_history
from layouts.figures.wage.raised import build_raised
from layouts.figures.wage.ratio import build_ratio
from layouts.figures.wage.studies import build_studies
from layouts.theme import Palette, palette

Maker = Callable[[Services, WageData, Palette, Texts, float], Chart | None]


def build(
    services: Services, name: str, *, theme: Theme, lang: str, scale: float = 1.0
) -> Chart | None:
    """One of the charts of `CHARTS`; None where the city has nothing for it.

    Raises KeyError for another name.
    """
    data = services.wage.data
    if data is None:
        return None
    made = _MAKERS[name](services, data, palette(theme.value), texts(lang), scale)
    return None if made is None else addressed(made, paths.of_embed(name))


def _history(
    services: Services, data: WageData, theme: Palette, spoken: Texts, scale: float
) -> Chart:
    return build_history(data, theme=theme, texts=spoken, scale=scale)


def _raised(
    services: Services, data: WageData, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    if not data.raised:
        return None
    return build_raised(data, theme=theme, texts=spoken, scale=scale)


def _ratio(
    services: Services, data: WageData, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    return build_ratio(data, theme=theme, texts=spoken, scale=scale) if data.ratio else None


def _studies(
    services: Services, data: WageData, theme: Palette, spoken: Texts, scale: float
) -> Chart:
    return build_studies(data, texts=spoken)


def _pay(
    services: Services,
    data: WageData,
    theme: Palette,
    spoken: Texts,
    scale: float,
    *,
    builder: Callable[..., Chart],
    caption: Callable[[AreaByGroup, Texts], str],
    title: str,
) -> Chart | None:
    """What Gaps draws of the city by race, of the measures of pay alone."""
    if data.pay is None:
        return None
    drawn = builder(data.pay, theme=theme, texts=spoken, scale=scale)
    named = spoken.t(title, place=data.pay.area.name.get(spoken.lang))
    return replace(drawn, title=named, caption=caption(data.pay, spoken))


def _map(
    services: Services, data: WageData, theme: Palette, spoken: Texts, scale: float
) -> Chart | None:
    """The context by home place, as Explore draws it, with what it is not."""
    if data.context is None:
        return None
    found = services.explore.data(city().defaults.outcome, data.context.id, city().home)
    drawn = build_map(found, mode="factor", theme=theme, texts=spoken, scale=scale)
    layout = {**drawn.figure["layout"], "dragmode": False}
    figure = {**drawn.figure, "layout": layout}
    return replace(drawn, figure=figure, caption=spoken.t(NOT_WAGES))


# -- for the registry -------------------------------------------------------------------------

NOT_WAGES = "wage.map.not_wages"
_LINES: tuple[tuple[ChartEntry, Maker], ...] = (
    (ChartEntry(ids.WAGE_HISTORY, caveats=("wage.history.note",)), _history),
    (ChartEntry(ids.WAGE_RAISED, caveats=("wage.raised.not_ours",)), _raised),
    (
        ChartEntry(ids.WAGE_PAY, "published_by_race", caveats=("wage.pay.no_wage",)),
        partial(_pay, builder=build_by_group, caption=captions.by_group, title="wage.pay.chart"),
    ),
    (
        ChartEntry(ids.WAGE_PAY_GAPS, "published_by_race", caveats=("wage.pay.no_wage",)),
        partial(
            _pay,
            builder=build_between_groups,
            caption=captions.between_groups,
            title="wage.pay.gaps_chart",
        ),
    ),
    (ChartEntry(ids.WAGE_RATIO, caveats=("wage.ratio.warning",)), _ratio),
    (ChartEntry(ids.WAGE_STUDIES, caveats=("wage.studies.caveat",)), _studies),
    (
        ChartEntry(ids.WAGE_MAP, "maps", is_map=True, caveats=(NOT_WAGES,)),
        _map,
    ),
)
_MAKERS: Mapping[str, Maker] = {entry.id: maker for entry, maker in _LINES}


def _file(services: Services, asked: Asked) -> ChartFile | None:
    lang, theme = display_of(query_parameters(asked.query), default_lang=asked.default_lang)
    chart = build(services, asked.chart, theme=theme, lang=lang, scale=asked.scale)
    return None if chart is None else ChartFile(file_name(asked.chart, lang=lang), chart)


def _named(services: Services, asked: Asked) -> Named:
    return Named()


CHARTS = PageCharts(
    page=WAGE,
    entries=by_id(*(entry for entry, _ in _LINES)) if city().wage else {},
    file=_file,
    named=_named,
)

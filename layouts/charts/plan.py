"""The charts of the plan: one an aim, of its measures by district. Its address chooses nothing."""

from __future__ import annotations

from data.address import Theme, display_of, query_parameters
from data.cities.city import city
from data.decks.deck import PLAN
from data.files.names import file_name
from data.locale import texts
from data.plan.results import AimRow
from data.services import Services
from layouts import ids, paths
from layouts.charts.entries import Asked, ChartEntry, ChartFile, Named, PageCharts, by_id
from layouts.figures.chart import Chart
from layouts.figures.plan.districts import build_districts
from layouts.figures.travels import addressed
from layouts.theme import palette


def chart_of(
    services: Services, row: AimRow, *, theme: Theme, lang: str, scale: float = 1.0
) -> Chart | None:
    """The measures of an aim by district; None where none is known by district."""
    data = services.plan.data
    if data is None:
        return None
    made = build_districts(
        row,
        data,
        catalogue=services.atlas.catalogue,
        theme=palette(theme.value),
        texts=texts(lang),
        scale=scale,
    )
    return None if made is None else addressed(made, paths.of_embed(ids.plan_chart(row.aim.id)))


def name_of(row: AimRow, lang: str) -> str:
    """Name of the file of an aim's chart."""
    return file_name("plan", row.aim.id, lang=lang)


# -- for the registry -------------------------------------------------------------------------


def _row(services: Services, chart: str) -> AimRow | None:
    data = services.plan.data
    rows = data.aims if data else ()
    return next((row for row in rows if ids.plan_chart(row.aim.id) == chart), None)


def _file(services: Services, asked: Asked) -> ChartFile | None:
    row = _row(services, asked.chart)
    if row is None:
        return None
    lang, theme = display_of(query_parameters(asked.query), default_lang=asked.default_lang)
    made = chart_of(services, row, theme=theme, lang=lang, scale=asked.scale)
    return None if made is None else ChartFile(name_of(row, lang), made)


def _named(services: Services, asked: Asked) -> Named:
    row = _row(services, asked.chart)
    shown = [m.districts for m in row.measures if m.districts] if row else []
    return Named(indicators=tuple(dict.fromkeys(one.indicator.id for one in shown)))


def _entries() -> list[ChartEntry]:
    """A chart for each aim with a measure that places may have."""
    with_places = [aim for aim in city().aims if any(m.indicators for m in aim.measures)]
    return [ChartEntry(ids.plan_chart(aim.id), "intervals_and_verdicts") for aim in with_places]


CHARTS = PageCharts(page=PLAN, entries=by_id(*_entries()), file=_file, named=_named)

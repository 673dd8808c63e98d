"""Data: how old each source is, and when newer numbers are due."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.catalogue.freshness import Aged, aged, as_of
from data.locale.format import format_day, format_month
from layouts.components.attributes import aria
from layouts.request import PageRequest

_HEADS = ("source", "through", "age", "published", "read", "next")


def freshness(request: PageRequest) -> list[Component]:
    """A line a source, oldest numbers first."""
    t, lang = request.texts.t, request.texts.lang
    sources = request.services.atlas.catalogue.shown_sources
    caption = t("data_page.fresh.caption")
    heads = [html.Th(t(f"data_page.fresh.head.{head}"), scope="col") for head in _HEADS]
    table = html.Table(
        [
            html.Caption(caption, className="visually-hidden"),
            html.Thead(html.Tr(heads)),
            html.Tbody([_row(request, found) for found in aged(sources)]),
        ],
        className="data-table",
    )
    return [
        html.P(t("data_page.fresh.lead", day=format_day(as_of(sources), lang=lang))),
        html.Div(table, className="table-scroll", role="region", tabIndex=0, **aria(label=caption)),
    ]


def _row(request: PageRequest, found: Aged) -> Component:
    t, lang, fresh = request.texts.t, request.texts.lang, found.freshness
    link = html.A(found.source.title.get(lang), href=f"#source-{found.source.id}")
    cells = (
        t("data_page.fresh.no_year") if fresh.through is None else str(fresh.through),
        "–" if found.age_years is None else t("data_page.fresh.years", n=found.age_years),
        str(fresh.published or t("data_page.fresh.not_stated")),
        format_day(fresh.read_on, lang=lang),
        _next(request, found),
    )
    return html.Tr([html.Th(link, scope="row"), *(html.Td(cell) for cell in cells)])


def _next(request: PageRequest, found: Aged) -> str:
    t, renewed = request.texts.t, found.freshness.renewed
    if found.due is None:
        return t(f"data_page.fresh.{'once' if renewed == 'once' else 'irregularly'}")
    if renewed == "every_ten_years":
        return str(found.due.year)
    due = format_month(found.due, lang=request.texts.lang)
    return f"{due}. {t('data_page.fresh.overdue')}" if found.overdue else due

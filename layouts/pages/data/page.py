"""Data: every indicator with its source and files, every source with its licence."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.catalogue.schema import Indicator, Source
from data.files.csv_file import COLUMNS
from data.models import Geography
from layouts.components.attributes import aria
from layouts.components.static import static
from layouts.pages.data.freshness import freshness
from layouts.request import PageRequest

ESTIMATES_PATH = "/download/estimates"
DOWNLOAD_GEOGRAPHIES: tuple[Geography, ...] = tuple(Geography)


def download_path(indicator_id: str, geography: Geography) -> str:
    """Address of an indicator's estimates below the base path."""
    return f"{ESTIMATES_PATH}/{indicator_id}/{geography.value}.csv"


def build(request: PageRequest) -> Component:
    """The page."""
    t = request.texts.t
    catalogue = request.services.atlas.catalogue
    themes = [
        _theme(request, theme.name.get(request.texts.lang), theme.id, found)
        for theme, found in catalogue.by_theme()
    ]
    sources = [_source(request, source) for source in catalogue.shown_sources]
    return static(
        [
            html.H1(t("pages.data.title")),
            html.P(t("data_page.lead", n=len(catalogue.indicators)), className="lead"),
            html.P(t("data_page.columns")),
            html.P(t("columns.spreadsheet")),
            _columns(request),
            html.H2(t("data_page.indicators"), id="indicators"),
            *themes,
            freshness(request),
            html.H2(t("data_page.sources"), id="sources"),
            *sources,
        ],
        className="prose",
    )


def _columns(request: PageRequest) -> Component:
    """What every column of every file means, folded away."""
    t = request.texts.t
    meanings = [
        part
        for name in COLUMNS
        for part in (html.Dt(html.Code(name)), html.Dd(t(f"columns.meaning.{name}")))
    ]
    return html.Details(
        [html.Summary(t("columns.title")), html.P(t("columns.same")), html.Dl(meanings)],
        id="columns",
    )


def _theme(
    request: PageRequest, name: str, theme_id: str, indicators: Sequence[Indicator]
) -> Component:
    t = request.texts.t
    heads = [t(f"data_page.head.{key}") for key in ("indicator", "years", "kind", "files")]
    table = html.Table(
        [
            html.Caption(name, className="visually-hidden"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_indicator_row(request, indicator) for indicator in indicators]),
        ],
        className="data-table catalogue-table",
    )
    return html.Section(
        [
            html.H3(name, id=f"theme-{theme_id}"),
            html.Div(
                table, className="table-scroll", role="region", tabIndex=0, **aria(label=name)
            ),
        ]
    )


def _indicator_row(request: PageRequest, indicator: Indicator) -> Component:
    lang, t = request.texts.lang, request.texts.t
    source = request.services.atlas.catalogue.sources[indicator.source]
    files = [
        html.Li(
            html.A(
                t(f"data_page.geography.{geography.value}"),
                href=request.link(download_path(indicator.id, geography)),
                download="",
                **aria(
                    label=t(
                        "data_page.download",
                        indicator=indicator.name.get(lang),
                        geography=t(f"data_page.geography.{geography.value}"),
                    )
                ),
            )
        )
        for geography in DOWNLOAD_GEOGRAPHIES
        if geography in indicator.geographies
    ]
    return html.Tr(
        [
            html.Th(
                [
                    html.Span(indicator.name.get(lang), className="catalogue-table__name"),
                    html.Span(indicator.meaning.get(lang), className="catalogue-table__meaning"),
                    html.A(source.title.get(lang), href=f"#source-{source.id}"),
                ],
                scope="row",
                id=indicator.id,
            ),
            html.Td(indicator.years),
            html.Td(t(f"data_page.kind.{indicator.kind.value}")),
            html.Td(html.Ul(files, className="plain-list")),
        ]
    )


def _source(request: PageRequest, source: Source) -> Component:
    lang, t = request.texts.lang, request.texts.t
    facts = [
        ("publisher", source.publisher),
        ("vintage", source.vintage),
        ("licence", source.licence.get(lang)),
        ("citation", source.citation),
    ]
    return html.Section(
        [
            html.H3(source.title.get(lang), id=f"source-{source.id}"),
            html.Dl(
                [
                    part
                    for key, value in facts
                    for part in (html.Dt(t(f"data_page.source.{key}")), html.Dd(value))
                ]
            ),
        ],
        className="source",
    )

"""The page of wages: law, votes, who would have gained as published, pay, studies, context."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.catalogue.determinants import determinants
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.cities.wage import Link
from data.decks.deck import WAGE
from data.locale.format import format_day
from data.place.sentences import place_title
from data.sentences.words import value_text
from data.wage import sentences as said
from data.wage.results import JobsAt, WageData
from layouts import ids, paths
from layouts.charts import wage as wage_charts
from layouts.components.attributes import aria
from layouts.components.chart_card import chart_card, graph, words_of
from layouts.components.cite import below, cite_link
from layouts.components.controls import link_button
from layouts.components.kept_together import kept_together
from layouts.components.legend import chart_legend
from layouts.components.slide_button import slide_button
from layouts.components.static import static
from layouts.components.table import data_table
from layouts.components.terms import with_terms
from layouts.figures.chart import Chart, Column
from layouts.request import PageRequest


def build(request: PageRequest) -> Component:
    """The page, complete: no callback changes it. A screen an idea; what the city lacks is left
    out.
    """
    data = request.services.wage.data
    if data is None:
        raise ValueError("a city without wages has no such page")
    screens = (
        _today, _votes, _raised, _pay, _ratio, _studies, _jobs, _context, _next, _sources,
    )  # fmt: skip
    made = [screen(request, data) for screen in screens]
    return html.Div([part for part in made if part is not None], className="story wage")


def _screen(
    request: PageRequest,
    key: str,
    parts: Sequence[Component | None],
    *,
    first: bool = False,
    **words: Any,
) -> Component:
    """One idea under its headline."""
    heading, title = f"wage-about-{key}", html.H1 if first else html.H2
    t = request.texts.t
    return html.Section(
        [
            title(
                kept_together(t(f"wage.{key}.title", **words)),
                id=heading,
                className="story__headline",
            ),
            *parts,
        ],
        className=f"story__screen wage__screen--{key}",
        **aria(labelledby=heading),
    )


def _said(request: PageRequest, text: str) -> Component:
    return html.P(with_terms(text, request.texts), className="wage__said")


# -- screens ----------------------------------------------------------------------------------


def _today(request: PageRequest, data: WageData) -> Component:
    """What it is, and what it was."""
    t, lang = request.texts.t, request.texts.lang
    usd = said.dollars(data.newest.usd, lang)
    return _screen(
        request,
        "history",
        [
            html.P(t("wage.lead"), className="lead"),
            _said(request, said.today(data, request.texts)),
            _card(request, ids.WAGE_HISTORY, first=True),
        ],
        first=True,
        state=data.said.facts.state.get(lang),
        usd=usd,
    )


def _votes(request: PageRequest, data: WageData) -> Component:
    """What was decided and by whom, with who need not be paid the minimum."""
    t, lang, facts = request.texts.t, request.texts.lang, data.said.facts
    items = [
        html.Li(
            [
                html.P(
                    [
                        html.Strong(
                            html.Time(format_day(event.date, lang=lang), dateTime=f"{event.date}")
                        ),
                        " · ",
                        t(f"options.who.{event.by}"),
                    ],
                    className="wage__day",
                ),
                html.P(kept_together(event.said.get(lang))),
                _links(event.sources),
            ]
        )
        for event in data.said.events
    ]
    exempt = [html.Li(text.get(lang)) for text in facts.exempt]
    past = facts.no_longer_exempt
    return _screen(
        request,
        "votes",
        [
            _said(request, t("wage.votes.lead")),
            static(html.Ol(items, className="wage__list")),
            html.H3(t("wage.votes.exempt", state=facts.state.get(lang))),
            html.Ul(exempt, className="wage__list wage__list--dots"),
            _said(request, past.get(lang)) if past else None,
            html.P(
                [t("wage.votes.as_of", day=format_day(facts.as_of, lang=lang)), " "],
                className="chart-card__source",
            ),
            static(_links(facts.exempt_sources)),
        ],
        city=city().name.get(lang),
    )


def _links(sources: Sequence[Link]) -> Component:
    links: list[Component | str] = []
    for source in sources:
        links += [html.A(source.name, href=source.url), " · "]
    return html.P(links[:-1], className="wage__links")


def _raised(request: PageRequest, data: WageData) -> Component | None:
    if not data.raised:
        return None
    t, lang = request.texts.t, request.texts.lang
    assumed = [
        html.Li(
            [
                html.P(html.Strong(kept_together(said.raised(found, request.texts)))),
                html.P(found.about.assumes.get(lang)),
                _links([found.about.source]),
            ]
        )
        for found in data.raised
    ]
    return _screen(
        request,
        "raised",
        [
            _said(request, t("wage.raised.not_ours")),
            _card(request, ids.WAGE_RAISED),
            html.H3(t("wage.raised.assumed")),
            static(html.Ul(assumed, className="wage__list")),
        ],
    )


def _pay(request: PageRequest, data: WageData) -> Component | None:
    if data.pay is None:
        return None
    return _screen(
        request,
        "pay",
        [
            _said(request, request.texts.t("wage.pay.no_wage")),
            _card(request, ids.WAGE_PAY),
            _card(request, ids.WAGE_PAY_GAPS),
        ],
        city=city().name.get(request.texts.lang),
    )


def _ratio(request: PageRequest, data: WageData) -> Component | None:
    if not data.ratio:
        return None
    return _screen(request, "ratio", [_card(request, ids.WAGE_RATIO)])


def _studies(request: PageRequest, data: WageData) -> Component:
    """The table itself is what this screen shows; CSV, Cite and slides hang on its card."""
    t = request.texts.t
    return _screen(
        request,
        "studies",
        [
            _said(request, t("wage.studies.lead")),
            _of_studies(request),
        ],
    )


def _jobs(request: PageRequest, data: WageData) -> Component | None:
    """Jobs of residents by what they pay: numbers once they have come, else whom we wait for."""
    texts = request.texts
    parts: list[Component | None] = []
    for indicator, found in data.jobs:
        query = f"?factor={indicator.id}&map=factor"
        link = html.A(texts.t("wage.map.open"), href=request.link(f"{paths.EXPLORE}{query}"))
        parts += [static(_of_jobs(request, indicator, found)), html.P(link)]
    if data.jobs:
        parts.insert(0, _said(request, texts.t("wage.jobs.warning")))
    if waits := said.awaited(data, texts):
        parts.append(_said(request, waits))
    return _screen(request, "jobs", parts) if parts else None


def _of_jobs(request: PageRequest, indicator: Indicator, found: Sequence[JobsAt]) -> Component:
    """The number of each place, which leads to its own page."""
    texts, lang = request.texts, request.texts.lang
    source = request.services.atlas.catalogue.source_of(indicator)
    return data_table(
        texts=texts,
        caption=f"{indicator.name.get(lang)}. {source.publisher}, {source.title.get(lang)}.",
        columns=[
            Column("place", texts.t("wage.column.place")),
            Column("share", indicator.short_name.get(lang), "number"),
        ],
        rows=[
            {
                "place": place_title(at.name, at.area_id, at.geography, texts),
                "share": value_text(at.value.value, indicator, lang),
                "href": request.link(paths.of_number(at.place_id, indicator.id)),
            }
            for at in found
        ],
        linked="share",
    )


def _context(request: PageRequest, data: WageData) -> Component | None:
    if data.context is None:
        return None
    query = f"?factor={data.context.id}&map=factor"
    link = html.A(request.texts.t("wage.map.open"), href=request.link(f"{paths.EXPLORE}{query}"))
    return _screen(request, "map", [_card(request, ids.WAGE_MAP), html.P(link)])


def _next(request: PageRequest, data: WageData) -> Component | None:
    """The sheets that say the minimum wage, with what could be decided; listed, not recommended."""
    found = [entry for entry in determinants().values() if entry.wage_today]
    if not found or "fact_sheets" not in request.pages:
        return None
    links = [
        html.Li(
            html.A(
                request.texts.t("wage.next.sheet", title=entry.title.get(request.texts.lang)),
                href=request.link(f"{paths.FACT_SHEETS}?determinant={entry.id}&place=city"),
            )
        )
        for entry in found
    ]
    said_first = _said(request, request.texts.t("wage.next.lead"))
    return _screen(request, "next", [said_first, html.Ul(links, className="wage__list")])


def _sources(request: PageRequest, data: WageData) -> Component:
    lang = request.texts.lang
    items = [html.Li([s.citation, " ", s.licence.get(lang), "."]) for s in data.sources.values()]
    history = static(_links(data.said.facts.history_sources))
    listed = html.Ul(items, className="wage__list wage__list--dots")
    return _screen(request, "sources", [listed, history])


# -- cards ------------------------------------------------------------------------------------


def _card(request: PageRequest, name: str, *, first: bool = False) -> Component | None:
    """The card of one chart; None where there is none."""
    texts = request.texts
    chart = wage_charts.build(request.services, name, theme=request.theme, lang=texts.lang)
    if chart is None:
        return None
    entry = wage_charts.CHARTS.entries[name]
    method = f"{request.link(paths.METHODS)}#{entry.method}" if entry.method else None
    return chart_card(
        texts=texts,
        chart=name,
        **words_of(chart),
        csv_href=request.link(f"{paths.DOWNLOAD}/{WAGE}/{name}.csv"),
        cite_href=below(request.link, chart.travels.address),
        file_name=name,
        how_to_read=[p.strip() for p in texts.t(f"wage.help.{name}").split("\n\n")],
        method_href=method,
        slide_of=(WAGE, ""),
        subordinate=not first,
        table=static(_table(chart, request)),
        **_picture(chart, name, request),
    )


def _table(chart: Chart, request: PageRequest) -> Component:
    return data_table(
        texts=request.texts,
        caption=f"{chart.title}. {chart.notes[0]}",
        columns=chart.columns,
        rows=chart.rows,
        linked="study" if any("href" in row for row in chart.rows[:1]) else "",
    )


def _picture(chart: Chart, name: str, request: PageRequest) -> dict[str, Any]:
    """The graph, beside a map its legend; of studies the table, which has no picture."""
    is_map = wage_charts.CHARTS.entries[name].is_map
    drawn = graph(texts=request.texts, chart=name, figure=chart.figure, scrolls=not is_map)
    if chart.legend is None:
        return {"picture": drawn}
    legend = chart_legend(chart.legend, texts=request.texts, theme=request.theme.value)
    return {"picture": drawn, "beside": static(legend)}


def _of_studies(request: PageRequest) -> Component | None:
    """The table itself, with what every card has: its numbers as a file, Cite, a slide."""
    texts, name = request.texts, ids.WAGE_STUDIES
    chart = wage_charts.build(request.services, name, theme=request.theme, lang=texts.lang)
    if chart is None:
        return None
    card, title = ids.chart(name), chart.title
    tools = [
        link_button(
            id=card.csv,
            label="CSV",
            href=request.link(f"{paths.DOWNLOAD}/{WAGE}/{name}.csv"),
            kind="quiet",
            name=texts.t("charts.tools.csv_name", title=title),
            download=f"{name}.csv",
        ),
        cite_link(
            texts=texts,
            id=card.cite,
            href=below(request.link, chart.travels.address),
            name=texts.t("cite.chart", title=title),
            of=(card.title, card.sentence, card.source),
            class_name="button button--quiet",
        ),
        slide_button(texts=texts, chart=name, title=title, of=(WAGE, "")),
    ]
    return html.Figure(
        [
            html.H3(title, id=card.title, className="chart-card__title"),
            static(_table(chart, request), className="wage__table"),
            html.P(chart.sentence, id=card.sentence, className="chart-card__sentence"),
            html.P(chart.notes[0], id=card.source, className="chart-card__source"),
            html.Div(
                tools,
                className="chart-card__tools",
                role="group",
                **aria(label=texts.t("charts.tools.label", title=title)),
            ),
        ],
        id=card.card,
        className=f"chart-card chart-card--{name}",
        **aria(labelledby=card.title, describedby=card.sentence),
    )

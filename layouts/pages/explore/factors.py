"""The list of social factors under the charts of Explore: fetched when it is opened.

It is of one outcome, not of a pair, and most visits do without it, so neither the page nor a change
of it carries it.
"""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from data.explore.state import ViewState
from data.locale import Texts, texts
from data.services import Services
from layouts import ids, paths
from layouts.charts import explore as explore_charts
from layouts.charts.file_names import explore_name
from layouts.components.attributes import aria
from layouts.components.chart_card import card_parts, words_of
from layouts.components.cite import below, cite_link
from layouts.components.controls import fold
from layouts.components.loading import loading
from layouts.components.slide_button import slide_button
from layouts.components.table import data_table
from layouts.request import Link


def factors_card(spoken: Texts, csv_href: str, cite_href: str) -> Component:
    """The closed card: what it answers, and the button that adds it to the slides."""
    card, title = ids.chart(ids.FACTORS), spoken.t("explore.factors.title")
    waiting: list[Component] = [
        *loading(spoken, csv_href, id=card.sentence),
        html.Div(
            [
                cite_link(
                    texts=spoken,
                    id=card.cite,
                    href=cite_href,
                    name=spoken.t("cite.chart", title=title),
                    class_name="button button--quiet",
                ),
                slide_button(texts=spoken, chart=ids.FACTORS, title=title),
            ],
            className="chart-card__tools",
        ),
    ]
    return html.Figure(
        [
            dcc.Store(id=ids.FACTORS_OPEN, data=False),
            html.H2(title, id=card.title, className="chart-card__title"),
            fold(
                label=spoken.t("explore.factors.open"),
                children=waiting,
                panel_id=ids.FACTORS_PANEL,
                loads=ids.FACTORS_OPEN,
                class_name="fold--below",
            ),
        ],
        id=card.card,
        className="chart-card chart-card--factors",
        **aria(labelledby=card.title, describedby=card.sentence),
    )


def factors_parts(services: Services, state: ViewState, link: Link) -> list[Component]:
    """What the open card holds for a state: picture, sentence, source, tools, table."""
    spoken = texts(state.lang)
    chart = explore_charts.build(services, state, ids.FACTORS)
    query = state.to_query()
    method = explore_charts.CHARTS.entries[ids.FACTORS].method
    parts: list[Component] = card_parts(
        texts=spoken,
        chart=ids.FACTORS,
        **words_of(chart),
        how_to_read=[part.strip() for part in spoken.t("explore.help.factors").split("\n\n")],
        csv_href=link(f"/download/explore/{ids.FACTORS}.csv").partition("?")[0] + query,
        cite_href=below(link, chart.travels.address),
        file_name=explore_name(services, state, ids.FACTORS),
        figure=chart.figure,
        scrolls=True,
        table=data_table(texts=spoken, caption=chart.title, columns=chart.columns, rows=chart.rows),
        method_href=f"{link(paths.METHODS)}#{method}",
    )
    return [html.P(html.Strong(chart.title)), *parts]

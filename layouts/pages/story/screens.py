"""A screen of the story: one sentence, one chart of Gaps, how we know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.decks.deck import GAPS
from data.locale import Texts
from data.story import sentences as said
from data.story.compute import choices_of
from data.story.results import Screen, StoryData
from layouts import ids, paths
from layouts.charts import gaps as gaps_charts
from layouts.charts.file_names import gaps_name
from layouts.components.attributes import aria
from layouts.components.chart_card import chart_card, graph, words_of
from layouts.components.cite import below
from layouts.components.kept_together import kept_together
from layouts.components.legend import chart_legend
from layouts.components.quotation import quoted_claim
from layouts.components.static import static
from layouts.components.table import data_table
from layouts.figures.chart import Chart
from layouts.request import PageRequest

CHARTS: Mapping[Screen, str] = {
    Screen.FOUND: ids.GAP_LIFE_GAPS,
    Screen.SINCE: ids.GAP_LIFE_GAPS_IN_COUNTY,
    Screen.FIFTHS: ids.GAP_PATTERNS,
    Screen.HISTORY: ids.GAP_GROUPS,
    Screen.AGES: ids.GAP_AGES,
    Screen.DEATHS: ids.GAP_DEATHS,
}


def screen(request: PageRequest, data: StoryData, which: Screen, *, first: bool) -> Component:
    """The screen `which`; the headline of the `first` one is that of the page."""
    texts, heading = request.texts, _heading(which)
    title = html.H1 if first else html.H2
    return html.Section(
        [
            html.Div(
                [
                    html.P(texts.t(f"story.{which}.kicker"), className="story__kicker"),
                    title(
                        kept_together(said.headline(data, which, texts)),
                        id=heading,
                        className="story__headline",
                    ),
                ],
                className="story__said",
            ),
            _card(request, data, which, subordinate=not first),
        ],
        className=f"story__screen story__screen--{which}",
        **aria(labelledby=heading),
    )


def _heading(which: Screen) -> str:
    return f"story-{which}"


def _card(request: PageRequest, data: StoryData, which: Screen, *, subordinate: bool) -> Component:
    """The chart as Gaps draws it, under the sentence of the story."""
    texts, name, choices = request.texts, CHARTS[which], choices_of(which)
    query = "&".join(f"{key}={word}" for key, word in choices.items())
    words = {**choices, "lang": texts.lang, "theme": request.theme.value}
    state = gaps_charts.read(request.services, words, request.default_lang).state
    chart = gaps_charts.build(request.services, state, name)
    if chart is None:
        raise ValueError(f"{which}: its chart is missing, though the story has its numbers")
    entry, said_of = gaps_charts.CHARTS.entries[name], words_of(chart)
    help_texts = texts.t(f"gaps.help.{name}").split("\n\n")
    return chart_card(
        texts=texts,
        chart=name,
        **said_of | _words(data, which, texts),
        csv_href=request.link(f"/download/gaps/{name}.csv{f'?{query}' if query else ''}"),
        cite_href=below(request.link, chart.travels.address),
        cited=(_heading(which),),
        file_name=gaps_name(request.services, state, entry),
        how_to_read=[*said.how_we_know(data, which, texts), *map(str.strip, help_texts)],
        help_label=texts.t("story.how"),
        table=_table(chart, request),
        method_href=f"{request.link(paths.METHODS)}#{_method(which, entry.method)}",
        slide_of=(GAPS, query),
        subordinate=subordinate,
        **_picture(request, data, chart, which),
    )


def _words(data: StoryData, which: Screen, texts: Texts) -> dict[str, str]:
    """What the story says of a chart in place of what Gaps says."""
    title = f"story.{which}.chart"
    own = {"title": texts.t(title)} if texts.has(title) else {}
    return own | {"sentence": said.detail(data, which, texts), "caption": ""}


def _method(which: Screen, section: str) -> str:
    """The section of the methods: graded land has its own."""
    return gaps_charts.HISTORY_SECTION if which is Screen.HISTORY else section


def _picture(
    request: PageRequest, data: StoryData, chart: Chart, which: Screen
) -> Mapping[str, Any]:
    """The graph, beside a map its legend; what is quoted stands there in words."""
    texts, name = request.texts, CHARTS[which]
    if which is Screen.DEATHS and data.deaths is not None:
        return {"picture": static(quoted_claim(data.deaths, texts), className="quotations")}
    is_map = gaps_charts.CHARTS.entries[name].is_map
    found = {"picture": graph(texts=texts, chart=name, figure=chart.figure, scrolls=not is_map)}
    if chart.legend is None:
        return found
    legend = chart_legend(chart.legend, texts=texts, theme=request.theme.value)
    return found | {"beside": static(legend)}


def _table(chart: Chart, request: PageRequest) -> Component:
    return static(
        data_table(
            texts=request.texts,
            caption=f"{chart.title}. {chart.notes[0]}",
            columns=chart.columns,
            rows=chart.rows,
        )
    )

"""A slide for each view of a deck: the finding, the chart, the legend, the source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.deck import EXPLORE, GAPS, Deck, View
from data.gap_state import GapState, parse_gap
from data.locale import Texts, texts
from data.sentences import gap_headline
from data.sentences import gaps as said
from data.sentences.words import join
from data.services import Services
from data.view_state import MapMode, Notice, Theme, ViewState, parse_view
from data.views import ExploreData
from layouts import ids
from layouts.components.legend import LegendClass, map_legend, steps_of
from layouts.components.static import to_html
from layouts.figures.base import CLEAR, point_index
from layouts.figures.chart import Chart
from layouts.figures.clusters import cluster_colors, cluster_name
from layouts.figures.groups_map import legend_entries
from layouts.figures.legend import class_entries, thirds
from layouts.figures.measures import in_words
from layouts.pages import explore_charts, gaps_charts
from layouts.slides.offered import SLIDE_CHARTS
from layouts.slides.place import place_chart
from layouts.slides.slide import LEAD_CHARS, SCALE, Legend, Slide, for_distance, parted
from layouts.theme import palette

# Line around a chosen area, seen from the back row, on a halo that parts it from dark fills.
OUTLINE_PX = 5
HALO_PX = 14


def build_deck(
    services: Services, deck: Deck, *, lang: str, theme: Theme
) -> tuple[tuple[Slide | None, ...], tuple[Notice, ...]]:
    """A slide a view, None where there is nothing to show, and notices that say so."""
    slides: list[Slide | None] = []
    notices: list[Notice] = []
    for number, view in enumerate(deck.slides, start=1):
        slide = build_slide(services, view, lang=lang, theme=theme)
        slides.append(slide)
        if slide is None:
            notices.append(Notice("deck.no_chart", str(number), view.chart))
    return tuple(slides), tuple(notices)


def build_slide(services: Services, view: View, *, lang: str, theme: Theme) -> Slide | None:
    """The slide of one view; None where the chart, the place or the values do not exist."""
    page = view.page.partition("/")[0]
    if view.chart not in SLIDE_CHARTS.get(page, frozenset()):
        return None
    query = f"{view.query}&lang={lang}&theme={theme.value}"
    if page == EXPLORE:
        return _explore(services, view, query)
    if page == GAPS:
        return _gaps(services, view, query)
    return _place(services, view, lang=lang, theme=theme)


def _made(
    view: View, chart: Chart, finding: str, *, path: str, legend: Legend | None = None, **more: Any
) -> Slide:
    # beside a map there is less room for large words
    lead, rest = parted(finding, 0 if more.get("is_map") else LEAD_CHARS)
    figures = more.pop("figures", None)
    return Slide(
        title=view.title or chart.title,
        lead=lead,
        more=rest,
        figures=for_distance(chart.figure) if figures is None else figures,
        legend=legend or Legend(),
        table=more.pop("table", ()),
        source=chart.notes[0] if chart.notes else "",
        notes=view.notes,
        live=path,
        chart=chart,
        **more,
    )


# -- Explore ----------------------------------------------------------------------------------


def _explore(services: Services, view: View, query: str) -> Slide:
    state = parse_view(query, services.catalogue, services.place_ids, default_lang="en").state
    chart = explore_charts.build(services, state, view.chart, scale=SCALE)
    figures = for_distance(_marked(chart, state, view.chart))
    path = "/" + state.to_query()
    if view.chart == ids.MAP:
        finding = _map_finding(services, state, chart)
        legend = _explore_legend(services, state)
        return _made(view, chart, finding, path=path, legend=legend, figures=figures, is_map=True)
    if view.chart == ids.RANKING:
        figures = tuple(_without_names(figure) for figure in figures)
    return _made(view, chart, chart.sentence, path=path, figures=figures)


def _map_finding(services: Services, state: ViewState, chart: Chart) -> str:
    """The gap leads, then what the map shows; a map of one measure alone says only the latter."""
    spoken = texts(state.lang)
    data = explore_charts.data_of(services, state)
    headline = gap_headline(
        data.gap,
        outcome=data.outcome,
        factor=data.factor,
        texts=spoken,
        reason=data.gap_reason,
    )
    return join(headline, chart.sentence)


def _marked(chart: Chart, state: ViewState, name: str) -> dict[str, Any]:
    """The figure with the chosen places marked: outlined on a map, named among dots."""
    found = point_index(chart)
    chosen = [point for place in sorted(state.places) for point in found.get(place, ())]
    if not chosen:
        return dict(chart.figure)
    traces = [dict(trace) for trace in chart.figure["data"]]
    layout = dict(chart.figure["layout"])
    ink = layout["meta"]["ink"]
    if name == ids.MAP:
        paper = palette(state.theme.value).paper
        lines = ((paper, HALO_PX), (ink, OUTLINE_PX))
        outlines = [_outline(traces[n], at, *line) for line in lines for n, at in chosen]
        return {"data": [*traces, *outlines], "layout": layout}
    for number, trace in enumerate(traces):
        if (trace.get("meta") or {}).get("role") == "places":
            trace["selectedpoints"] = [point for at, point in chosen if at == number]
    if name == ids.SCATTER:
        labels = [_name_of(traces[number], point, ink) for number, point in chosen]
        layout["annotations"] = [*layout.get("annotations", ()), *labels]
    return {"data": traces, "layout": layout}


def _outline(trace: Mapping[str, Any], point: int, color: str, width: float) -> dict[str, Any]:
    """A heavy line around one area of a choropleth."""
    kept = {key: trace[key] for key in ("type", "geojson", "featureidkey", "zmin", "zmax")
            if key in trace}  # fmt: skip
    return {
        **kept,
        "locations": [trace["locations"][point]],
        "z": [trace["z"][point]],
        "colorscale": [[0, CLEAR], [1, CLEAR]],
        "showscale": False,
        "marker": {"line": {"color": color, "width": width}},
    }


def _name_of(trace: Mapping[str, Any], point: int, ink: str) -> dict[str, Any]:
    return {
        "x": trace["x"][point],
        "y": trace["y"][point],
        "text": f"<b>{trace['text'][point]}</b>",
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 3,
        "arrowcolor": ink,
        "ax": 0,
        "ay": -70,
        "font": {"color": ink},
    }


def _without_names(figure: Mapping[str, Any]) -> Mapping[str, Any]:
    """Every place as a dot, none by name: names of 200 rows cannot be read from a pew."""
    layout = dict(figure["layout"])
    layout["yaxis"] = {**layout["yaxis"], "showticklabels": False}
    shift = layout["margin"]["l"] - 24
    layout["margin"] = {**layout["margin"], "l": 24}
    layout["annotations"] = [
        {**entry, "xshift": entry["xshift"] + shift} if entry.get("xshift", 0) < 0 else entry
        for entry in layout.get("annotations", ())
    ]
    return {**figure, "layout": layout}


def _explore_legend(services: Services, state: ViewState) -> Legend:
    spoken, data = texts(state.lang), explore_charts.data_of(services, state)
    markup = to_html(explore_charts.legend(data, state, spoken))
    if state.map_mode is MapMode.BOTH:
        return Legend(entries=_thirds(data, state, spoken), markup=markup)
    entries = class_entries(
        data, mode=state.map_mode.value, theme=palette(state.theme.value), texts=spoken
    )
    return Legend(entries=tuple((entry.color, entry.label) for entry in entries), markup=markup)


def _thirds(data: ExploreData, state: ViewState, spoken: Texts) -> tuple[tuple[str, str], ...]:
    """The nine mixtures in words, the darkest first."""
    colors = palette(state.theme.value).bivariate
    outcome, factor = (
        thirds(data, column=column, texts=spoken) for column in ("outcome", "factor")
    )
    return tuple(
        (
            colors[down][across],
            spoken.t("charts.legend.cell", outcome=said, factor=with_it),
        )
        for down, said in reversed(steps_of(outcome))
        for across, with_it in reversed(steps_of(factor))
    )


# -- Gaps -------------------------------------------------------------------------------------


def _gaps(services: Services, view: View, query: str) -> Slide | None:
    state = parse_gap(query, services.catalogue, default_lang="en").state
    chart = gaps_charts.build(services, state, view.chart, scale=SCALE)
    if chart is None:
        return None
    path = f"/gaps{state.to_query()}"
    spoken = texts(state.lang)
    data = gaps_charts.data_of(services, state)
    if view.chart == ids.GAP_PATTERNS:
        finding = join(said.headline(data, spoken), said.detail(data, spoken))
        return _made(view, chart, finding, path=path)
    if view.chart == ids.GAP_MEASURES:
        table = tuple(in_words(data, spoken))
        return _made(view, chart, chart.sentence, path=path, table=table)
    if view.chart == ids.GAP_DEATHS:
        return _made(view, chart, chart.sentence, path=path, table=_in_rows(chart))
    if view.chart == ids.GAP_LIFE_BY_RACE:
        # two places, three measurements, none of them comparable: only the words keep them apart
        return _made(view, chart, chart.sentence, path=path, figures=())
    legend = _gap_legend(services, state, view.chart)
    is_map = view.chart in (ids.GAP_GROUPS, ids.GAP_CLUSTERS)
    return _made(view, chart, chart.sentence, path=path, legend=legend, is_map=is_map)


def _in_rows(chart: Chart) -> tuple[tuple[str, str], ...]:
    """Rows of a chart without a picture: the first column leads, the others follow it."""
    first, *others = chart.columns
    return tuple(
        (row[first.key], " · ".join(row[c.key] for c in others if row.get(c.key)))
        for row in chart.rows
    )


def _gap_legend(services: Services, state: GapState, chart: str) -> Legend | None:
    spoken, colors = texts(state.lang), palette(state.theme.value)
    if chart == ids.GAP_GROUPS:
        title, found = legend_entries(gaps_charts.data_of(services, state), colors, spoken)
        entries = [(color, words) for color, words, _ in found]
    elif chart == ids.GAP_CLUSTERS:
        data = gaps_charts.clusters_of(services, state)
        fills = cluster_colors(data, colors)
        title = ""
        entries = [(color, cluster_name(data, kind, spoken)) for kind, color in fills.items()]
    else:
        return None
    if not entries:
        return None
    classes = [LegendClass(color, words, None) for color, words in entries]
    markup = map_legend(texts=spoken, theme=state.theme.value, title=title, classes=classes)
    return Legend(title, tuple(entries), to_html(markup))


# -- Place ------------------------------------------------------------------------------------


def _place(services: Services, view: View, *, lang: str, theme: Theme) -> Slide | None:
    place_id = view.page.partition("/")[2]
    spoken, colors = texts(lang), palette(theme.value)
    made = place_chart(services, place_id, theme=colors, texts=spoken, scale=SCALE)
    if made is None:
        return None
    extra = {"lang": lang, "theme": theme.value}
    kept = [f"{k}={v}" for k, v in extra.items() if v not in ("en", "light")]
    path = f"/place/{place_id}" + ("?" + "&".join(kept) if kept else "")
    return _made(view, made, made.sentence, path=path)

"""What the slide of a view is to show and say, before anybody knows how large it is.

The chart, the finding with what must stand beside it, the legend, the fact that a test found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.address import Theme, query_parameters, understood
from data.atlas.places import place_named
from data.decks.deck import COMPARE, EXPLORE, GAPS, PLACE, WAGE, View
from data.decks.place_sentences import place_in_gap
from data.explore.sentences import predicted_warning
from data.explore.state import ViewState
from data.gaps import context_sentences as gap_context
from data.gaps.sentences import potential_gain
from data.gaps.state import GapState
from data.locale import Texts, texts
from data.models import Kind
from data.sentences.words import join
from data.services import Services
from data.wage.sentences import studies_by_finding
from layouts import ids, paths
from layouts.charts import explore as explore_charts
from layouts.charts import gaps as gaps_charts
from layouts.charts.compare import chart_of, compared
from layouts.charts.entries import Asked
from layouts.charts.gaps import CHARTS
from layouts.charts.gaps_questions import asking_for
from layouts.charts.offered import OF_GROUPS
from layouts.charts.place import place_chart
from layouts.charts.registry import charts_of, entry_of
from layouts.components.legend import chart_legend
from layouts.components.static import to_html
from layouts.figures.chart import Chart
from layouts.figures.compare.measures import kept_sentences, speaker_notes, title_of
from layouts.figures.explore import ranking_bands
from layouts.figures.gaps.by_race import build_measures_by_race
from layouts.figures.gaps.measures import in_words
from layouts.figures.gaps.quotations import amount_text, build_quotations
from layouts.figures.place.measures import place_caveats
from layouts.figures.travels import addressed
from layouts.slides.distance import SCALE
from layouts.slides.draft import Draft
from layouts.slides.explore import (
    factors_finding,
    map_finding,
    marked,
    name_inside,
    scatter_finding,
    shown_values,
    unmarked,
)
from layouts.slides.facts import compared_fact, explore_fact, gap_fact, place_fact
from layouts.slides.gap_findings import gap_finding, quoted_statement
from layouts.slides.slide import parted
from layouts.slides.spoken import in_lines, with_intervals
from layouts.theme import palette


def draft_of(services: Services, view: View, *, lang: str, theme: Theme) -> Draft | None:
    """The draft of one view; None where the chart, the place or the values do not exist."""
    page = view.page.partition("/")[0]
    if entry_of(view) is None:
        return None
    query = f"{view.query}&lang={lang}&theme={theme.value}"
    if page == PLACE:
        return _place(services, view, lang=lang, theme=theme)
    with_more = {EXPLORE: _explore, GAPS: _gaps, COMPARE: _compare, WAGE: _wage}
    return with_more.get(page, _as_registered)(services, view, query)


def _as_registered(
    services: Services, view: View, query: str, *, table: Sequence[tuple[str, str]] = ()
) -> Draft | None:
    """The slide of a page that has no more to say than its chart: what the registry knows.

    `table` stands in for a picture where there is none.
    """
    charts, entry = charts_of(view.page), entry_of(view)
    asked = Asked(view.chart, query, scale=SCALE)
    found = None if charts is None else charts.file(services, asked)
    if found is None or entry is None:
        return None
    chosen = query_parameters(query)
    spoken = texts(chosen["lang"])
    keep = [spoken.t(key) for key in entry.caveats]
    finding = join(found.chart.sentence, *keep)
    path = f"/{view.page}?{query}".replace("?&", "?")
    drawn = _legend_html(found.chart, Theme(chosen["theme"]), spoken)
    return Draft(
        view,
        found.chart,
        finding,
        path=path,
        keep=keep,
        legend_html=drawn,
        is_map=entry.is_map,
        table=table,
    )


def _legend_html(chart: Chart, theme: Theme, spoken: Texts) -> str:
    """The legend as a page draws it; nothing where the chart has none."""
    if chart.legend is None:
        return ""
    return to_html(chart_legend(chart.legend, texts=spoken, theme=theme.value))


# -- Explore ----------------------------------------------------------------------------------


def _explore(services: Services, view: View, query: str) -> Draft:
    state = explore_charts.parsed(services, query, "en").state
    if view.chart == ids.RANKING:
        return _ranking(services, view, state)
    if view.chart == ids.FACTORS:
        return _factors(services, view, state)
    chart = explore_charts.build(services, state, view.chart, scale=SCALE)
    figure = marked(chart, state, view.chart)
    path = "/" + state.to_query()
    not_marked = unmarked(services, state, view.chart)
    data = explore_charts.data_of(services, state)
    warned = predicted_warning(data.rule.warnings, data.observed, texts(state.lang))
    if view.chart == ids.MAP:
        led = map_finding(services, state, chart)
        fact = explore_fact(data, texts(state.lang))
        return Draft(
            view,
            chart,
            join(led, not_marked, warned),
            path=path,
            keep=[not_marked, warned],
            figure=figure,
            legend_html=_legend_html(chart, state.theme, texts(state.lang)),
            is_map=True,
            fact=join(fact, warned) if _leads(fact, led) else "",
        )
    finding, told = scatter_finding(services, state, chart)
    finding = join(finding, not_marked, warned)
    keep = [not_marked, warned]
    return Draft(view, chart, finding, path=path, keep=keep, figure=figure, told=told)


def _leads(fact: str, finding: str) -> bool:
    """True where what a test found is what the slide says first."""
    return bool(fact) and finding.startswith(parted(fact, 0)[0])


def _factors(services: Services, view: View, state: ViewState) -> Draft:
    """The first of the list; whoever speaks has what must be said of each."""
    chart = explore_charts.build(services, state, view.chart, scale=SCALE)
    finding, keep, told = factors_finding(services, state, chart)
    return Draft(view, chart, finding, path="/" + state.to_query(), keep=keep, told=told)


def _why_the_city_differs(chart: Chart, spoken: Texts) -> str:
    """Why the line of the city is another number than that of the verdicts, for the notes."""
    reason = spoken.t("figures.note.rest")
    return reason if reason in chart.notes else ""


def _ranking(services: Services, view: View, state: ViewState) -> Draft:
    """Chosen places by name over counted bands; who is in a band is for whoever speaks."""
    data, spoken = explore_charts.data_of(services, state), texts(state.lang)
    drawn = ranking_bands.in_bands(
        explore_charts.build(services, state, view.chart, scale=SCALE),
        data,
        state.places,
        theme=palette(state.theme.value),
        texts=spoken,
        scale=SCALE,
    )
    keep = [
        unmarked(services, state, view.chart),
        ranking_bands.not_named(data, state.places, spoken),
    ]
    finding = join(drawn.sentence, *keep)
    if data.outcome.kind is Kind.MODELLED:
        keep.append(drawn.sentence)  # that no order is meant
    why = _why_the_city_differs(drawn, spoken)
    told = "\n".join([why, *ranking_bands.bands_in_words(data, state.places, spoken)]).strip()
    return Draft(view, drawn, finding, path="/" + state.to_query(), keep=keep, told=told)


# -- Gaps -------------------------------------------------------------------------------------


OF_PUBLICATIONS = ids.OF_PUBLISHED_GROUPS | {
    *ids.OF_CITY_BY_YEAR, ids.GAP_DEATHS, ids.GAP_MEASURES_BY_RACE, ids.GAP_YARDSTICKS,
}  # fmt: skip


# Charts whose large words are the gap between the end groups.
_OF_THE_GAP = frozenset({ids.GAP_PATTERNS, ids.GAP_GROUPS, ids.GAP_MEASURES})


def _gaps(services: Services, view: View, query: str) -> Draft | None:
    state = gaps_charts.parsed(services, query, "en").state
    chart = gaps_charts.build(services, state, view.chart, scale=SCALE)
    if chart is None:
        return None
    path = _live(state, view)
    spoken = texts(state.lang)
    data = gaps_charts.data_of(services, state)
    warned = ""
    if view.chart in OF_GROUPS:
        warned = predicted_warning(data.warnings, data.observed, spoken)
    finding = gap_finding(view.chart, chart, data, spoken)
    fact = gap_fact(data, spoken)
    fact = join(fact, warned) if view.chart in _OF_THE_GAP and fact else ""
    if view.chart == ids.GAP_PATTERNS:
        # a sentence with the place has both ends of the gap in it
        here = _of_place(services, query, state)
        why = _why_the_city_differs(chart, spoken)
        told = join(finding if here else "", why)
        fact = "" if here else fact  # where the place leads, nothing was tested
        finding = join(here or finding, warned)
        return Draft(view, chart, finding, path=path, keep=[warned], told=told, fact=fact)
    if view.chart == ids.GAP_MEASURES:
        table = tuple(in_words(data, spoken))
        finding = join(finding, warned)
        return Draft(view, chart, finding, path=path, table=table, keep=[warned], fact=fact)
    if view.chart in OF_PUBLICATIONS:
        return _published(services, view, state, chart)
    chart = _with_few_words(chart)
    is_map = CHARTS.entries[view.chart].is_map
    keep = [spoken.t(key) for key in CHARTS.entries[view.chart].caveats]
    segregation = services.gaps.segregation
    if view.chart == ids.GAP_ICE and segregation is not None:
        ice = segregation.ice
        keep = [gap_context.ice_surplus(ice, spoken), gap_context.ice_cut_offs(ice, spoken)]
    finding = join(finding, warned)
    keep.append(warned)
    drawn = _legend_html(chart, state.theme, spoken)
    told = ""
    if view.chart == ids.GAP_POTENTIAL:
        keep.append(potential_gain(data, spoken))
        told = chart.sentence
    return Draft(
        view,
        chart,
        finding,
        path=path,
        legend_html=drawn,
        is_map=is_map,
        keep=keep,
        told=told,
        fact=fact,
    )


def _live(state: GapState, view: View) -> str:
    """The question of the page that shows the chart, with what it depends on."""
    return paths.GAPS + asking_for(state, view.chart).seen().to_query()


def _published(services: Services, view: View, state: GapState, chart: Chart) -> Draft:
    """What others published, beside the groups of the page."""
    path = _live(state, view)
    if view.chart == ids.GAP_DEATHS:
        return _deaths(services, view, state, path)
    if view.chart == ids.GAP_MEASURES_BY_RACE:
        return _measures_by_race(services, view, state, chart)
    told = "\n".join([in_lines(chart), *chart.notes[1:]])
    keep = [texts(state.lang).t("gaps.by_group.in_notes"), *chart.notes[1:2]]
    return Draft(view, chart, join(chart.sentence, *keep), path=path, keep=keep, told=told)


def _of_place(services: Services, query: str, state: GapState) -> str:
    """The one place that the view names, beside the groups; nothing where it names none."""
    place_id = place_named(services.atlas, query_parameters(query).get("places", ""))
    values = shown_values(services, place_id, [state.outcome]) if place_id else []
    if place_id is None or not values:
        return ""
    spoken, data = texts(state.lang), gaps_charts.data_of(services, state)
    place = name_inside(services, place_id, spoken)
    return place_in_gap(values[0], data, place=place, texts=spoken)


def _deaths(services: Services, view: View, state: GapState, path: str) -> Draft:
    """What was published of deaths, each number under the heading of its publication."""
    spoken, found = texts(state.lang), services.gaps.quotations
    quoted = [quotation for quotation in found.values() if quotation.on_slide]
    address = gaps_charts.address_of(view.chart, state)
    chart = addressed(build_quotations(quoted, texts=spoken), address)
    table = [
        pair
        for quotation in quoted
        for pair in (
            (quotation.title.get(spoken.lang), ""),
            *((f.name.get(spoken.lang), amount_text(f, spoken)) for f in quotation.figures),
        )
    ]
    keep = [chart.sentence]
    finding = join(quoted_statement(quoted[0], spoken), chart.sentence)
    told = "\n".join(chart.notes[1:])
    return Draft(view, chart, finding, path=path, table=table, keep=keep, told=told)


def _measures_by_race(services: Services, view: View, state: GapState, chart: Chart) -> Draft:
    """The measures that the finding says in words; whoever speaks has the numbers of all.

    Eight panels of groups with their long names would be smaller than a back row can read.
    """
    spoken, everything = texts(state.lang), services.gaps.by_race
    chosen = tuple(measure for measure in everything.measures if measure.in_words)
    few = build_measures_by_race(
        replace(everything, measures=chosen),
        theme=palette(state.theme.value),
        texts=spoken,
        scale=SCALE,
    )
    drawn = addressed(few, chart.travels.address)
    in_notes = spoken.t("gaps.race.in_notes", count=len(everything.measures) - len(chosen))
    return Draft(
        view,
        drawn,
        join(chart.sentence, in_notes),
        path=_live(state, view),
        keep=[in_notes],
        told=in_lines(chart),
    )


def _with_few_words(chart: Chart) -> Chart:
    """The chart of Gaps with the legend that a slide has room for: groups, in few words."""
    if chart.legend is None:
        return chart
    return replace(chart, legend=replace(chart.legend, places=(), in_full=()))


# -- Place and Compare ------------------------------------------------------------------------


def _place(services: Services, view: View, *, lang: str, theme: Theme) -> Draft | None:
    place_id = place_named(services.atlas, view.page.partition("/")[2]) or ""
    written = query_parameters(view.query).get("measure", "")
    chosen = understood(written, services.atlas.catalogue.indicators) or ""
    made = place_chart(
        services, place_id, view.chart, theme=theme, lang=lang, scale=SCALE, chosen=chosen
    )
    if made is None:
        return None
    extra = {"lang": lang, "theme": theme.value}
    kept = [f"{k}={v}" for k, v in extra.items() if v not in ("en", "light")]
    path = paths.of_place(place_id)
    path += ("&" if "?" in path else "?") + "&".join(kept) if kept else ""
    told = "\n".join([*with_intervals(made), *made.notes[1:]])
    keep = place_caveats(services.place.data(place_id), view.chart, texts(lang), chosen)
    if view.chart == ids.BESIDE:
        keep = [made.sentence]  # numbers whose intervals have two levels, and no test
    fact = ""
    if view.chart == ids.SPINE:
        fact = place_fact(services.place.data(place_id), chosen, texts(lang))
    return Draft(view, made, made.sentence, path=path, keep=keep, told=told, fact=fact)


def _compare(services: Services, view: View, query: str) -> Draft | None:
    found = compared(services, view.chart, query)
    if found is None:
        return None
    chart = chart_of(found, scale=SCALE)
    path = paths.COMPARE + found.state.to_query()
    keep = kept_sentences(found)
    finding = join(chart.sentence, *keep)
    told = speaker_notes(found)
    return Draft(
        view,
        chart,
        finding,
        path=path,
        keep=keep,
        told=told,
        title=title_of(found),
        fact=compared_fact(found, texts(found.state.lang)),
    )


def _wage(services: Services, view: View, query: str) -> Draft | None:
    """Studies as words, by what they found: their numbers share no scale."""
    data = services.wage.data
    if view.chart != ids.WAGE_STUDIES or data is None:
        return _as_registered(services, view, query)
    spoken = texts(query_parameters(query)["lang"])
    return _as_registered(services, view, query, table=studies_by_finding(data, spoken))

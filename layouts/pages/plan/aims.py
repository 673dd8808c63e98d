"""A block an aim: its wording as published, its measures as rows, the chart by district."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dash import html
from dash.development.base_component import Component

from data.catalogue.determinants import determinants
from data.catalogue.schema import Indicator
from data.catalogue.yardsticks import load_yardsticks
from data.decks.deck import PLAN
from data.locale import Texts
from data.plan import sentences as said
from data.plan.results import AimRow, MeasureRow, PlanData, Reading
from data.plan.state import PlanState
from data.published.sentences import county_note
from layouts import ids, paths
from layouts.charts import plan as plan_charts
from layouts.components.attributes import aria
from layouts.components.chart_card import chart_card, graph, words_of
from layouts.components.cite import below, cite_link
from layouts.components.static import static
from layouts.components.table import data_table
from layouts.figures.travels import value_flags
from layouts.request import PageRequest

_KEY = "plan_page.page"
Cells = Sequence[tuple[str, Sequence[Component | str]]]


def block(request: PageRequest, data: PlanData, row: AimRow) -> Component:
    """The words of an aim and, if its measures are known by district, their chart beside them."""
    texts, aim = request.texts, row.aim
    words = static(
        html.P(said.missing_text(row, texts)),
        *(_measure(request, data, row, measure) for measure in row.measures),
        *_foot(data, row, texts),
        _memo(request, row),
        _more(request, row),
    )
    card = _card(request, row)
    two = "" if card is None else " plan__inside--two"
    # The anchor lies inside: a browser that is led there opens the fold.
    return html.Details(
        [
            html.Summary(_named(row, texts), className="plan__summary"),
            html.Div(
                [words, card] if card is not None else [words],
                id=ids.aim(aim.id),
                className=f"plan__inside{two}",
            ),
        ],
        className="data-fold plan__block",
    )


def _named(row: AimRow, texts: Texts) -> list[Component | str]:
    """What stands of an aim while it is closed: its name, its wording, what is held of it."""
    return [
        html.H2(row.aim.name.get(texts.lang), className="plan__aim"),
        " ",
        _status(row, texts),
        " ",
        html.Span(row.aim.published.get(texts.lang), className="plan__published"),
        " ",
        html.Span(
            texts.t(f"{_KEY}.measures", n=len(row.measures)) if row.measures else "",
            className="plan__sure",
        ),
    ]


def _status(row: AimRow, texts: Texts) -> Component:
    """What is held of an aim, as a mark with words."""
    return html.Span(
        said.status_text(row, texts), className=f"plan__status plan__status--{row.status.value}"
    )


def _memo(request: PageRequest, row: AimRow) -> Component:
    """The memo on an aim, to print and to change."""
    links = [
        html.A(request.texts.t(f"memo.{kind}"), href=request.link(paths.of_aim(row.aim.id, kind)))
        for kind in ("pdf", "docx")
    ]
    return html.P([links[0], " ", links[1]], className="plan__links")


def _foot(data: PlanData, row: AimRow, texts: Texts) -> list[Component]:
    """What else must be known of the gaps, whose numbers a county's are, every source once."""
    if not row.measures:
        return []
    share = data.county_share
    of_county = share and any(m.area and m.area.id == share.county.id for m in row.measures)
    notes = [
        *said.gap_notes(row, texts),
        *([county_note(share, texts)] if share and of_county else []),
    ]
    sources = dict.fromkeys(
        texts.t(f"{_KEY}.source_of", publisher=source.publisher, title=source.title.get(texts.lang))
        for measure in row.measures
        for source in measure.sources
    )
    said_sources = texts.t(f"{_KEY}.sources", sources="; ".join(sources))
    return [html.P([*(f"{note} " for note in notes), said_sources], className="plan__foot")]


# -- a measure --------------------------------------------------------------------------------


def _measure(request: PageRequest, data: PlanData, row: AimRow, measure: MeasureRow) -> Component:
    texts = request.texts
    name = f"{ids.aim(row.aim.id)}-{measure.id}"
    told = f"{name}-told"
    gap = said.gap_text(measure, texts)
    first = [
        ("baseline", _reading(measure.baseline, measure, texts)),
        ("latest", _reading(measure.latest, measure, texts)),
        ("change", said.change_text(measure, data, texts)),
        ("target", said.target_text(measure, texts)),
        ("gap", gap if measure.gap else ""),
        ("districts", said.districts_text(measure.districts, data.district_layer, texts)),
    ]
    more = [
        ("no-gap", "" if measure.gap else gap),
        *(("yardstick", words) for words in _yardsticks(measure, texts)),
        ("know", _note(measure, texts)),
    ]
    of_city = measure.area is None or measure.area.kind == "city"
    return html.Article(
        [
            html.H3(
                [
                    said.measure_name(measure, texts),
                    "" if of_city else f" · {said.area_name(measure, texts)}",
                ],
                id=name,
            ),
            html.P(said.meaning(measure, texts), className="plan__meaning"),
            html.Dl(_cells(first, texts), id=told, className="plan__cells"),
            html.Details(
                [
                    html.Summary(texts.t(f"{_KEY}.more")),
                    html.Dl(_cells(more, texts), className="plan__cells"),
                    _links(request, measure, (name, told)),
                ],
                className="data-fold plan__fold",
            ),
        ],
        className="plan__measure",
        **aria(labelledby=name),
    )


def _cells(pairs: Cells, texts: Texts) -> list[Component]:
    """Each under its heading; what has no words is left out."""
    return [
        html.Div(
            [html.Dt(texts.t(f"{_KEY}.head.{key.removeprefix('no-')}")), html.Dd(words)],
            className=f"plan__cell plan__cell--{key}",
        )
        for key, words in pairs
        if words
    ]


def _reading(reading: Reading | None, measure: MeasureRow, texts: Texts) -> list[Component | str]:
    """The value with its interval, its years and what must be known of it; none without one."""
    if reading is None:
        return []
    about = measure.about
    notes = value_flags(about, reading.flags, texts) if isinstance(about, Indicator) else []
    if measure.modelled:
        notes = list(dict.fromkeys([*notes, texts.t("plan_page.modelled")]))
    sure = [said.interval_in_words(reading, measure, texts), *notes]
    return [
        html.Span(said.value_in_words(reading, measure, texts), className="plan__value"),
        " ",
        html.Span(
            f"{said.years_text(reading, texts)}; {'; '.join(sure)}",
            className="plan__sure",
        ),
    ]


def _yardsticks(measure: MeasureRow, texts: Texts) -> Iterator[str]:
    name = load_yardsticks().name
    for found in measure.yardsticks:
        yield said.yardstick_text(found, name.get(texts.lang) if name else "", texts)


def _note(measure: MeasureRow, texts: Texts) -> str:
    """What must be said beside numbers of their publisher; empty where nothing is."""
    about = measure.about
    if isinstance(about, Indicator) or about.note is None:
        return ""
    return about.note.get(texts.lang)


def _links(request: PageRequest, measure: MeasureRow, cited: tuple[str, str]) -> Component:
    """The address of the number, its citation, the gap where it is drawn."""
    texts, name = request.texts, said.measure_name(measure, request.texts)
    number = paths.of_number(measure.place_id, measure.measure_id)
    links: list[Component] = [
        html.A(texts.t(f"{_KEY}.number"), href=request.link(number)),
        cite_link(
            texts=texts,
            href=below(request.link, number),
            name=texts.t("cite.number", name=name, place=said.area_name(measure, texts)),
            of=cited,
        ),
    ]
    gap = measure.gap
    if gap is not None and gap.grouping.factor is not None and "gaps" in request.pages:
        query = f"?outcome={gap.outcome.id}&group={gap.grouping.factor.id}"
        links.append(html.A(texts.t(f"{_KEY}.gap_link"), href=request.link(paths.GAPS + query)))
    return html.P(
        [part for link in links for part in (link, " ")], className="plan__links on-screen-only"
    )


# -- what an aim leads to -----------------------------------------------------------------------


def _more(request: PageRequest, row: AimRow) -> Component | None:
    """Fact sheets on what the aim is about, and the decisions that touch it."""
    texts = request.texts
    links: list[Component] = []
    known = determinants()
    for name in row.aim.determinants:
        if name in known and "fact_sheets" in request.pages:
            title = known[name].title.get(texts.lang)
            address = request.link(f"{paths.FACT_SHEETS}?determinant={name}")
            links.append(html.A(texts.t(f"{_KEY}.sheet", title=title), href=address))
    decided = request.services.plan.log.touching(row.aim.id)
    if decided:
        query = PlanState(aim=row.aim.id).to_query()
        words = texts.t(f"{_KEY}.decided", n=len(decided))
        address = f"{request.link(paths.PLAN + query)}#{ids.PLAN_DECISIONS}"
        links.append(html.A(words, href=address))
    if not links:
        return None
    return html.Ul([html.Li(link) for link in links], className="plan__more on-screen-only")


def _card(request: PageRequest, row: AimRow) -> Component | None:
    """The measures of the aim by district; None where none is known by district."""
    texts, name = request.texts, ids.plan_chart(row.aim.id)
    chart = plan_charts.chart_of(request.services, row, theme=request.theme, lang=texts.lang)
    entry = plan_charts.CHARTS.entries.get(name)
    if chart is None or entry is None:
        return None
    return chart_card(
        texts=texts,
        chart=name,
        **words_of(chart),
        csv_href=request.link(f"/download/plan/{name}.csv"),
        cite_href=below(request.link, chart.travels.address),
        file_name=plan_charts.name_of(row, texts.lang),
        how_to_read=[texts.t("plan_page.districts.help")],
        picture=graph(texts=texts, chart=name, figure=chart.figure, scrolls=True),
        table=static(
            data_table(
                texts=texts,
                caption=f"{chart.title}. {chart.notes[0]}",
                columns=chart.columns,
                rows=chart.rows,
            )
        ),
        method_href=f"{request.link(paths.METHODS)}#{entry.method}",
        slide_of=(PLAN, ""),
        subordinate=True,
    )

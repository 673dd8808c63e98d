"""Part of the page of one place: the places inside it by any measure, and what it lies in.

A form that asks by address sorts the list, so it works before any script has loaded, and a link
restores it.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.address import understood
from data.cities.city import city
from data.locale import Texts
from data.locale.format import format_share, join_list
from data.models import Geography, Part, Role
from data.place.inside import measures_inside
from data.place.results import Inside, InsideRow, LiesIn, PlaceData
from data.place.sentences import place_name, place_title
from data.sentences.notices import indicator_name
from data.sentences.words import opening, places_word
from layouts import ids, paths
from layouts.charts.place import inside_chart
from layouts.components.attributes import aria
from layouts.components.controls import fold, link_button
from layouts.components.kept_in_form import kept_in_form
from layouts.components.key import key_list
from layouts.components.static import static
from layouts.figures.chart import Chart
from layouts.figures.place.inside import name_of, note_of, shape_of
from layouts.figures.place_value import interval_said, value_said
from layouts.pages.place.headline import name_of as name_here
from layouts.pages.place.headline import title_of
from layouts.request import PageRequest
from layouts.theme import mark_style

MEASURE = "measure"
# So many rows are read on a phone before the rest of the page; the others are folded.
ROWS_SHOWN = 4
AROUND_SHOWN = 3
SMALLEST_SHARE = 0.01
# what makes a drawn area, which a form would drop
_KEPT = ("shape", "pick", "at", "miles", "name")
_SHOWN_ON_EXPLORE = frozenset({Role.OUTCOME, Role.CARE})


def inside(request: PageRequest, data: PlaceData) -> Component | None:
    """The places inside this one and what it lies in; nothing where there is neither."""
    written = request.parameters.get(MEASURE, "")
    measures = frozenset(measures_inside(request.services.atlas))
    measure = understood(written, measures) or city().life_expectancy
    found = request.services.place.inside(data.area.place_id, measure)
    around = lies_in(request, data)
    if found is None or not found.rows:
        partly = [] if found is None else _partly(request, found)
        if around is None and not partly:
            return None
        head = html.H2(request.texts.t("place.inside.around"), id="inside")
        parts = [head, *([around] if around is not None else []), *partly]
        return html.Section(parts, className="place__part place__within")
    chart = inside_chart(request.services, data, found, request.texts)
    unknown = written if written and understood(written, measures) is None else ""
    said: list[Component | None] = [
        html.H2(_heading(request, data, found), id="inside"),
        html.P(chart.sentence, className="inside__sentence"),
        _form(request, data, found, measures),
        html.P(request.texts.t("place.inside.unknown_measure", value=unknown[:60]), role="status")
        if unknown
        else None,
        key_list(chart.travels.key, request.texts),
        static(_list(request, found), className="inside__list"),
        around,
        fold(
            label=request.texts.t("charts.tools.help"),
            children=[
                html.P(request.texts.t("place.inside.rule")),
                *_partly(request, found),
                html.P(" ".join(chart.notes)),
            ],
            class_name="part inside__how fold--below fold--text",
        ),
        _tools(request, data, found, chart),
    ]
    return html.Section(said, className="place__part place__within")


def _heading(request: PageRequest, data: PlaceData, found: Inside) -> str:
    places = places_word(found.geography, request.texts)
    return request.texts.t(
        "place.inside.title", places=opening(places), place=name_here(request, data)
    )


def csv_href(request: PageRequest, data: PlaceData, measure: str) -> str:
    """Address of the list as a file."""
    path = f"/download/place/{data.area.place_id}/{ids.INSIDE}.csv"
    return request.link(f"{path}?{MEASURE}={measure}")


# -- what it lies in --------------------------------------------------------------------------


def lies_in(request: PageRequest, data: PlaceData) -> Component | None:
    """What the place lies in, each with the share of its people who live there; None for none."""
    found = request.services.place.around(data.area.place_id)
    if not found:
        return None
    t = request.texts.t
    links = [html.Li(_around(request, place)) for place in found]
    first, others = links[:AROUND_SHOWN], links[AROUND_SHOWN:]
    lead = t("place.inside.lies_in", place=title_of(request, data))
    return html.Div(
        [
            html.P(lead, id="lies-in"),
            html.Ul(first, className="place__way-list", **aria(labelledby="lies-in")),
            _more(
                request,
                len(others),
                html.Ul(others, className="place__way-list", **aria(labelledby="lies-in")),
            ),
        ],
        className="inside__around",
    )


def _around(request: PageRequest, found: LiesIn) -> list[Component | str]:
    texts, place = request.texts, found.place
    name = place_title(place.name, place.area_id, found.geography, texts)
    link = html.A(name, href=request.link(paths.of_place(place.place_id)))
    if not found.part.everyone:
        return [link]
    said = texts.t("place.inside.share", share=share_text(found.part, texts))
    return [link, " ", html.Span(said, className="through")]


def share_text(part: Part, texts: Texts) -> str:
    """`88%`; `under 1%` where the rounded share would deny those who live there."""
    if 0 < part.share < SMALLEST_SHARE:
        return texts.t("place.inside.under", share=format_share(SMALLEST_SHARE, lang=texts.lang))
    return format_share(part.share, lang=texts.lang)


# -- the list ---------------------------------------------------------------------------------


def _form(
    request: PageRequest, data: PlaceData, found: Inside, measures: frozenset[str]
) -> Component:
    t = request.texts.t
    groups = []
    for theme, indicators in request.services.atlas.catalogue.by_theme():
        options = [
            html.Option(
                indicator_name(indicator, request.texts),
                value=indicator.id,
                selected=indicator.id == found.indicator.id,
            )
            for indicator in indicators
            if indicator.id in measures
        ]
        if options:
            groups.append(html.Optgroup(options, label=theme.name.get(request.texts.lang)))
    here = request.link(paths.of_place(data.area.place_id)).split("?")[0]
    return html.Form(
        [
            html.Label(t("place.inside.by"), htmlFor="inside-measure"),
            # a list that no callback touches, as HTML: it has eighty options
            static(
                html.Select(groups, id="inside-measure", name=MEASURE, className="sheets__select")
            ),
            *kept_in_form(request, *_KEPT),
            html.Button(t("place.inside.show"), type="submit", className="button"),
        ],
        action=f"{here}#inside",
        method="get",
        className="inside__form",
    )


def _list(request: PageRequest, found: Inside) -> list[Component]:
    first, others = found.rows[:ROWS_SHOWN], found.rows[ROWS_SHOWN:]
    more = _more(request, len(others), _table(request, found, others))
    return [_table(request, found, first), *([] if more is None else [more])]


def _more(request: PageRequest, count: int, folded: Component) -> Component | None:
    """What is left of a list, folded; nothing where nothing is left."""
    if not count:
        return None
    said = request.texts.t("place.inside.more", count=count)
    toggle = html.Summary(said, className="fold__toggle")
    return html.Details([toggle, folded], className="part inside__more")


def _table(request: PageRequest, found: Inside, rows: tuple[InsideRow, ...]) -> Component:
    t = request.texts.t
    caption = t(
        "place.inside.caption",
        measure=indicator_name(found.indicator, request.texts),
        places=opening(places_word(found.geography, request.texts)),
    )
    heads = (
        (t("figures.column.name"), "text"),
        (indicator_name(found.indicator, request.texts), "number"),
        (t("place.inside.column.share"), "number"),
    )
    head = html.Tr([html.Th(said, scope="col", className=f"cell--{kind}") for said, kind in heads])
    body = [_row(request, found, row) for row in rows]
    return html.Table(
        [
            html.Caption(caption, className="visually-hidden"),
            html.Thead(head),
            html.Tbody(body),
        ],
        className="data-table inside__table",
    )


def _row(request: PageRequest, found: Inside, row: InsideRow) -> Component:
    texts = request.texts
    name = html.A(name_of(row, found, texts), href=request.link(paths.of_place(row.place.place_id)))
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(_value(request, row), className="cell--number"),
            html.Td(share_text(row.part, texts), className="cell--number"),
        ]
    )


def _value(request: PageRequest, row: InsideRow) -> list[Component | str]:
    """Verdict by shape, value, interval, and what must be known of it in small type."""
    texts = request.texts
    said = value_said(row.value, texts)
    if not row.value.shown:
        return [html.Span(said, className="inside__none")]
    shape = shape_of(row.value)
    style = mark_style(shape, request.theme.value)
    words = texts.t(f"figures.verdict.{shape}")
    parts: list[Component | str] = [
        html.Span(style.glyph, className=f"chart-key__mark chart-key__mark--{shape}",
                  **aria(hidden="true")),
        html.Span(f"{words}: ", className="visually-hidden"),
        " ",
        said,
    ]  # fmt: skip
    if interval := interval_said(row.value, texts):
        parts += [" ", html.Span(f"({interval})", className="inside__interval")]
    if note := note_of(row, texts):
        parts.append(html.Span(note, className="inside__note"))
    return parts


def _partly(request: PageRequest, found: Inside) -> list[Component]:
    """Places that reach into this one while their center lies elsewhere."""
    texts = request.texts
    if not found.partly:
        return []
    named = [
        texts.t(
            "place.inside.partly_one",
            place=place_name(link.name, link.area_id, found.geography, texts),
            share=share_text(part, texts),
        )
        for link, part in found.partly
    ]
    listed = join_list(named, lang=texts.lang)
    return [html.P(texts.t("place.inside.partly", places=listed))]


def _on_map(request: PageRequest, data: PlaceData, found: Inside) -> Component | None:
    """The same places on Explore, which knows no drawn areas."""
    if data.geography is Geography.OWN:
        return None
    asked, measure = f"{paths.EXPLORE}?in={data.area.place_id}", found.indicator
    if measure.role in _SHOWN_ON_EXPLORE:
        asked += f"&outcome={measure.id}&by={found.geography.value}"
    label = request.texts.t("place.inside.on_map")
    return link_button(label=label, href=request.link(asked), kind="quiet")


def _tools(request: PageRequest, data: PlaceData, found: Inside, chart: Chart) -> Component:
    t, measure = request.texts.t, found.indicator
    return html.Div(
        [
            _on_map(request, data, found),
            link_button(
                label="CSV",
                href=csv_href(request, data, measure.id),
                kind="quiet",
                name=t("charts.tools.csv_name", title=chart.title),
                download="",
            ),
        ],
        className="chart-card__tools",
        role="group",
        **aria(label=t("charts.tools.label", title=chart.title)),
    )

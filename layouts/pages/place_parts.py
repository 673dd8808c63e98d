"""Parts of the page of one place: headline, three numbers, what stands out, similar, evidence."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from data.locale.format import format_people, format_share
from data.models import Flag, Geography, Verdict
from data.place_views import COMPARED, PlaceData, PlaceValue, SimilarPlace
from data.sentences.place import (
    around,
    evidence_sentences,
    feature_name,
    limits_of,
    nothing_sentence,
    people_sentence,
    place_name,
    place_title,
    similar_health,
    similar_sentence,
    standout_sentence,
)
from data.sentences.words import opening, quantity, short_name
from layouts import ids
from layouts.components.attributes import aria
from layouts.components.controls import button, fold, link_button
from layouts.components.table import data_table
from layouts.figures.chart import Column
from layouts.figures.inputs import few_text, flag_note, value_with_interval
from layouts.figures.mini_map import mini_map
from layouts.pages.request import PageRequest
from layouts.theme import palette, verdict_style

METHODS = "/methods"
# Flags said beside a headline number; the surrounding tract is said for the whole page.
_SAID = (
    Flag.SURROUNDING_TRACT, Flag.PREDICTED_TABLES, Flag.COVERAGE_UNDER_80, Flag.FROM_10_TO_19,
    Flag.LOW_RELIABILITY,
)  # fmt: skip
# Section of the methods page that says how similar places are found.
FEATURES_METHOD = "similar_places"


def title_of(request: PageRequest, data: PlaceData) -> str:
    """The place as a heading."""
    return place_title(data.area.name, data.area.area_id, data.geography, request.texts)


def name_of(request: PageRequest, data: PlaceData) -> str:
    """The place inside a sentence."""
    return place_name(data.area.name, data.area.area_id, data.geography, request.texts)


# -- headline ---------------------------------------------------------------------------------


def headline(request: PageRequest, data: PlaceData) -> Component:
    """Name, people, what the numbers are of, what to do, and where it is."""
    t = request.texts.t
    said: list[Component] = [
        _breadcrumb(request, data),
        html.H1(title_of(request, data), id="place-title"),
        html.P(people_sentence(data, request.texts), className="lead"),
    ]
    if data.around:
        name = name_of(request, data)
        tracts = max(len(item.tracts) for item in data.evidence)
        said.append(
            html.P(
                t("place.around_note", around=around(name, tracts, request.texts), place=name),
                className="place__around",
                role="note",
            )
        )
    said.append(_actions(request, data))
    if data.neighbors:
        said.append(_neighbors(request, data))
    return html.Header([html.Div(said, className="place__said"), _map(request, data)],
                       className="place__headline")  # fmt: skip


def _breadcrumb(request: PageRequest, data: PlaceData) -> Component:
    t = request.texts.t
    kind = t(f"place.kind.{data.geography.value}")
    steps: list[Component] = []
    if "places" in request.pages:
        steps.append(html.Li(html.A(t("place.all_places"), href=request.link("/places"))))
    if data.geography is not Geography.CITY:
        explore = request.link(f"/?by={data.geography.value}")
        steps.append(html.Li(html.A(kind, href=explore)))
    steps.append(html.Li(title_of(request, data), **aria(current="page")))
    return html.Nav(html.Ol(steps), className="breadcrumb", **aria(label=t("place.breadcrumb")))


def _actions(request: PageRequest, data: PlaceData) -> Component:
    t, place_id = request.texts.t, data.area.place_id
    actions: list[Component] = []
    if "compare" in request.pages and data.geography is not Geography.CITY:
        actions.append(
            link_button(
                label=t("place.actions.compare"),
                href=request.link(f"/compare?places={place_id},city"),
                kind="solid",
            )
        )
    if data.geography is not Geography.CITY:
        href = request.link(f"/?by={data.geography.value}&places={place_id}")
        actions.append(link_button(label=t("place.actions.map"), href=href))
    actions += [
        button(
            id="share",
            label=t("place.actions.share"),
            described_by=ids.SHARE_STATUS,
            data={
                "share": "true",
                "copied": t("place.actions.copied"),
                "failed": t("place.actions.copy_failed"),
            },
        ),
        button(id="print", label=t("place.actions.print"), data={"print": "true"}),
        html.Span(id=ids.SHARE_STATUS, className="place__status", role="status"),
    ]
    return html.Div(
        actions, className="place__actions", role="group", **aria(label=t("place.actions.label"))
    )


def _map(request: PageRequest, data: PlaceData) -> Component:
    services, t = request.services, request.texts.t
    (city,) = services.rings(Geography.CITY.value).values()
    whole = data.geography is Geography.CITY
    rings = services.rings(data.geography.value)
    picture = mini_map(
        city=city,
        place=() if whole else rings.get(data.area.area_id, ()),
        neighbors=[ring for link in data.neighbors for ring in rings.get(link.area_id, ())],
        bounds=services.bounds("city"),
        theme=palette(request.theme.value),
    )
    said = t("place.map.alt_city") if whole else t("place.map.alt", place=title_of(request, data))
    return html.Img(src=picture, alt=said, className="place__map")


def _neighbors(request: PageRequest, data: PlaceData) -> Component:
    texts = request.texts
    links = [
        html.Li(
            html.A(
                place_title(link.name, link.area_id, data.geography, texts),
                href=request.link(f"/place/{link.place_id}"),
            )
        )
        for link in data.neighbors
    ]
    head = html.Span(texts.t("place.map.neighbors"), id="neighbors", className="neighbors__head")
    return html.Div(
        [head, html.Ul(links, className="neighbors__list", **aria(labelledby="neighbors"))],
        className="neighbors",
    )


# -- numbers ----------------------------------------------------------------------------------


def verdict_mark(value: PlaceValue, request: PageRequest) -> Component | None:
    """The stored verdict: shape, color and words; nothing for what was never tested."""
    if value.modelled or value.verdict not in COMPARED:
        return None
    style = verdict_style(value.verdict.value, request.theme.value)
    said = opening(request.texts.t(f"figures.verdict.{value.verdict.value}"))
    return html.P(
        [html.Span(style.glyph, **aria(hidden="true")), " ", said],
        className=f"verdict verdict--{value.verdict.value}",
    )


def numbers(request: PageRequest, data: PlaceData) -> Component:
    """Life expectancy, poverty, and what stands out most beside them."""
    t = request.texts.t
    cards = [_number(request, value) for value in data.headline]
    if data.notable is not None:
        cards.append(_number(request, data.notable, above=t("place.numbers.most")))
    elif data.standout_reason is None or data.standout_reason == "not_different":
        cards.append(html.P(t("place.numbers.nothing_else"), className="number number--none"))
    elif data.standout_reason == "few_residents":
        cards.append(html.P(t("place.numbers.few_residents"), className="number number--none"))
    return html.Section(cards, className="numbers", **aria(label=t("place.numbers.title")))


def _number(request: PageRequest, value: PlaceValue, *, above: str = "") -> Component:
    texts, indicator = request.texts, value.indicator
    city = quantity(value.city, indicator, texts)
    notes = flag_note(" ".join(value.flags), texts, _SAID)
    partly = indicator.kind.value == "partly_modelled"
    tags = [texts.t("place.numbers.partly")] if partly and value.shown else []
    name = f"{short_name(indicator, texts.lang)}, {indicator.years}"
    return html.Div(
        [
            html.H2(
                [html.Span(above + ": ", className="number__most") if above else None, name],
                className="number__name",
            ),
            html.P(
                _shown(value, request),
                className="number__value" + ("" if value.shown else " number__value--none"),
            ),
            html.P(limits_of(value, texts), className="number__interval") if value.shown else None,
            html.P(texts.t("place.numbers.city", value=city), className="number__city"),
            verdict_mark(value, request),
            html.P(opening("; ".join([*tags, *([notes] if notes else [])])),
                   className="number__note") if tags or notes else None,
        ],
        className="number",
    )  # fmt: skip


def _shown(value: PlaceValue, request: PageRequest) -> str:
    texts = request.texts
    if value.shown:
        return quantity(value.value, value.indicator, texts)
    if Flag.FEWER_THAN_10 in value.flags:
        return few_text(value.upper, value.indicator, texts)
    if Flag.COVERAGE_UNDER_50 in value.flags:
        share = format_share(value.coverage, lang=texts.lang)
        return opening(texts.t("place.missing.coverage", share=share))
    return texts.t("place.numbers.no_value")


# -- what stands out --------------------------------------------------------------------------


def standouts(request: PageRequest, data: PlaceData) -> Component:
    """The largest departures in sentences, or that there are none and why."""
    t = request.texts.t
    head = html.H2(t("place.standout.title"), id="standouts")
    if not data.standouts:
        said: list[Component] = [html.P(nothing_sentence(data, request.texts))]
    else:
        said = [
            html.P(t("place.standout.lead"), className="place__lead"),
            html.Ol([_standout(request, data, v) for v in data.standouts], className="standouts"),
            html.P(
                f"{t('place.standout.others', count=data.tested)} {t('place.standout.order')}",
                className="place__small",
            ),
        ]
    return html.Section([head, *said], className="place__part place__standouts")


def _standout(request: PageRequest, data: PlaceData, value: PlaceValue) -> Component:
    texts, indicator = request.texts, value.indicator
    style = verdict_style(value.verdict.value, request.theme.value)
    side = "better" if value.verdict is Verdict.BETTER else "worse"
    tag = texts.t(f"place.standout.{side}")
    partly = indicator.kind.value == "partly_modelled"
    name = f"{indicator.name.get(texts.lang)}, {indicator.years}"
    return html.Li(
        [
            html.H3(
                [
                    html.Span(style.glyph, className=f"verdict--{side}", **aria(hidden="true")),
                    f" {tag}: {name}",
                    f" ({texts.t('place.numbers.partly')})" if partly else None,
                ],
                className="standouts__name",
            ),
            html.P(standout_sentence(value, place=name_of(request, data), texts=texts)),
        ]
    )


# -- similar places ---------------------------------------------------------------------------


def similar(request: PageRequest, data: PlaceData) -> Component:
    """The nearest places by social factors and age, what makes them similar, their health."""
    texts = request.texts
    t, found = texts.t, data.similar
    head = html.H2(t("place.similar.title"), id="similar")
    if found.reason is not None:
        said: list[Component | None] = [html.P(t(f"place.similar.reason.{found.reason}"))]
    else:
        here = data.values.get("life_expectancy")
        said = [
            html.P(similar_sentence(data, place=name_of(request, data), texts=texts)),
            html.P(similar_health(found, here, texts)),
            _similar_table(request, data),
            fold(
                label=t("place.similar.features_fold"),
                children=_features_table(request, data),
                class_name="fold--below",
            ),
            html.P(
                html.A(
                    t("place.similar.method"), href=request.link(f"{METHODS}#{FEATURES_METHOD}")
                ),
                className="place__small",
            ),
        ]
    return html.Section([head, *said], className="place__part place__similar")


def _similar_table(request: PageRequest, data: PlaceData) -> Component:
    texts = request.texts
    t = texts.t
    keys = [value.indicator for value in data.similar.places[0].health]
    heads = [t("place.similar.column.place"), t("place.similar.column.people")]
    heads += [f"{short_name(i, texts.lang)}, {i.years}" for i in keys]
    own = SimilarPlace(
        place=data.similar.places[0].place,
        people=data.area.people_2020,
        distance=0.0,
        health=tuple(data.values[i.id] for i in keys),
    )
    rows = [_similar_row(request, data, own, this=True)]
    rows += [_similar_row(request, data, place) for place in data.similar.places]
    caption = t("place.similar.caption")
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="visually-hidden"),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody(rows),
            ],
            className="data-table",
        ),
        className="table-scroll",
        role="region",
        tabIndex=0,
        **aria(label=caption),
    )


def _similar_row(
    request: PageRequest, data: PlaceData, place: SimilarPlace, *, this: bool = False
) -> Component:
    texts = request.texts
    if this:
        name: Any = texts.t("place.similar.this", place=title_of(request, data))
    else:
        link = place.place
        name = html.A(
            place_title(link.name, link.area_id, data.geography, texts),
            href=request.link(f"/place/{link.place_id}"),
        )
    cells = [html.Td(_cell(value, request)) for value in place.health]
    people = html.Td(format_people(place.people, lang=texts.lang), className="cell--number")
    return html.Tr(
        [html.Th(name, scope="row"), people, *cells], className="row--this" if this else ""
    )


def _cell(value: PlaceValue, request: PageRequest) -> str:
    texts, indicator = request.texts, value.indicator
    if not value.shown:
        return _shown(value, request)
    said = value_with_interval(value.value, value.lower, value.upper, indicator, texts.lang)
    note = flag_note(" ".join(value.flags), texts, _SAID)
    return f"{said}; {note}" if note else said


def _features_table(request: PageRequest, data: PlaceData) -> Component:
    texts = request.texts
    kinds = {"feature": "text", "here": "number", "range": "interval", "city": "number"}
    columns = [
        Column(key, texts.t(f"place.similar.column.{key}"), kind) for key, kind in kinds.items()
    ]

    def share(number: float) -> str:
        return format_share(number / 100, lang=texts.lang)

    rows = [
        {
            "feature": feature_name(feature, texts),
            "here": share(feature.here),
            "range": f"{share(feature.lowest)} – {share(feature.highest)}",
            "city": share(feature.city),
        }
        for feature in data.similar.features
    ]
    return data_table(
        texts=texts, caption=texts.t("place.similar.features_caption"), columns=columns, rows=rows
    )


# -- how we know ------------------------------------------------------------------------------


def evidence(request: PageRequest, data: PlaceData) -> Component:
    """What the numbers rest on: tracts, coverage, own share, kinds of value."""
    t = request.texts.t
    sentences = evidence_sentences(data, place=name_of(request, data), texts=request.texts)
    life = data.values.get("life_expectancy")
    if life is not None and Flag.PREDICTED_TABLES in life.flags:
        sentences.append(t("place.evidence.predicted"))
    sentences.append(t("place.evidence.coverage_note"))
    return html.Section(
        [
            html.H2(t("place.evidence.title"), id="evidence"),
            html.Ul([html.Li(said) for said in sentences], className="evidence"),
            _tracts(request, data),
            html.P(
                [
                    html.A(t("place.evidence.methods"), href=request.link(METHODS)),
                    " · ",
                    html.A(t("place.evidence.data"), href=request.link("/data")),
                ],
                className="place__small place__links",
            ),
        ],
        className="place__part place__evidence",
    )


def _tracts(request: PageRequest, data: PlaceData) -> Component | None:
    if data.geography is Geography.CITY or not data.evidence:
        return None
    t, lang = request.texts.t, request.texts.lang
    lists: list[Component] = []
    for item in data.evidence:
        lists.append(html.H3(t("place.evidence.tract_caption", vintage=item.vintage)))
        lists.append(
            html.Ul(
                [
                    html.Li(
                        t("place.evidence.tract", tract=tract, share=format_share(share, lang=lang))
                    )
                    for tract, share in zip(item.tracts, item.shares, strict=True)
                ],
                className="tracts",
            )
        )
    return fold(label=t("place.evidence.tract_fold"), children=lists, class_name="fold--below")

"""Part of the page of one place: the places most like it, and what makes them so."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.locale.format import format_people, format_share
from data.place.results import PlaceData, PlaceValue, SimilarPlace
from data.place.sentences import feature_name, place_title, similar_health, similar_sentence
from data.sentences.words import short_name
from layouts import paths
from layouts.components.attributes import aria
from layouts.components.controls import fold
from layouts.components.table import data_table
from layouts.figures.chart import Column
from layouts.figures.inputs import flag_note, value_with_interval
from layouts.pages.place.headline import name_of, title_of
from layouts.pages.place.number import SAID, shown_text
from layouts.pages.place.part import part
from layouts.request import PageRequest

# Section of the methods page that says how similar places are found.
FEATURES_METHOD = "similar_places"


def similar(request: PageRequest, data: PlaceData) -> Component:
    """The nearest places by social factors and age, what makes them similar, their health."""
    texts = request.texts
    t, found = texts.t, data.similar
    if found.reason is not None:
        said: list[Component | None] = [html.P(t(f"place.similar.reason.{found.reason}"))]
    else:
        here = data.values.get(city().life_expectancy)
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
                    t("charts.tools.method"),
                    href=f"{request.link(paths.METHODS)}#{FEATURES_METHOD}",
                ),
                className="place__small",
            ),
        ]
    return part("similar", t("place.similar.title"), said)


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
            href=request.link(paths.of_place(link.place_id)),
        )
    cells = [html.Td(_cell(value, request)) for value in place.health]
    people = html.Td(format_people(place.people, lang=texts.lang), className="cell--number")
    return html.Tr(
        [html.Th(name, scope="row"), people, *cells], className="row--this" if this else ""
    )


def _cell(value: PlaceValue, request: PageRequest) -> str:
    texts, indicator = request.texts, value.indicator
    if not value.shown:
        return shown_text(value, request)
    limits = (value.lower, value.upper)
    said = value_with_interval(value.value, *limits, indicator, texts, events=value.events)
    note = flag_note(" ".join(value.flags), texts, SAID)
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

"""Parts of the page of one place: three numbers, what stands out, what the numbers rest on."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.locale.format import format_share, printed_shares
from data.models import Flag, Geography, Verdict
from data.place.results import COMPARED, PlaceData, PlaceValue
from data.place.sentences import evidence_sentences, limits_of, nothing_sentence, standout_sentence
from data.sentences.through import data_through
from data.sentences.words import (
    opening,
    quantity,
    quantity_beside,
    short_name,
    value_text,
)
from layouts import paths
from layouts.components.attributes import aria
from layouts.components.controls import fold
from layouts.figures.inputs import few_text, flag_note
from layouts.pages.place.headline import name_of
from layouts.request import PageRequest
from layouts.theme import verdict_style

# Flags said beside a headline number; the surrounding tract is said for the whole page.
SAID = (
    Flag.SURROUNDING_TRACT, Flag.PREDICTED_TABLES, Flag.COVERAGE_UNDER_80, Flag.FROM_10_TO_19,
    Flag.LOW_RELIABILITY,
)  # fmt: skip


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
    held = "rest" if value.against_rest else "city"
    beside = quantity_beside if value.shown else quantity
    notes = flag_note(" ".join(value.flags), texts, SAID)
    partly = indicator.kind.value == "partly_modelled"
    tags = [texts.t("place.numbers.partly")] if partly and value.shown else []
    name = f"{short_name(indicator, texts.lang)}, {indicator.years}"
    return html.Div(
        [
            html.H2(
                [html.Span(above + ": ", className="number__most") if above else None, name],
                className="number__name",
            ),
            html.P(data_through([indicator], texts), className="through"),
            html.P(
                _parted(value, request),
                className="number__value" + ("" if value.shown else " number__value--none"),
            ),
            html.P(limits_of(value, texts), className="number__interval") if value.shown else None,
            html.P(
                texts.t(
                    f"place.numbers.{held}", value=beside(value.beside, indicator, texts)
                ),
                className="number__city",
            ),
            verdict_mark(value, request),
            html.P(opening("; ".join([*tags, *([notes] if notes else [])])),
                   className="number__note") if tags or notes else None,
        ],
        className="number",
    )  # fmt: skip


def _parted(value: PlaceValue, request: PageRequest) -> str | list[str | Component]:
    """The value with its unit; a long unit, and the count before it, in smaller type."""
    said = shown_text(value, request)
    if value.indicator.counted is None or not value.shown:
        return said
    number = value_text(value.value, value.indicator, request.texts.lang)
    before, _, after = said.rpartition(number)
    return [html.Span(before, className="number__unit"), number,
            html.Span(after, className="number__unit")]  # fmt: skip


def shown_text(value: PlaceValue, request: PageRequest) -> str:
    """The value with its unit, or why there is none."""
    texts = request.texts
    if value.shown:
        return quantity(value.value, value.indicator, texts, events=value.events)
    if Flag.FEWER_THAN_10 in value.flags:
        return few_text(value.upper, value.indicator, texts, events=value.events)
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


# -- how we know ------------------------------------------------------------------------------


def evidence(request: PageRequest, data: PlaceData) -> Component:
    """What the numbers rest on: tracts, coverage, own share, kinds of value."""
    t = request.texts.t
    sentences = evidence_sentences(data, place=name_of(request, data), texts=request.texts)
    life = data.values.get(city().life_expectancy)
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
                    html.A(t("pages.methods.nav"), href=request.link(paths.METHODS)),
                    " · ",
                    html.A(t("pages.data.nav"), href=request.link(paths.DATA)),
                    " · ",
                    html.A(t("place.own.draw_yours"), href=request.link(paths.OWN)),
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
        shares = printed_shares(item.shares)
        lists.append(
            html.Ul(
                [
                    html.Li(
                        t("place.evidence.tract", tract=tract, share=format_share(share, lang=lang))
                    )
                    for tract, share in zip(item.tracts, shares, strict=True)
                ],
                className="tracts",
            )
        )
    return fold(label=t("place.evidence.tract_fold"), children=lists, class_name="fold--below")

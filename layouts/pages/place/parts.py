"""Parts of the page of one place: other numbers, what stands out, what the numbers rest on."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.locale.format import format_share, join_list, printed_shares
from data.models import Flag, Geography, Verdict
from data.place.person import lead_value
from data.place.results import PlaceData, PlaceValue
from data.place.sentences import evidence_sentences, nothing_sentence, standout_sentence
from data.sentences.frequency import frequency
from data.sentences.words import short_name
from layouts import paths
from layouts.components.attributes import aria
from layouts.components.controls import fold
from layouts.components.kept_together import kept_together
from layouts.components.terms import with_terms
from layouts.pages.place.cite import cite
from layouts.pages.place.climb import climbed
from layouts.pages.place.headline import name_of
from layouts.pages.place.number import number
from layouts.pages.place.part import part
from layouts.pages.place.what import what_is_this
from layouts.request import PageRequest
from layouts.theme import verdict_style

# So many differences are read on a phone; the others are folded.
SEEN_AT_ONCE = 2


# -- numbers ----------------------------------------------------------------------------------


def numbers(request: PageRequest, data: PlaceData) -> Component | None:
    """The headline measures that neither lead the page nor stand out, folded."""
    led = lead_value(data)
    elsewhere = {value.indicator.id for value in (*data.standouts, *([led] if led else []))}
    told = [v for v in data.headline if v.shown and v.indicator.id not in elsewhere]
    cards = [number(request, data, value, around=climbed(request, data, value)) for value in told]
    if not cards:
        return None
    names = [f"{short_name(v.indicator, request.texts.lang)}, {v.indicator.years}" for v in told]
    title = join_list(names, lang=request.texts.lang)
    return part("numbers", title, [html.Div(cards, className="numbers")])


# -- what stands out --------------------------------------------------------------------------


def standouts(request: PageRequest, data: PlaceData) -> Component:
    """The largest departures in sentences, or that there are none and why."""
    t = request.texts.t
    head = html.H2(t("place.standout.title"), id="standouts")
    if not data.standouts:
        said: list[Component | None] = [html.P(nothing_sentence(data, request.texts))]
    else:
        first, rest = data.standouts[:SEEN_AT_ONCE], data.standouts[SEEN_AT_ONCE:]
        more = fold(
            label=t("place.standout.more", count=len(rest)),
            children=_list(request, data, rest),
            class_name="fold--below part",
        )
        said = [
            html.P(t("place.standout.lead"), className="place__lead"),
            _list(request, data, first),
            more if rest else None,
            html.P(
                f"{t('place.standout.others', count=data.tested)} {t('place.standout.order')}",
                className="place__small",
            ),
        ]
    return html.Section([head, *said], className="place__part place__standouts")


def _list(request: PageRequest, data: PlaceData, values: Sequence[PlaceValue]) -> Component:
    return html.Ol([_standout(request, data, v) for v in values], className="standouts")


def _standout(request: PageRequest, data: PlaceData, value: PlaceValue) -> Component:
    texts, indicator = request.texts, value.indicator
    style = verdict_style(value.verdict.value, request.theme.value)
    side = "better" if value.verdict is Verdict.BETTER else "worse"
    tag = texts.t(f"place.standout.{side}")
    partly = indicator.kind.value == "partly_modelled"
    name = f"{indicator.name.get(texts.lang)}, {indicator.years}"
    often = frequency(value.value, value.lower, value.upper, indicator, texts)
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
            html.P(kept_together(often), className="standouts__often") if often else None,
            html.P(
                [
                    html.Span(
                        with_terms(
                            standout_sentence(value, place=name_of(request, data), texts=texts),
                            texts,
                        )
                    ),
                    " ",
                    cite(request, data, value),
                ]
            ),
            what_is_this(request, indicator),
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
    if data.geography is Geography.OWN:
        sentences.insert(0, t("place.own.made"))
    return part(
        "evidence",
        t("place.evidence.title"),
        [
            html.Ul(
                [html.Li(with_terms(said, request.texts)) for said in sentences],
                className="evidence",
            ),
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

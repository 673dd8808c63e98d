"""One number of a place: its value, where it lies beside the rest of the city, and its verdict."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.locale.format import format_scale, format_share
from data.models import Flag, Geography
from data.numbers.findings import tells_apart
from data.place.results import COMPARED, PlaceData, PlaceValue
from data.place.sentences import limits_of
from data.sentences.through import data_through
from data.sentences.words import (
    few_text,
    kind_of_number,
    opening,
    quantity,
    quantity_beside,
    short_name,
    value_text,
)
from layouts.components.attributes import aria
from layouts.components.fact_links import fact_links
from layouts.components.interval_strip import Strip, interval_strip, scale
from layouts.components.terms import with_terms
from layouts.figures.inputs import flag_note
from layouts.figures.place.spine import shape_of
from layouts.pages.place.cite import cite
from layouts.pages.place.what import what_is_this
from layouts.request import PageRequest
from layouts.theme import mark_style, verdict_style

# Flags said beside a headline number; the surrounding tract is said for the whole page.
SAID = (
    Flag.SURROUNDING_TRACT, Flag.PREDICTED_TABLES, Flag.COVERAGE_UNDER_80, Flag.FROM_10_TO_19,
    Flag.LOW_RELIABILITY,
)  # fmt: skip


def number(
    request: PageRequest, data: PlaceData, value: PlaceValue, *, around: Component | None = None
) -> Component:
    """Name and years, value, Cite, dot and interval, what it is held against, verdict, what it is.

    `around` is what is told around the place where this number cannot be told.
    """
    texts, indicator = request.texts, value.indicator
    notes = flag_note(" ".join(value.flags), texts, SAID)
    how = kind_of_number(indicator, value.flags, texts) if value.shown else ""
    shown: list[Component] = []
    if value.shown:
        shown = [
            _strip(request, value),
            html.P(with_terms(limits_of(value, texts), texts), className="number__interval"),
        ]
    return html.Div(
        [
            html.H2(
                f"{short_name(indicator, texts.lang)}, {indicator.years}", className="number__name"
            ),
            html.P(data_through([indicator], texts), className="through"),
            html.Div(
                [
                    html.P(
                        _parted(value, request),
                        className="number__value" + ("" if value.shown else " number__value--none"),
                    ),
                    cite(request, data, value),
                ],
                className="number__line",
            ),
            *shown,
            _beside(request, value),
            verdict_mark(value, request),
            html.P(
                fact_links(request, data.area.place_id, indicator.id, texts.t("fact.link")),
                className="number__note number__images",
            )
            if tells_apart(value) and data.geography is not Geography.OWN
            else None,
            html.P(
                opening("; ".join(part for part in (how, notes) if part)),
                className="number__note",
            )
            if how or notes
            else None,
            around,
            what_is_this(request, indicator),
        ],
        className="number",
    )  # fmt: skip


def _beside(request: PageRequest, value: PlaceValue) -> Component | None:
    """The one number beside it, with its mark on the line; nothing where it is the same one."""
    if Flag.WHOLE_CITY in value.flags:
        return None
    texts, indicator = request.texts, value.indicator
    held = "rest" if value.against_rest else "city"
    beside = quantity_beside if value.shown else quantity
    said = texts.t(f"place.numbers.{held}", value=beside(value.beside, indicator, texts))
    return html.P(
        [html.Span("┃ ", className="number__tick", **aria(hidden="true")), said],
        className="number__city",
    )


def _strip(request: PageRequest, value: PlaceValue) -> Component:
    indicator = value.indicator
    shape = shape_of(value)
    drawn = Strip(
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        beside=float("nan") if Flag.WHOLE_CITY in value.flags else value.beside,
        around=(value.spread.lower, value.spread.upper),
        glyph=mark_style(shape, request.theme.value).glyph,
        kind=shape,
    )
    low, high = (
        format_scale(end, unit=indicator.unit, decimals=indicator.decimals, lang=request.texts.lang)
        for end in scale(drawn)
    )
    return interval_strip(drawn, (low, high))


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


def _parted(value: PlaceValue, request: PageRequest) -> str | list[str | Component]:
    """The value with its unit; a long unit, and the count before it, in smaller type."""
    said = shown_text(value, request)
    if value.indicator.counted is None or not value.shown:
        return said
    shown = value_text(value.value, value.indicator, request.texts.lang)
    before, _, after = said.rpartition(shown)
    return [html.Span(before, className="number__unit"), shown,
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

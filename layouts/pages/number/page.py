"""The page of one number, phone first: the sentence, the number on a line, its verdict, and then
all that it rests on. Everything is there without scripts; they only copy.
"""

from __future__ import annotations

from math import nan

from dash import html
from dash.development.base_component import Component

from data.locale.format import format_scale
from data.models import Kind, Unit, Verdict
from data.numbers.cite import limits_text, title
from data.numbers.record import NumberRecord
from data.sentences.words import opening
from layouts.components.attributes import aria
from layouts.components.interval_strip import Strip, interval_strip, scale
from layouts.components.terms import with_terms
from layouts.pages.number import cited, facts, lost, near
from layouts.pages.number.visit import visit_of
from layouts.request import PageRequest
from layouts.theme import mark_style, verdict_style


def build(request: PageRequest) -> Component:
    """The page; what is wrong with the address, and what there is near it, where there is none."""
    visit = visit_of(request)
    if visit.record is None:
        return lost.build(request, visit.asked)
    record = visit.record
    return html.Article(
        [
            near.way(request, record),
            html.H1(heading(record, request)),
            html.P(with_terms(record.said or "", request.texts), className="lead"),
            _number(request, record),
            near.climbed(request, visit),
            near.short_ways(request, record),
            _since(request, record),
            facts.how_sure(request, record),
            facts.between_groups(request, record),
            near.elsewhere(request, record),
            facts.changed(request, record),
            near.around(request, visit),
            near.series(request, visit),
            facts.about(request, record),
            facts.source(request, record),
            cited.cite(request, visit.asked),
            near.take(request, record),
        ],
        className="prose one-number",
    )


def describe(request: PageRequest) -> tuple[str, str]:
    """Title and description of the document where there is no such number."""
    asked = visit_of(request).asked
    return request.texts.t("number.lost.title"), lost.explanation(request, asked)


def heading(record: NumberRecord, request: PageRequest) -> str:
    """What was measured, where and when: the title without its value."""
    said = title(record.model_copy(update={"value_text": "\0", "interval_text": ""}), request.texts)
    return said.rpartition(": \0")[0]


# -- the number ------------------------------------------------------------------------------------


def _number(request: PageRequest, record: NumberRecord) -> Component:
    t = request.texts.t
    limits = limits_text(record, request.texts)
    none = "" if record.value is not None else " number__value--none"
    kind_and_years = t(
        "number.page.kind_and_years",
        kind=opening(record.measure.kind_name),
        years=years_text(request, record),
        through=str(record.data_through),
    )
    return html.Div(
        [
            html.P(record.value_text, className=f"number__value{none}"),
            _strip(request, record),
            html.P(with_terms(limits, request.texts), className="number__interval")
            if limits
            else None,
            _beside(request, record),
            _verdict(request, record),
            html.P(with_terms(kind_and_years, request.texts), className="number__note"),
        ],
        className="number",
    )


def years_text(request: PageRequest, record: NumberRecord) -> str:
    """The years, and that they are inferred where they are."""
    if not record.years_inferred:
        return record.years
    return request.texts.t("published.inferred", years=record.years)


def beside_text(record: NumberRecord, request: PageRequest) -> str:
    """The one number beside it, named; empty where there is none."""
    beside = _held_against(record)
    if beside is None:
        return ""
    key = "rest" if record.test.done else "city"
    return request.texts.t(f"place.numbers.{key}", value=facts.printed(beside, record, request))


def _beside(request: PageRequest, record: NumberRecord) -> Component | None:
    """The number beside it, with its mark on the line."""
    said = beside_text(record, request)
    tick = html.Span("┃ ", className="number__tick", **aria(hidden="true"))
    return html.P([tick, said], className="number__city") if said else None


def _held_against(record: NumberRecord) -> float | None:
    """What the verdict is against, else the number of the whole city."""
    if record.test.done:
        return record.test.other_value
    own = (b.value for b in record.benchmarks if b.basis == "own")
    return next(own, None)


def shape_of(record: NumberRecord) -> str:
    """The mark of the number, a name of `theme.MARKS`."""
    modelled = record.measure.kind == Kind.MODELLED.value
    return "modelled" if modelled else record.verdict


def strip_of(record: NumberRecord, theme: str) -> Strip | None:
    """The number on a line, beside what it is held against; None where it is withheld."""
    if record.value is None:
        return None
    beside = _held_against(record)
    shape = shape_of(record)
    others = [b.value for b in record.benchmarks if b.basis in ("own", "published")]
    return Strip(
        value=record.value,
        lower=nan if record.lower is None else record.lower,
        upper=nan if record.upper is None else record.upper,
        beside=nan if beside is None else beside,
        around=tuple(others),
        glyph=mark_style(shape, theme).glyph,
        kind=shape,
    )


def ends_of(strip: Strip, record: NumberRecord, lang: str) -> tuple[str, str]:
    """The words at both ends of the line."""
    unit = facts.unit_of(record)
    low, high = (
        format_scale(end, unit=unit, decimals=record.measure.decimals, lang=lang)
        for end in scale(strip)
    )
    return low, high


def _strip(request: PageRequest, record: NumberRecord) -> Component | None:
    strip = strip_of(record, request.theme.value)
    if strip is None or facts.unit_of(record) is Unit.PEOPLE:
        return None
    return interval_strip(strip, ends_of(strip, record, request.texts.lang))


def _verdict(request: PageRequest, record: NumberRecord) -> Component | None:
    """The stored verdict: shape, color and words; nothing where there was no test."""
    if record.verdict == Verdict.NOT_TESTED.value:
        return None
    style = verdict_style(record.verdict, request.theme.value)
    said = opening(record.verdict_name)
    return html.P(
        [html.Span(style.glyph, **aria(hidden="true")), " ", said],
        className=f"verdict verdict--{record.verdict}",
    )


def _since(request: PageRequest, record: NumberRecord) -> Component | None:
    """Whether it has changed since the version that the address names."""
    if record.asked is None:
        return None
    return html.P(record.asked.words, className="verdict", role="note")

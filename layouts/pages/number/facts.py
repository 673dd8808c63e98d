"""What a number rests on: its test, its rank, coverage, flags, how it was made, its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from data.locale.format import format_count, format_number, format_share, format_value
from data.models import Unit
from data.numbers.record import NumberRecord
from data.sentences.words import opening
from layouts.components.terms import with_terms
from layouts.figures.inputs import rank_range
from layouts.pages.number.visit import linked
from layouts.request import PageRequest

# Smaller p values are not said in digits: a test knows no more.
_LEAST_P = 0.001
_P_DECIMALS = 3
Fact = tuple[str, str]


def section(request: PageRequest, name: str, children: Sequence[Component | None]) -> Component:
    """A part of the page under its heading."""
    head = html.H2(request.texts.t(f"number.page.{name}"), id=f"number-{name}")
    return html.Section([head, *children])


def listed(request: PageRequest, facts: Iterable[Fact]) -> Component:
    """Facts by name; a name that needs explaining opens."""
    return html.Dl(
        [
            html.Div([html.Dt(with_terms(name, request.texts)), html.Dd(said)])
            for name, said in facts
        ],
        className="one-number__facts",
    )


def unit_of(record: NumberRecord) -> Unit:
    """How a value of the measure is printed; a rate has no sign, whatever it is for."""
    known = {unit.value for unit in Unit}
    return Unit(record.measure.unit) if record.measure.unit in known else Unit.RATE_PER_100K


def printed(number: float, record: NumberRecord, request: PageRequest) -> str:
    """A number of the measure with the short sign of its unit."""
    return format_value(
        number, unit=unit_of(record), decimals=record.measure.decimals, lang=request.texts.lang
    )


def how_sure(request: PageRequest, record: NumberRecord) -> Component:
    """The test behind the verdict or why there was none, and what the value stands on."""
    t, lang = request.texts.t, request.texts.lang
    facts: list[Fact] = [*_test(request, record)]
    if record.rank is not None:
        rank = record.rank
        said = rank_range(rank.rank_lower, rank.rank_upper, lang)
        facts.append((t("number.page.rank"), t("number.page.rank_of", range=said, n=rank.places)))
    if record.events is not None:
        facts.append((t("number.page.events"), format_count(record.events, lang=lang)))
    if record.people is not None:
        facts.append((t("number.page.people"), format_number(record.people, decimals=0, lang=lang)))
    if record.coverage is not None:
        share = format_share(record.coverage, lang=lang)
        facts.append((t("number.page.coverage"), t("number.page.coverage_of", share=share)))
    if record.own_share is not None:
        share = format_share(record.own_share, lang=lang)
        facts.append((t("number.page.own_share"), t("number.page.own_share_of", share=share)))
    if record.tracts:
        facts.append((t("number.page.tracts"), str(record.tracts)))
    flags = "; ".join(opening(flag.words) for flag in record.flags)
    facts.append((t("number.page.flags"), flags or t("number.page.no_flags")))
    return section(request, "how_sure", [listed(request, facts)])


def _test(request: PageRequest, record: NumberRecord) -> Iterable[Fact]:
    t, test = request.texts.t, record.test
    if not test.done:
        yield t("number.page.test"), str(test.why_not_words)
        return
    yield (
        t("number.page.test"),
        t("number.page.test_of", against=test.against_name, test=test.test_name),
    )
    if test.difference is not None:
        yield t("number.page.difference"), _difference(request, record)
    if test.p_adjusted is not None:
        least = test.p_adjusted < _LEAST_P
        shown = _LEAST_P if least else test.p_adjusted
        said = format_number(shown, decimals=_P_DECIMALS, lang=request.texts.lang)
        yield t("number.page.p"), t("number.page.p_under", p=said) if least else said


def _difference(request: PageRequest, record: NumberRecord) -> str:
    """The difference with its interval, signed, in the unit of differences."""
    t, test = request.texts.t, record.test
    assert test.difference is not None
    numbers = (test.difference, test.difference_lower, test.difference_upper)
    said, low, high = (_signed(number, record, request) for number in numbers)
    percent = unit_of(record) is Unit.PERCENT
    unit = t("number.page.points") if percent else record.measure.unit_name
    return t("number.page.difference_of", value=said, lower=low, upper=high, unit=unit)


def _signed(number: float | None, record: NumberRecord, request: PageRequest) -> str:
    decimals = 0 if unit_of(record) is Unit.USD else record.measure.decimals
    said = format_number(number, decimals=decimals, lang=request.texts.lang)
    return f"+{said}" if number is not None and number > 0 else said


def changed(request: PageRequest, record: NumberRecord) -> Component | None:
    """What the tests of change say of it; nothing where nothing is asked."""
    if not record.changes:
        return None
    said = [html.P(opening(change.words)) for change in record.changes]
    return section(request, "changed", said)


def between_groups(request: PageRequest, record: NumberRecord) -> Component | None:
    """The tested gaps between its group and another one; nothing where there was no test."""
    if not record.gaps:
        return None
    return section(request, "gaps", [html.P(opening(gap.words)) for gap in record.gaps])


def about(request: PageRequest, record: NumberRecord) -> Component:
    """What was counted, how it was made, what to keep in mind."""
    t, measure = request.texts.t, record.measure
    facts = [
        (t("number.page.definition"), measure.definition),
        (t("number.page.unit"), opening(measure.unit_name)),
        (t("number.page.made"), opening(record.made_name)),
    ]
    method = html.A(t("number.page.method"), href=linked(request, measure.method))
    caveats = [html.P(with_terms(caveat, request.texts)) for caveat in measure.caveats]
    return section(request, "about", [listed(request, facts), *caveats, html.P(method)])


def source(request: PageRequest, record: NumberRecord) -> Component:
    """Publisher, title, years, licence and how the publication is cited, and the data version."""
    t = request.texts.t
    parts: list[Component | None] = []
    for found in record.sources:
        named: str | Component = found.citation
        if found.url:
            named = html.A(found.citation, href=found.url, rel="noopener")
        noncommercial = [html.P(t("number.page.noncommercial"))] if found.noncommercial else []
        parts += [
            html.P(f"{found.publisher}, {found.title}, {found.vintage}"),
            html.P([t("number.page.cited_as"), " ", named]),
            html.P([t("number.page.licence"), " ", found.licence]),
            *noncommercial,
        ]
    parts.append(html.P(t("number.page.version", version=record.version)))
    return section(request, "source", parts)

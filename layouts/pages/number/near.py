"""The ways from a number to others: what is around, elsewhere, at other times, and to its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from data.gaps.questions import CHANGE, RACE
from data.locale.format import format_share
from data.models import CITY_PLACE, Geography, Role
from data.numbers.findings import is_finding
from data.numbers.keys import NumberKey
from data.numbers.record import NumberBenchmark, NumberRecord
from layouts import paths
from layouts.components.attributes import aria
from layouts.components.fact_links import fact_links
from layouts.pages.number.facts import printed, section
from layouts.pages.number.visit import Visit, linked, path_of
from layouts.request import PageRequest
from layouts.theme import verdict_style


def way(request: PageRequest, record: NumberRecord) -> Component:
    """Where one is: the place, which has a page of its own, and the theme."""
    place = record.place
    named: Component | str = place.name
    if place.address is not None:
        named = html.A(place.name, href=request.link(paths.of_place(place.id)))
    steps = [html.Li(named), html.Li(record.measure.theme_name)]
    label = request.texts.t("place.breadcrumb")
    return html.Nav(html.Ol(steps), className="breadcrumb", **aria(label=label))


def climbed(request: PageRequest, visit: Visit) -> Component | None:
    """What is told of a place around it, where its own number cannot be told or there is none."""
    record, texts, numbers = visit.record, request.texts, request.services.numbers
    if record is None or record.measure.published:
        return None
    found = numbers.nearby.climbed(visit.key, record.place.inside, texts)
    if found is not None and found.larger is not None:
        return _way_up(request, found.sentence, found.larger)
    if record.value is not None or record.place.kind == Geography.CITY.value:
        return None
    city = NumberKey(CITY_PLACE, record.measure.id, Geography.CITY.value)
    whole = next(iter(numbers.every(texts, [city])), None)
    if whole is None or whole.value is None:
        return html.P(found.sentence, className="place__climb") if found is not None else None
    return _way_up(request, whole.said or "", city)


def _way_up(request: PageRequest, said: str, key: NumberKey) -> Component:
    label = request.texts.t("number.page.open")
    link = html.A(label, href=request.link(path_of(key)))
    return html.P([said, " ", link], className="place__climb")


def elsewhere(request: PageRequest, record: NumberRecord) -> Component | None:
    """The same measure of city, county, state and nation; nothing is tested."""
    if not record.benchmarks:
        return None
    t = request.texts.t
    rows = [_benchmark(request, record, one) for one in record.benchmarks]
    heads = ("place", "value", "interval")
    return section(
        request,
        "elsewhere",
        [
            _table(request, "elsewhere", heads, rows),
            html.P(t("number.page.not_a_test"), className="number__note"),
        ],
    )


def _benchmark(request: PageRequest, record: NumberRecord, one: NumberBenchmark) -> list[Component]:
    named: Component | str = one.place_name
    if one.address is not None:
        named = html.A(one.place_name, href=linked(request, one.address))
    said = f"{one.years}; {one.publisher}; {one.basis_name}"
    origin = html.Div(said, className="number__note")
    return [
        html.Th([named, origin], scope="row"),
        html.Td(printed(one.value, record, request), className="cell--number"),
        html.Td(_limits(request, record, one), className="cell--number"),
    ]


def _limits(request: PageRequest, record: NumberRecord, one: NumberBenchmark) -> str:
    if one.lower is None or one.upper is None or one.level_percent is None:
        return request.texts.t("published.no_interval")
    low, high = printed(one.lower, record, request), printed(one.upper, record, request)
    level = format_share(one.level_percent / 100.0, lang=request.texts.lang)
    return f"{low}–{high} ({level})"


def around(request: PageRequest, visit: Visit) -> Component | None:
    """The same measure of the larger places around it and of those next to it."""
    numbers, texts = request.services.numbers, request.texts
    if visit.record is None or visit.record.measure.published:
        return None
    keys = list(numbers.nearby.surrounding(visit.key, texts))
    found = list(zip(keys, numbers.every(texts, keys), strict=True))
    if not found:
        return None
    rows = [_number(request, key, record) for key, record in found]
    table = _table(request, "around", ("place", "value", "interval", "verdict"), rows)
    return section(request, "around", [table])


def series(request: PageRequest, visit: Visit) -> Component | None:
    """Other years and groups of a published measure, as published: nothing compares them."""
    numbers, texts = request.services.numbers, request.texts
    keys = numbers.nearby.series(visit.key) if visit.record is not None else ()
    if len(keys) < 2:
        return None
    here = visit.key
    rows = [
        _in_series(request, key, record, is_here=key == here)
        for key, record in zip(keys, numbers.every(texts, keys), strict=True)
    ]
    table = _table(request, "series", ("group", "years", "value", "interval"), rows)
    return section(request, "series", [table])


def _number(request: PageRequest, key: NumberKey, record: NumberRecord) -> list[Component]:
    tested = record.test.done
    glyph = verdict_style(record.verdict, request.theme.value).glyph if tested else ""
    said = [html.Span(f"{glyph} ", **aria(hidden="true"))] if glyph else []
    return [
        html.Th(html.A(record.place.name, href=request.link(path_of(key))), scope="row"),
        *_cells(request, record),
        html.Td([*said, record.verdict_name]),
    ]


def _cells(request: PageRequest, record: NumberRecord) -> list[Component]:
    """Value and interval; in one cell why there is no value."""
    if record.value is None:
        return [html.Td(record.value_text, colSpan=2)]
    return [
        html.Td(printed(record.value, record, request), className="cell--number"),
        html.Td(record.interval_text, className="cell--number"),
    ]


def _in_series(
    request: PageRequest, key: NumberKey, record: NumberRecord, *, is_here: bool
) -> list[Component]:
    group = record.group.name if record.group else request.texts.t("number.everyone")
    years: Component = html.A(record.years, href=request.link(path_of(key)))
    if is_here:
        years = html.Strong(record.years, **aria(current="true"))
    return [
        html.Th(group, scope="row"),
        html.Td(years),
        *_cells(request, record),
    ]


def _table(
    request: PageRequest, name: str, heads: Sequence[str], rows: Iterable[Sequence[Component]]
) -> Component:
    t = request.texts.t
    caption = t(f"number.page.{name}")
    head = html.Tr([html.Th(t(f"number.page.head.{key}"), scope="col") for key in heads])
    table = html.Table(
        [
            html.Caption(caption, className="visually-hidden"),
            html.Thead(head),
            html.Tbody([html.Tr(list(cells)) for cells in rows]),
        ],
        className="data-table",
    )
    return html.Div(
        table, className="table-scroll", role="region", tabIndex=0, **aria(label=caption)
    )


def short_ways(request: PageRequest, record: NumberRecord) -> Component:
    """What most come for, at once: its citation and its files."""
    t = request.texts.t
    return html.P(
        [
            html.A(t("number.page.cite"), href="#number-cite"),
            "\u00a0·\u00a0",
            html.A("JSON", href=request.link(record.json_address)),
            "\u00a0·\u00a0",
            html.A("CSV", href=request.link(record.csv_address)),
        ],
        className="cite",
    )


def take(request: PageRequest, record: NumberRecord) -> Component:
    """The number as a file, and the pages that show it among others."""
    t = request.texts.t
    ways = [
        (t("number.page.json"), record.json_address),
        (t("number.page.csv"), record.csv_address),
    ]
    links = [html.Li(html.A(label, href=request.link(path))) for label, path in ways]
    links += [
        html.Li(html.A(label, href=linked(request, path)))
        for label, path in _pages(request, record)
    ]
    if is_finding(record):
        images = fact_links(request, record.place.id, record.measure.id, t("fact.link"))
        links.append(html.Li(images))
    return section(request, "take", [html.Ul(links)])


def _pages(request: PageRequest, record: NumberRecord) -> Iterable[tuple[str, str]]:
    t, place = request.texts.t, record.place
    if place.address is not None:
        yield t("places.open", place=place.name), paths.of_place(place.id)
    if record.measure.published:
        question = CHANGE if record.group is None else RACE
        yield t("pages.gaps.title"), f"{paths.GAPS}?ask={question}"
        return
    indicator = request.services.atlas.catalogue.indicator(record.measure.id)
    role = {Role.OUTCOME: "outcome", Role.CARE: "outcome", Role.FACTOR: "factor"}
    key = role.get(indicator.role)
    if key is not None:
        by = place.kind if place.kind != Geography.CITY.value else ""
        here = f"&by={by}&places={place.id}" if by else ""
        yield t("number.page.explore"), f"{paths.EXPLORE}?{key}={indicator.id}{here}"
    yield t("pages.data.title"), f"{paths.DATA}#{indicator.id}"

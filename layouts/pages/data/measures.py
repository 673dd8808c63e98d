"""Data: a line a measure, which unfolds into meaning, files, source and addresses of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dash import html
from dash.development.base_component import Component

from data.catalogue.schema import Indicator, Source
from data.models import CITY_PLACE, Geography
from data.numbers.keys import published_key
from data.search.match import MAX_QUERY_CHARS
from layouts import ids, paths
from layouts.components.attributes import data
from layouts.components.controls import submit
from layouts.components.kept_in_form import kept_in_form
from layouts.components.static import static
from layouts.components.terms import with_terms
from layouts.pages.data.lines import (
    Line,
    Published,
    Stored,
    asked_words,
    has_words,
    published_lines,
    stored_lines,
)
from layouts.request import PageRequest

ESTIMATES_PATH = f"{paths.DOWNLOAD}/estimates"
PUBLISHED_PATH = f"{paths.DOWNLOAD}/published"
_SEPARATOR = " · "


def download_path(indicator_id: str, geography: Geography) -> str:
    """Address of an indicator's estimates below the base path."""
    return f"{ESTIMATES_PATH}/{indicator_id}/{geography.value}.csv"


def measures(request: PageRequest) -> list[Component]:
    """The filter, and every measure: those of the atlas in sight, those of others folded."""
    t, services = request.texts.t, request.services
    asked = asked_words(request.parameters.get("q", ""))
    stored = stored_lines(services.atlas, request.texts)
    published = published_lines(services.atlas, services.published, request.texts)
    lines = [*(one.line for one in stored), *(one.line for one in published)]
    shown = sum(has_words(line, asked) for line in lines)
    found_among_published = any(has_words(one.line, asked) for one in published)
    field = _filter(request, shown, len(lines))
    lists: list[Component] = [
        html.Ul([_stored(request, one, asked) for one in stored], className="measures")
    ]
    if published:
        lists.append(
            html.Details(
                [
                    html.Summary(html.H3(t("data_page.published", n=len(published)))),
                    html.Div(
                        [
                            html.P(t("data_page.published_lead"), id="published"),
                            html.Ul(
                                [_published(request, one, asked) for one in published],
                                className="measures",
                            ),
                        ]
                    ),
                ],
                className="data-fold",
                open=bool(asked) and found_among_published,
                hidden=not found_among_published,
                **data(filtered="true"),
            )
        )
    return [field, static(lists)]


# -- the filter -------------------------------------------------------------------------------


def _filter(request: PageRequest, shown: int, total: int) -> Component:
    """A field over the list: typing shows the lines that have the words, a form without scripts."""
    t, written = request.texts.t, request.parameters.get("q", "")[:MAX_QUERY_CHARS]
    said = {
        "type": "search",
        "name": "q",
        "autocomplete": "off",
        "spellcheck": "false",
        "id": ids.DATA_FILTER,
        "value": written,
        "placeholder": t("data_page.filter.example"),
        "aria-describedby": ids.DATA_FOUND,
        "maxlength": str(MAX_QUERY_CHARS),
    }
    field = "".join(f' {name}="{escape(words)}"' for name, words in said.items())
    words = {key: t(f"data_page.filter.{key}") for key in ("found", "none", "all")}
    return html.Form(
        [
            html.Label(t("data_page.filter.label"), htmlFor=ids.DATA_FILTER),
            html.Div(className="data-filter__field", **data(html=f"<input{field}>")),
            *kept_in_form(request),
            submit(request.texts),
            html.P(
                _found_words(words, shown, total),
                id=ids.DATA_FOUND,
                className="data-filter__found",
                role="status",
                **data(total=str(total), **words),
            ),
        ],
        action=request.link(paths.DATA).partition("?")[0] + "#indicators",
        method="get",
        className="data-filter",
        **data(fields="true"),
    )


def _found_words(words: dict[str, str], shown: int, total: int) -> str:
    """How many lines there are; assets/clientside/data/filter.js says it again as one types."""
    said = words["none" if not shown else "all" if shown == total else "found"]
    return said.replace("#", str(shown), 1).replace("#", str(total), 1)


# -- lines ------------------------------------------------------------------------------------


def _line(
    request: PageRequest, line: Line, asked: Sequence[str], inside: list[Component]
) -> Component:
    t = request.texts.t
    cells = {
        "name": line.name,
        "theme": line.theme,
        "years": line.years,
        "kind": t(f"data_page.kind.{line.kind.value}"),
        "through": t("data_page.through", year=line.through),
    }
    spans = [html.Span(said, className=f"measure__{name}") for name, said in cells.items()]
    return html.Li(
        html.Details(
            [
                html.Summary(spans, className="measure__line"),
                html.Div(inside, id=line.id, className="measure__inside"),
            ],
            className="measure",
        ),
        hidden=not has_words(line, asked),
        **data(find=line.words),
    )


def _stored(request: PageRequest, found: Stored, asked: Sequence[str]) -> Component:
    newest, *older = found.releases
    inside = [_meaning(request, newest), *_about(request, newest)]
    if older:
        inside.append(html.P(request.texts.t("data_page.older")))
        inside += [_older(request, release, newest) for release in older]
    return _line(request, found.line, asked, inside)


def _older(request: PageRequest, release: Indicator, newest: Indicator) -> Component:
    """An older release, with its meaning where that is another one."""
    name = html.P(html.Strong(release.name.get(request.texts.lang)))
    differs = release.meaning != newest.meaning
    return html.Div(
        [name, _meaning(request, release) if differs else None, *_about(request, release)],
        id=release.id,
        className="measure__older",
    )


def _meaning(request: PageRequest, indicator: Indicator) -> Component:
    return html.P(with_terms(indicator.meaning.get(request.texts.lang), request.texts))


def _about(request: PageRequest, indicator: Indicator) -> list[Component]:
    """Files, source and addresses of one release."""
    t = request.texts.t
    files = [
        _file(request, download_path(indicator.id, by), t(f"data_page.geography.{by.value}"))
        for by in Geography
        if by in indicator.geographies
    ]
    numbers = []
    if Geography.CITY in indicator.geographies:
        href = request.link(paths.of_number(CITY_PLACE, indicator.id))
        numbers = [html.A(t("data_page.number_of_city"), href=href)]
    return [
        _links(t("data_page.files"), files),
        _sources(request, [request.services.atlas.catalogue.source_of(indicator)]),
        *_numbers(request, numbers, indicator.id),
    ]


def _published(request: PageRequest, found: Published, asked: Sequence[str]) -> Component:
    texts = request.texts
    numbers = [
        html.A(
            estimate.area.name.get(texts.lang),
            href=request.link(
                paths.of_number(
                    published_key(estimate).place,
                    found.line.id,
                    group="" if estimate.of_everyone else estimate.group,
                )
            ),
        )
        for estimate in found.newest
    ]
    file = _file(request, f"{PUBLISHED_PATH}/{found.entry.id}.csv", texts.t("data_page.all_values"))
    inside = [
        html.P(with_terms(found.entry.meaning.get(texts.lang), texts)),
        _links(texts.t("data_page.files"), [file]),
        _sources(request, found.sources),
        *_numbers(request, numbers, found.line.id),
    ]
    return _line(request, found.line, asked, inside)


# -- what a line unfolds into ---------------------------------------------------------------------


def _file(request: PageRequest, path: str, said: str) -> Component:
    return html.A(said, href=request.link(path), download="")


def _links(label: str, links: Sequence[Component]) -> Component:
    """`Files: one · two · three`."""
    parts: list[Component | str] = [f"{label} "]
    for at, link in enumerate(links):
        parts += [_SEPARATOR, link] if at else [link]
    return html.P(parts)


def _sources(request: PageRequest, sources: Sequence[Source]) -> Component:
    """Where it comes from, with the licence, as links to what the page says of each source."""
    lang = request.texts.lang
    links = [
        html.Span(
            [
                html.A(source.title.get(lang), href=f"#source-{source.id}"),
                f" ({source.licence.get(lang)})",
            ]
        )
        for source in sources
    ]
    return _links(request.texts.t("data_page.source_of"), links)


def _numbers(request: PageRequest, numbers: Sequence[Component], measure: str) -> list[Component]:
    """Single numbers with their citation, and where a program asks for all of them."""
    t = request.texts.t
    every = f"{paths.API}/indicators/{measure}"
    found = [_links(t("data_page.numbers"), numbers)] if numbers else []
    link = html.A(html.Code(every), href=api_address(request, every))
    return [*found, html.P([t("data_page.in_api"), " ", link])]


def api_address(request: PageRequest, path: str) -> str:
    """A path of the API below the base path: it refuses words that it does not know, as `theme`."""
    return request.asset("").removesuffix("assets/").rstrip("/") + path

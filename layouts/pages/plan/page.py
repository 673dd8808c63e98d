"""The plan: an honest headline, a block an aim, the log of decisions. No callback changes it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.cities.plan import PlanSource, QuotedBaseline
from data.locale import Texts
from data.locale.format import format_day
from data.models import CITY_PLACE
from data.plan import sentences as said
from data.plan.results import PlanData
from data.sentences.notices import notice_texts
from layouts import ids, paths
from layouts.components.notice import notice
from layouts.components.packet_form import packet_form
from layouts.components.shared_stories import shared_beside
from layouts.components.static import static
from layouts.components.terms import with_terms
from layouts.components.voices import voices_beside
from layouts.pages.plan.aims import block
from layouts.pages.plan.log import log
from layouts.request import PageRequest

_KEY = "plan_page.page"
AIMS_PATH = "/download/plan/aims.csv"


def build(request: PageRequest) -> Component:
    """The page, complete."""
    services = request.services
    data = services.plan.data
    if data is None:
        raise ValueError("a city without a plan has no such page")
    parsed = services.plan.log.parsed(request.query, default_lang=request.default_lang)
    messages = notice_texts(services.atlas, parsed.notices, request.texts)
    return html.Div(
        [
            notice(texts=request.texts, messages=messages),
            static(*_head(request, data)),
            *(block(request, data, row) for row in data.aims),
            static(_about(request, data)),
            packet_form(request, data),
            static(log(request, parsed.state)),
            *_voices(request),
        ],
        className="plan",
    )


def _voices(request: PageRequest) -> list[Component]:
    """What people of the city shared, as stories; nothing where nobody did."""
    found = voices_beside(request, (), shared_beside(request, CITY_PLACE))
    return [] if found is None else [static(found)]


def _head(request: PageRequest, data: PlanData) -> list[Component | None]:
    texts, plan = request.texts, data.plan
    t = texts.t
    title = plan.title.get(texts.lang) if plan.title else ""
    return [
        html.P(t("plan_page.kicker"), className="plan__kicker"),
        html.H1(title),
        html.P(said.plan_headline(data, texts), className="lead plan__headline"),
        html.P(_source(request, plan.source)) if plan.source else None,
        _links(request),
        html.H2(t(f"{_KEY}.aims", n=len(data.aims))),
        html.P(t(f"{_KEY}.whose")),
    ]


def _about(request: PageRequest, data: PlanData) -> Component:
    """What the words above mean, and what others print of the plan."""
    return html.Div(
        [_definitions(request, data), _baselines(request.texts, data.plan.baselines)],
        className="plan__about",
    )


def _definitions(request: PageRequest, data: PlanData) -> Component:
    texts, method = request.texts, f"{request.link(paths.METHODS)}#the_plan"
    return html.Div(
        [
            html.H2(texts.t("plan_page.definition.title")),
            html.Ul([html.Li(with_terms(words, texts)) for words in said.definitions(data, texts)]),
            html.P(html.A(texts.t("charts.tools.method"), href=method), className="plan__links"),
        ]
    )


def _source(request: PageRequest, source: PlanSource) -> list[Component | str]:
    """Who tells of the plan, when, and whether the plan itself was read."""
    texts = request.texts
    plan = request.services.plan.data
    read = said.how_read(plan, texts) if plan else ""
    day = format_day(source.published, lang=texts.lang)
    cited = html.A(source.citation, href=source.url) if source.url else source.citation
    return [read, " ", texts.t(f"{_KEY}.source", day=day), " ", cited]


def _links(request: PageRequest) -> Component:
    """To the log and the packet below; all measures as a file."""
    t = request.texts.t
    links: list[Component | str] = [
        html.A(t(f"{_KEY}.log"), href=f"#{ids.PLAN_DECISIONS}"),
        " ",
        html.A(t("packet.title"), href=f"#{ids.PACKET}"),
        " ",
        html.A(t(f"{_KEY}.csv"), href=request.link(AIMS_PATH)),
    ]
    return html.P(links, className="plan__links")


def _baselines(texts: Texts, found: tuple[QuotedBaseline, ...]) -> Component | None:
    """What pages about the plan print as its starting point: quoted."""
    if not found:
        return None
    lines = []
    for entry in found:
        words = texts.t(
            f"{_KEY}.baseline",
            name=entry.name.get(texts.lang),
            value=entry.value.get(texts.lang),
            years=entry.years,
        )
        cited = html.A(entry.citation, href=entry.url) if entry.url else entry.citation
        lines.append(html.Li([words, " ", cited]))
    return html.Div(
        [
            html.H2(texts.t(f"{_KEY}.baselines")),
            html.Ul(lines),
            html.P(texts.t(f"{_KEY}.baselines_note")),
        ],
        className="plan__quoted",
    )

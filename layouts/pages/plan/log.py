"""The log of decisions: a plain form that asks by address, a list, the same as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from data.cities.decisions import Decision
from data.cities.plan import NO_AIM
from data.locale import Texts
from data.locale.format import format_day, format_month, join_list
from data.plan.log import DecisionLog
from data.plan.state import PlanState
from layouts import ids, paths
from layouts.components.attributes import aria
from layouts.components.kept_in_form import kept_in_form
from layouts.request import PageRequest

_KEY = "plan_page.log"
CSV_PATH = "/download/plan/decisions.csv"
SHOWN = 4  # the newest; the earlier ones are folded


def log(request: PageRequest, state: PlanState) -> Component:
    """The section: what was decided, as the address asks for it."""
    t, held = request.texts.t, request.services.plan.log
    found = held.chosen(state)
    return html.Section(
        [
            html.H2(t(f"{_KEY}.title"), id=ids.PLAN_DECISIONS),
            html.P(t(f"{_KEY}.lead")),
            *([_form(request, held, state)] if held.decisions else []),
            *_listed(request, held, state, found),
            html.P(t(f"{_KEY}.add"), className="plan__add on-screen-only"),
        ],
        className="plan__log",
        **aria(labelledby=ids.PLAN_DECISIONS),
    )


def _listed(
    request: PageRequest, held: DecisionLog, state: PlanState, found: Sequence[Decision]
) -> list[Component]:
    t = request.texts.t
    if not held.decisions:
        return [html.P(t(f"{_KEY}.empty"), className="plan__empty")]
    if not found:
        everything = html.A(
            t(f"{_KEY}.all"), href=f"{request.link(paths.PLAN)}#{ids.PLAN_DECISIONS}"
        )
        return [html.P([t(f"{_KEY}.nothing"), " ", everything], className="plan__empty")]
    csv = html.A(
        t(f"{_KEY}.csv"), href=request.link(CSV_PATH + state.to_query()), className="on-screen-only"
    )
    counted = t(f"{_KEY}.found", n=len(found), all=len(held.decisions))
    return [
        html.P([counted, " ", csv], role="status"),
        _entries(found[:SHOWN], held, request.texts),
        *_earlier(found[SHOWN:], held, request.texts),
    ]


def _earlier(found: Sequence[Decision], held: DecisionLog, texts: Texts) -> list[Component]:
    if not found:
        return []
    words = texts.t(f"{_KEY}.earlier", n=len(found))
    return [
        html.Details(
            [html.Summary(words), _entries(found, held, texts)], className="data-fold plan__fold"
        )
    ]


def _entries(found: Sequence[Decision], held: DecisionLog, texts: Texts) -> Component:
    return html.Ol([_decision(entry, held, texts) for entry in found], className="plan__decisions")


def _decision(entry: Decision, held: DecisionLog, texts: Texts) -> Component:
    lang, t = texts.lang, texts.t
    body = held.body(entry.body).name.get(lang)
    head: list[Component | str] = [html.Strong(day_text(entry, lang)), " ", body]
    if entry.number:
        number = entry.number.get(lang)
        linked = html.A(number, href=entry.url, rel="noopener") if entry.url else number
        head += [" · ", linked]
    aims = held.aims_of(entry)
    names = join_list([aim.name.get(lang) for aim in aims], lang=lang)
    about = t(f"{_KEY}.aims", n=len(aims), aims=names) if aims else t(f"{_KEY}.no_aim")
    source: str | Component = entry.source
    if entry.url and not entry.number:
        source = html.A(entry.source, href=entry.url, rel="noopener")
    return html.Li(
        [
            html.P(head, className="plan__decided"),
            html.P(entry.motion.get(lang)),
            html.P(
                [
                    t(f"{_KEY}.vote", vote=entry.vote.get(lang))
                    if entry.vote
                    else t(f"{_KEY}.no_vote"),
                    " ",
                    about,
                    " ",
                    t(f"{_KEY}.read.{entry.read}"),
                    " ",
                    source,
                ],
                className="plan__sure",
            ),
        ]
    )


def day_text(entry: Decision, lang: str) -> str:
    """The day, or the month or year where the source says no more."""
    parts = [int(part) for part in entry.date.split("-")]
    if len(parts) == 1:
        return entry.date
    day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    return format_day(day, lang=lang) if len(parts) > 2 else format_month(day, lang=lang)


# -- the form ---------------------------------------------------------------------------------


def _form(request: PageRequest, held: DecisionLog, state: PlanState) -> Component:
    """A plain form: it works before any script has loaded, and its answer is an address."""
    t, lang = request.texts.t, request.texts.lang
    bodies = [(body.id, body.name.get(lang)) for body in held.bodies]
    aims = [(aim.id, aim.name.get(lang)) for aim in held.aims]
    fields = {
        "body": (state.body, bodies),
        "aim": (state.aim, [*aims, (NO_AIM, t(f"{_KEY}.form.none"))]),
        "year": (state.year, [(year, year) for year in held.years]),
    }
    return html.Form(
        [
            *(_select(key, chosen, options, request) for key, (chosen, options) in fields.items()),
            *kept_in_form(request),
            html.Button(t(f"{_KEY}.form.show"), type="submit", className="button button--solid"),
        ],
        action=f"{request.link(paths.PLAN).split('?')[0]}#{ids.PLAN_DECISIONS}",
        method="get",
        className="plan__form on-screen-only",
    )


def _select(
    key: str, chosen: str, options: list[tuple[str, str]], request: PageRequest
) -> Component:
    t, field = request.texts.t, f"{ids.PLAN_DECISIONS}-{key}"
    every = (("", t(f"{_KEY}.form.every_{key}")), *options)
    return html.Div(
        [
            html.Label(t(f"{_KEY}.form.{key}"), htmlFor=field),
            html.Select(
                [html.Option(words, value=word, selected=word == chosen) for word, words in every],
                id=field,
                name=key,
            ),
        ],
        className="field",
    )

"""Share a story: the form, reading it once more, and the code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from data.rules import MIN_RESIDENTS
from data.search.index import Place
from data.services import Services
from data.stories import draft as fields_of
from data.stories.draft import Draft, Problem
from data.stories.hints import Hint
from data.stories.model import (
    MAX_SIGNED_CHARS,
    MAX_TEXT_CHARS,
    MONTHS,
    PLACES_OF_STORIES,
    Age,
    Consent,
    Use,
)
from layouts import paths
from layouts.components.controls import Option, OptionGroup
from layouts.components.notice import notice
from layouts.request import PageRequest
from layouts.stories import fields, told
from layouts.stories.pages import Build, back

TOKEN = "token"
STEP = "step"
CHECK, CHANGE, SEND = "check", "change", "send"
_PROMISES = ("no_account", "each_use", "take_back")


def places_of_stories(services: Services) -> Sequence[Place]:
    """ZIP codes and districts that a story may name: none where few people live."""
    return [
        place
        for place in services.place_index.places
        if place.geography in PLACES_OF_STORIES and place.people_2020 >= MIN_RESIDENTS
    ]


def errors_of(request: PageRequest, problems: Sequence[Problem]) -> dict[str, str]:
    """What is wrong, in words, by field; of two things with a field the first."""
    words: dict[str, str] = {}
    for problem in problems:
        said = request.texts.t(f"share.errors.{problem.key}", count=problem.count)
        words.setdefault(problem.field, said)
    return words


def form(draft: Draft, problems: Sequence[Problem] = ()) -> Build:
    """The form with what was written so far."""

    def build(request: PageRequest) -> list[Component | None]:
        t, errors = request.texts.t, errors_of(request, problems)
        promises = [html.Li(t(f"share.form.{promise}")) for promise in _PROMISES]
        return [
            fields.problems(request.texts, errors),
            html.P(t("share.form.lead"), className="lead"),
            html.Ul(promises, className="sending__promises"),
            fields.form(
                request,
                paths.SHARE,
                fields.trap(fields_of.TRAP, t("share.form.trap")),
                *_story(request, draft, errors),
                *_agreed(request, draft, errors),
                html.P(t("share.form.next"), className="sending__help"),
                fields.button(t("share.form.check"), value=CHECK, solid=True),
            ),
            html.P(html.A(t("share.form.have_code"), href=request.link(paths.YOURS))),
            back(request),
        ]

    return build


def _story(request: PageRequest, draft: Draft, errors: fields.Errors) -> list[Component]:
    t = request.texts.t
    return [
        fields.paragraphs(
            name=fields_of.TEXT,
            label=t("share.form.text"),
            value=draft.text,
            help=t("share.form.text_help", most=MAX_TEXT_CHARS),
            error=errors.get(fields_of.TEXT, ""),
        ),
        fields.line(
            name=fields_of.SIGNED,
            label=t("share.form.signed"),
            value=draft.signed,
            help=t("share.form.signed_help"),
            error=errors.get(fields_of.SIGNED, ""),
            maximum=MAX_SIGNED_CHARS,
        ),
        fields.choice(
            name=fields_of.PLACE,
            label=t("share.form.place"),
            options=_places(request),
            value=draft.place,
            help=t("share.form.place_help"),
            error=errors.get(fields_of.PLACE, ""),
        ),
    ]


def _places(request: PageRequest) -> list[Option | OptionGroup]:
    lang = request.texts.lang
    found = places_of_stories(request.services)
    kinds = [
        (kind, list(places)) for kind, places in groupby(found, key=lambda place: place.geography)
    ]
    return [
        Option("", request.texts.t("share.form.place_none")),
        *(
            OptionGroup(
                request.texts.t(f"share.form.places.{kind.value}"),
                [Option(place.place_id, place.names[lang]) for place in places],
            )
            for kind, places in kinds
        ),
    ]


def _agreed(request: PageRequest, draft: Draft, errors: fields.Errors) -> list[Component]:
    t = request.texts.t
    first = Use.ALOUD.value
    return [
        fields.several(
            name=first,
            label=t("share.form.uses"),
            help=t("share.form.uses_help"),
            error=errors.get(first, ""),
            boxes=[
                fields.box(
                    name=use.value,
                    label=t(f"share.use.{use.value}"),
                    value=fields_of.YES,
                    on=use in draft.uses,
                )
                for use in Use
            ],
        ),
        fields.choice(
            name=fields_of.MONTHS_FIELD,
            label=t("share.form.months"),
            options=[
                Option(str(months), t("share.form.months_of", months=months)) for months in MONTHS
            ],
            value=str(draft.months or fields_of.DEFAULT_MONTHS),
            help=t("share.form.months_help"),
            error=errors.get(fields_of.MONTHS_FIELD, ""),
        ),
        fields.several(
            name=fields_of.AGE,
            label=t("share.form.age"),
            error=errors.get(fields_of.AGE, "") or errors.get(fields_of.GUARDIAN, ""),
            boxes=[
                *(
                    fields.box(
                        name=fields_of.AGE,
                        label=t(f"share.form.age_{age.value}"),
                        value=age.value,
                        on=draft.age is age,
                        kind="radio",
                        id=fields_of.AGE if age is Age.ADULT else f"{fields_of.AGE}-{age.value}",
                    )
                    for age in Age
                ),
                fields.box(
                    name=fields_of.GUARDIAN,
                    label=t("share.form.guardian"),
                    value=fields_of.YES,
                    on=draft.has_guardian,
                ),
            ],
        ),
    ]


def review(
    draft: Draft, consent: Consent, hints: Sequence[Hint], token: str, *, said: str = ""
) -> Build:
    """The story as it would be kept, and what to look at again. `said` is a text's key."""

    def build(request: PageRequest) -> list[Component | None]:
        t = request.texts.t
        rows = told.consent_facts(
            request.services,
            request.texts,
            consent=consent,
            place=draft.place,
            signed=draft.signed,
        )
        messages = [t(said)] if said else []
        return [
            notice(texts=request.texts, messages=messages, tone="warning") if said else None,
            html.P(t("share.review.lead"), className="lead"),
            told.marked(draft.text, hints),
            *_asked(request, draft, hints),
            told.facts(rows),
            fields.form(
                request,
                paths.SHARE,
                fields.hidden(draft.fields() | {TOKEN: token}),
                html.P(
                    [
                        fields.button(t("share.review.send"), value=SEND, solid=True),
                        fields.button(t("share.review.change"), value=CHANGE),
                    ],
                    className="sending__buttons",
                ),
            ),
        ]

    return build


def _asked(request: PageRequest, draft: Draft, hints: Sequence[Hint]) -> list[Component]:
    if not hints:
        return []
    t = request.texts.t
    words = [
        t(f"share.hint.{hint.kind.value}", said=draft.text[hint.start : hint.end]) for hint in hints
    ]
    return [
        html.Section(
            [
                html.H2(t("share.review.hints_title"), id="hints"),
                html.Ul([html.Li(said) for said in dict.fromkeys(words)]),
                html.P(t("share.review.hints")),
            ],
            className="notice",
        )
    ]


def sent(code: str, ends_on: date) -> Build:
    """The code, this once."""

    def build(request: PageRequest) -> list[Component | None]:
        t = request.texts.t
        return [
            html.P(t("share.sent.code"), className="lead"),
            html.P(html.Strong(code, className="code"), lang="zxx"),
            html.P(t("share.sent.keep")),
            html.P(t("share.sent.next", day=told.day_words(request.texts, ends_on))),
            html.P(html.A(t("share.sent.see"), href=request.link(paths.YOURS))),
            back(request),
        ]

    return build

"""The page of moderators: sign in, read what waits, publish, refuse, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from dash import html
from dash.development.base_component import Component

from data.stories.hints import hints_of
from data.stories.model import Event, KeptStory, Reason, State
from layouts import paths
from layouts.components.controls import Option
from layouts.components.notice import notice
from layouts.components.shared_stories import paragraphs
from layouts.request import PageRequest
from layouts.stories import fields, told
from layouts.stories.pages import Build, back
from layouts.stories.share import TOKEN

KEY, STORY, EDITED, SEEN, REASON, DO = "key", "story", "edited", "seen", "reason", "do"
APPROVE, REFUSE, WITHDRAW = "approve", "refuse", "withdraw"
SIGN_IN, SIGN_OUT, DECIDE = (
    f"{paths.MODERATE}/sign-in",
    f"{paths.MODERATE}/sign-out",
    f"{paths.MODERATE}/decide",
)
_MOST_EVENTS = 200
_MOST_CARDS = 50
_ORDER = (State.WAITING, State.APPROVED, State.REFUSED)


def sign_in(token: str, *, said: str = "") -> Build:
    """The field for the moderators' token."""

    def build(request: PageRequest) -> list[Component | None]:
        t = request.texts.t
        error = t(said) if said else ""
        return [
            fields.problems(request.texts, {KEY: error} if error else {}),
            html.P(t("share.moderate.lead"), className="lead"),
            fields.form(
                request,
                SIGN_IN,
                fields.hidden({TOKEN: token}),
                fields.line(
                    name=KEY,
                    label=t("share.moderate.key"),
                    help=t("share.moderate.key_help"),
                    error=error,
                    kind="password",
                    complete="current-password",
                ),
                fields.button(t("share.moderate.sign_in"), value=SIGN_IN, solid=True),
            ),
            back(request),
        ]

    return build


def queue(
    stories: Sequence[KeptStory], events: Sequence[Event], token: str, *, said: str = ""
) -> Build:
    """Every story that is kept, first those that wait; then the audit log."""

    def build(request: PageRequest) -> list[Component | None]:
        t = request.texts.t
        messages = [t(said)] if said else []
        return [
            notice(texts=request.texts, messages=messages) if said else None,
            html.P(t("share.moderate.rules"), className="lead"),
            *(_section(request, state, stories, token) for state in _ORDER),
            _log(request, events),
            fields.form(
                request,
                SIGN_OUT,
                fields.hidden({TOKEN: token}),
                fields.button(t("share.moderate.sign_out"), value=SIGN_OUT),
            ),
        ]

    return build


def _section(
    request: PageRequest, state: State, stories: Sequence[KeptStory], token: str
) -> Component:
    t = request.texts.t
    found = [story for story in stories if story.state is state]
    heading = t(f"share.moderate.{state.value}", count=len(found))
    # who waits longest comes first; of what was decided the latest
    ordered = found if state is State.WAITING else found[::-1]
    cards = [_card(request, story, token) for story in ordered[:_MOST_CARDS]]
    some = t("share.moderate.some", shown=_MOST_CARDS) if len(found) > _MOST_CARDS else ""
    return html.Section(
        [
            html.H2(heading, id=state.value),
            html.P(some) if some else None,
            *(cards or [html.P(t("share.moderate.nothing"))]),
        ]
    )


def _card(request: PageRequest, story: KeptStory, token: str) -> Component:
    t, texts = request.texts.t, request.texts
    rows = told.consent_facts(
        request.services, texts, consent=story.consent, place=story.place, signed=story.signed
    )
    rows.append((t("share.moderate.told_on"), told.day_words(texts, story.told_on)))
    if story.reason is not None:
        rows.append((t("share.moderate.reason"), t(f"share.reason.{story.reason.value}")))
    number = t("share.moderate.number", number=story.id)
    return html.Article(
        [
            html.H3(number, id=f"story-{story.id}"),
            html.Div(told.marked(story.told, hints_of(story.told)), lang=story.lang),
            *_edited(request, story),
            told.facts(rows),
            _decision(request, story, token, number),
        ],
        className="moderated",
    )


def _edited(request: PageRequest, story: KeptStory) -> list[Component]:
    if not story.edited:
        return []
    return [
        html.P(request.texts.t("share.moderate.shown_as")),
        html.Blockquote(paragraphs(story.edited), className="told", lang=story.lang),
    ]


def _decision(request: PageRequest, story: KeptStory, token: str, number: str) -> Component:
    t = request.texts.t
    carried = {TOKEN: token, STORY: str(story.id), SEEN: story.told}
    parts: list[Component] = [fields.hidden(carried)]
    parts += [
        fields.paragraphs(
            name=f"{EDITED}-{story.id}",
            label=t("share.moderate.edit", number=number),
            value=story.text,
            help=t("share.moderate.edit_help"),
            rows=6,
        ),
        _button(request, APPROVE, number, solid=story.state is State.WAITING),
    ]
    if story.state is State.WAITING:
        parts += [
            fields.choice(
                name=f"{REASON}-{story.id}",
                label=t("share.moderate.why", number=number),
                options=[
                    Option(reason.value, t(f"share.reason.{reason.value}")) for reason in Reason
                ],
                value=Reason.NAMES_OTHERS.value,
            ),
            _button(request, REFUSE, number),
        ]
    return fields.form(request, DECIDE, *parts, _button(request, WITHDRAW, number))


def _log(request: PageRequest, events: Sequence[Event]) -> Component:
    """What happened to which number, the latest first; folded."""
    t = request.texts.t
    return html.Details(
        [
            html.Summary(t("share.moderate.log", count=len(events)), className="fold__toggle"),
            html.Ul([html.Li(_line(request, event)) for event in reversed(events)][:_MOST_EVENTS]),
        ]
    )


def _line(request: PageRequest, event: Event) -> str:
    t = request.texts.t
    said = [
        told.day_words(request.texts, datetime.fromtimestamp(event.at, UTC).date()),
        t("share.moderate.number", number=event.story_id),
        t(f"share.action.{event.action.value}"),
        t(f"share.actor.{event.actor.value}"),
        t(f"share.reason.{event.reason.value}") if event.reason else "",
    ]
    return " · ".join(words for words in said if words)


def _button(request: PageRequest, do: str, number: str, *, solid: bool = False) -> Component:
    words = request.texts.t(f"share.moderate.{do}", number=number)
    return fields.button(words, name=DO, value=do, solid=solid)

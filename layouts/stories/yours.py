"""See a story by its code, and take it back."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.stories.model import KeptStory, State
from layouts import paths
from layouts.components.notice import notice
from layouts.components.shared_stories import paragraphs
from layouts.request import PageRequest
from layouts.stories import fields, told
from layouts.stories.pages import Build, back
from layouts.stories.share import STEP, TOKEN

CODE = "code"
SEE, TAKE_BACK = "see", "take_back"
__all__ = ["CODE", "SEE", "STEP", "TAKE_BACK", "TOKEN", "ask", "see"]


def ask(said: str = "") -> Build:
    """The field for the code. `said` is the key of what was wrong with the last."""

    def build(request: PageRequest) -> list[Component | None]:
        t = request.texts.t
        error = t(said) if said else ""
        return [
            fields.problems(request.texts, {CODE: error} if error else {}),
            html.P(t("share.yours.lead"), className="lead"),
            fields.form(
                request,
                paths.YOURS,
                fields.line(
                    name=CODE,
                    label=t("share.yours.code"),
                    help=t("share.yours.code_help"),
                    error=error,
                    maximum=60,
                ),
                fields.button(t("share.yours.see"), value=SEE, solid=True),
            ),
            html.P(t("share.yours.lost")),
            back(request),
        ]

    return build


def see(story: KeptStory, code: str, token: str, *, said: str = "") -> Build:
    """The story as it is kept, where it stands, and the button that takes it back."""

    def build(request: PageRequest) -> list[Component | None]:
        t = request.texts.t
        rows = told.consent_facts(
            request.services,
            request.texts,
            consent=story.consent,
            place=story.place,
            signed=story.signed,
        )
        messages = [t(said)] if said else []
        return [
            notice(texts=request.texts, messages=messages, tone="warning") if said else None,
            html.P(_state(request, story), className="lead"),
            html.Blockquote(paragraphs(story.text), className="told", lang=story.lang),
            *_told(request, story),
            told.facts(rows),
            fields.form(
                request,
                paths.YOURS,
                fields.hidden({CODE: code, TOKEN: token}),
                html.P(t("share.yours.take_back_said")),
                fields.button(t("share.yours.take_back"), value=TAKE_BACK, solid=True),
            ),
            back(request),
        ]

    return build


def _state(request: PageRequest, story: KeptStory) -> str:
    t = request.texts.t
    if story.state is State.REFUSED and story.reason is not None:
        return t("share.yours.refused", reason=t(f"share.reason.{story.reason.value}"))
    return t(f"share.yours.{story.state.value}")


def _told(request: PageRequest, story: KeptStory) -> list[Component]:
    """What was told, where a moderator shortened it."""
    if not story.edited:
        return []
    return [
        html.P(request.texts.t("share.yours.edited")),
        html.Blockquote(paragraphs(story.told), className="told", lang=story.lang),
    ]

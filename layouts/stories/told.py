"""A story as it is read, and what its teller said of it: plain text, escaped like all text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from data.locale.format import format_day
from data.services import Services
from data.stories.hints import Hint
from data.stories.model import Consent, Use
from layouts.components.shared_stories import lines, name_of_place


def marked(text: str, hints: Sequence[Hint]) -> Component:
    """A text with the words that are asked about."""
    parts: list[Component | str] = []
    at = 0
    for hint in hints:
        parts += [*lines(text[at : hint.start]), html.Mark(lines(text[hint.start : hint.end]))]
        at = hint.end
    return html.Blockquote(html.P([*parts, *lines(text[at:])]), className="told")


def facts(rows: Sequence[tuple[str, str]]) -> Component:
    """What is known beside the text, a line each."""
    return html.Dl(
        [part for name, said in rows for part in (html.Dt(name), html.Dd(said))],
        className="told__facts",
    )


def place_words(services: Services, texts: Texts, place: str) -> str:
    """The name of a place, or that nothing was said of it."""
    return name_of_place(services, texts, place) or texts.t("share.told.no_place")


def uses_words(texts: Texts, consent: Consent) -> str:
    """What was agreed to, in the order of the form."""
    return "; ".join(texts.t(f"share.use.{use.value}") for use in Use if use in consent.uses)


def day_words(texts: Texts, day: date) -> str:
    """A day as people write it."""
    return format_day(day, lang=texts.lang)


def consent_facts(
    services: Services, texts: Texts, *, consent: Consent, place: str, signed: str
) -> list[tuple[str, str]]:
    """What a teller said of a story, to be read once more."""
    t = texts.t
    age = "share.told.minor" if consent.is_minor else "share.told.adult"
    return [
        (t("share.told.place"), place_words(services, texts, place)),
        (t("share.told.signed"), signed or t("share.told.unsigned")),
        (t("share.told.uses"), uses_words(texts, consent)),
        (t("share.told.ends"), day_words(texts, consent.ends_on)),
        (t("share.told.age"), t(age)),
    ]

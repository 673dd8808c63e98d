"""Between rows of the database and stories: what is sent becomes a row, and a row a story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data.stories.model import Consent, KeptStory, Reason, State, Use
from data.stories.tables import StoryRow


@dataclass(frozen=True, slots=True)
class Sent:
    """What a teller sends. `code_hash` is that of the code that they get."""

    text: str
    signed: str
    place: str
    lang: str
    consent: Consent
    code_hash: str


def new_row(sent: Sent, *, told_on: date) -> StoryRow:
    """The row of a story that nobody has read yet."""
    return StoryRow(
        code_hash=sent.code_hash,
        told=sent.text,
        edited="",
        signed=sent.signed,
        place=sent.place,
        lang=sent.lang,
        **{use.value: use in sent.consent.uses for use in Use},
        is_minor=sent.consent.is_minor,
        has_guardian=sent.consent.has_guardian,
        told_on=told_on,
        ends_on=sent.consent.ends_on,
        state=State.WAITING,
        reason="",
    )


def kept_story(row: StoryRow) -> KeptStory:
    """The story of a row."""
    return KeptStory(
        id=row.id,
        told=row.told,
        edited=row.edited,
        signed=row.signed,
        place=row.place,
        lang=row.lang,
        consent=Consent(
            uses=frozenset(use for use in Use if getattr(row, use.value)),
            ends_on=row.ends_on,
            is_minor=row.is_minor,
            has_guardian=row.has_guardian,
        ),
        told_on=row.told_on,
        state=State(row.state),
        reason=Reason(row.reason) if row.reason else None,
    )


def with_code(code_hash: str) -> sa.Select[StoryRow]:
    """The question for the story of a code."""
    return sa.select(StoryRow).where(StoryRow.code_hash == code_hash)

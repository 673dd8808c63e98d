"""The words of shared stories: uses, states, reasons, and what is known of one story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.models import Geography

# Characters of a story: about 250 words, which can be read aloud in two minutes.
MAX_TEXT_CHARS = 1_500
MAX_SIGNED_CHARS = 40
# How long a consent may last; nothing is kept longer than the last.
MONTHS = (1, 3, 6, 12, 24)
MAX_MONTHS = MONTHS[-1]
# A story that was refused stays until its teller has had time to see why, then goes.
REFUSED_MONTHS = 1
# What a story may say of where it was lived: never a place that few people live in.
PLACES_OF_STORIES = (Geography.ZIP, Geography.COUNCIL_DISTRICT)


class Use(StrEnum):
    """What a teller may agree to, each by itself."""

    ALOUD = "aloud"
    PRINT = "print"
    LAWMAKER = "lawmaker"
    ONLINE = "online"


class State(StrEnum):
    """Where a story stands. One that was taken back or has ended has no state: it is gone."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a moderator refuses; the teller reads it. A list, so that the log holds no person."""

    NAMES_OTHERS = "names_others"
    TOO_PRIVATE = "too_private"
    NO_STORY = "no_story"
    HURTFUL = "hurtful"
    ADVERTISING = "advertising"
    TWICE = "twice"


class Age(StrEnum):
    """What the teller says about being of age."""

    ADULT = "adult"
    MINOR = "minor"


class Action(StrEnum):
    """What the audit log says happened to a story."""

    TOLD = "told"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"
    ENDED = "ended"


class Actor(StrEnum):
    """Who did it: a part that somebody played, never a person."""

    TELLER = "teller"
    MODERATOR = "moderator"
    COMMAND_LINE = "command_line"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a teller agreed to, until the day `ends_on`, which is the first without it."""

    uses: frozenset[Use]
    ends_on: date
    is_minor: bool = False
    has_guardian: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A story as others may see it: plain text, `place` as addresses name it or empty.

    `uses` are all that its teller agreed to: what is shown online is not thereby printed.
    """

    text: str
    signed: str
    place: str
    lang: str
    ends_on: date
    uses: frozenset[Use]


@dataclass(frozen=True, slots=True)
class KeptStory:
    """All that is kept of a story. `edited` is empty where no moderator changed the text."""

    id: int
    told: str
    edited: str
    signed: str
    place: str
    lang: str
    consent: Consent
    told_on: date
    state: State
    reason: Reason | None = None

    @property
    def text(self) -> str:
        """As others see it."""
        return self.edited or self.told

    @property
    def as_shown(self) -> Story:
        """Without what is nobody's business."""
        consent = self.consent
        return Story(self.text, self.signed, self.place, self.lang, consent.ends_on, consent.uses)


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the audit log. `at` is in seconds since 1970, at midnight for what tellers do."""

    at: int
    story_id: int
    action: Action
    actor: Actor
    reason: Reason | None = None

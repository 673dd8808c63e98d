"""What somebody wrote into the form, and what is missing in it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from data.stories.consent import ends_on
from data.stories.model import MAX_SIGNED_CHARS, MAX_TEXT_CHARS, MONTHS, Age, Consent, Use
from data.stories.text import clean_line, clean_text

DEFAULT_MONTHS = 6
# Names of the form's fields.
TEXT, SIGNED, PLACE, MONTHS_FIELD, AGE, GUARDIAN = (
    "text",
    "signed",
    "place",
    "months",
    "age",
    "guardian",
)
YES = "yes"
# Nobody sees it: who fills it in is a program.
TRAP = "website"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field: the key of its words, and the number that they need."""

    field: str
    key: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A story before it is sent. `months` is None for a time that is not offered."""

    text: str = ""
    signed: str = ""
    place: str = ""
    uses: frozenset[Use] = frozenset()
    months: int | None = DEFAULT_MONTHS
    age: Age | None = None
    has_guardian: bool = False
    is_trapped: bool = False

    @classmethod
    def read(cls, form: Mapping[str, str]) -> Draft:
        """Whatever the form says; never raises."""
        months = form.get(MONTHS_FIELD, "")
        age = form.get(AGE, "")
        return cls(
            text=clean_text(form.get(TEXT, "")),
            signed=clean_line(form.get(SIGNED, "")),
            place=clean_line(form.get(PLACE, "")),
            uses=frozenset(use for use in Use if form.get(use.value) == YES),
            months=next((known for known in MONTHS if str(known) == months), None),
            age=Age(age) if age in set(Age) else None,
            has_guardian=form.get(GUARDIAN) == YES,
            is_trapped=bool(form.get(TRAP)),
        )

    def fields(self) -> dict[str, str]:
        """The form as it would say the same."""
        said = {
            TEXT: self.text,
            SIGNED: self.signed,
            PLACE: self.place,
            MONTHS_FIELD: "" if self.months is None else str(self.months),
            AGE: self.age.value if self.age else "",
            GUARDIAN: YES if self.has_guardian else "",
            **{use.value: YES if use in self.uses else "" for use in Use},
        }
        return {name: value for name, value in said.items() if value}

    def problems(self, places: Collection[str]) -> tuple[Problem, ...]:
        """What must be mended before it can be sent, in the order of the form."""
        over, long = len(self.text) - MAX_TEXT_CHARS, len(self.signed) - MAX_SIGNED_CHARS
        found = (
            (TRAP, "trap", self.is_trapped, 0),
            (TEXT, "no_text", not any(sign.isalpha() for sign in self.text), 0),
            (TEXT, "long_text", over > 0, over),
            (SIGNED, "long_name", long > 0, long),
            (PLACE, "place", bool(self.place) and self.place not in places, 0),
            (Use.ALOUD.value, "no_use", not self.uses, 0),
            (MONTHS_FIELD, "months", self.months is None, 0),
            (AGE, "no_age", self.age is None, 0),
            (GUARDIAN, "guardian", self.age is Age.MINOR and not self.has_guardian, 0),
        )
        return tuple(Problem(field, key, count) for field, key, wrong, count in found if wrong)

    def consent(self, today: date) -> Consent:
        """What is agreed to if it is sent today. Raises ValueError where something is missing."""
        minor = self.age is Age.MINOR
        if self.months is None or self.age is None or not self.uses:
            raise ValueError("the draft has problems")
        if minor and not self.has_guardian:
            raise ValueError("a minor without a guardian's word")
        return Consent(
            uses=self.uses,
            ends_on=ends_on(today, self.months),
            is_minor=minor,
            has_guardian=minor and self.has_guardian,
        )

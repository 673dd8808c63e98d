"""What a consent allows. Pure: the store asks its database the same; a test compares them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from data.stories.model import Consent, State, Use


def may_use(consent: Consent, state: State, use: Use, *, today: date) -> bool:
    """Whether a story may be used so: read by a moderator, agreed to, and not ended."""
    return (
        state is State.APPROVED
        and use in consent.uses
        and today < consent.ends_on
        and (consent.has_guardian or not consent.is_minor)
    )


def ends_on(told_on: date, months: int) -> date:
    """The first day without consent, `months` after `told_on`; the last of a shorter month."""
    years, month = divmod(told_on.month - 1 + months, 12)
    year = told_on.year + years
    return date(year, month + 1, min(told_on.day, monthrange(year, month + 1)[1]))

"""What a consent allows: every use, consent, state, age and day, against the store as well."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from data.stories.consent import ends_on, may_use
from data.stories.model import (
    MAX_MONTHS,
    MONTHS,
    Actor,
    Consent,
    Reason,
    State,
    Use,
)
from tests.stories import MANY, Clock, fast_folder, opened, sent

TODAY = date(2026, 6, 15)
USES = [frozenset(), *(frozenset({use}) for use in Use), frozenset(Use)]
ENDS = {1: True, 0: False, -1: False}  # days from today: not ended yet?
AGES = {(False, False): True, (True, True): True, (True, False): False}


@pytest.mark.parametrize("use", Use)
@pytest.mark.parametrize("state", State)
def test_a_use_needs_reading_consent_time_and_a_guardian(use: Use, state: State) -> None:
    for uses, (days, lasts), ((minor, guardian), aged) in product(USES, ENDS.items(), AGES.items()):
        consent = Consent(uses, TODAY + timedelta(days=days), minor, guardian)
        expected = state is State.APPROVED and use in uses and lasts and aged
        assert may_use(consent, state, use, today=TODAY) is expected, (uses, days, minor, guardian)


def test_the_store_publishes_what_a_consent_allows() -> None:
    """Every combination is told on a day, moderated, and asked for on three days."""
    clock = Clock(datetime(2026, 6, 14, 12, tzinfo=UTC))
    cases = product([u for u in USES if u], (15, 16), [(False, False), (True, True)], State)
    told = {}
    with fast_folder() as folder, opened(f"sqlite:///{folder}/s.sqlite", clock) as store:
        for number, (uses, day, (minor, guardian), state) in enumerate(cases):
            told_now = sent(
                number,
                uses=uses,
                ends_on=date(2026, 6, day),
                is_minor=minor,
                has_guardian=guardian,
            )
            kept = store.tell(told_now, addresses=["a"], limit=MANY)
            if state is State.APPROVED:
                store.approve(kept.id, actor=Actor.MODERATOR)
            if state is State.REFUSED:
                store.refuse(kept.id, Reason.TWICE, actor=Actor.MODERATOR)
            told[told_now.text] = (told_now.consent, state)
        for day, use in product((14, 15, 16), Use):
            clock.now = datetime(2026, 6, day, 23, 59, tzinfo=UTC)
            shown = {story.text for story in store.published((use,))}
            allowed = {
                text
                for text, (consent, state) in told.items()
                if may_use(consent, state, use, today=store.today)
            }
            assert shown == allowed, (day, use)
        with pytest.raises(ValueError):
            store.published(())


def test_two_uses_at_once_need_both() -> None:
    with fast_folder() as folder, opened(f"sqlite:///{folder}/s.sqlite") as store:
        for number, uses in enumerate([{Use.ONLINE}, {Use.ONLINE, Use.PRINT}]):
            kept = store.tell(sent(number, uses=frozenset(uses)), addresses=["a"], limit=MANY)
            store.approve(kept.id, actor=Actor.MODERATOR)
        both = store.published((Use.ONLINE, Use.PRINT))
    assert [story.text for story in both] == ["story 1"]


def test_a_consent_ends_by_the_calendar() -> None:
    assert ends_on(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert ends_on(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert ends_on(date(2026, 11, 30), MAX_MONTHS) == date(2028, 11, 30)
    assert max(MONTHS) == MAX_MONTHS == 24

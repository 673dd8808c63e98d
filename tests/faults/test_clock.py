"""The clock is set, by a day or by years: no words are lost, nobody is shut out, none is gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from data.locale import texts
from data.stories.model import Actor
from data.stories.steady import WAIT_SECONDS, Steady
from layouts import paths
from tests import sharing

EN = texts("en").t
DAY = timedelta(days=1)
Jump = Callable[[timedelta], None]


@pytest.fixture
def site() -> Iterator[sharing.Site]:
    with sharing.site_of(stories_per_hour="3") as found:
        yield found


@pytest.fixture
def jump(site: sharing.Site, monkeypatch: pytest.MonkeyPatch) -> Jump:
    """Sets the clock of the process and of the store, while time goes on as it does."""
    real, moved = time.time, timedelta()
    still = site.clock.elapsed()
    monkeypatch.setattr(time, "time", lambda: real() + moved.total_seconds())
    site.store._steady = Steady(lambda: site.clock().timestamp(), lambda: still)

    def by(step: timedelta) -> None:
        nonlocal moved
        moved += step
        site.clock.now += step

    return by


@pytest.mark.parametrize("step", [DAY, -DAY, timedelta(days=3650)])
def test_what_was_written_is_read_once_more_and_sent(
    site: sharing.Site, jump: Jump, step: timedelta
) -> None:
    review = site.send(paths.SHARE, sharing.GOOD | {"step": "check"})
    jump(step)
    answer = site.send(paths.SHARE, sharing.hidden(review) | {"step": "send"})
    assert answer.status_code == 403 and EN("share.review.stale") in answer.text
    assert sharing.hidden(answer)["text"] == sharing.TEXT
    kept = site.send(paths.SHARE, sharing.hidden(answer) | {"step": "send"})
    code = sharing.code_of(kept)
    page = site.send(paths.YOURS, {"code": code, "step": "see"})
    jump(-step)
    asked = sharing.hidden(page) | {"code": code, "step": "take_back"}
    again = site.send(paths.YOURS, asked)
    assert again.status_code == 403 and EN("share.yours.stale") in again.text
    gone = site.send(paths.YOURS, sharing.hidden(again) | {"code": code, "step": "take_back"})
    assert gone.status_code == 200 and site.store.kept() == ()


def test_a_clock_that_was_wrong_shuts_nobody_out_when_it_is_right(
    site: sharing.Site, jump: Jump
) -> None:
    """Three in an hour are taken here; those of tomorrow are not of this hour."""
    jump(DAY)
    for number in range(3):
        site.tell(sharing.GOOD | {"text": f"story {number}"})
    assert site.tell(sharing.GOOD | {"text": "one too many"}).status_code == 429
    jump(-DAY)
    assert site.tell(sharing.GOOD | {"text": "another"}).status_code == 200


def test_a_moderator_decides_on_the_page_that_was_open(site: sharing.Site, jump: Jump) -> None:
    site.tell()
    page, cookie = site.ask(paths.MODERATE), site.signed_in()
    queue = site.ask(paths.MODERATE, headers={"Cookie": cookie})
    jump(-DAY)
    story = site.store.kept()[0].id
    form = {"token": sharing.hidden(queue)["token"], "do": "approve", "story": str(story),
            "seen": sharing.TEXT, f"edited-{story}": sharing.TEXT}  # fmt: skip
    done = site.send(f"{paths.MODERATE}/decide", form, Cookie=cookie)
    assert done.status_code == 303 and "done=approve" in done.headers["Location"]
    sign_in = f"{paths.MODERATE}/sign-in"
    asked = site.send(sign_in, sharing.hidden(page) | {"key": sharing.TOKEN})
    assert asked.status_code == 403 and EN("share.moderate.stale") in asked.text
    assert site.send(sign_in, sharing.hidden(asked) | {"key": sharing.TOKEN}).status_code == 303


def test_a_clock_that_runs_years_ahead_hides_stories_and_deletes_none(
    site: sharing.Site, jump: Jump
) -> None:
    site.tell()
    site.store.approve(site.store.kept()[0].id, actor=Actor.MODERATOR)
    jump(timedelta(days=3650))
    assert "once an hour" not in site.ask(paths.STORIES).text
    site.store.purge()
    jump(timedelta(days=-3650))
    assert "once an hour" in site.ask(paths.STORIES).text


def test_a_clock_that_was_set_right_is_believed_after_a_day() -> None:
    """One that starts in 1970 is set once, and then ends what ends."""
    wall, elapsed = 0.0, 10.0
    steady = Steady(lambda: wall, lambda: elapsed)
    assert steady.holds()
    wall, elapsed = 1.8e9, elapsed + 5
    assert not steady.holds()
    wall, elapsed = wall + WAIT_SECONDS, elapsed + WAIT_SECONDS
    assert steady.holds() and steady.holds()


def test_pages_and_limits_of_time_know_no_clock(site: sharing.Site, jump: Jump) -> None:
    before = site.ask("/gaps")
    for step in (DAY, -2 * DAY, timedelta(days=-3650)):
        jump(step)
        assert site.ask("/gaps").text == before.text
        assert site.ask("/readyz").status_code == 200

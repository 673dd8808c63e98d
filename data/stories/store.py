"""The store of shared stories: every question and every change, the same for each database.

A change holds the one row of the shelf until it is on the disk, so that changes come one after the
other, limits are exact whatever number of workers asks, and the revision counts all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from time import monotonic

import sqlalchemy as sa
from sqlalchemy.orm import Session

from data.models import CITY_PLACE
from data.stories import database
from data.stories.circuit import Circuit
from data.stories.consent import ends_on, may_use
from data.stories.database import StoriesDown
from data.stories.limits import HOUR_SECONDS, Limit, LimitedError, check
from data.stories.model import (
    REFUSED_MONTHS,
    Action,
    Actor,
    Event,
    KeptStory,
    Reason,
    State,
    Story,
    Use,
)
from data.stories.rows import Sent, kept_story, new_row, with_code
from data.stories.steady import Steady, elapsed_seconds
from data.stories.tables import EventRow, SessionRow, ShelfRow, StoryRow, TryRow

_DAY_SECONDS = 86_400
# What cannot be deleted just now, because somebody reads or the disk takes nothing, is later.
_SWEEP_AGAIN_SECONDS = 20
_USES = {use: getattr(StoryRow, use.value) for use in Use}


class GoneError(LookupError):
    """There is no such story: it was taken back, it has ended, or there never was one."""


class ChangedError(ValueError):
    """The story is not as the moderator saw it."""


class Store:
    """One database of stories. Every method may raise StoriesDown.

    `now` is the clock, in UTC; `elapsed` seconds that nobody sets, with which it is compared.
    """

    def __init__(
        self,
        url: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        elapsed: Callable[[], float] = elapsed_seconds,
    ) -> None:
        self._engine = database.open_engine(url)
        self._now = now
        self._steady = Steady(lambda: self._now().timestamp(), elapsed)
        self._is_ready = False
        self._sweep_again = self._purge_again = 0.0
        self.circuit = Circuit(self._have_tables)

    def prepare(self) -> None:
        """Have its tables, and nothing in them that has ended. Raises StoriesError too."""
        try:
            self._have_tables()
        except StoriesDown:
            self.circuit.open()
            raise
        self.purge()

    def _have_tables(self) -> None:
        try:
            database.bring_up_to_date(self._engine)
        except StoriesDown as error:
            error.is_away = True  # without its tables nothing can be read
            raise
        self._is_ready = True

    @property
    def takes_stories(self) -> bool:
        """Whether what is sent could be kept, as far as can be known without trying."""
        return database.is_writable(self._engine)

    @property
    def is_server(self) -> bool:
        """Whether it is a server, which may hang, and no file here."""
        return not database.is_sqlite(self._engine)

    def release(self) -> None:
        """Let go of connections, in a process that was forked: they are its parent's."""
        self._engine.dispose(close=False)
        self.circuit.reset()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @property
    def today(self) -> date:
        """The day by which consents end."""
        return self._now().date()

    def seconds(self) -> int:
        """The clock, in seconds since 1970."""
        return int(self._now().timestamp())

    # -- telling and taking back ------------------------------------------------------------

    def tell(self, sent: Sent, *, addresses: Sequence[str], limit: Limit) -> KeptStory:
        """Keep a story for a moderator to read. It is on the disk when this returns.

        The same story with the same code is kept once. Raises LimitedError, and ChangedError where
        the code is that of another story.
        """
        with self._writing() as session:
            known = session.scalar(with_code(sent.code_hash))
            if known is not None:
                if known.told != sent.text:
                    raise ChangedError
                return kept_story(known)
            check(session, limit, addresses, now=self.seconds())
            row = new_row(sent, told_on=self.today)
            session.add(row)
            session.flush()
            self._note(session, row.id, Action.TOLD, Actor.TELLER)
            return kept_story(row)

    def of_code(self, code_hash: str) -> KeptStory:
        """The story of a code. Raises GoneError."""
        with self._reading() as session:
            row = session.scalar(with_code(code_hash).where(StoryRow.ends_on > self.today))
            if row is None:
                raise GoneError
            return kept_story(row)

    def take_back(self, code_hash: str) -> None:
        """Delete the story of a code, also from the disk. Raises GoneError."""
        with self._writing() as session:
            row = session.scalar(with_code(code_hash))
            if row is None:
                raise GoneError
            self._delete(session, row, Action.TAKEN_BACK, Actor.TELLER)
        self._sweep()

    # -- moderating ---------------------------------------------------------------------------

    def kept(self, state: State | None = None) -> tuple[KeptStory, ...]:
        """All stories of a state, or of all: those that wait longest first."""
        with self._reading() as session:
            asked = sa.select(StoryRow).where(StoryRow.ends_on > self.today).order_by(StoryRow.id)
            if state is not None:
                asked = asked.where(StoryRow.state == state.value)
            return tuple(kept_story(row) for row in session.scalars(asked))

    def approve(
        self, story_id: int, *, edited: str = "", seen: str | None = None, actor: Actor
    ) -> None:
        """Publish a story, in the words of `edited` where given; what was told stays beside it.

        Raises GoneError, and ChangedError where its text is no longer the one that was `seen`.
        """
        with self._writing() as session:
            row = self._row(session, story_id)
            if seen is not None and seen != row.told:
                raise ChangedError
            row.edited = "" if edited == row.told else edited
            row.state, row.reason = State.APPROVED.value, ""
            self._note(session, row.id, Action.APPROVED, actor)

    def refuse(self, story_id: int, reason: Reason, *, actor: Actor) -> None:
        """Say no; the teller may read why for a month, then it is deleted. Raises GoneError."""
        with self._writing() as session:
            row = self._row(session, story_id)
            row.state, row.reason = State.REFUSED.value, reason.value
            row.ends_on = min(row.ends_on, ends_on(self.today, REFUSED_MONTHS))
            self._note(session, row.id, Action.REFUSED, actor, reason)

    def withdraw(self, story_id: int, *, actor: Actor) -> None:
        """Delete a story, also from the disk. Raises GoneError."""
        with self._writing() as session:
            self._delete(session, self._row(session, story_id), Action.WITHDRAWN, actor)
        self._sweep()

    def events(self) -> tuple[Event, ...]:
        """The audit log, from its beginning."""
        with self._reading() as session:
            rows = session.scalars(sa.select(EventRow).order_by(EventRow.id))
            return tuple(
                Event(
                    at=row.at,
                    story_id=row.story_id,
                    action=Action(row.action),
                    actor=Actor(row.actor),
                    reason=Reason(row.reason) if row.reason else None,
                )
                for row in rows
            )

    # -- what others may see -------------------------------------------------------------------

    def published(
        self, uses: Sequence[Use], place: str = CITY_PLACE, most: int | None = None
    ) -> tuple[Story, ...]:
        """Stories that may be put to all of `uses` today, the newest first, `most` of them.

        Raises ValueError for no use at all.
        """
        if not uses:
            raise ValueError("say what for")
        with self._reading() as session:
            asked = (
                sa.select(StoryRow)
                .where(
                    StoryRow.state == State.APPROVED.value,
                    StoryRow.ends_on > self.today,
                    sa.or_(StoryRow.has_guardian, sa.not_(StoryRow.is_minor)),
                    *(_USES[use] for use in uses),
                )
                .order_by(StoryRow.id.desc())
                .limit(most)
            )
            if place != CITY_PLACE:
                asked = asked.where(StoryRow.place == place)
            found = [kept_story(row) for row in session.scalars(asked)]
            return tuple(story.as_shown for story in found if self._may(story, uses))

    def _may(self, story: KeptStory, uses: Sequence[Use]) -> bool:
        """The rule itself, asked of what the database found: neither is trusted alone."""
        return all(may_use(story.consent, story.state, use, today=self.today) for use in uses)

    def revision(self) -> int:
        """A number that grows with every change; what has ended is deleted first."""
        with self._reading() as session:
            revision, ends, unswept, tried = session.execute(
                sa.select(
                    ShelfRow.revision,
                    sa.select(sa.func.min(StoryRow.ends_on)).scalar_subquery(),
                    ShelfRow.unswept,
                    sa.select(sa.func.min(TryRow.at)).scalar_subquery(),
                )
            ).one()
        is_old = tried is not None and tried <= self.seconds() - HOUR_SECONDS
        has_ended = ends is not None and ends <= self.today and self._steady.holds()
        if is_old or unswept or has_ended:
            return self._purged(int(revision))
        return int(revision)

    def _purged(self, revision: int) -> int:
        """The revision after deleting; the one of before where the disk takes nothing just now:
        what has ended is shown by nobody.
        """
        if monotonic() < self._purge_again:
            return revision
        try:
            return self.purge()
        except StoriesDown as error:
            if error.is_away:
                raise
            self._purge_again = monotonic() + _SWEEP_AGAIN_SECONDS
            return revision

    def purge(self) -> int:
        """Delete what has ended, also from the disk, and whatever counted for its hour. Where the
        clock has just jumped, no story: it is hidden until the clock is believed again.
        """
        with self._writing() as session:
            ended = sa.select(StoryRow).where(StoryRow.ends_on <= self.today).order_by(StoryRow.id)
            for row in session.scalars(ended).all() if self._steady.holds() else ():
                self._delete(session, row, Action.ENDED, Actor.CLOCK)
            now = self.seconds()
            session.execute(sa.delete(TryRow).where(TryRow.at <= now - HOUR_SECONDS))
            session.execute(sa.delete(SessionRow).where(SessionRow.ends_at <= now))
            shelf = session.get_one(ShelfRow, 1)
            revision, unswept = shelf.revision, shelf.unswept
        if unswept:
            self._sweep()
        return revision

    # -- limits and sessions -------------------------------------------------------------------

    def count_try(self, limit: Limit, addresses: Sequence[str]) -> None:
        """Count one try. Raises LimitedError."""
        with self._writing() as session:
            check(session, limit, addresses, now=self.seconds())

    def open_session(self, hash: str, *, seconds: int) -> None:
        """Remember that a moderator signed in."""
        with self._writing() as session:
            session.merge(SessionRow(hash=hash, ends_at=self.seconds() + seconds))

    def has_session(self, hash: str) -> bool:
        """Whether that moderator is still signed in."""
        with self._reading() as session:
            row = session.get(SessionRow, hash)
            return row is not None and row.ends_at > self.seconds()

    def close_session(self, hash: str) -> None:
        """Forget a moderator."""
        with self._writing() as session:
            session.execute(sa.delete(SessionRow).where(SessionRow.hash == hash))

    # -- inside --------------------------------------------------------------------------------

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A database that was away, or has been replaced, has its tables when it comes."""
        self.circuit.check()
        since = monotonic()
        try:
            if not self._is_ready:
                self._have_tables()
            yield
        except StoriesDown as error:
            if error.is_away:
                self._is_ready = False
                self.circuit.open(since)
            raise

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with (
            self._told(),
            database.reading(self._engine) as connection,
            Session(connection) as session,
        ):
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """A change: all of it, or nothing where anything is raised."""
        with (
            self._told(),
            database.writing(self._engine) as connection,
            Session(connection) as session,
        ):
            session.get_one(ShelfRow, 1, with_for_update=True)
            yield session
            session.flush()

    def _row(self, session: Session, story_id: int) -> StoryRow:
        row = session.get(StoryRow, story_id)
        if row is None or row.ends_on <= self.today:
            raise GoneError
        return row

    def _delete(self, session: Session, row: StoryRow, action: Action, actor: Actor) -> None:
        self._note(session, row.id, action, actor)
        session.delete(row)
        session.get_one(ShelfRow, 1).unswept = True

    def _note(
        self,
        session: Session,
        story_id: int,
        action: Action,
        actor: Actor,
        reason: Reason | None = None,
    ) -> None:
        """Write the audit log and count the change. Of a teller's act only the day is kept."""
        at = self.seconds()
        if actor is Actor.TELLER:
            at -= at % _DAY_SECONDS
        session.add(
            EventRow(
                at=at,
                story_id=story_id,
                action=action.value,
                actor=actor.value,
                reason=reason.value if reason else "",
            )
        )
        session.get_one(ShelfRow, 1).revision += 1

    def _sweep(self) -> None:
        """What was deleted is gone from the tables, in a file overwritten too. Where all cannot be
        written anew just now, because somebody reads, a later question does it.
        """
        if monotonic() < self._sweep_again:
            return
        try:
            database.sweep(self._engine)
        except StoriesDown:
            self._sweep_again = monotonic() + _SWEEP_AGAIN_SECONDS
            return
        with self._writing() as session:
            session.get_one(ShelfRow, 1).unswept = False


__all__ = ["ChangedError", "GoneError", "LimitedError", "Sent", "Store"]

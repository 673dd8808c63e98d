"""The tables of shared stories. A change of them needs a migration; a test compares the two."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# The last migration: the store starts alembic only where the database has another.
HEAD = "stories_0001"
_ID = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """All tables of this database."""


class StoryRow(Base):
    """A story. Days are whole: nobody needs the minute in which somebody told something."""

    __tablename__ = "stories"
    __table_args__ = (
        CheckConstraint("ends_on > told_on", name="stories_end"),
        CheckConstraint("has_guardian OR NOT is_minor", name="stories_guardian"),
        CheckConstraint("state IN ('waiting', 'approved', 'refused')", name="stories_state"),
        # an id never comes again: the audit log outlives the story
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    told: Mapped[str] = mapped_column(Text)
    edited: Mapped[str] = mapped_column(Text, default="")
    signed: Mapped[str] = mapped_column(String(80), default="")
    place: Mapped[str] = mapped_column(String(80), index=True)
    lang: Mapped[str] = mapped_column(String(8))
    aloud: Mapped[bool] = mapped_column(Boolean)
    print: Mapped[bool] = mapped_column(Boolean)
    lawmaker: Mapped[bool] = mapped_column(Boolean)
    online: Mapped[bool] = mapped_column(Boolean)
    is_minor: Mapped[bool] = mapped_column(Boolean)
    has_guardian: Mapped[bool] = mapped_column(Boolean)
    told_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date, index=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    reason: Mapped[str] = mapped_column(String(32), default="")


class EventRow(Base):
    """The audit log: what happened to which number, never to whom."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger)
    story_id: Mapped[int] = mapped_column(BigInteger)
    action: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(32), default="")


class TryRow(Base):
    """What counts against a limit for one hour. `address` is the hash of an hour."""

    __tablename__ = "tries"

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(32))
    at: Mapped[int] = mapped_column(BigInteger, index=True)


class SessionRow(Base):
    """A moderator who is signed in."""

    __tablename__ = "sessions"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    ends_at: Mapped[int] = mapped_column(BigInteger)


class ShelfRow(Base):
    """One row: who writes holds it. `unswept` says that deleted text may still lie in the file."""

    __tablename__ = "shelf"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger)
    unswept: Mapped[bool] = mapped_column(Boolean)

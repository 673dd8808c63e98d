"""Stories, their audit log, limits, sessions of moderators, and the shelf."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "stories_0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and the one row of the shelf."""
    op.create_table(
        "stories",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("edited", sa.Text(), nullable=False),
        sa.Column("signed", sa.String(80), nullable=False),
        sa.Column("place", sa.String(80), nullable=False, index=True),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("aloud", sa.Boolean(), nullable=False),
        sa.Column("print", sa.Boolean(), nullable=False),
        sa.Column("lawmaker", sa.Boolean(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("is_minor", sa.Boolean(), nullable=False),
        sa.Column("has_guardian", sa.Boolean(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.CheckConstraint("ends_on > told_on", name="stories_end"),
        sa.CheckConstraint("has_guardian OR NOT is_minor", name="stories_guardian"),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'refused')", name="stories_state"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "events",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("story_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("actor", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
    )
    op.create_table(
        "tries",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("address", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, index=True),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
    )
    shelf = op.create_table(
        "shelf",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("unswept", sa.Boolean(), nullable=False),
    )
    op.bulk_insert(shelf, [{"id": 1, "revision": 0, "unswept": False}])


def downgrade() -> None:
    """Drop all of them, with every story."""
    for table in ("shelf", "sessions", "tries", "events", "stories"):
        op.drop_table(table)

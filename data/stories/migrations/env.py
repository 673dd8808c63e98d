"""Run by alembic on the connection that data/stories/database.py hands over."""

from __future__ import annotations

from alembic import context

from data.stories.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()

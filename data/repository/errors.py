"""What goes wrong with an extract, in words that an operator reads."""

from __future__ import annotations

HOW_TO_BUILD = "build it with: python -m data.build --sources DIR"


class ExtractError(Exception):
    """The extract is missing, unreadable or of another schema version."""

"""What a browser sent, as the type that a callback expects.

A page sends the right types; a stranger may send anything. What does not fit counts as nothing, so
that a tampered request is answered like a bad address and not like a failure.
"""

from __future__ import annotations

from typing import Any


def as_text(value: object) -> str:
    """The text, or an empty one."""
    return value if isinstance(value, str) else ""


def as_texts(value: object) -> list[str]:
    """The texts of a list, in order; an empty list for anything else."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def as_mapping(value: object) -> dict[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}

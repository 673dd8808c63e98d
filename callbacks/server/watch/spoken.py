"""The number of a request, as whoever meets a failure is told of it."""

from __future__ import annotations

from callbacks.server.watch import request_id
from data.locale import Texts


def with_number(said: str, texts: Texts) -> str:
    """`said`, which stands where something failed, and by which number we find it in the log."""
    number = request_id.current()
    return f"{said} {texts.t('shell.number', number=number)}" if number else said

"""Small pictures that crowds ask for: drawn one at a time, the latest kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from flask import Response, request

from callbacks.server.byte_cache import ByteCache, StoredAnswer
from layouts.paper.press import Press
from layouts.paper.turns import Turns

KEPT_BYTES = 4_000_000
# Of the press's turns one at most, so that fact sheets are made beside a crowd of machines.
AT_ONCE, WAITING, WAIT_SECONDS = 1, 3, 8.0
# Numbers change with a new extract alone; machines ask for a picture again and again.
KEPT_SECONDS = 3600
PICTURES = "pictures"


class Pictures:
    """Draws pictures and keeps the latest."""

    def __init__(self) -> None:
        self._kept = ByteCache(limit_bytes=KEPT_BYTES)
        self._turns = Turns(at_once=AT_ONCE, waiting=WAITING, wait_seconds=WAIT_SECONDS)

    def make(
        self, key: Hashable, content: Callable[[], Mapping[str, Any]], press: Press
    ) -> StoredAnswer:
        """The picture of `content`, kept under `key`. Raises BusyError and PressError."""
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        with self._turns.turn():
            kept = self._kept.get(key)  # whoever went before may have asked for the same
            if kept is None:
                kept = _made(press.print(content, output="png"))
                self._kept.put(key, kept)
            return kept


def _made(body: bytes) -> StoredAnswer:
    return StoredAnswer(
        body=body,
        status=HTTPStatus.OK,
        content_type="image/png",
        encoding="",
        etag=sha256(body).hexdigest()[:32],
    )


def picture_response(made: StoredAnswer) -> Response:
    """The picture, or that it is the one which the browser has."""
    response = Response(made.body, made.status, content_type=made.content_type)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.set_etag(made.etag)
    response.make_conditional(request)
    return response

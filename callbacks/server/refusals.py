"""Words for whoever has no turn at heavy work: how many are before them, and when to come again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request

from callbacks.room.door import BusyError, LargeError, LateError, LostError
from callbacks.server import errors
from data.address import display_of, query_parameters
from data.locale import Texts, texts
from data.sentences.words import join
from data.settings import Settings
from layouts import paths
from layouts.pages.fact_sheets import problem_page

# How many are before this one, for programs.
BEFORE_HEADER = "X-Waiting-Before"
_AWAY_SECONDS, _LATE_SECONDS = 5, 60
_ENDED = {LateError: "late", LargeError: "large", LostError: "lost"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not made, in words, and when to ask again; `before`: how many are first."""

    status: HTTPStatus
    said: str
    retry_seconds: int
    texts: Texts
    base: str
    before: int | None = None
    asks_again: bool = False

    @classmethod
    def of(cls, error: Exception, settings: Settings) -> Refusal:
        """The refusal of the present request for what the room said."""
        query = query_parameters(request.query_string.decode("utf-8", "replace"))
        spoken = texts(display_of(query, default_lang=settings.default_language)[0])
        base, t = settings.base_path.rstrip("/"), spoken.t
        posted = request.method == "POST"
        if isinstance(error, BusyError):
            status = HTTPStatus.TOO_MANY_REQUESTS if error.own else HTTPStatus.SERVICE_UNAVAILABLE
            key = "room.own" if error.own else "room.busy"
            again = t(f"room.{'send' if posted else 'again'}", seconds=error.retry_seconds)
            said = join(t(key, n=error.before), again)
            return cls(status, said, error.retry_seconds, spoken, base, error.before, not posted)
        ended = next((key for kind, key in _ENDED.items() if isinstance(error, kind)), None)
        if ended is not None:  # the same once more would end in the same way
            said, seconds, again_by_itself = t(f"room.{ended}"), _LATE_SECONDS, False
        else:
            again = t(f"room.{'send' if posted else 'again'}", seconds=_AWAY_SECONDS)
            said, seconds, again_by_itself = join(t("room.away"), again), _AWAY_SECONDS, not posted
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return cls(status, said, seconds, spoken, base, None, again_by_itself)

    def sent(self, response: Response) -> Response:
        """`response` with what every refusal carries."""
        response.status_code = self.status
        response.headers["Retry-After"] = str(self.retry_seconds)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Language"] = self.texts.lang
        if self.before is not None:
            response.headers[BEFORE_HEADER] = str(self.before)
        return response


def as_page(refusal: Refusal) -> Response:
    """A small page that asks for its address again by itself."""
    body = problem_page(
        texts=refusal.texts,
        title=refusal.texts.t("room.title" if refusal.asks_again else "room.not_made"),
        message=refusal.said,
        home=f"{refusal.base}{paths.DATA}?lang={refusal.texts.lang}",
        help_key="files.help",
        home_key="pages.data.title",
        again_seconds=refusal.retry_seconds if refusal.asks_again else 0,
    )
    return refusal.sent(Response(body, mimetype="text/html"))


def as_nothing(refusal: Refusal) -> Response:
    """No words: no person asks for this."""
    return refusal.sent(Response())


def for_whoever_asks(server: Flask) -> Callable[[Refusal], Response]:
    """For any address at all: a problem document of the API, an object for the page's own code, a
    page for everybody else.
    """

    def said(refusal: Refusal) -> Response:
        documents: Any = server.extensions[errors.DOCUMENTS]
        if documents.are_asked():
            made: Response = documents.of_refusal(refusal.status, refusal.said)
        elif request.method == "POST":
            made = errors.refusal(refusal.status, refusal.said)
        else:
            return as_page(refusal)
        return refusal.sent(made)

    return said

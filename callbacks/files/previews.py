"""Pictures of links: what a shared address shows before anybody opens it, each at its own address.

They are asked for by machines, in crowds and again and again: one at a time is drawn beside the
fact sheets, few wait, and the latest are kept.
"""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus

from dash import Dash
from flask import Response, request

from callbacks.files import fact_sheets
from callbacks.files.csv_answers import asked_query, no_such_file, refusal
from callbacks.routing import find_page, page_request
from callbacks.server.byte_cache import ByteCache, StoredAnswer
from callbacks.server.errors import log_failure
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.paper.press import Press, PressError
from layouts.paper.turns import BusyError, Turns
from layouts.previews.card import Card
from layouts.previews.cards import ENDING, card_of, has_picture, notices_of, pathname_of
from layouts.previews.sheet import card_content
from layouts.request import PageRequest

KEPT_BYTES = 4_000_000
# Of the press's turns one at most, so that fact sheets are made beside a crowd of machines.
AT_ONCE, WAITING, WAIT_SECONDS = 1, 3, 8.0
RETRY_SECONDS = 30
# Numbers change with a new extract alone; machines ask for a card again and again.
KEPT_SECONDS = 3600


class Previews:
    """Draws cards and keeps the latest."""

    def __init__(self, settings: Settings) -> None:
        self._site = settings.public_url
        self._kept = ByteCache(limit_bytes=KEPT_BYTES)
        self._turns = Turns(at_once=AT_ONCE, waiting=WAITING, wait_seconds=WAIT_SECONDS)

    def make(self, card: Card, asked: PageRequest, press: Press) -> StoredAnswer:
        """The picture of a card. Raises BusyError and PressError."""
        key = (card.path, asked.texts.lang)
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        with self._turns.turn():
            kept = self._kept.get(key)  # whoever went before may have asked for the same
            if kept is None:
                kept = self._made(card, asked, press)
                self._kept.put(key, kept)
            return kept

    def _made(self, card: Card, asked: PageRequest, press: Press) -> StoredAnswer:
        body = press.print(
            lambda: card_content(card, texts=asked.texts, site=self._site), output="png"
        )
        return StoredAnswer(
            body=body,
            status=HTTPStatus.OK,
            content_type="image/png",
            encoding="",
            etag=sha256(body).hexdigest()[:32],
        )


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the address of the pictures below the base path, once the fact sheets have a press."""
    previews = Previews(settings)

    def picture(name: str) -> Response:
        press = app.server.extensions[fact_sheets.MAKER].press
        return answer(services, settings, previews, press, name)

    address = f"{settings.base_path.rstrip('/')}{paths.PREVIEW}/<path:name>{ENDING}"
    app.server.add_url_rule(address, "preview", picture, methods=["GET"])


def answer(
    services: Services, settings: Settings, previews: Previews, press: Press, name: str
) -> Response:
    """The picture, or a page that says what is wrong: 404, 400 or 503."""
    asked = page_request(services, settings, pathname_of(name), asked_query())
    page, spoken = find_page(services, asked.pathname), asked.texts
    if not has_picture(asked, page):
        response = no_such_file(settings, spoken.t("files.no_preview", value=name[:60]), spoken)
        # an address that exists and cannot be shown has a status of its own
        response.status_code = page.status(asked) if page.path else HTTPStatus.NOT_FOUND
        return response
    refused = refusal(services, settings, notices_of(asked, page), spoken)
    if refused is not None:
        return refused
    try:
        made = previews.make(card_of(asked, page), asked, press)
    except BusyError:
        return _later()
    except PressError as error:
        log_failure(error)
        return _later()
    response = Response(made.body, made.status, content_type=made.content_type)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.set_etag(made.etag)
    response.make_conditional(request)
    return response


def _later() -> Response:
    """503 without words: no person asks for a picture of a link."""
    response = Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response

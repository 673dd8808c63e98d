"""Pictures of links: what a shared address shows before anybody opens it, each at its own address.

They are asked for by machines, in crowds and again and again: one at a time is drawn beside the
fact sheets, few wait, and the latest are kept.
"""

from __future__ import annotations

from http import HTTPStatus

from dash import Dash
from flask import Response

from callbacks.files import fact_sheets
from callbacks.files.csv_answers import asked_query, no_such_file, refusal
from callbacks.files.pictures import PICTURES, Pictures, picture_response
from callbacks.room.line import Lane
from callbacks.routing import find_page, page_request
from callbacks.server.errors import log_failure
from callbacks.server.heavy import heavy
from callbacks.server.refusals import as_nothing
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.paper.press import Press, PressError
from layouts.paper.turns import BusyError
from layouts.previews.cards import ENDING, card_of, has_picture, notices_of, pathname_of
from layouts.previews.sheet import card_content

RETRY_SECONDS = 30


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the address of the pictures below the base path, once the fact sheets have a press."""
    pictures = app.server.extensions[PICTURES] = Pictures()  # those of facts share its turns

    def picture(name: str) -> Response:
        press = app.server.extensions[fact_sheets.MAKER].press
        return answer(services, settings, pictures, press, name)

    address = f"{settings.base_path.rstrip('/')}{paths.PREVIEW}/<path:name>{ENDING}"
    view = heavy(picture, Lane.FILE, says=as_nothing, keeps=True)
    app.server.add_url_rule(address, "preview", view, methods=["GET"])


def answer(
    services: Services, settings: Settings, pictures: Pictures, press: Press, name: str
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
        card = card_of(asked, page)
        made = pictures.make(
            (card.path, spoken.lang),
            lambda: card_content(card, texts=spoken, site=settings.public_url),
            press,
        )
    except BusyError:
        return _later()
    except PressError as error:
        log_failure(error)
        return _later()
    return picture_response(made)


def _later() -> Response:
    """503 without words: no person asks for a picture of a link."""
    response = Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response

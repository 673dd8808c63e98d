"""Documents of a meeting, each at an address of its own: of a deck, or of one place and topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from http import HTTPStatus

from dash import Dash
from flask import Response

from callbacks.files import fact_sheets
from callbacks.files.slides import asked_deck, asked_parameters
from callbacks.live import live_url
from callbacks.room.line import Lane
from callbacks.server.errors import log_failure
from callbacks.server.heavy import heavy
from data.address import Theme, display_of, language_of, understood
from data.atlas.places import place_named
from data.catalogue.determinants import determinants
from data.decks.deck import Deck, to_link
from data.locale import Texts, texts
from data.models import CITY_PLACE
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.pack import kit
from layouts.pack.contents import ALWAYS, SheetOf
from layouts.pages.fact_sheets import problem_page
from layouts.paper.kit_looks import (
    BOTH,
    COUNTS,
    DOCUMENTS,
    PAPERS,
    SIZES,
    STARTS,
    Look,
    numbers_from,
)
from layouts.paper.press import PressError
from layouts.paper.turns import BusyError
from layouts.slides.build import build_deck

RETRY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, once all of it was understood."""

    kind: str
    lang: str
    look: Look
    sheet: SheetOf
    deck: Deck


class NotUnderstoodError(ValueError):
    """A part of the address that is no choice here; the message is what was written."""


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add `/kit/<document>.pdf`; after the fact sheets, whose press it uses."""
    base = settings.base_path.rstrip("/")
    maker = app.server.extensions[fact_sheets.MAKER]

    def document(kind: str) -> Response:
        return answer(services, settings, maker, kind=kind)

    app.server.add_url_rule(
        f"{base}{paths.KIT}/<kind>.pdf", "kit_document", heavy(document, Lane.FILE), methods=["GET"]
    )


def answer(
    services: Services, settings: Settings, maker: fact_sheets.Maker, *, kind: str
) -> Response:
    """The PDF, or a page that says what is wrong: 400, 404 or 503."""
    parameters = asked_parameters()
    own, _ = display_of(parameters, default_lang=settings.default_language)
    spoken = texts(own)
    known = understood(kind, DOCUMENTS)
    if known is None:
        message = spoken.t("kit.unknown", value=kind[:60], known=", ".join(DOCUMENTS))
        return _refused(settings, spoken, HTTPStatus.NOT_FOUND, message)
    try:
        asked = _understood(services, known, parameters, own)
    except NotUnderstoodError as error:
        message = spoken.t("kit.unknown_option", value=str(error)[:60])
        return _refused(settings, spoken, HTTPStatus.BAD_REQUEST, message)
    try:
        made = maker.press.print(
            partial(
                kit.content,
                services,
                known,
                _meeting(services, settings, asked),
                spoken=texts(asked.lang),
                look=asked.look,
                made=date.today(),
            )
        )
    except BusyError:
        return _later(settings, spoken, "kit.busy")
    except PressError as error:
        log_failure(error)
        return _later(settings, spoken, "kit.not_made")
    response = Response(made, mimetype="application/pdf")
    said = texts(asked.lang)
    if asked.deck.slides:
        name = kit.deck_file(known, asked.deck, said, asked.look)
    else:
        name = kit.sheet_file(known, asked.sheet, said, asked.look)
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-cache"
    return response


def _understood(services: Services, kind: str, parameters: dict[str, str], own: str) -> Asked:
    """What the address asks for. Raises NotUnderstoodError."""

    def one_of(key: str, known: tuple[str, ...]) -> str:
        if key not in parameters:
            return known[0]
        found = understood(parameters[key], known)
        if found is None:
            raise NotUnderstoodError(parameters[key])
        return found

    written = parameters.get("sheet", own)
    both = kind == "cards" and understood(written, (BOTH,)) is not None
    lang = own if both else language_of(written)
    if lang is None:
        raise NotUnderstoodError(written)
    place = place_named(services.atlas, parameters.get("place", CITY_PLACE))
    if place is None:
        raise NotUnderstoodError(parameters["place"])
    parsed = asked_deck()
    if parsed.notices and not parsed.deck.slides:
        raise NotUnderstoodError(parameters.get("deck", ""))
    count = int(one_of("cards", tuple(map(str, COUNTS))))
    first = int(one_of("from", tuple(map(str, STARTS))))
    return Asked(
        kind=kind,
        lang=lang,
        look=Look(
            paper=one_of("paper", tuple(PAPERS)),
            size=one_of("size", tuple(SIZES)),
            numbers=numbers_from(first, count) if kind == "cards" else (),
            both=both,
        ),
        sheet=SheetOf(one_of("determinant", (ALWAYS, *determinants())), place),
        deck=parsed.deck,
    )


def _meeting(services: Services, settings: Settings, asked: Asked) -> kit.Meeting:
    """What it is about: the deck of the address, or a place and a determinant."""
    if not asked.deck.slides:
        return kit.Meeting(sheets=(asked.sheet,))
    built, _ = build_deck(services, asked.deck, lang=asked.lang, theme=Theme.LIGHT)
    path = f"{paths.PRESENT}?deck={to_link(asked.deck)}"
    return kit.meeting_of(services, asked.deck, built, live_url(settings, path))


def _refused(
    settings: Settings, spoken: Texts, status: HTTPStatus, message: str, *, again: int = 0
) -> Response:
    body = problem_page(
        texts=spoken,
        title=spoken.t("fact_sheets.busy_title" if again else "kit.error_title"),
        message=message,
        home=f"{settings.base_path.rstrip('/')}{paths.STORIES}?lang={spoken.lang}",
        again_seconds=again,
        help_key="kit.help",
        home_key="stories.title",
    )
    response = Response(body, status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def _later(settings: Settings, spoken: Texts, key: str) -> Response:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    response = _refused(settings, spoken, status, spoken.t(key), again=RETRY_SECONDS)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response

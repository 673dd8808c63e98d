"""Slides for the browser and for files. A deck comes in the form of its link, posted or asked for.

Posting has room for long speaker notes, which an address has not.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

import orjson
from dash import Dash
from flask import Response, request

from callbacks.files import fact_sheets
from callbacks.live import live_url
from callbacks.room.line import Lane
from callbacks.server.errors import log_failure
from callbacks.server.heavy import heavy
from callbacks.server.refusals import Refusal
from data.address import Notice, Theme, query_parameters, trimmed
from data.decks.deck import MAX_LINK_CHARS, MAX_POSTED_CHARS, Deck, ParsedDeck, from_link
from data.locale import texts
from data.services import Services
from data.settings import Settings
from layouts.charts.file_names import deck_name
from layouts.charts.slide_form import Form, form_of
from layouts.pack.archive import dated
from layouts.paper.press import PressError
from layouts.paper.turns import BusyError
from layouts.slides.build import build_deck
from layouts.slides.pdf_pages import pdf_content
from layouts.slides.player import payload

RETRY_SECONDS = 5
# Value of `look` for a PDF with patterns, for a black-and-white copier.
COPIER = "copier"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def asked_deck() -> ParsedDeck:
    """The deck of the request that is being answered."""
    if request.method == "POST":
        if (request.content_length or 0) > MAX_POSTED_CHARS:
            sizes = str(request.content_length), str(MAX_POSTED_CHARS)
            return ParsedDeck(from_link("").deck, (Notice("deck.too_long", *sizes),))
        text = request.get_data(cache=False).decode("ascii", "replace")
        return from_link(text, max_chars=MAX_POSTED_CHARS)
    link = request.args.get("deck") or asked_parameters().get("deck", "")
    return from_link(trimmed(link), max_chars=MAX_LINK_CHARS)


def asked_parameters() -> dict[str, str]:
    """The query of the request that is being answered."""
    return query_parameters(request.query_string.decode("utf-8", "replace"))


def asked_form(settings: Settings) -> Form:
    """Shape and languages of the request; the site's own where it names none that exists."""
    return form_of(asked_parameters(), default_lang=settings.default_language)


def refused(parsed: ParsedDeck, lang: str) -> Response | None:
    """An answer for a deck without a single slide; None if there is one."""
    if parsed.deck.slides:
        return None
    spoken = texts(lang)
    said = [spoken.t(item.key, value=item.value, used=item.used) for item in parsed.notices]
    large = any(item.key == "deck.too_long" for item in parsed.notices)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if large else HTTPStatus.BAD_REQUEST
    return said_instead(status, said or [spoken.t("present.empty")])


def said_instead(status: HTTPStatus, notices: list[str]) -> Response:
    """Words instead of slides, as the browser's code reads them."""
    body = orjson.dumps({"slides": [], "notices": notices})
    return Response(body, status, mimetype="application/json")


def later(notice: str) -> Response:
    """503: the same will work in a while."""
    response = said_instead(HTTPStatus.SERVICE_UNAVAILABLE, [notice])
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def said_later(refusal: Refusal) -> Response:
    """That there is no turn now, as the browser's code reads it."""
    return refusal.sent(said_instead(refusal.status, [refusal.said]))


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the addresses below `/present/`."""
    base = settings.base_path.rstrip("/")
    live = partial(live_url, settings)

    def slides() -> Response:
        form, parsed = asked_form(settings), asked_deck()
        lang = form.lang
        if (refusal := refused(parsed, lang)) is not None:
            return refusal
        made = payload(services, parsed.deck, lang=lang, live_url=live, **form.sheet)
        spoken = texts(lang)
        earlier = [
            spoken.t(n.key, value=n.value, used=n.used) for n in (*form.notices, *parsed.notices)
        ]
        made["notices"] = [*earlier, *made["notices"]]
        option = orjson.OPT_SERIALIZE_NUMPY
        return Response(orjson.dumps(made, option=option), mimetype="application/json")

    def html() -> Response:
        from layouts.slides.html_file import html_file  # noqa: PLC0415 - few ask for a file

        form, parsed = asked_form(settings), asked_deck()
        lang = form.lang
        if (refusal := refused(parsed, lang)) is not None:
            return refusal
        made = payload(services, parsed.deck, lang=lang, live_url=live, **form.sheet)
        title = texts(lang).t("pages.present.title")
        return download(html_file(made, title=title), "text/html", parsed.deck, form, "html")

    def pdf() -> Response:
        form, parsed = asked_form(settings), asked_deck()
        lang = form.lang
        if (refusal := refused(parsed, lang)) is not None:
            return refusal
        found, notices = build_deck(
            services, parsed.deck, lang=lang, theme=Theme.LIGHT, **form.sheet
        )
        slides, spoken = [slide for slide in found if slide is not None], texts(lang)
        if not slides:
            said = [spoken.t(n.key, value=n.value, used=n.used) for n in notices]
            return said_instead(HTTPStatus.BAD_REQUEST, said)
        # the press opens with the first sheet or deck that is asked for
        press = app.server.extensions[fact_sheets.MAKER].press
        contents = partial(
            pdf_content,
            slides,
            texts=spoken,
            live_url=live,
            made=date.today(),
            patterns=asked_parameters().get("look") == COPIER,
        )
        try:
            made = press.print(contents)
        except BusyError:
            return later(spoken.t("present.busy"))
        except PressError as error:
            log_failure(error)
            return later(spoken.t("present.failed"))
        return download(made, "application/pdf", parsed.deck, form, "pdf")

    def pptx() -> Response:
        from layouts.slides.powerpoint.file import pptx_file  # noqa: PLC0415 - loads python-pptx

        form, parsed = asked_form(settings), asked_deck()
        lang = form.lang
        if (refusal := refused(parsed, lang)) is not None:
            return refusal
        found, _ = build_deck(services, parsed.deck, lang=lang, theme=Theme.LIGHT, **form.sheet)
        made = pptx_file(
            [slide for slide in found if slide is not None],
            texts=texts(lang),
            live_url=live,
        )
        return download(dated(made, date.today()), PPTX, parsed.deck, form, "pptx")

    routes: tuple[tuple[str, Any, Lane], ...] = (
        ("json", slides, Lane.QUICK),  # the player waits for it
        ("html", html, Lane.FILE),
        ("pdf", pdf, Lane.FILE),
        ("pptx", pptx, Lane.FILE),
    )
    for ending, view, lane in routes:
        app.server.add_url_rule(
            f"{base}/present/slides.{ending}",
            f"present_{ending}",
            heavy(view, lane, says=said_later, keeps=ending == "json"),
            methods=["GET", "POST"],
        )


def download(body: str | bytes, kind: str, deck: Deck, form: Form, ending: str) -> Response:
    """A file to keep, named by its deck and its form."""
    lang = form.lang
    response = Response(body, mimetype=kind)
    copies = ending == "pdf" and asked_parameters().get("look") == COPIER
    name = deck_name(texts(lang).t(f"present.file.{'copier' if copies else 'name'}"), deck, lang)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}{form.mark}.{ending}"'
    return response

"""Fact sheets: each at an address of its own, as PDF and as a picture of it, and their index."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from http import HTTPStatus
from threading import Lock, Timer
from typing import Any
from weakref import WeakMethod

from dash import Dash
from flask import Response, jsonify, request

from callbacks.files.problems import Problems, asked_paper
from callbacks.live import site
from callbacks.room import life
from callbacks.room.line import Lane
from callbacks.server.byte_cache import ByteCache, StoredAnswer
from callbacks.server.errors import log_failure
from callbacks.server.heavy import heavy, warm_in_makers
from data.address import understood
from data.atlas.places import place_named
from data.catalogue.determinants import determinants
from data.fact_sheets.choice import PAGES, PAPERS, PRINTS, SHEETS, USUAL, Choice
from data.locale import LANGUAGES, texts
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.components.place_options import place_options
from layouts.fact_sheets.content import printed_content
from layouts.paper.press import READY, Press, PressError
from layouts.paper.turns import BusyError

KINDS = {"pdf": "application/pdf", "png": "image/png"}
KEPT_BYTES = 6_000_000
MAKER = "fact_sheet_maker"
WARM_SECONDS = 0.5
_PAGES = tuple(map(str, range(1, max(PAGES.values()) * len(LANGUAGES) + 1)))


class Maker:
    """Makes sheets and keeps the latest."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._kept = ByteCache(limit_bytes=KEPT_BYTES)
        self._press: Press | None = None
        self._opening = Lock()

    @property
    def press(self) -> Press:
        """The press of this worker, made after it was forked."""
        with self._opening:
            if self._press is None:
                self._press = Press(ready=READY)
            return self._press

    def warm_alone(self, *, is_ready: bool) -> None:
        """In a maker, which sets one sheet at a time: a typesetter of its own."""
        self._press = Press(typesetters=1, waiting=0, ready=READY if is_ready else 0)
        self._press.warm()

    def warm_later(self) -> None:
        """Have a typesetter ready soon, without holding up the worker that starts."""
        starting = Timer(WARM_SECONDS, self._warm)
        starting.daemon = True
        starting.start()

    def _warm(self) -> None:
        self.press.warm()

    def make(
        self, kind: str, choice: Choice, *, made: date, site: str, page: int = 1
    ) -> StoredAnswer:
        """The sheet of a choice that exists, or the picture of a `page` of it.

        `site` is the address of the dashboard. Raises BusyError and PressError.
        """
        key = (kind, choice, made, site, page)
        kept = self._kept.get(key)
        if kept is not None:
            return kept

        def shown() -> dict[str, Any]:
            found = printed_content(self._services, choice, made=made, site=site)
            return {**found, "shown_page": page}

        body = self.press.print(shown, output="png" if kind == "png" else "pdf")
        answer = StoredAnswer(
            body=body,
            status=HTTPStatus.OK,
            content_type=KINDS[kind],
            encoding="",
            etag=sha256(body).hexdigest()[:32],
        )
        self._kept.put(key, answer)
        return answer


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the addresses of the sheets and their index to the server below the base path."""
    base = settings.base_path.rstrip("/")
    maker = Maker(services)
    app.server.extensions[MAKER] = maker  # the meeting pack asks the same press
    _warm_in_workers(maker)
    # The last maker is for what is quick (callbacks/room/line.py): it has one when it needs one.
    files = max(1, settings.makers - 1)
    warm_in_makers(app.server, lambda number: maker.warm_alone(is_ready=number < files))

    def sheet(determinant: str, place: str, kind: str) -> Response:
        return answer(services, settings, maker, kind=kind, determinant=determinant, place=place)

    def index() -> Response:
        response = jsonify(listing(services, base))
        response.headers["Cache-Control"] = "no-cache"
        return response

    rule = app.server.add_url_rule
    rule(f"{base}{paths.FACT_SHEETS}/index.json", "fact_sheets_index", index, methods=["GET"])
    for kind in KINDS:
        rule(
            f"{base}{paths.FACT_SHEETS}/<determinant>/<place>.{kind}",
            f"fact_sheet_{kind}",
            heavy(sheet, Lane.FILE, keeps=True),
            defaults={"kind": kind},
            methods=["GET"],
        )


def _warm_in_workers(maker: Maker) -> None:
    """Each worker that is forked from here gets its typesetter before anybody asks for a sheet."""
    found = WeakMethod(maker.warm_later)

    def warm() -> None:
        if life.current() is None and (warm_later := found()) is not None:
            warm_later()

    os.register_at_fork(after_in_child=warm)


def answer(
    services: Services,
    settings: Settings,
    maker: Maker,
    *,
    kind: str,
    determinant: str,
    place: str,
) -> Response:
    """The sheet, or a page that says what is wrong: 404, 400 or 503."""
    base = settings.base_path.rstrip("/")
    asked = asked_paper(request.query_string.decode("utf-8", "replace"), settings)
    problems, chosen = Problems(asked.texts, base), _chosen(asked.fields)
    refuse, later = problems.refuse, problems.later
    unknown = [asked.fields[key] for key, found in chosen.items() if found is None]
    wrong = [*asked.wrong, *unknown]

    factor, there = understood(determinant, determinants()), place_named(services.atlas, place)
    if factor is None:
        return refuse(HTTPStatus.NOT_FOUND, "unknown_determinant", determinant)
    if there is None:
        return refuse(HTTPStatus.NOT_FOUND, "unknown_place", place)
    choice = Choice(
        determinant=factor,
        place=there,
        lang=chosen["sheet"] or asked.texts.lang,
        paper=asked.paper,
        print=chosen["print"] or USUAL,
    )
    shown = int(chosen["page"] or 1)
    if wrong or shown > choice.pages:
        value = wrong[0] if wrong else asked.fields["page"]
        return refuse(HTTPStatus.BAD_REQUEST, "unknown_option", value)
    try:
        made = maker.make(kind, choice, made=date.today(), site=site(settings), page=shown)
    except BusyError:
        return later("busy")
    except PressError as error:
        log_failure(error)
        return later("not_made")
    return sent_file(made, f"{choice.file_name}.{kind}")


def _chosen(asked: Mapping[str, str]) -> dict[str, str | None]:
    """What the address says of the sheet; empty where it says nothing, None for no choice."""
    choices = {"sheet": SHEETS, "print": PRINTS, "page": _PAGES}
    return {
        key: understood(asked[key], known) if key in asked else "" for key, known in choices.items()
    }


def sent_file(made: StoredAnswer, name: str, *, shown: bool = True) -> Response:
    """The file under its name; `shown` in the browser, else kept."""
    how = "inline" if shown else "attachment"
    response = Response(made.body, made.status, content_type=made.content_type)
    response.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(made.etag)
    response.make_conditional(request)
    return response


def listing(services: Services, base: str) -> dict[str, Any]:
    """Every determinant and place with a sheet, and the pattern of their addresses."""
    english = texts("en")
    return {
        "address": f"{base}{paths.FACT_SHEETS}/{{determinant}}/{{place}}.pdf"
        "?lang={lang}&paper={paper}&print={print}",
        "determinants": [
            {"id": entry.id, "title": entry.title.model_dump()} for entry in determinants().values()
        ],
        "places": [
            {"id": place_id, "name": name}
            for _, members in place_options(services, english)
            for place_id, name in members
        ],
        "languages": list(LANGUAGES),
        "papers": list(PAPERS),
        "sheets": list(SHEETS),
        "prints": list(PRINTS),
    }

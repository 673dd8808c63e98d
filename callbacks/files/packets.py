"""The agenda packet, at one address: its parts come as the fields of a form, asked for or posted.

Posting has room for a deck with long notes, which an address has not.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlencode

from dash import Dash
from flask import Response, request

from callbacks.files import fact_sheets
from callbacks.files.problems import Paper, Problems, asked_paper
from callbacks.live import site
from callbacks.room.line import Lane
from callbacks.server.byte_cache import StoredAnswer
from callbacks.server.errors import log_failure
from callbacks.server.heavy import heavy
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.packet.asked import Fields, asked_packet
from layouts.packet.content import PacketMaker, packet_name
from layouts.paper.press import PressError
from layouts.paper.turns import BusyError, Turns

# A form with the longest deck that a link carries, and every box checked.
MAX_CHARS = 30_000
AT_ONCE, WAITING, WAIT_SECONDS = 1, 1, 20.0


class PacketFiles:
    """Makes packets, one after the other: `turns` is where to wait for it."""

    def __init__(
        self,
        services: Services,
        settings: Settings,
        sheets: fact_sheets.Maker,
        *,
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        self._services, self._settings, self._sheets = services, settings, sheets
        self.turns = Turns(at_once=AT_ONCE, waiting=WAITING, wait_seconds=wait_seconds)

    def answer(self, asked: Paper, fields: Fields, problems: Problems) -> Response:
        """The packet, or a page that says what is wrong: 400 or 503."""
        if asked.wrong:
            return problems.refuse(HTTPStatus.BAD_REQUEST, "unknown_option", asked.wrong[0])
        packet = asked_packet(self._services, fields, asked.texts)
        try:
            with self.turns.turn():
                maker = PacketMaker(
                    self._services,
                    packet,
                    texts=asked.texts,
                    paper=asked.paper,
                    made=date.today(),
                    site=site(self._settings),
                )
                if maker.is_empty:
                    return problems.refuse(HTTPStatus.BAD_REQUEST, "empty", also=maker.left_out)
                body = self._sheets.press.print(maker.content)
        except BusyError:
            return problems.later("busy")
        except PressError as error:
            log_failure(error)
            return problems.later("not_made")
        made = StoredAnswer(
            body=body,
            status=HTTPStatus.OK,
            content_type="application/pdf",
            encoding="",
            etag=sha256(body).hexdigest()[:32],
        )
        name = packet_name(packet, asked.paper, asked.texts.lang)
        return fact_sheets.sent_file(made, f"{name}.pdf")


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the address of packets to the server below the base path."""
    base = settings.base_path.rstrip("/")
    files = PacketFiles(services, settings, app.server.extensions[fact_sheets.MAKER])

    def packet() -> Response:
        words = request.form if request.method == "POST" and _fits() else request.args
        of_paper = {key: words[key] for key in ("lang", "paper") if key in words}
        asked = asked_paper(urlencode(of_paper), settings)
        problems = Problems(asked.texts, base, words="packet")
        if services.plan.data is not None:  # whose page has the form
            problems = replace(problems, page=paths.PLAN, page_name="packet.form.title")
        if not _fits():
            return problems.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_long")
        fields = {key.casefold(): values for key, values in words.lists()}
        return files.answer(asked, fields, problems)

    made = heavy(packet, Lane.LONG)
    app.server.add_url_rule(f"{base}{paths.PACKET}", "packet", made, methods=["GET", "POST"])


def _fits() -> bool:
    """False for a body or an address that is longer than any form sends."""
    return max(request.content_length or 0, len(request.query_string)) <= MAX_CHARS

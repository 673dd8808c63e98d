"""Memos: each at an address of its own, as PDF and as a Word file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from hashlib import sha256
from http import HTTPStatus

from dash import Dash
from flask import Response, request

from callbacks.files import fact_sheets
from callbacks.files.problems import Paper, Problems, asked_paper
from callbacks.live import site
from callbacks.room.line import Lane
from callbacks.server.byte_cache import ByteCache, StoredAnswer
from callbacks.server.errors import log_failure
from callbacks.server.heavy import heavy
from data.address import understood
from data.atlas.places import place_named
from data.catalogue.determinants import determinants
from data.fact_sheets.compute import FactSheet
from data.locale import Texts
from data.plan.results import AimRow
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.memo.memo import Memo, Occasion
from layouts.memo.of_aim import memo_of_aim
from layouts.memo.of_sheet import memo_of_sheet
from layouts.memo.page import memo_content
from layouts.paper.press import PressError
from layouts.paper.turns import BusyError

PDF = "application/pdf"
KINDS = {
    "pdf": PDF,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
KEPT_BYTES = 3_000_000
Make = Callable[[Paper], Memo]


class MemoFiles:
    """Makes memos and keeps the latest. The press is that of the fact sheets."""

    def __init__(self, sheets: fact_sheets.Maker) -> None:
        self._sheets = sheets
        self._kept = ByteCache(limit_bytes=KEPT_BYTES)

    def answer(self, make: Make, kind: str, asked: Paper, problems: Problems) -> Response:
        """The file of a memo that exists, for the meeting that the address names: 400 or 503 where
        paper or language do not exist, or many are waiting.
        """
        if asked.wrong:
            return problems.refuse(HTTPStatus.BAD_REQUEST, "unknown_option", asked.wrong[0])
        memo = make(asked).for_occasion(Occasion.typed(asked.fields))
        found = self._kept.get((kind, memo))
        if found is None:
            try:
                found = _stored(self._made(memo, kind, asked.texts), kind)
            except BusyError:
                return problems.later("busy")
            except PressError as error:
                log_failure(error)
                return problems.later("not_made")
            self._kept.put((kind, memo), found)
        return fact_sheets.sent_file(found, f"{memo.name}.{kind}", shown=kind == "pdf")

    def _made(self, memo: Memo, kind: str, texts: Texts) -> bytes:
        if kind == "pdf":
            return self._sheets.press.print(lambda: memo_content(memo, texts))
        from layouts.memo.word_file import word_file  # noqa: PLC0415 - loads python-docx

        return word_file(memo, texts)


def _stored(body: bytes, kind: str) -> StoredAnswer:
    return StoredAnswer(
        body=body,
        status=HTTPStatus.OK,
        content_type=KINDS[kind],
        encoding="",
        etag=sha256(body).hexdigest()[:32],
    )


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the addresses of memos to the server below the base path."""
    base = settings.base_path.rstrip("/")
    files = MemoFiles(app.server.extensions[fact_sheets.MAKER])

    def of_sheet(determinant: str, place: str, kind: str) -> Response:
        asked = asked_paper(request.query_string.decode("utf-8", "replace"), settings)
        problems = Problems(asked.texts, base, words="memo")
        factor, there = understood(determinant, determinants()), place_named(services.atlas, place)
        if factor is None:
            return problems.refuse(HTTPStatus.NOT_FOUND, "unknown_determinant", determinant)
        if there is None:
            return problems.refuse(HTTPStatus.NOT_FOUND, "unknown_place", place)
        sheet = services.fact_sheets.data(factor, there)
        make = partial(_of_sheet, services, settings, sheet)
        return files.answer(make, kind, asked, problems)

    def of_aim(aim: str, kind: str) -> Response:
        asked = asked_paper(request.query_string.decode("utf-8", "replace"), settings)
        data = services.plan.data
        aims = {row.aim.id: row for row in data.aims} if data else {}
        problems = Problems(asked.texts, base, words="memo")
        named = understood(aim, aims)
        if named is None:
            return problems.refuse(HTTPStatus.NOT_FOUND, "unknown_aim", aim)
        make = partial(_of_aim, services, settings, aims[named])
        return files.answer(make, kind, asked, problems)

    for kind in KINDS:
        app.server.add_url_rule(
            f"{base}{paths.PLAN}/<aim>/memo.{kind}",
            f"memo_of_aim_{kind}",
            heavy(of_aim, Lane.FILE, keeps=True),
            defaults={"kind": kind},
            methods=["GET"],
        )
        app.server.add_url_rule(
            f"{base}{paths.MEMO}/<determinant>/<place>.{kind}",
            f"memo_{kind}",
            heavy(of_sheet, Lane.FILE, keeps=True),
            defaults={"kind": kind},
            methods=["GET"],
        )


def _of_sheet(services: Services, settings: Settings, sheet: FactSheet, asked: Paper) -> Memo:
    return memo_of_sheet(
        services,
        sheet,
        texts=asked.texts,
        paper=asked.paper,
        made=date.today(),
        site=site(settings),
    )


def _of_aim(services: Services, settings: Settings, aim: AimRow, asked: Paper) -> Memo:
    return memo_of_aim(
        services,
        aim,
        texts=asked.texts,
        paper=asked.paper,
        made=date.today(),
        site=site(settings),
    )

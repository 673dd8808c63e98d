"""Answers that are tables: the download, or words that say what there is not."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import NamedTuple

from flask import Response, abort, request

from data.address import Notice, display_of, query_parameters
from data.files import csv_file
from data.locale import Texts, texts
from data.sentences.notices import notice_text
from data.services import Services
from data.settings import Settings
from layouts.figures.chart import Chart
from layouts.pages.fact_sheets import problem_page

# Notices about what a file would hold. With another theme or map it holds the same.
_OF_CONTENT = frozenset(
    {
        "unknown_outcome", "unknown_factor", "unknown_by", "geography_without_outcome",
        "unknown_places", "unknown_in", "nothing_in", "places_outside", "unknown_group",
        "group_without_outcome", "places_without_group",
        "unknown_place", "unknown_baseline", "unknown_decision_body", "unknown_decision_aim",
        "unknown_decision_year",
    }
)  # fmt: skip


class CsvFile(NamedTuple):
    """A download: its name without ending, and its text."""

    name: str
    text: str


def csv_text(chart: Chart) -> str:
    """The chart's rows as CSV."""
    return csv_file.csv_text(chart.csv_columns, chart.csv_rows, chart.csv_shared)


def csv_response(text: str, name: str) -> Response:
    """A download. The byte order mark lets spreadsheets read accents."""
    response = Response("\ufeff" + text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def csv_answer(found: CsvFile | None) -> Response:
    """The download, or 404 where there is no such chart."""
    if found is None:
        abort(404)
    return csv_response(found.text, found.name)


def asked_query() -> str:
    """The query of the request that is being answered."""
    return request.query_string.decode("utf-8", "replace")


def asked_texts(settings: Settings) -> Texts:
    """Texts in the language of the request."""
    asked = query_parameters(asked_query())
    return texts(display_of(asked, default_lang=settings.default_language)[0])


def refusal(
    services: Services, settings: Settings, notices: Iterable[Notice], spoken: Texts
) -> Response | None:
    """404 in words where the address names something that there is not; None where all is known.

    A page falls back to something near; a file that did so would hold other numbers than its
    address says.
    """
    said = [
        notice_text(services.atlas, notice, spoken, key=f"files.{kind}")
        for notice in notices
        if (kind := notice.key.rpartition(".")[2]) in _OF_CONTENT
    ]
    return no_such_file(settings, " ".join(said), spoken) if said else None


def no_such_file(settings: Settings, message: str, spoken: Texts) -> Response:
    """A small page that says what is not there and where all files are listed."""
    body = problem_page(
        texts=spoken,
        title=spoken.t("files.title"),
        message=message,
        home=f"{settings.base_path.rstrip('/')}/data?lang={spoken.lang}",
        help_key="files.help",
        home_key="pages.data.title",
    )
    response = Response(body, HTTPStatus.NOT_FOUND, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def no_such(settings: Settings, kind: str, written: str, spoken: Texts | None = None) -> Response:
    """404 for one word of an address: `kind` is `chart`, `place`, `indicator` or `geography`."""
    said = spoken or asked_texts(settings)
    return no_such_file(settings, said.t(f"files.no_{kind}", value=written[:60]), said)

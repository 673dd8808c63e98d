"""One number as a file: `.json` and `.csv` behind the address of its page."""

from __future__ import annotations

import json
from http import HTTPStatus

from dash import Dash
from flask import Response, request

from callbacks.files.csv_answers import asked_query, csv_response, no_such_file
from callbacks.live import site
from callbacks.routing import page_request
from callbacks.server.headers import readable_by_all
from data.api.problem import MEDIA_TYPE
from data.files.names import file_name
from data.numbers.address import Addresses
from data.numbers.read import Asked
from data.numbers.record import NumberRecord
from data.numbers.row import number_csv
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.pages.number.lost import explanation
from layouts.paper.live_code import is_public
from layouts.request import PageRequest


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add both addresses to the server below the base path."""

    def as_json(place: str, measure: str) -> Response:
        asked, visit, record = _number(services, settings, place, measure, site(settings))
        if record is None:
            return readable_by_all(_problem(visit, asked))
        response = Response(record.model_dump_json(), mimetype="application/json")
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Content-Language"] = visit.texts.lang
        response.add_etag()
        response.make_conditional(request)
        return readable_by_all(response)

    def as_csv(place: str, measure: str) -> Response:
        here = site(settings)  # a file goes on: it names no address that others cannot open
        asked, visit, record = _number(
            services, settings, place, measure, here if is_public(here) else ""
        )
        if record is None:
            return readable_by_all(no_such_file(settings, explanation(visit, asked), visit.texts))
        return readable_by_all(csv_response(number_csv(record), name_of(record, visit.texts.lang)))

    base = settings.base_path.rstrip("/")
    for ending, view in (("json", as_json), ("csv", as_csv)):
        address = f"{base}{paths.NUMBER}/<place>/<measure>.{ending}"
        app.server.add_url_rule(address, f"number_{ending}", view, methods=["GET"])


def name_of(record: NumberRecord, lang: str) -> str:
    """Name of the file of a number, without its ending."""
    group = record.group.id if record.group else ""
    return file_name(record.measure.id, record.years, group, record.place.id, lang=lang)


def _number(
    services: Services, settings: Settings, place: str, measure: str, here: str
) -> tuple[Asked, PageRequest, NumberRecord | None]:
    visit = page_request(services, settings, f"{paths.NUMBER}/{place}/{measure}", asked_query())
    asked = services.numbers.reader.read(f"{place}/{measure}", visit.parameters)
    if asked.fault is not None:
        return asked, visit, None
    spoken = visit.texts
    lang = spoken.lang if spoken.lang != settings.default_language else ""
    record = services.numbers.of(
        asked.place,
        asked.measure,
        spoken,
        period=asked.period,
        group=asked.group,
        version=asked.version,
        addresses=Addresses(here, lang),
    )
    return asked, visit, record


def _problem(visit: PageRequest, asked: Asked) -> Response:
    """What is wrong with the address, for a program (RFC 9457)."""
    found = {
        "type": "about:blank",
        "title": visit.texts.t("number.lost.title"),
        "status": HTTPStatus.NOT_FOUND.value,
        "detail": explanation(visit, asked),
    }
    text = json.dumps(found, ensure_ascii=False)
    response = Response(text, HTTPStatus.NOT_FOUND, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response

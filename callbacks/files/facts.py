"""One-fact images: a tested finding as a picture; of every other number, why there is none."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus

from dash import Dash, html
from dash.development.base_component import Component
from flask import Response

from callbacks.files import fact_sheets
from callbacks.files.csv_answers import asked_query
from callbacks.files.pictures import PICTURES, Pictures, picture_response
from callbacks.room.line import Lane
from callbacks.routing import page_request
from callbacks.server.errors import log_failure
from callbacks.server.heavy import heavy
from data.address import understood
from data.files.names import fact_name
from data.numbers.findings import findings_of, is_finding, why_none
from data.numbers.read import Asked
from data.numbers.record import NumberRecord
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.pages.fact_sheets import problem_page
from layouts.pages.number.lost import explanation
from layouts.paper.press import Press, PressError
from layouts.paper.turns import BusyError
from layouts.previews.fact import SIZES, fact_content
from layouts.request import PageRequest

DEFAULT_SIZE = "square"
RETRY_SECONDS = 5
MOST_OFFERED = 12


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the address of the images below the base path, once previews have their turns."""
    extensions = app.server.extensions

    def picture(place: str, measure: str) -> Response:
        press = extensions[fact_sheets.MAKER].press
        return answer(services, settings, extensions[PICTURES], press, (place, measure))

    address = f"{settings.base_path.rstrip('/')}{paths.FACT}/<place>/<measure>.png"
    view = heavy(picture, Lane.FILE, keeps=True)
    app.server.add_url_rule(address, "fact_image", view, methods=["GET"])


def answer(
    services: Services,
    settings: Settings,
    pictures: Pictures,
    press: Press,
    named: tuple[str, str],
) -> Response:
    """The picture, or a page that says what is wrong and what there is: 404, 400, 409 or 503."""
    rest = "/".join(named)
    visit = page_request(services, settings, f"{paths.NUMBER}/{rest}", asked_query())
    asked = services.numbers.reader.read(rest, visit.parameters)
    record = _record(services, visit, asked)
    refuse = partial(_refused, visit, asked.place, record)
    if record is None:
        return refuse(HTTPStatus.NOT_FOUND, explanation(visit, asked))
    written = visit.parameters.get("size", DEFAULT_SIZE)
    size = understood(written, SIZES)
    if size is None:
        said = visit.texts.t("fact.unknown_size", value=written[:60])
        return refuse(HTTPStatus.BAD_REQUEST, said)
    if not is_finding(record):
        return refuse(HTTPStatus.CONFLICT, _why(visit, record))
    try:
        made = pictures.make(
            ("fact", record.place.id, record.measure.id, size, visit.texts.lang),
            lambda: fact_content(visit, record, size),
            press,
        )
    except BusyError:
        return _later(visit, "busy")
    except PressError as error:
        log_failure(error)
        return _later(visit, "not_made")
    response = picture_response(made)
    name = fact_name(
        record.place.id, record.measure.id, record.years, size=size, lang=visit.texts.lang
    )
    response.headers["Content-Disposition"] = f'inline; filename="{name}.png"'
    return response


def _record(services: Services, visit: PageRequest, asked: Asked) -> NumberRecord | None:
    if asked.fault is not None:
        return None
    return services.numbers.of(
        asked.place, asked.measure, visit.texts, period=asked.period, group=asked.group
    )


# -- what there is not ------------------------------------------------------------------------


def _why(visit: PageRequest, record: NumberRecord) -> str:
    """Why this number stands on no image, in words that name it."""
    reason = record.withheld_words or record.test.why_not_words or ""
    return visit.texts.t(
        f"fact.not.{why_none(record)}",
        measure=record.measure.name,
        place=record.place.inside,
        reason=reason,
    )


def _refused(
    visit: PageRequest, place: str, record: NumberRecord | None, status: HTTPStatus, said: str
) -> Response:
    """A page with the reason, the number itself, and the images that the place has."""
    t = visit.texts.t
    size = understood(visit.parameters.get("size", ""), SIZES) or DEFAULT_SIZE
    offers: list[Component] = [html.P(t("fact.why"))]
    links = []
    if record is not None:
        links.append(html.Li(html.A(t("fact.number"), href=visit.link(record.address))))
    if found := _findings(visit, place):
        shown = [
            html.Li(html.A(name, href=visit.link(paths.of_fact(place, measure, size))))
            for name, measure in found
        ]
        title = t("fact.others", size=t(f"fact.size.{size}"))
        links.append(html.Li([title, html.Ul(shown)]))
    elif place:
        links.append(html.Li(t("fact.none")))
    if links:
        offers += [html.H2(t("fact.instead")), html.Ul(links)]
    body = problem_page(
        texts=visit.texts,
        title=t("fact.title"),
        message=said,
        home=visit.link(paths.PLACES),
        help_key="fact.help",
        home_key="pages.places.title",
        more=offers,
    )
    response = Response(body, status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def _findings(visit: PageRequest, place: str) -> list[tuple[str, str]]:
    """Names and ids of the measures of a place that have images."""
    services, lang = visit.services, visit.texts.lang
    try:
        found = findings_of(services.atlas, place)
    except KeyError:  # an area of published values
        return []
    return [(v.indicator.name.get(lang), v.indicator.id) for v in found[:MOST_OFFERED]]


def _later(visit: PageRequest, reason: str) -> Response:
    t = visit.texts.t
    body = problem_page(
        texts=visit.texts,
        title=t("fact.busy_title"),
        message=t(f"fact.{reason}"),
        home=visit.link(paths.PLACES),
        again_seconds=RETRY_SECONDS,
        help_key="fact.help",
        home_key="pages.places.title",
    )
    response = Response(body, HTTPStatus.SERVICE_UNAVAILABLE, mimetype="text/html")
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response

"""One chart at an address of its own, for the frame of another site, and how to ask for it."""

from __future__ import annotations

from http import HTTPStatus

from dash import Dash
from flask import Response, jsonify, request

from callbacks.files.csv_answers import asked_query
from callbacks.live import site
from callbacks.routing import find_page, site_path
from callbacks.server.errors import log_failure, refusal, status_of
from callbacks.server.headers import readable_by_all
from callbacks.server.watch.spoken import with_number
from data.address import display_of, query_parameters
from data.locale import Texts, texts
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.charts import gaps
from layouts.charts.gaps_questions import leading_chart
from layouts.embed import oembed
from layouts.embed.asked import Lacking, Wanted, wanted
from layouts.embed.document import Framed, document
from layouts.embed.frame_code import USUAL_WIDTH_PX, Size, is_offered, who_may
from layouts.embed.page import Host, problem, size, whole

FORMATS = ("json", "xml")
_XML = "text/xml"


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the addresses of charts alone, and the one that tells how to frame them."""
    base = settings.base_path.rstrip("/")

    def embed(chart: str = "") -> Response:
        return _embed(services, settings, chart)

    def ask() -> Response:
        return _oembed(services, settings)

    for rule in (paths.EMBED, f"{paths.EMBED}/", f"{paths.EMBED}/<path:chart>"):
        app.server.add_url_rule(f"{base}{rule}", "embed", embed, methods=["GET"])
    app.server.add_url_rule(f"{base}{paths.OEMBED}", "oembed", ask, methods=["GET"])


def host_of(settings: Settings) -> Host:
    """Where the site stands for whoever asks now."""
    return Host(settings.base_path.rstrip("/"), site(settings), settings.frame_ancestors)


def _embed(services: Services, settings: Settings, chart: str) -> Response:
    """The document of a chart, or words in its place: never a trace, never the whole site."""
    at, status = host_of(settings), HTTPStatus.OK
    try:
        found = wanted(services, chart, asked_query(), settings.default_language)
        if isinstance(found, Lacking):
            framed, status = _without(found, at), HTTPStatus.NOT_FOUND
        else:
            content = whole(services, found, at)
            framed = Framed(found.title, found.spoken.lang, found.theme, content, found.address)
    except Exception as error:  # whatever it is, the frame shows words
        log_failure(error)
        framed, status = _without(_broken(settings), at), status_of(error)
    response = Response(document(framed, at), status, mimetype="text/html")
    response.headers["Content-Language"] = framed.lang
    return response


def _without(lacking: Lacking, at: Host) -> Framed:
    title = lacking.spoken.t("embed.problem")
    return Framed(title, lacking.spoken.lang, lacking.theme, problem(lacking, at))


def _broken(settings: Settings) -> Lacking:
    shown = query_parameters(asked_query())
    lang, theme = display_of(shown, default_lang=settings.default_language)
    spoken = texts(lang)
    return Lacking(with_number(spoken.t("shell.broken.said"), spoken), spoken, theme, "")


# -- oEmbed -----------------------------------------------------------------------------------


def _oembed(services: Services, settings: Settings) -> Response:
    asked, spoken = request.args, texts(settings.default_language)
    if asked.get("format", "json") not in FORMATS:
        return _refused(HTTPStatus.NOT_IMPLEMENTED, spoken.t("embed.oembed.no_format"))
    most: dict[str, int | None] = {}
    for name in ("maxwidth", "maxheight"):
        written = asked.get(name, "")
        if written and not (written.isascii() and written.isdigit() and 0 < len(written) < 6):
            return _bad_size(name, spoken)
        most[name] = int(written) if written else None
        if most[name] == 0:
            return _bad_size(name, spoken)
    if not asked.get("url"):
        return _refused(HTTPStatus.BAD_REQUEST, spoken.t("embed.oembed.no_url"))
    found = _chart_at(services, settings, asked["url"])
    if found is None:
        return _refused(HTTPStatus.NOT_FOUND, spoken.t("embed.oembed.no_such_url"))
    at = host_of(settings)
    where = who_may(at.frame_ancestors, site=at.site, texts=found.spoken)
    if is_offered(at.frame_ancestors):
        told = oembed.answer(found, _fitting(services, found, most), site=at.site, where=where)
    else:
        told = oembed.link(found, site=at.site, where=where)
    return _told(told, asked.get("format", "json"))


def _fitting(services: Services, found: Wanted, most: dict[str, int | None]) -> Size:
    width = min(USUAL_WIDTH_PX, most["maxwidth"] or USUAL_WIDTH_PX)
    fitting = size(services, found, width)
    return Size(width, min(fitting.height_px, most["maxheight"] or fitting.height_px))


def _chart_at(services: Services, settings: Settings, url: str) -> Wanted | None:
    """The chart of one of our addresses: of a chart alone, or of a page that has a leading one."""
    here = request.host_url.rstrip("/") + settings.base_path.rstrip("/")
    below = oembed.below_site(url, (site(settings), here))
    if below is None:
        return None
    path, query = below
    if path.startswith(f"{paths.EMBED}/"):
        chart = path.removeprefix(f"{paths.EMBED}/")
    else:
        path = site_path(services, path)
        page = find_page(services, path)
        chart = oembed.LEADING.get(page.key, "")
        if page.key == "gaps":
            asked = gaps.parsed(services, query, settings.default_language).state
            chart = leading_chart(services, asked) or ""
        if page.key == "place":
            place = path.removeprefix(f"{paths.PLACE}/")
            query = f"place={place}&{query}"
    found = wanted(services, chart, query, settings.default_language)
    return None if isinstance(found, Lacking) else found


def _told(told: oembed.Answer, form: str) -> Response:
    response = Response(oembed.as_xml(told), mimetype=_XML) if form == "xml" else jsonify(told)
    response.headers["Cache-Control"] = f"public, max-age={oembed.KEPT_SECONDS}"
    response.add_etag()
    response.make_conditional(request)
    return readable_by_all(response)


def _bad_size(name: str, spoken: Texts) -> Response:
    return _refused(HTTPStatus.BAD_REQUEST, spoken.t("embed.oembed.no_size", name=name))


def _refused(status: HTTPStatus, reason: str) -> Response:
    return readable_by_all(refusal(status, reason))

"""Everything in one file: the zip and the workbook of a version, each at an address of its own.

Made at the first request by a process of its own (data/everything/kept.py). Few wait for it; all
others hear at once that it is being made, in words that lead to the file by themselves.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from pathlib import Path

from dash import Dash
from flask import Response, redirect, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from callbacks.files.csv_answers import asked_texts
from callbacks.server.logs import ERRORS
from data.everything.database import lay_down
from data.everything.kept import (
    AGAIN_SECONDS,
    CannotBeMadeError,
    Kept,
    NotYetError,
    default_folder,
    mark_of,
)
from data.locale import Texts
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.pages.fact_sheets import problem_page
from layouts.paper.turns import BusyError, Turns

MIMETYPES = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Who waits keeps a thread of the worker; who does not is told to come again.
WAITING, WAIT_SECONDS, RETRY_SECONDS = 2, 20.0, 10
KEPT_SECONDS = 31_536_000
EXTENSION = "everything"


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the addresses below the base path."""
    atlas = services.atlas
    kept = Kept(
        Path(settings.download_folder) if settings.download_folder else default_folder(),
        version=atlas.data_version,
        mark=mark_of(atlas),
        lay_down=partial(lay_down, atlas),
    )
    app.server.extensions[EXTENSION] = kept
    turns = Turns(at_once=WAITING, waiting=0, wait_seconds=0.0)
    base = settings.base_path.rstrip("/")

    def current(ending: str) -> AnyResponse:
        query = request.query_string.decode("ascii", "ignore")
        path = base + paths.of_everything(atlas.data_version, ending)
        response = redirect(path + (f"?{query}" if query else ""))
        response.headers["Cache-Control"] = "no-cache"
        return response

    def versioned(ending: str, version: str) -> Response:
        if version != atlas.data_version:
            return _of_another(services, settings, version, ending)
        spoken = asked_texts(settings)
        try:
            found = kept.path(ending)
            if found is None and request.method == "HEAD":
                return _to_come(ending)
            if found is None:
                with turns.turn():
                    found = kept.get(ending, wait_seconds=WAIT_SECONDS)
        except (NotYetError, BusyError):
            return _later(settings, spoken, "making", again_seconds=RETRY_SECONDS)
        except CannotBeMadeError as error:
            fields = {"why": error.why.value, "said": error.said}
            ERRORS.error("download_not_made", extra={"fields": fields})
            return _later(settings, spoken, error.why.value)
        return _file(found, ending, kept.tag(ending))

    for ending in paths.EVERYTHING_ENDINGS:
        for address, name, view in (
            (f"{paths.EVERYTHING}.{ending}", "everything", current),
            (paths.of_everything("<version>", ending), "everything_of", versioned),
        ):
            app.server.add_url_rule(
                f"{base}{address}", f"{name}_{ending}", partial(view, ending), methods=["GET"]
            )


def _file(path: Path, ending: str, tag: str) -> Response:
    """The file, or the part of it that is asked for."""
    response = send_file(
        path,
        mimetype=MIMETYPES[ending],
        as_attachment=True,
        download_name=path.name,
        etag=tag,
        last_modified=None,
        conditional=True,
    )
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}, immutable"
    if request.method == "HEAD" or response.status_code == HTTPStatus.NOT_MODIFIED:
        response.close()  # nobody reads the file, so nobody would close it
    return response


def _to_come(ending: str) -> Response:
    """What HEAD hears of a file that nobody has asked for: whoever checks links makes nothing."""
    response = Response(
        iter(()), mimetype=MIMETYPES[ending]
    )  # without a length, which is not known
    response.headers["Cache-Control"] = "no-store"
    return response


def _of_another(services: Services, settings: Settings, version: str, ending: str) -> Response:
    """What stands at the address of another version: it was there (410), or never was (404)."""
    spoken, history = asked_texts(settings), services.atlas.history
    known, current = history.find(version), history.current.version
    word = "unknown" if known is None else "old"
    return _said(
        HTTPStatus.NOT_FOUND if known is None else HTTPStatus.GONE,
        spoken,
        title=spoken.t("files.title"),
        message=spoken.t(f"everything.page.{word}", value=version[:60], current=current),
        home=settings.base_path.rstrip("/") + paths.of_everything(current, ending),
        help_key="everything.page.instead",
        home_key="everything.page.current",
    )


def _later(settings: Settings, spoken: Texts, word: str, *, again_seconds: int = 0) -> Response:
    """503 in words, which ask for the file again by themselves after `again_seconds`."""
    response = _said(
        HTTPStatus.SERVICE_UNAVAILABLE,
        spoken,
        title=spoken.t(f"everything.page.title.{word}"),
        message=spoken.t(f"everything.page.{word}"),
        home=f"{settings.base_path.rstrip('/')}{paths.DATA}?lang={spoken.lang}",
        help_key="files.help",
        home_key="pages.data.title",
        again_seconds=again_seconds,
    )
    response.headers["Retry-After"] = str(again_seconds or int(AGAIN_SECONDS))
    return response


def _said(
    status: HTTPStatus,
    spoken: Texts,
    *,
    title: str,
    message: str,
    home: str,
    help_key: str,
    home_key: str,
    again_seconds: int = 0,
) -> Response:
    body = problem_page(
        texts=spoken,
        title=title,
        message=message,
        home=home,
        help_key=help_key,
        home_key=home_key,
        again_seconds=again_seconds,
    )
    response = Response(body, status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = spoken.lang
    return response

"""What a visitor meets when something fails: never a trace, which goes to the log instead."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from dash.exceptions import DependencyException
from flask import Flask, Response, current_app, g, jsonify, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from callbacks.server import problems
from callbacks.server.logs import ERRORS, PLACES, frames_of, shown_path
from callbacks.server.watch import gate, request_id
from data.api.problem import ProblemKind
from data.settings import Settings

DOCUMENTS = "problem_documents"


def refusal(status: HTTPStatus, reason: str) -> Response:
    """A JSON answer for a machine: the status in words and the reason."""
    response = jsonify({"error": {"status": status.value, "title": status.phrase, "why": reason}})
    response.status_code = status.value
    response.headers["Cache-Control"] = "no-store"
    return response


def calm_callback_error(notify: Callable[[], None]) -> Callable[[Exception], None]:
    """A handler for `Dash(on_error=...)`: the page keeps what it shows and `notify` says so.

    `notify` runs inside the failed callback, so it may call `dash.set_props`. The answer is
    marked, so that no cache keeps it.
    """

    def handle(error: Exception) -> None:
        log_failure(error)
        g.do_not_keep = True
        try:
            notify()
        except Exception as second:  # the page stays as it is: the first failure is handled
            log_failure(second)

    return handle


def register(server: Flask, settings: Settings) -> None:
    """Answer every failure of `server` with a short refusal, of its API with a problem document."""
    documents = server.extensions[DOCUMENTS] = problems.register(server, settings)

    @server.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> Response:
        if documents.are_asked():
            return documents.of_http(error)
        status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
        response = refusal(status, error.description or status.description)
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(allowed)
        return response

    @server.errorhandler(DependencyException)
    def refuse_suite(_error: DependencyException) -> Response:
        return refusal(HTTPStatus.NOT_FOUND, "There is no such file in the component suites.")

    @server.errorhandler(Exception)
    def refuse_unexpected(error: Exception) -> Response:
        log_failure(error)
        if documents.are_asked():
            return documents.document(ProblemKind.BROKEN)
        return refusal(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            f"The error has been logged under {request_id.current()}.",
        )


def status_of(error: Exception) -> HTTPStatus:
    """Of a page that could not be made: without its data it may be made later."""
    lost = isinstance(error, SQLAlchemyError)
    return HTTPStatus.SERVICE_UNAVAILABLE if lost else HTTPStatus.INTERNAL_SERVER_ERROR


def log_failure(error: Exception) -> None:
    """The failure of this request with its trace, without the visitor."""
    fields = {
        "method": request.method,
        "path": shown_path(request.path, current_app.extensions[PLACES]),
        "error": type(error).__name__,
        "trace": frames_of(error),
    }
    ERRORS.error("failed", extra={"fields": fields})
    request.environ[gate.ERROR] = type(error).__name__

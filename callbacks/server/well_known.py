"""Addresses that machines ask for: health, robots and the old favicon address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from flask import Flask, Response, jsonify, redirect
from werkzeug.wrappers import Response as BaseResponse

from callbacks.server.logs import ERRORS


def register(server: Flask, *, base_path: str, health: Callable[[], Mapping[str, str]]) -> None:
    """Add `healthz`, `robots.txt` and `favicon.ico` below `base_path`.

    `health` gives facts about the data, read each time, and raises if it cannot be served.
    """

    def healthz() -> Response:
        try:
            facts = health()
        except Exception as error:  # whatever is wrong, a load balancer must hear of it
            ERRORS.error("unhealthy", exc_info=error)
            response = jsonify({"status": "unavailable", "reason": _reason(error)})
            response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        else:
            response = jsonify({"status": "ok", **facts})
        response.headers["Cache-Control"] = "no-store"
        return response

    def robots() -> Response:
        # Crawlers may read all of it: a page is drawn from what lies below _dash-.
        rules = f"User-agent: *\nDisallow: {base_path}healthz\n"
        return Response(rules, mimetype="text/plain")

    def favicon() -> BaseResponse:
        return redirect(f"{base_path}assets/icons/favicon.ico", HTTPStatus.MOVED_PERMANENTLY)

    for name, view in (("healthz", healthz), ("robots.txt", robots), ("favicon.ico", favicon)):
        server.add_url_rule(f"{base_path}{name}", endpoint=f"well_known_{name}", view_func=view)


def _reason(error: Exception) -> str:
    """The first line says what is wrong; the others may quote a query."""
    return (str(error).splitlines() or [type(error).__name__])[0]

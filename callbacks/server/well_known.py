"""Addresses that machines ask for: health, robots, whom to tell of a hole, the old favicon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TypeVar

from flask import Flask, Response, abort, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from callbacks.server.watch.checks import Checks
from data.locale import LANGUAGES
from data.settings import Settings
from layouts.paths import PACKET

DATA = "data"
T = TypeVar("T", bound=BaseResponse)
# Files that take seconds of a processor, and what a crawler finds nothing in. Pages may be read,
# with what lies below _dash-, by which they are drawn.
_NOT_FOR_CRAWLERS = (
    "healthz", "livez", "readyz", "metrics", "fact/", "memo/", PACKET[1:], "present/slides.",
    "kit/", "download/", "stories/", "plan/*/memo.", "fact-sheets/*.pdf", "fact-sheets/*.png",
    "n/*.csv", "n/*.json",
)  # fmt: skip
# Whoever starts the app says with it that the contact holds; after that somebody must say so again.
_CONTACT_HOLDS = timedelta(days=180)


def register(server: Flask, settings: Settings, checks: Checks) -> None:
    """Add what machines ask for below the base path, and `security.txt` where RFC 9116 wants it."""
    started = datetime.now(UTC)
    base = settings.base_path

    def favicon() -> BaseResponse:
        return _kept(redirect(f"{base}assets/icons/favicon.ico", HTTPStatus.MOVED_PERMANENTLY))

    def security() -> Response:
        if not settings.security_contact:
            abort(HTTPStatus.NOT_FOUND, "Nobody is named here whom to tell of a hole.")
        return _kept(Response(_security(settings, started), mimetype="text/plain"))

    views: dict[str, Callable[[], BaseResponse]] = {
        "healthz": lambda: _health(checks),
        "readyz": lambda: _readiness(checks),
        "robots.txt": lambda: _kept(Response(_robots(base), mimetype="text/plain")),
        "favicon.ico": favicon,
    }
    for name, view in views.items():
        server.add_url_rule(f"{base}{name}", endpoint=f"well_known_{name}", view_func=view)
    server.add_url_rule("/.well-known/security.txt", "well_known_security", security)


def _kept(response: T) -> T:
    """It may be kept for an hour."""
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _health(checks: Checks) -> Response:
    """The version of the data that is served, or why it is not."""
    found = checks.now(only=(DATA,))[DATA]
    if found.is_fine:
        return _said({"status": "ok", **found.facts}, is_fine=True)
    return _said({"status": "unavailable", "reason": found.why}, is_fine=False)


def _readiness(checks: Checks) -> Response:
    """What each part says; `?exclude=` leaves parts out, as Kubernetes does."""
    found = checks.now(without=request.args.getlist("exclude"))
    is_fine = all(part.is_fine for part in found.values())
    parts = {name: part.why for name, part in found.items()}
    return _said({"status": "ready" if is_fine else "unavailable", "parts": parts}, is_fine=is_fine)


def _said(content: dict[str, object], *, is_fine: bool) -> Response:
    response = jsonify(content)
    response.status_code = HTTPStatus.OK if is_fine else HTTPStatus.SERVICE_UNAVAILABLE
    response.headers["Cache-Control"] = "no-store"
    return response


def _robots(base: str) -> str:
    rules = "".join(f"Disallow: {base}{path}\n" for path in _NOT_FOR_CRAWLERS)
    return f"User-agent: *\n{rules}"


def _security(settings: Settings, started: datetime) -> str:
    """Whom to tell (RFC 9116), true until the time it names."""
    default = settings.default_language
    languages = sorted(LANGUAGES, key=lambda lang: lang != default)
    lines = [
        f"Contact: {settings.security_contact}",
        f"Expires: {(started + _CONTACT_HOLDS).strftime('%Y-%m-%dT00:00:00Z')}",
        f"Preferred-Languages: {', '.join(languages)}",
    ]
    if settings.public_url.startswith("https:") and settings.base_path == "/":
        lines.append(f"Canonical: {settings.public_url}/.well-known/security.txt")
    return "\n".join(lines) + "\n"

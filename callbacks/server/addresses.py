"""A file's address with a full stop or in capitals leads to the file."""

from __future__ import annotations

from dash import Dash
from flask import Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from data.address import clean_path
from data.settings import Settings


def register(app: Dash, settings: Settings) -> None:
    """Send a mangled address of a file to the clean one. Pages read mangled addresses themselves.

    Call after every other address is known.
    """
    base = settings.base_path.rstrip("/")
    adapter_of = app.server.url_map.bind

    def mend() -> AnyResponse | Response | None:
        rule = request.url_rule
        if rule is None or "<path:" not in rule.rule or request.method not in ("GET", "HEAD"):
            return None
        path = base + clean_path(request.path.removeprefix(base))
        if path == request.path or "." not in path or ".." in request.path:
            return None
        try:
            found, _ = adapter_of("").match(path, method="GET", return_rule=True)
        except HTTPException:
            return None
        if "<path:" in found.rule:
            return None
        query = request.query_string.decode("ascii", "ignore")
        return redirect(path + (f"?{query}" if query else ""))

    app.server.before_request(mend)

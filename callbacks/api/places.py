"""The index of places as one small file, from which the browser searches by itself."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus

from dash import Dash
from flask import Response, request

from callbacks.server.compression import QUICK_BROTLI_QUALITY, accepted_encoding, compress
from data.services import Services
from data.settings import Settings
from layouts.components.place_search import INDEX_PATH

_IMMUTABLE = "public, max-age=31536000, immutable"


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add `/api/places.json`. With `?v=<version>` it never changes and may be kept for good."""

    @cache
    def body(encoding: str) -> bytes:
        whole = services.place_index.json
        if not encoding:
            return whole
        return compress(whole, encoding=encoding, brotli_quality=QUICK_BROTLI_QUALITY)

    def places() -> Response:
        version = services.place_index.version
        encoding = accepted_encoding(request)
        response = Response(body(encoding), HTTPStatus.OK, mimetype="application/json")
        headers = response.headers
        if encoding:
            headers["Content-Encoding"] = encoding
        headers["Vary"] = "Accept-Encoding"
        headers["Cache-Control"] = _IMMUTABLE if request.args.get("v") == version else "no-cache"
        response.set_etag(f"{version}-{encoding}" if encoding else version)
        response.make_conditional(request)
        return response

    base = settings.base_path.rstrip("/")
    app.server.add_url_rule(f"{base}{INDEX_PATH}", "places_json", places, methods=["GET"])

"""Answers of the API on the wire: compressed once, kept, with an ETag that names the data."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial, wraps
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, request

from callbacks.live import site
from callbacks.server.budget import share_bytes
from callbacks.server.byte_cache import ByteCache, StoredAnswer
from callbacks.server.compression import (
    MINIMUM_BYTES,
    QUICK_BROTLI_QUALITY,
    accepted_encoding,
    checksum,
    compress,
)
from callbacks.server.flights import Flights
from callbacks.server.headers import readable_by_all
from callbacks.server.problems import BELOW, RefusedError
from callbacks.server.shortcut import offer
from callbacks.today import old_options
from data.address import MAX_QUERY_CHARS
from data.api.problem import MEDIA_TYPE, ProblemKind
from data.settings import Settings

JSON = "application/json"
# Asked again with its ETag: new data are seen at once, the same ones cost no body.
_CACHE_CONTROL = "public, no-cache"
_DAY_S = "86400"
View = Callable[..., Response]


class ApiDelivery:
    """Keeps the answers of one app: the same address gives the same bytes for as long as it runs
    and no further option turns old (callbacks/today.py).

    Where the operator named no public address the host is a part of it: answers name it.
    """

    def __init__(self, settings: Settings, version: str) -> None:
        self._settings = settings
        self._version = version
        self.kept = ByteCache(limit_bytes=share_bytes("api"))
        self._flights = Flights()

    def kept_by(self, view: View) -> View:
        """`view`, which answers 200 or raises, behind what was answered before."""

        @wraps(view)
        def answer(**variables: Any) -> Response:
            _check_request()
            encoding = accepted_encoding(request)
            asked = site(self._settings), request.path, request.query_string
            key = *asked, encoding, old_options()
            stored = self.kept.get(key)
            g.cache = "miss" if stored is None else "hit"
            if stored is not None:
                offer(stored, partial(self._now, key))
            else:
                stored = self._made(key, lambda: self._stored(view(**variables), encoding))
            return _sent(stored)

        return answer

    def _now(self, key: tuple[Any, ...]) -> StoredAnswer | None:
        return self.kept.get((*key[:-1], old_options()))

    def _made(self, key: Hashable, make: Callable[[], StoredAnswer]) -> StoredAnswer:
        """What `make` makes, once for all who ask for it at the same time. Raises what it does."""
        if not self._flights.begin(key):
            return self._flights.wait(key) or make()
        made = None
        try:
            made = self.kept.get(key) or make()
            self.kept.put(key, made)
        finally:
            self._flights.land(key, made)
        return made

    def _stored(self, response: Response, encoding: str) -> StoredAnswer:
        body = response.get_data()
        if len(body) < MINIMUM_BYTES:
            encoding = ""
        if encoding:
            body = compress(body, encoding=encoding, brotli_quality=QUICK_BROTLI_QUALITY)
        return StoredAnswer(
            body,
            HTTPStatus.OK,
            JSON,
            encoding,
            f"{self._version}-{checksum(body)}",
            language=response.headers.get("Content-Language", ""),
        )


def _check_request() -> None:
    """Refuse what no answer fits. Raises RefusedError."""
    if len(request.query_string) > MAX_QUERY_CHARS:
        raise RefusedError(ProblemKind.NOT_READABLE)
    accepted = request.accept_mimetypes
    if accepted and accepted.best_match((JSON, MEDIA_TYPE)) is None:
        raise RefusedError(ProblemKind.NOT_ACCEPTABLE)


def _sent(stored: StoredAnswer) -> Response:
    response = Response(stored.body, stored.status, mimetype=stored.content_type)
    headers = response.headers
    headers["Vary"] = "Accept-Encoding"
    headers["Cache-Control"] = _CACHE_CONTROL
    if stored.encoding:
        headers["Content-Encoding"] = stored.encoding
    if stored.language:
        headers["Content-Language"] = stored.language
    response.set_etag(stored.etag)
    response.make_conditional(request)
    return response


def let_others_read(server: Flask, settings: Settings) -> None:
    """Every site may read the API, and nothing else of this one (CORS): there is nothing of a
    visitor in it.
    """
    prefix = f"{settings.base_path}{BELOW}"

    @server.after_request
    def allow(response: Response) -> Response:
        if request.path.startswith(prefix):
            headers = readable_by_all(response).headers
            headers["Access-Control-Expose-Headers"] = "ETag, Content-Language"
            if request.method == "OPTIONS":
                headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
                headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
                headers["Access-Control-Max-Age"] = _DAY_S
        return response

"""Send each thing compressed once and asked for once.

Three caches in memory. *Answers*: a callback is a pure function of the request's body over an
immutable extract, so the compressed bytes of an answer are kept under a hash of that body; a
thread makes them smaller when they are asked for again. *Documents*: a page is one of its address.
Both also depend on which options are old (callbacks/today.py) and, where stories are shared, on
their revision: these are in their key. What holds a story is never kept.
*Files*: assets and component suites are kept compressed at a high level; a name that carries a
version or a hash is immutable for the browser, every other one is asked for again with its ETag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from hashlib import blake2b
from http import HTTPStatus
from threading import Lock

from dash import Dash
from dash.fingerprint import check_fingerprint
from flask import Response, g, request

from callbacks.server.byte_cache import ByteCache, StoredAnswer
from callbacks.server.compression import MINIMUM_BYTES, accepted_encoding, checksum, compress
from callbacks.server.squeezer import Squeezer
from callbacks.today import old_options
from layouts import bundles, paths

_IMMUTABLE = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"
_PRIVATE = "no-store"
_FAILED = HTTPStatus.INTERNAL_SERVER_ERROR
_FILES = ("assets/", bundles.ADDRESS, "_dash-component-suites/")
_HASHED_NAME = re.compile(r"[.-]([0-9a-f]{8,64}|\d+\.\d+\.\d+)\.[a-z0-9.]+$")

_ANSWERS_LIMIT_BYTES = 12_000_000
_DOCUMENTS_LIMIT_BYTES = 8_000_000
_FILES_LIMIT_BYTES = 24_000_000
# Nobody waits for the smallest answer; it is made for those who come later.
_FIRST_BROTLI_QUALITY = 8
_FILE_BROTLI_QUALITY = 9
# As small as it can be without a wait: its ETag promises these bytes, so it stays as it is.
_DOCUMENT_BROTLI_QUALITY = 8

_COMPRESSIBLE = re.compile(
    r"text/.+|image/svg\+xml|application/(javascript|json|geo\+json|manifest\+json|xml)"
)


class Delivery:
    """The caches of one app, and the two hooks that use them."""

    def __init__(self, app: Dash, *, base_path: str, revision: Callable[[], Hashable]) -> None:
        self._revision = revision
        self.answers = ByteCache(limit_bytes=_ANSWERS_LIMIT_BYTES)
        self.documents = ByteCache(limit_bytes=_DOCUMENTS_LIMIT_BYTES)
        self.files = ByteCache(limit_bytes=_FILES_LIMIT_BYTES)
        self._squeezer = Squeezer(self.answers)
        self._app = app
        self._update_path = f"{base_path}_dash-update-component"
        self._file_prefixes = tuple(f"{base_path}{below}" for below in _FILES)
        charts = f"{base_path}{paths.EMBED[1:]}/<path:chart>"
        self._document_rules = (base_path, f"{base_path}<path:path>", charts)
        self._shape_paths = (f"{base_path}_dash-layout", f"{base_path}_dash-dependencies")
        self._one_file_at_a_time = Lock()

    def look_up(self) -> Response | None:
        """Before a request: the kept answer, or None and a note of the key to keep it under."""
        key = self._key()
        if key is None:
            return None
        cache = self._cache()
        stored = cache.get(key)
        if stored is None:
            g.delivery_key = key
            g.cache = "miss"
            return None
        g.cache = "hit"
        if cache is self.answers and stored.encoding == "br" and not stored.is_smallest:
            self._squeezer.submit(key)
        response = Response(stored.body, stored.status, content_type=stored.content_type)
        return self._finish(response, stored)

    def keep(self, response: Response) -> Response:
        """After a request: compress what may be kept, keep it, and send those bytes."""
        key = g.get("delivery_key")
        if key is None or "Range" in request.headers:
            return response
        if self._is_answer():
            if response.status_code in (HTTPStatus.OK, HTTPStatus.NO_CONTENT):
                return self._keep_answer(key, response)
        elif self._is_document():
            return self._keep_document(key, response)
        elif response.status_code == HTTPStatus.OK:
            with self._one_file_at_a_time:
                return self._keep_file(key, response)
        return response

    def _keep_answer(self, key: Hashable, response: Response) -> Response:
        stored = _stored(response, brotli_quality=_FIRST_BROTLI_QUALITY)
        if not g.get("do_not_keep", False):
            self.answers.put(key, stored)
        return self._finish(response, stored)

    def _keep_document(self, key: Hashable, response: Response) -> Response:
        """Documents that are not there are many, and made quickly: none of them is kept."""
        stored = _stored(response, brotli_quality=_DOCUMENT_BROTLI_QUALITY)
        if response.status_code == HTTPStatus.OK and not g.get("do_not_keep", False):
            self.documents.put(key, stored)
        return self._finish(response, stored)

    def _keep_file(self, key: Hashable, response: Response) -> Response:
        stored = self.files.get(key)
        if stored is None:
            stored = _stored(response, brotli_quality=_FILE_BROTLI_QUALITY)
            self.files.put(key, stored)
        return self._finish(response, stored)

    def _is_answer(self) -> bool:
        return request.method == "POST" and request.path == self._update_path

    def _is_document(self) -> bool:
        rule = request.url_rule
        return rule is not None and rule.rule in self._document_rules

    def _cache(self) -> ByteCache:
        if self._is_answer():
            return self.answers
        return self.documents if self._is_document() else self.files

    def _key(self) -> Hashable | None:
        encoding = accepted_encoding(request)
        if self._is_answer():
            body = blake2b(request.get_data(), digest_size=20).digest()
            return body, encoding, old_options(), self._revision()
        if request.method not in ("GET", "HEAD"):
            return None
        if request.path.startswith(self._file_prefixes):
            return _without_fingerprint(request.path), encoding
        if self._is_document():
            # The host too: a page says whether others can open its address.
            asked = request.host_url, request.path, request.query_string
            return *asked, encoding, old_options(), self._revision()
        # A layout function may answer each request differently; a layout that is a tree cannot.
        if request.path in self._shape_paths and not callable(self._app.layout):
            return request.path, encoding
        return None

    def _finish(self, response: Response, stored: StoredAnswer) -> Response:
        """Put the stored bytes and their headers on `response`; 304 where the client has them."""
        _replace_body(response, stored.body)
        headers = response.headers
        headers["Vary"] = "Accept-Encoding"
        if stored.encoding:
            headers["Content-Encoding"] = stored.encoding
        if stored.language:
            headers["Content-Language"] = stored.language
        # A failure is not to be kept by anybody, nor what somebody may take back.
        fleeting = stored.status >= _FAILED or g.get("do_not_keep", False)
        headers["Cache-Control"] = _PRIVATE if fleeting else self._cache_control()
        for name in ("Last-Modified", "Expires", "Content-Disposition", "Date"):
            headers.pop(name, None)
        if fleeting:
            headers.setdefault("X-Robots-Tag", "noarchive")
        if not self._is_answer() and not fleeting:
            response.set_etag(stored.etag)
            response.make_conditional(request)
        return response

    def _cache_control(self) -> str:
        if self._is_answer():
            return _PRIVATE
        versioned = (
            _without_fingerprint(request.path) != request.path
            or _HASHED_NAME.search(request.path) is not None
            or "m" in request.args
        )
        return _IMMUTABLE if versioned else _REVALIDATE


def _without_fingerprint(path: str) -> str:
    """The path of the file itself: any version in its name is answered with the same bytes."""
    return str(check_fingerprint(path)[0])  # type: ignore[no-untyped-call]


def _stored(response: Response, *, brotli_quality: int) -> StoredAnswer:
    """What `response` is on the wire for this client."""
    body = _read(response)
    encoding = accepted_encoding(request)
    if len(body) < MINIMUM_BYTES or not _COMPRESSIBLE.fullmatch(response.mimetype or ""):
        encoding = ""
    if encoding:
        body = compress(body, encoding=encoding, brotli_quality=brotli_quality)
    content_type = response.headers.get("Content-Type", "application/octet-stream")
    return StoredAnswer(
        body,
        response.status_code,
        content_type,
        encoding,
        checksum(body),
        language=response.headers.get("Content-Language", ""),
    )


def _read(response: Response) -> bytes:
    """The whole body; a file behind it is closed at once, for nothing reads it again."""
    response.direct_passthrough = False
    source = response.response
    body = response.get_data()
    _close(source)
    return body


def _replace_body(response: Response, body: bytes) -> None:
    """Send `body` instead of what `response` holds, which may be an open file that nobody read."""
    source = response.response
    response.direct_passthrough = False
    response.set_data(body)
    _close(source)


def _close(source: object) -> None:
    close = getattr(source, "close", None)
    if close is not None:
        close()


def register(
    app: Dash, *, base_path: str, revision: Callable[[], Hashable] = lambda: None
) -> Delivery:
    """Install the two hooks on the server of `app`.

    `revision` is another value after each change of what pages show beside the extract: documents
    and answers of before are not found again. What must not be kept at all sets `g.do_not_keep`.
    """
    delivery = Delivery(app, base_path=base_path, revision=revision)
    app.server.before_request(delivery.look_up)
    app.server.after_request(delivery.keep)
    return delivery

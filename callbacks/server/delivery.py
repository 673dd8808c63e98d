"""Send each thing compressed once and asked for once.

Three caches in memory. *Answers*: a callback is a pure function of the values in its request over
an immutable extract, so the compressed bytes of an answer are kept under them; a thread makes them
smaller when they are asked for again. *Documents*: a page is one of its address. Both also depend
on which options are old (callbacks/today.py) and, where stories are shared, on their revision:
these are in their key. What holds a story is never kept.
*Files*: assets and component suites are kept compressed at a high level; a name that carries a
version, a hash or the true fingerprint is immutable for the browser, every other one is asked for
again with its ETag.

Keys are canonical (keys.py), and of those who ask for one thing at once only one makes it
(flights.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import Any

from dash import Dash
from flask import Response, abort, g, request

from callbacks.server import keys, suites
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
from callbacks.server.shortcut import offer
from callbacks.server.squeezer import BEST_BROTLI_QUALITY, Squeezer
from callbacks.server.warm.store import Warm
from callbacks.today import old_options
from layouts import bundles, paths

Key = tuple[Any, ...]
_IMMUTABLE = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"
_PRIVATE = "no-store"
# What Flask says of a file on the disk, and not of the bytes that are kept of it.
_LEFT_OUT = ("Accept-Ranges", "Last-Modified", "Expires", "Content-Disposition", "Date")
_FAILED = HTTPStatus.INTERNAL_SERVER_ERROR
_HASHED_NAME = re.compile(r"[.-]([0-9a-f]{8,64}|\d+\.\d+\.\d+)\.[a-z0-9.]+$")

_GATHERED_LIMIT_BYTES = 200_000_000
# Of a key: what is asked for, the encoding, the day.
_STEADY_PARTS = 3
_COMPRESSIBLE = re.compile(
    r"text/.+|image/svg\+xml|application/(javascript|json|geo\+json|manifest\+json|xml)"
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What of an app is in its answers beside the request and the extract.

    `site` is its address for the present request. `is_open`: whether others can open that; it is
    all that a page says of it. `revision` is another value after each change of what pages show
    beside the extract: documents and answers of before are not found again. `suites` are the
    addresses of the component suites that pages name.
    """

    site: Callable[[], str] = lambda: ""
    is_open: Callable[[], bool] = lambda: False
    revision: Callable[[], Hashable] = lambda: None
    suites: Callable[[], Collection[str]] = tuple


class Delivery:
    """The caches of one app, and the hooks that use them."""

    def __init__(self, app: Dash, *, base_path: str, ground: Ground) -> None:
        self._ground = ground
        self.answers = ByteCache(limit_bytes=share_bytes("answers"))
        self.documents = ByteCache(limit_bytes=share_bytes("documents"))
        self.files = ByteCache(limit_bytes=share_bytes("files"))
        self._flights = Flights()
        self._squeezer = Squeezer(self.answers)
        self.warm = Warm()
        self._app = app
        self._update_path = f"{base_path}_dash-update-component"
        suite_prefix = f"{base_path}{suites.ADDRESS}"
        self._suites = suites.Suites(ground.suites, suite_prefix)
        self._file_prefixes = (f"{base_path}assets/", f"{base_path}{bundles.ADDRESS}", suite_prefix)
        self._page_rules = (base_path, f"{base_path}<path:path>")
        self._chart_rule = f"{base_path}{paths.EMBED[1:]}/<path:chart>"
        self._base_path = base_path
        self._shape_paths = (f"{base_path}_dash-layout", f"{base_path}_dash-dependencies")
        self._one_file_at_a_time = Lock()
        # nobody waits for the smallest answer; it is made for those who come later
        self.hurry()

    def look_up(self) -> Response | None:
        """Before a request: the kept answer, or None and a note of the key to keep it under."""
        key = self._key()
        if key is None:
            return None
        # Nothing here is large enough to be sent in parts: whoever asks for one gets the whole (RFC
        # 9110, 14.2), with the headers of the whole.
        request.environ.pop("HTTP_RANGE", None)
        cache = self._cache()
        stored = self._kept(cache, key)
        if stored is None:
            stored = self._made_by_another(cache, key)
        if stored is None:
            g.delivery_key = key
            g.cache = "miss"
            return None
        g.cache = "hit"
        if cache is self.answers and stored.encoding == "br" and not stored.is_smallest:
            self._squeezer.submit(key)
        if cache is not self.answers:
            self._offer(cache, key, stored)
        response = Response(stored.body, stored.status, content_type=stored.content_type)
        return self._finish(response, stored)

    def _offer(self, cache: ByteCache, key: Key, stored: StoredAnswer) -> None:
        """To those who ask the same again, as long as it is kept and neither the day nor the
        revision is another one.
        """

        def find() -> StoredAnswer | None:
            of_day = cache is self.documents
            return self._kept(cache, (*key[:2], *self._moment()) if of_day else key)

        offer(stored, find)

    def _kept(self, cache: ByteCache, key: Key) -> StoredAnswer | None:
        return cache.get(key) or self.warm.get(_steady(key))

    def _made_by_another(self, cache: ByteCache, key: Key) -> StoredAnswer | None:
        """What another request is making just now; None if this one has to."""
        if not self._flights.begin(key):
            return self._flights.wait(key)
        g.delivery_flight = key
        return cache.get(key)  # it may have come in between

    def keep(self, response: Response) -> Response:
        """After a request: compress what may be kept, keep it, and send those bytes."""
        key = g.get("delivery_key")
        if key is None:
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

    def gather(self) -> None:
        """Keep whatever is asked for from now on, as small as it can be, however large it is all
        together: in a process that makes the warm store (warm/fill.py).
        """
        self.warm = Warm()
        self.answers, self.documents, self.files = (
            ByteCache(limit_bytes=_GATHERED_LIMIT_BYTES) for _ in range(3)
        )
        self._answer_quality = self._file_quality = BEST_BROTLI_QUALITY

    def hurry(self) -> None:
        """Make answers as small as they are for somebody who waits, from now on."""
        self._answer_quality = self._file_quality = QUICK_BROTLI_QUALITY

    def gathered(self) -> dict[Key, StoredAnswer]:
        """What was asked for, and does not follow what people write (Ground.revision)."""
        kept = [*self.documents.items(), *self.answers.items(), *self.files.items()]
        return {_steady(key): stored for key, stored in kept if not stored.follows}

    def land(self, _error: BaseException | None = None) -> None:
        """When a request is over, whatever became of it: let go of those who waited for it."""
        key = g.pop("delivery_flight", None)
        if key is not None:
            self._flights.land(key, g.pop("delivery_made", None))

    def _keep_answer(self, key: Key, response: Response) -> Response:
        stored = _stored(response, brotli_quality=self._answer_quality)
        if not g.get("do_not_keep", False):
            self._hand_over(stored)
            self.answers.put(key, stored)
        return self._finish(response, stored)

    def _keep_document(self, key: Key, response: Response) -> Response:
        """Documents that are not there are many, and made quickly: none of them is kept."""
        # its ETag promises these bytes, so it stays as it is
        stored = _stored(response, brotli_quality=QUICK_BROTLI_QUALITY)
        if not g.get("do_not_keep", False) and stored.status < _FAILED:
            self._hand_over(stored)
            if stored.status == HTTPStatus.OK and not g.get("of_this_moment", False):
                self.documents.put(key, stored)
        return self._finish(response, stored)

    def _keep_file(self, key: Key, response: Response) -> Response:
        stored = _stored(response, brotli_quality=self._file_quality)
        self._hand_over(stored)
        self.files.put(key, stored)
        return self._finish(response, stored)

    def _hand_over(self, stored: StoredAnswer) -> None:
        """To those who wait for it, once `land` is called."""
        g.delivery_made = stored

    def _is_answer(self) -> bool:
        return request.method == "POST" and request.path == self._update_path

    def _is_page(self) -> bool:
        rule = request.url_rule
        return rule is not None and rule.rule in self._page_rules

    def _is_chart(self) -> bool:
        rule = request.url_rule
        return rule is not None and rule.rule == self._chart_rule

    def _is_document(self) -> bool:
        return self._is_page() or self._is_chart()

    def _cache(self) -> ByteCache:
        if self._is_answer():
            return self.answers
        return self.documents if self._is_document() else self.files

    def _key(self) -> Key | None:
        if self._is_answer():
            asked: Hashable = keys.of_callback(request.get_json())
        elif request.method not in ("GET", "HEAD"):
            return None
        elif request.path.startswith(self._file_prefixes):
            if not keys.is_plain_path(request.path):
                abort(HTTPStatus.NOT_FOUND, "There is no such file.")
            return suites.without_fingerprint(request.path), accepted_encoding(request)
        elif not self._is_document():
            return self._shape_key()
        else:
            asked = self._document_key()
        return asked, accepted_encoding(request), *self._moment()

    def _moment(self) -> Key:
        """What of a key passes: the day, and the revision of what people write."""
        return _day(), self._ground.revision()

    def _document_key(self) -> Hashable:
        if self._is_page():
            return *keys.of_page_request(request, self._base_path), self._ground.is_open()
        return *keys.of_page_request(request, self._base_path), self._ground.site()

    def _shape_key(self) -> Key | None:
        # A layout function may answer each request differently; a layout that is a tree cannot.
        if request.path in self._shape_paths and not callable(self._app.layout):
            return request.path, accepted_encoding(request)
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
        for name in _LEFT_OUT:
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
        return _IMMUTABLE if self._is_versioned(request.path) else _REVALIDATE

    def _is_versioned(self, path: str) -> bool:
        if path.startswith(f"{self._base_path}{suites.ADDRESS}"):
            return self._suites.is_true(path)
        return path.startswith(self._file_prefixes) and _HASHED_NAME.search(path) is not None


def _day() -> tuple[str, ...]:
    return tuple(sorted(old_options()))


def _steady(key: Key) -> Key:
    """A key without the revision, which those of answers and documents end with."""
    return key[:_STEADY_PARTS]


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
        is_smallest=encoding == "br" and brotli_quality == BEST_BROTLI_QUALITY,
        language=response.headers.get("Content-Language", ""),
        follows=g.get("follows_revision", False),
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


def register(app: Dash, *, base_path: str, ground: Ground) -> Delivery:
    """Install the hooks on the server of `app`.

    What must not be kept sets `g.do_not_keep`; a document that says what can be reached just now
    sets `g.of_this_moment`: browsers may keep it, this server does not.

    guard.py stands before it: a key is made only of what a page could have sent.
    """
    delivery = Delivery(app, base_path=base_path, ground=ground)
    app.server.before_request(delivery.look_up)
    app.server.after_request(delivery.keep)
    app.server.teardown_request(delivery.land)
    return delivery

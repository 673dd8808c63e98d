"""The outermost layer around the app: each request gets its number, one line and one measurement.

It stands before Flask and before whatever answers without Flask, so that all of them are counted
alike. An app that answers for another process (a maker of exports) is called with the number of the
request already in its environ; then the other process writes the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from time import perf_counter
from typing import Any, Protocol

from flask import Flask, Response, g, request

from callbacks.server import logs
from callbacks.server.compression import ACCEPTED, encoding_of
from callbacks.server.watch import request_id
from callbacks.server.watch.kinds import MACHINE, kind_of

# Keys of the environ. Whoever answers from what is kept says "hit" under CACHE, else "miss"; the
# type of a failure stands under ERROR; OUTDATED is set where a page of another version asks.
NUMBER = "equity.request_id"
CACHE = "equity.cache"
ERROR = "equity.error"
OUTDATED = "equity.outdated"
# Among the extensions of a server: its caches, by name.
CACHES = "caches"

# Whoever is answered so may have asked for anything.
_NOT_OURS = frozenset(
    {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.MISDIRECTED_REQUEST}
)
Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
_ALIVE = b'{"status":"ok"}\n'
_ALIVE_HEADERS = (
    ("Content-Type", "application/json"),
    ("Content-Length", str(len(_ALIVE))),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


class Meters(Protocol):
    """What counts requests (meters.py), where the operator wants them counted."""

    def began(self) -> None:
        """A request is being answered."""

    def ended(self, kind: str, status: int, seconds: float, environ: Environ) -> None:
        """It was answered; `environ` has what was said under the keys above."""


class Gate:
    """A WSGI app around another one."""

    def __init__(
        self,
        app: Wsgi,
        *,
        base_path: str,
        is_proxied: bool,
        places: re.Pattern[str],
        meters: Meters | None = None,
    ) -> None:
        self._app, self._meters, self._places = app, meters, places
        self._base_path, self._is_proxied = base_path, is_proxied
        self._livez = f"{base_path}livez"

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, then count and write the line."""
        if NUMBER in environ:
            request_id.be(environ[NUMBER])
            return self._app(environ, start_response)
        started = perf_counter()
        number = request_id.number_of(environ, is_proxied=self._is_proxied)
        # as a header too: so it comes along to a process that answers instead of this one
        environ[NUMBER] = environ[request_id.IN_ENVIRON] = number
        request_id.be(number)
        status, size = int(HTTPStatus.INTERNAL_SERVER_ERROR), None

        def start(line: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            nonlocal status, size
            status, size = int(line[:3]), _length(headers)
            headers.append((request_id.HEADER, number))
            return start_response(line, headers, *error)

        # one word for all that compress, each of which would read the header in its own way
        if ACCEPTED in environ:
            environ[ACCEPTED] = encoding_of(environ[ACCEPTED]) or "identity"
        path = _path(environ)
        kind = kind_of(path, self._base_path)
        app = _alive if path == self._livez and is_read(environ) else self._app
        if self._meters is not None:
            self._meters.began()
        try:
            return app(environ, start)
        finally:
            seconds = perf_counter() - started
            if self._meters is not None:
                self._meters.ended(kind, status, seconds, environ)
            self._write(environ, path, kind, (status, size, seconds))
            request_id.be("")

    def _write(
        self, environ: Environ, path: str, kind: str, answer: tuple[int, int | None, float]
    ) -> None:
        """The line of a request, of `answer`: its status, bytes and seconds."""
        status, size, seconds = answer
        is_quiet = kind == MACHINE and status < HTTPStatus.BAD_REQUEST
        if not logs.is_heard(is_quiet=is_quiet):
            return
        fields = {
            "method": environ["REQUEST_METHOD"],
            "path": logs.shown_path(path, self._places, found=status not in _NOT_OURS),
            "kind": kind,
            "status": status,
            "ms": round(seconds * 1000, 2),
            "bytes": size,
            "cache": environ.get(CACHE, ""),
        }
        logs.note_access(fields, is_quiet=is_quiet)


def is_read(environ: Environ) -> bool:
    """Whether a request only asks."""
    return environ["REQUEST_METHOD"] in ("GET", "HEAD")


def _alive(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Say that the process answers: nothing is touched for it, so that nothing holds it up."""
    start_response("200 OK", list(_ALIVE_HEADERS))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [_ALIVE]


def _path(environ: Environ) -> str:
    """The path in letters: WSGI hands over its bytes as if they were Latin-1."""
    path: str = environ.get("PATH_INFO", "")
    return path if path.isascii() else path.encode("latin-1").decode("utf-8", "replace")


def _length(headers: list[tuple[str, str]]) -> int | None:
    """Bytes of the body, where the answer says how many."""
    for name, value in headers:
        if name == "Content-Length":
            return int(value)
    return None


def register(
    server: Flask, *, base_path: str, is_proxied: bool, meters: Meters | None = None
) -> None:
    """Put the gate in front of `server`, and let what runs in Flask say what a cache had."""

    @server.after_request
    def tell(response: Response) -> Response:
        cache = g.get("cache", "")
        if cache:
            request.environ[CACHE] = cache
        return response

    server.wsgi_app = Gate(  # type: ignore[method-assign]
        server.wsgi_app,
        base_path=base_path,
        is_proxied=is_proxied,
        places=server.extensions[logs.PLACES],
        meters=meters,
    )

"""What was answered from memory before is answered again before Flask: a dictionary is asked.

Flask finds out what a request asks for, in what spelling, and which headers its answer bears. All
of it is noted for requests that are the same in every part that an answer may depend on. A note
holds no bytes: whoever offers an answer says where it is kept, and a note ends with it there.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import Any

from flask import Flask, request
from werkzeug.http import parse_etags, remove_entity_headers

from callbacks.server.byte_cache import StoredAnswer
from callbacks.server.watch.gate import CACHE

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Find = Callable[[], StoredAnswer | None]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

_OFFERED = "equity.offered"
_LIMIT = 2_048
_MOST_CHARS = 600  # of a query and of the head: a longer one is no second visitor's
# All that an answer to GET may depend on. The version of the page is checked outside, a part is
# asked for inside.
_ASKED = ("PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING", "HTTP_HOST", "HTTP_ACCEPT",
          "HTTP_ORIGIN", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO", "SCRIPT_NAME",
          "wsgi.url_scheme")  # fmt: skip
_STRANGE = ("HTTP_RANGE", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")


def offer(stored: StoredAnswer, find: Find) -> None:
    """Say that `stored` answers the present request, and others like it while `find` has it."""
    request.environ[_OFFERED] = stored, find


@dataclass(frozen=True, slots=True)
class _Note:
    tag: str
    headers: Headers
    find: Find

    def body(self) -> bytes | None:
        """The bytes that it stands for; None where they are kept no more."""
        found = self.find()
        return found.body if found is not None and found.etag == self.tag else None

    @property
    def etag(self) -> str:
        return next((value for name, value in self.headers if name == "ETag"), "")


class Shortcut:
    """A WSGI app around another one."""

    def __init__(self, app: Wsgi) -> None:
        self._app = app
        self._notes: OrderedDict[tuple[str, ...], _Note] = OrderedDict()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The answer as the app gave it before, or gives it now."""
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD") or any(name in environ for name in _STRANGE):
            return self._app(environ, start_response)
        asked = tuple(environ.get(name, "") for name in _ASKED)
        found = self._found(asked)
        if found is not None:
            environ[CACHE] = "hit"
            return _sent(*found, environ, start_response)
        if method == "HEAD" or sum(map(len, asked)) > _MOST_CHARS:
            return self._app(environ, start_response)

        def start(status: str, headers: Headers, *error: Any) -> Any:
            self._note(asked, status, headers, environ.get(_OFFERED))
            return start_response(status, headers, *error)

        return self._app(environ, start)

    def _found(self, asked: tuple[str, ...]) -> tuple[_Note, bytes] | None:
        with self._lock:
            note = self._notes.get(asked)
            if note is not None:
                self._notes.move_to_end(asked)
        if note is None:
            return None
        body = note.body()
        if body is not None:
            return note, body
        with self._lock:
            self._notes.pop(asked, None)
        return None

    def _note(self, asked: tuple[str, ...], status: str, headers: Headers, offered: Any) -> None:
        """Note a whole answer; one that says it has not changed holds no body to send."""
        if offered is None or not status.startswith("200"):
            return
        stored, find = offered
        if dict(headers).get("Content-Length") != str(len(stored.body)):
            return
        with self._lock:
            kept = [header for header in headers if header[0] != "Date"]  # the server has its own
            self._notes[asked] = _Note(stored.etag, kept, find)
            while len(self._notes) > _LIMIT:
                self._notes.popitem(last=False)


def _sent(
    note: _Note, body: bytes, environ: Environ, start_response: Callable[..., Any]
) -> Iterable[bytes]:
    headers = list(note.headers)  # whoever stands outside adds its own
    known, etag = environ.get("HTTP_IF_NONE_MATCH"), note.etag
    if known and etag and parse_etags(known).contains_raw(etag):
        remove_entity_headers(headers)
        start_response(_line(HTTPStatus.NOT_MODIFIED), headers)
        return []
    start_response(_line(HTTPStatus.OK), headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _line(status: HTTPStatus) -> str:
    return f"{status.value} {status.phrase.upper()}"


def register(server: Flask) -> None:
    """Put the layer around `server`. Call before whatever checks and counts all requests."""
    server.wsgi_app = Shortcut(server.wsgi_app)  # type: ignore[method-assign]

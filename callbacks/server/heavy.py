"""Heavy requests: which they are, and how a worker has them answered in the room.

A view is heavy where it says so (`heavy(view, ...)`, at its route), and every request that names an
area which a visitor drew is. In a worker with a room (callbacks/room) such a request is handed in
whole, before its view is called; caches, headers and the log stand around it as around every other.
Where there is no room the view runs in this process.
"""

from __future__ import annotations

import io
import re
import secrets
import sys
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Flask, Response, g, request

from callbacks.room import life
from callbacks.room.door import AwayError, BusyError, Door, GaveUpError, LargeError, LateError
from callbacks.room.line import Lane
from callbacks.room.maker import Warmer
from callbacks.room.wire import Answer, Request
from callbacks.server import keys
from callbacks.server.budget import share_bytes
from callbacks.server.byte_cache import ByteCache, StoredAnswer
from callbacks.server.errors import log_failure
from callbacks.server.flights import Flights
from callbacks.server.guard import MAXIMUM_BODY_BYTES
from callbacks.server.refusals import Refusal, as_page, for_whoever_asks
from callbacks.server.turns import elsewhere
from callbacks.server.watch.gate import CACHES
from callbacks.today import old_options
from callbacks.visitor import visitor_key
from data.address import clean_path, decoded
from data.settings import Settings
from layouts import paths

EXTENSION = "room"
# What a view tells the caches around it.
_MARKS = ("do_not_keep", "cache", "never_framed")
# An area of a visitor's own, in an address or in the body of a callback: its word
# (data/outline.py), or its page and how that is asked for (data/place/own.py), in any letters.
_OWN_WORD = re.compile(r"own-[pn][0-9a-z]", re.IGNORECASE)
_OWN_PAGE = re.compile(rf"{paths.OWN}([/.?]|$)", re.IGNORECASE | re.MULTILINE)
_OWN_ASKED = re.compile(r"\b(shape|pick|at)=[^&]", re.IGNORECASE)
# A lasso sends thousands of words, which need not be read more closely.
_MAY_NAME_ONE = re.compile(r"own|[%=]", re.IGNORECASE)
# Dash names an endpoint by its path; other forms are sent once, whatever dies meanwhile.
_CALLBACKS = "_dash-update-component"
_CLIENT_LEFT = 499  # as nginx says
# Hop by hop, or made anew by the worker.
_NOT_SENT_ON = frozenset({"content-length", "connection", "date", "server", "transfer-encoding"})
# Of this server's processes alone: made before they are forked.
_SALT = secrets.token_bytes(16)

View = TypeVar("View", bound=Callable[..., Any])
Says = Callable[[Refusal], Response]


@dataclass(frozen=True, slots=True)
class Heavy:
    """How a heavy view is treated: its lane, who says that it is not its turn, and whether its
    answers (GET, 200) are kept by their address.
    """

    lane: Lane
    says: Says
    keeps: bool


def heavy(view: View, lane: Lane, *, says: Says = as_page, keeps: bool = False) -> View:
    """`view`, which is heavy from now on."""
    setattr(view, "heavy", Heavy(lane, says, keeps))  # noqa: B010 - a function has no such field
    return view


def warm_in_makers(server: Flask, warm: Warmer) -> None:
    """Have `warm` called in each maker, with its number, before its first piece of work."""
    server.extensions[EXTENSION].warmers.append(warm)


def is_flagged(server: Flask, endpoint: str) -> Heavy | None:
    """What the view of an endpoint says of itself."""
    found = getattr(server.view_functions.get(endpoint), "heavy", None)
    return found if isinstance(found, Heavy) else None


@dataclass
class Desk:
    """The heavy requests of one app, on both sides of the door."""

    server: Flask
    settings: Settings
    warmers: list[Warmer] = field(default_factory=list)
    kept: ByteCache = field(default_factory=lambda: ByteCache(limit_bytes=share_bytes("exports")))
    _flights: Flights = field(default_factory=Flights)

    # -- in a worker ----------------------------------------------------------------------------

    def hand_in(self) -> Response | None:
        """Before a view: the answer of the room; None where the view answers itself."""
        room = life.current()
        found = None if room is None else self.how()
        if room is None or found is None:
            return None
        key = self._key(found)
        try:
            if key is None:
                return self._asked(room.door, found.lane)[0]
            return self._once(room.door, found, key)
        except GaveUpError:
            g.do_not_keep = True
            return Response(status=_CLIENT_LEFT)
        except (BusyError, LateError, AwayError) as error:
            g.do_not_keep = True
            return found.says(Refusal.of(error, self.settings))

    def _once(self, door: Door, how: Heavy, key: Hashable) -> Response:
        """What is kept, or what one of all who ask for it now has made."""
        stored = self.kept.get(key) if how.keeps else None
        makes = stored is None and self._flights.begin(key)
        if stored is None and not makes:
            with door.seat():
                stored = self._flights.wait(key)
        if isinstance(stored, _Sent):
            g.cache = "hit"
            kept = _response(stored.answer)
            kept.make_conditional(request)
            return kept
        made = None
        try:
            response, made = self._asked(door, how.lane)
            if made is not None and how.keeps:
                self.kept.put(key, made)
            return response
        finally:
            if makes:
                self._flights.land(key, made)

    def _asked(self, door: Door, lane: Lane) -> tuple[Response, _Sent | None]:
        """The answer of the room, and the same to keep where it may be kept."""
        asked = _request_as_sent()
        with elsewhere():
            answer = door.ask(
                asked,
                visitor=blake2b(visitor_key(self.settings).encode(), key=_SALT).hexdigest()[:16],
                lane=lane,
                client=request.environ.get("gunicorn.socket"),
            )
        for mark, value in answer.marks.items():
            setattr(g, mark, value)
        may_be_kept = answer.status == HTTPStatus.OK and not g.get("do_not_keep", False)
        return _response(answer), _Sent.of(answer) if may_be_kept else None

    def how(self) -> Heavy | None:
        """How the present request is treated; None where it is light."""
        endpoint = request.endpoint
        if endpoint is None:
            return None
        flagged = is_flagged(self.server, endpoint)
        if flagged is None and names_own_area():
            return Heavy(Lane.QUICK, for_whoever_asks(self.server), keeps=False)
        return flagged

    def _key(self, how: Heavy) -> Any:
        """What those ask who get one answer; None where each gets its own. Of what is not kept the
        whole address: it is for those alone who follow one link at the same moment.
        """
        if request.method not in ("GET", "HEAD"):
            return None
        written = request.path, request.query_string
        asked = request.host_url, *(keys.of_file_request(request) if how.keeps else written)
        return *asked, date.today(), old_options()

    # -- in a maker -----------------------------------------------------------------------------

    def answer(self, asked: Request) -> Answer:
        """What the view of a request answers, or words in its place."""
        environ: dict[str, Any] = {
            **asked.environ,
            "wsgi.input": io.BytesIO(asked.body),
            "wsgi.errors": sys.stderr,
            "wsgi.input_terminated": True,
        }
        with self.server.request_context(environ):
            try:
                made = self.server.make_response(self._dispatched())
            except Exception as error:  # whatever it is, a maker lives on
                log_failure(error)
                made = Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
            made.direct_passthrough = False
            marks = {mark: g.get(mark) for mark in _MARKS if mark in g}
            headers = [h for h in made.headers.items() if h[0].lower() not in _NOT_SENT_ON]
            return Answer(made.status_code, headers, made.get_data(), marks)

    def _dispatched(self) -> Any:
        try:
            return self.server.dispatch_request()
        except MemoryError as error:  # it may have no more (callbacks/room/maker.py)
            log_failure(error)
            g.do_not_keep = True
            found = self.how()
            says = found.says if found else for_whoever_asks(self.server)
            return says(Refusal.of(LargeError(), self.settings))
        except Exception as error:  # as Flask does around a view
            return self.server.handle_user_exception(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent(StoredAnswer):
    """An answer of the room as the cache keeps it."""

    answer: Answer

    @classmethod
    def of(cls, answer: Answer) -> _Sent:
        return cls(
            body=answer.body,
            status=answer.status,
            content_type="",
            encoding="",
            etag="",
            answer=answer,
        )


def names_own_area() -> bool:
    """Whether the present request is about an area that a visitor drew, read as pages read it:
    whoever spells it otherwise gets the same page, so it is the same work.
    """
    if request.method != "POST":
        said = keys.as_read(request)
    elif (request.endpoint or "").endswith(_CALLBACKS):
        texts = filter(_MAY_NAME_ONE.search, _texts(request.get_json(silent=True)))
        said = "\n".join(f"{decoded(text)}\n{clean_path(text)}" for text in texts)
    else:
        return False
    if _OWN_WORD.search(said):
        return True
    return _OWN_PAGE.search(said) is not None and _OWN_ASKED.search(said) is not None


def _texts(part: Any) -> Iterator[str]:
    """Every text that is a value of a payload."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


def _request_as_sent() -> Request:
    return Request.of(request.environ, _body())


def _body() -> bytes:
    """What was sent, kept for whoever reads it next; nothing where no view would read it."""
    if (request.content_length or 0) > MAXIMUM_BODY_BYTES:
        return b""
    return request.get_data()


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, answer.headers)


def register(server: Flask, settings: Settings) -> None:
    """Install the desk; after what refuses and remembers, before the routes."""
    desk = server.extensions[EXTENSION] = Desk(server, settings)
    server.extensions[CACHES]["exports"] = desk.kept
    server.before_request(desk.hand_in)

"""The number of a request: in its answer, on the page of a failure, in every line of the log.

It says nothing of a visitor: it is new for each request. Where proxies of one's own stand in front,
theirs is kept, so that one number finds a request in both logs.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from flask import has_request_context, request

HEADER = "X-Request-ID"
IN_ENVIRON = "HTTP_X_REQUEST_ID"
# Of UUIDs and of nginx's `$request_id`; nothing that a log, a page or a header reads as its own.
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Twelve digits: short enough to be read over a telephone.
_OWN_BYTES = 6

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """That of the request which this thread answers; empty outside of one.

    In a process that answers for a worker it is the one that came with the request.
    """
    number = _current.get()
    if not number and has_request_context():
        given = request.environ.get(IN_ENVIRON, "")
        return given if _SANE.fullmatch(given) else ""
    return number


def be(number: str) -> None:
    """Answer the request `number` in this thread from now on; none where it is empty."""
    _current.set(number)


def number_of(environ: Mapping[str, Any], *, is_proxied: bool) -> str:
    """The number of a request: the proxy's own if `is_proxied` and it is sane, else a new one."""
    given = environ.get(IN_ENVIRON, "") if is_proxied else ""
    return given if _SANE.fullmatch(given) else secrets.token_hex(_OWN_BYTES)

"""One JSON line an event on standard output. No address, no query and no browser name is kept:
a query names the places that a visitor looks at, and that is nobody's business.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
import traceback
from datetime import UTC, datetime
from http import HTTPStatus

from flask import Flask, Response, g, request

ACCESS = logging.getLogger("equity.access")
ERRORS = logging.getLogger("equity.errors")
_PLACE = re.compile(
    r"(/place/|/fact-sheets/[^/]+/|/api/v1/(?:places|estimates)/)[^/.]+", re.IGNORECASE
)
_PLAIN = re.compile(r"[a-z_.…-]{0,20}")
# Addresses that pages write and nobody types.
_OWN_FILES = ("/assets/", "/bundles/", "/_dash-")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; `extra={"fields": {...}}` adds keys of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a line break inside."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "event": record.getMessage(),
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure(level: str) -> None:
    """Send the log of this app to standard output from `level` up; calling again is harmless."""
    logger = logging.getLogger("equity")
    logger.setLevel(level)
    logger.propagate = False
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(JsonFormatter())
        logger.addHandler(handler)


def path_without_place(*, found: bool = True) -> str:
    """The path of the present request. Which place somebody reads about is left out.

    Of a page that was not `found` only plain words are kept: what somebody mistyped may name one.
    """
    path = _PLACE.sub(r"\1…", request.path)
    if found or any(part in path for part in _OWN_FILES):
        return path
    return "/".join(part if _PLAIN.fullmatch(part) else "…" for part in path.split("/"))


def frames_of(error: BaseException) -> str:
    """Where `error` happened: its trace without its message, which may quote what was asked for."""
    return "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__


def register(server: Flask) -> None:
    """Log every request of `server`: method, path, status, milliseconds, bytes, cache."""

    @server.before_request
    def start_clock() -> None:
        g.started = time.perf_counter()

    @server.after_request
    def log_access(response: Response) -> Response:
        started = g.get("started")
        fields = {
            "method": request.method,
            "path": path_without_place(found=response.status_code != HTTPStatus.NOT_FOUND),
            "status": response.status_code,
            "ms": None if started is None else round((time.perf_counter() - started) * 1000, 2),
            "bytes": response.content_length,
            "cache": g.get("cache", ""),
        }
        ACCESS.info("access", extra={"fields": fields})
        return response

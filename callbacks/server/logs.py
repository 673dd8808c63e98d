"""One JSON line an event on standard output. No address, no query and no browser name is kept:
a query names the places that a visitor looks at, and that is nobody's business.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

ACCESS = logging.getLogger("equity.access")
ERRORS = logging.getLogger("equity.errors")
_PLACE = re.compile(r"(/place/|/fact-sheets/[^/]+/)[^/.]+")


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


def path_without_place() -> str:
    """The path of the present request. Which place somebody reads about is left out."""
    return _PLACE.sub(r"\1…", request.path)


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
            "path": path_without_place(),
            "status": response.status_code,
            "ms": None if started is None else round((time.perf_counter() - started) * 1000, 2),
            "bytes": response.content_length,
            "cache": g.get("cache", ""),
        }
        ACCESS.info("access", extra={"fields": fields})
        return response

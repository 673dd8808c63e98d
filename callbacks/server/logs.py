"""One JSON line an event on standard output, with the number of its request. No address, no query
and no browser name is kept: a query names the places that a visitor looks at, and that is nobody's
business.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime

from callbacks.server.watch import request_id

ACCESS = logging.getLogger("equity.access")
ERRORS = logging.getLogger("equity.errors")
_PLACE = re.compile(
    r"(/place/|/fact-sheets/[^/]+/|/api/v1/(?:places|estimates)/)[^/.]+", re.IGNORECASE
)
_PLAIN = re.compile(r"[a-z_.…-]{0,20}")
# Addresses that pages write and nobody types.
_OWN_FILES = ("/assets/", "/bundles/", "/_dash-")
_PATH_CHARS = 200


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; `extra={"fields": {...}}` adds keys of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a line break inside."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "event": record.getMessage(),
        }
        number = request_id.current()
        if number:
            line["request"] = number
        line.update(getattr(record, "fields", {}))
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        # In ASCII: no letter of a path is a line break, or a command to a terminal.
        return json.dumps(line)


def configure(level: str) -> None:
    """Send the log of this app to standard output from `level` up; calling again is harmless."""
    logger = logging.getLogger("equity")
    logger.setLevel(level)
    logger.propagate = False
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(JsonFormatter())
        logger.addHandler(handler)


def shown_path(path: str, *, found: bool = True) -> str:
    """`path` as the log keeps it. Which place somebody reads about is left out.

    Of a page that was not `found` only plain words are kept: what somebody mistyped may name one.
    """
    path = _PLACE.sub(r"\1…", path)[:_PATH_CHARS]
    if found or any(part in path for part in _OWN_FILES):
        return path
    return "/".join(part if _PLAIN.fullmatch(part) else "…" for part in path.split("/"))


def frames_of(error: BaseException) -> str:
    """Where `error` happened: its trace without its message, which may quote what was asked for."""
    return "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__


def is_heard(*, is_quiet: bool) -> bool:
    """Whether a line about a request would be written; `is_quiet` are those of machines."""
    return ACCESS.isEnabledFor(logging.DEBUG if is_quiet else logging.INFO)


def note_access(fields: Mapping[str, object], *, is_quiet: bool) -> None:
    """One line about a request: method, path, kind, status, milliseconds, bytes, cache."""
    write = ACCESS.debug if is_quiet else ACCESS.info
    write("access", extra={"fields": fields})

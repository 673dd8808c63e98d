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
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Protocol

from callbacks.server.watch import request_id

ACCESS = logging.getLogger("equity.access")
ERRORS = logging.getLogger("equity.errors")
# Among the extensions of a server: which part of a path names a place.
PLACES = "logged_places"
# What rules call a place.
_PLACE_NAMES = ("place", "place_id")
_PARTS = re.compile(r"<(?:[^<>:]+:)?(?P<name>\w+)>")
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


class Rule(Protocol):
    """A rule of werkzeug's map, as written."""

    rule: str


def places_in(rules: Iterable[Rule], pages: Iterable[str], *, base_path: str) -> re.Pattern[str]:
    """The parts of a path that name a place: by the `rules` of a server, and below `pages`, which
    have no rule of their own. At any depth, for a picture of a link has the path of its page in its
    own. Groups: what comes before a place, and what its file ends in.
    """
    written = {rule.rule.removeprefix(base_path.rstrip("/")) for rule in rules}
    written |= {f"{page}/<{_PLACE_NAMES[0]}>" for page in pages}
    before: set[str] = set()
    endings: set[str] = set()
    for rule in written:
        place = next((part for part in _PARTS.finditer(rule) if part["name"] in _PLACE_NAMES), None)
        if place is None:
            continue
        before.add(_as_asked(rule[: place.start()]))
        endings.update(map(re.escape, re.findall(r"^\.\w+$", rule[place.end() :])))
    ahead, ended = ("|".join(sorted(some)) or "(?!)" for some in (before, endings))
    return re.compile(rf"({ahead})[^/]+?((?:{ended})\W*)?(?=/|$)", re.IGNORECASE)


def _as_asked(start: str) -> str:
    """A pattern of the `start` of a rule, also with slashes that are one too many."""
    pieces = (_PARTS.sub("<", piece) for piece in start.split("/"))
    first, *others = (re.escape(piece).replace("<", "[^/]+") for piece in pieces if piece)
    # one slash at first: a path may be thousands of them
    return "".join((f"/{first}", *(f"/+{other}" for other in others), "/+"))


def shown_path(path: str, places: re.Pattern[str], *, found: bool = True) -> str:
    """`path` as the log keeps it, without its `places`: which one somebody reads about is left out.

    Of an address that was not `found` only plain words are kept: what was mistyped may name one.
    """
    path = places.sub(lambda part: f"{part[1]}…{part[2] or ''}", path)[:_PATH_CHARS]
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

"""What a request asks for, in one spelling: requests that are answered alike have one key.

Whoever could spell one thing in many ways would make the server do one thing many times, and push
what others ask for out of its memory.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

import orjson
from dash._utils import stringify_id
from flask import Request

from data.address import FILE_PARAMETERS, PAGE_PARAMETERS, clean_path, query_parameters
from layouts import ids


def of_callback(payload: Mapping[str, Any]) -> bytes:
    """The key of a callback request that guard.py has let pass.

    It is made of the output, and of the values of inputs and states in the order in which the
    callback declares them; of outputs it has the ids, which say what matched a pattern. The
    address of a page is in the spelling of `of_page`. What else a request says reaches no callback,
    but for what it was called for: one with a single input knows that without being told
    (callbacks/routing.py, `triggered`).
    """
    inputs = payload.get("inputs") or []
    asked = [
        payload["output"],
        _ids(payload.get("outputs")),
        [_value(entry) for entry in inputs],
        [_value(entry) for entry in payload.get("state") or []],
        changed_names(payload) if len(inputs) > 1 else None,
    ]
    text = orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)
    return blake2b(text, digest_size=20).digest()


def _value(entry: Any) -> Any:
    """The value of a property; with their ids those of all that match a pattern."""
    if isinstance(entry, list):
        return [[one["id"], one.get("value")] for one in entry]
    value = entry.get("value")
    if entry["id"] == ids.LOCATION and isinstance(value, str):
        return _OF_ADDRESS.get(entry["property"], str)(value)
    return value


def _ids(outputs: Any) -> Any:
    """The ids of what is written to, in their lists. A property may end in any mark of a page."""
    if isinstance(outputs, list):
        return [_ids(one) for one in outputs]
    return outputs and outputs["id"]


def changed_names(payload: Mapping[str, Any]) -> list[str]:
    """Which inputs of the request are said to have changed, in order; a name that is none of its
    inputs says nothing. None is the dot by which Dash tells of a page that has just come.
    """
    changed = payload.get("changedPropIds") or ["."]
    known = {"."}
    for entry in payload.get("inputs") or []:
        for one in entry if isinstance(entry, list) else [entry]:
            known.add(f"{stringify_id(one['id'])}.{one['property']}")
    return sorted(known.intersection(changed))


def of_page(path: str, query: str) -> tuple[str, str]:
    """The path (below the base path) and the query by which a page is made: those of `path` and
    `query` in one spelling and order, without what no page reads, such as the marks that other
    sites put on their links.
    """
    return clean_path(path), _plain_query(query, PAGE_PARAMETERS)


def of_page_request(request: Request, base_path: str) -> tuple[str, str]:
    """`of_page` of the present request."""
    path = "/" + request.path.removeprefix(base_path)
    return of_page(path, request.query_string.decode("utf-8", "replace"))


def of_file_request(request: Request) -> tuple[str, str]:
    """Path and query by which a file is made that a view makes of its query (heavy.py)."""
    query = request.query_string.decode("utf-8", "replace")
    return request.path, _plain_query(query, FILE_PARAMETERS)


def _plain_query(query: str, read: frozenset[str]) -> str:
    found = query_parameters(query)
    known = {name: found[name] for name in sorted(found) if name in read}
    plain = urlencode(known, safe=",")
    return plain if query_parameters(plain) == known else query


def as_read(request: Request) -> str:
    """Path and query of the present request as pages read them, in one text: whoever looks for a
    word in an address finds it however that is spelled.
    """
    asked = query_parameters(request.query_string.decode("utf-8", "replace"))
    said = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{clean_path(request.path)}?{said}"


# What a page is drawn from (callbacks/routing.py). Locations of Explore and others are not here:
# their callbacks compare what was written with what they would write.
_OF_ADDRESS: Mapping[str, Callable[[str], str]] = {
    "pathname": clean_path,
    "search": lambda query: _plain_query(query, PAGE_PARAMETERS),
}


def is_plain_path(path: str) -> bool:
    """True for the one spelling of a file's path: no `.`, no `..`, no second slash."""
    return posixpath.normpath(path) == path and "\\" not in path

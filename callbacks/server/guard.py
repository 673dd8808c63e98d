"""Refuse what no page of this app sends, before Dash meets it (it would answer 500).

A callback request is compared with the callback it names: same number of inputs, states and
outputs, same ids and properties. What the values mean is for the callback to judge.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from dash import Dash
from flask import Flask, Response, abort, request
from flask.json.provider import DefaultJSONProvider

from callbacks.server.errors import refusal

# A lasso over every census tract sends about 300 kB.
MAXIMUM_BODY_BYTES = 1_000_000
# The deepest value that a page sends (a point of a selection) has nine levels.
MAXIMUM_DEPTH = 40

# All that Dash's browser code sends.
_KEYS = frozenset(
    ("output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds")
)
_MANY = (["ALL"], ["ALLSMALLER"])
# Of dcc.Location, on every page.
_TEXT_PROPERTIES = ("href", "pathname", "search", "hash")


class MalformedError(ValueError):
    """The payload is not one that a page of this app can send; the message says why."""


class StrictJson(DefaultJSONProvider):
    """Reads JSON with orjson: faster, and it refuses NaN, lone surrogates and deep nesting."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """The value of `s`. Raises ValueError."""
        return orjson.loads(s)


def check_payload(payload: object, callback_map: Mapping[str, Mapping[str, Any]]) -> None:
    """Compare a callback request with the callback that it names.

    Raises:
        LookupError: no callback has that output.
        MalformedError: the rest does not fit that callback.

    """
    if not isinstance(payload, dict):
        raise MalformedError("The payload must be an object.")
    if not payload.keys() <= _KEYS:
        raise MalformedError("The payload may hold no more than what a page of this app sends.")
    _check_depth(payload)
    output = payload.get("output")
    if not isinstance(output, str):
        raise MalformedError("`output` must be a text.")
    callback = callback_map.get(output)
    # A callback that runs in the browser is in the map without a function.
    if callback is None or "callback" not in callback:
        raise LookupError("No callback has this output.")
    if not callback.get("no_output"):
        _check_outputs(payload.get("outputs"), callback["output"])
    _check_list(payload.get("inputs"), callback["inputs"], name="inputs")
    _check_list(payload.get("state", []), callback["state"], name="state")
    _check_changed(payload.get("changedPropIds", []))


def _check_depth(payload: object) -> None:
    level: list[object] = [payload]
    for _ in range(MAXIMUM_DEPTH):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise MalformedError("The payload is nested too deeply.")


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _check_outputs(given: object, declared: Any) -> None:
    if not isinstance(declared, list | tuple):
        _check_entry(given, declared.to_dict(), name="outputs")
        return
    _check_list(given, [output.to_dict() for output in declared], name="outputs")


def _check_list(given: object, declared: Sequence[Mapping[str, Any]], *, name: str) -> None:
    if not isinstance(given, list) or len(given) != len(declared):
        raise MalformedError(f"`{name}` must be a list of {len(declared)}.")
    for entry, expected in zip(given, declared, strict=True):
        _check_entry(entry, expected, name=name)


def _check_entry(entry: object, expected: Mapping[str, Any], *, name: str) -> None:
    """One component property, or the list of those that match an ALL pattern."""
    pattern = _pattern(expected["id"])
    if any(value in _MANY for value in pattern.values()):
        if not isinstance(entry, list):
            raise MalformedError(f"`{name}`: a pattern needs a list.")
        entries = entry
    else:
        entries = [entry]
    for one in entries:
        if not isinstance(one, dict) or _property(one) != expected["property"]:
            raise MalformedError(f"`{name}`: another property was expected.")
        if one["property"] in _TEXT_PROPERTIES and not isinstance(one.get("value"), str | None):
            raise MalformedError(f"`{name}`: an address is a text.")
        if not _same_id(one.get("id"), expected["id"], pattern):
            raise MalformedError(f"`{name}`: another id was expected.")


def _property(entry: Mapping[str, Any]) -> object:
    """The property without the mark that tells the outputs of several callbacks apart."""
    given = entry.get("property")
    return given.partition("@")[0] if isinstance(given, str) else given


def _pattern(component_id: str) -> dict[str, Any]:
    """The keys of an id that is a pattern; empty for a plain one."""
    return json.loads(component_id) if component_id.startswith("{") else {}


def _same_id(given: object, expected: str, pattern: Mapping[str, Any]) -> bool:
    if not pattern:
        return given == expected
    if not isinstance(given, dict) or given.keys() != pattern.keys():
        return False
    return all(
        isinstance(given[key], str | int | float)
        if isinstance(value, list)
        else given[key] == value
        for key, value in pattern.items()
    )


def _check_changed(changed: object) -> None:
    if not isinstance(changed, list) or not all(isinstance(item, str) for item in changed):
        raise MalformedError("`changedPropIds` must be a list of texts.")
    for item in changed:
        component_id, dot, _ = item.rpartition(".")
        if not dot:
            raise MalformedError("`changedPropIds`: an id and a property were expected.")
        if component_id.startswith("{") and not _is_object(component_id):
            raise MalformedError("`changedPropIds`: an id is not an object.")


def _is_object(text: str) -> bool:
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False


def register(app: Dash, *, base_path: str) -> None:
    """Check every callback request to `app`; refuse bad paths and tools for developers."""
    server: Flask = app.server
    server.json = StrictJson(server)
    server.config["MAX_CONTENT_LENGTH"] = MAXIMUM_BODY_BYTES
    update_path = f"{base_path}_dash-update-component"
    developer_path = f"{base_path}_reload-hash"

    @server.before_request
    def refuse_what_no_page_sends() -> Response | None:
        if "\0" in request.path or request.path == developer_path:
            abort(HTTPStatus.NOT_FOUND, "There is nothing here.")
        if request.path != update_path or request.method != "POST":
            return None
        try:
            check_payload(request.get_json(), app.callback_map)
        except LookupError as error:
            return refusal(HTTPStatus.NOT_FOUND, str(error))
        except MalformedError as error:
            return refusal(HTTPStatus.BAD_REQUEST, str(error))
        return None

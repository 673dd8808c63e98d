"""No export forgets that it is heavy: what is answered in a worker leaves the worker as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from dash import Dash
from flask import Flask

from callbacks.server.heavy import EXTENSION
from data.address import decoded, query_parameters
from data.atlas.places import place_named
from data.models import Geography, PlaceId
from data.outline import encoded
from data.place.own import own_asked
from layouts import paths
from tests import shared
from tests.browser.serving import ROOT
from tests.integration.test_server_log import named_places

UPDATE = "/_dash-update-component"

LIMIT_S = 300
MOST_BYTES = 1_000_000
# Words and tables. Whatever else is sent was made: it is heavy, or a file of the repository.
LIGHT = ("text/", "application/json", "application/problem+json", "image/svg+xml", "image/x-icon")
# Nothing stands there: what would be below them has a rule of its own.
NOTHING = {"/_reload-hash", "/api/<path:path>", "/embed", "/embed/"}
# One process for the whole machine makes it (docs/decisions/0131).
NOT_COUNTED = "/download/kansas-city-health-equity-<version>."


@pytest.fixture(scope="module")
def walked() -> dict[str, Any]:
    """What tests/room_walk.py saw, in a process that has loaded nothing but the app."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.room_walk"],
        cwd=ROOT,
        env={**os.environ, "WARM_STORE": "off"},
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT_S,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_every_address_is_heavy_or_was_asked(walked: dict[str, Any]) -> None:
    """A route that is new is asked here too, with values that it understands."""
    answered = {(one["rule"], one["method"]) for one in walked["seen"] if one["status"] < 400}
    for rule, method, is_heavy in walked["rules"]:
        if not is_heavy and rule not in NOTHING and not rule.startswith(NOT_COUNTED):
            assert (rule, method) in answered, f"{method} {rule}"
    assert {rule for rule, _, _ in walked["rules"]} >= NOTHING
    assert any(rule.startswith(NOT_COUNTED) for rule, _, _ in walked["rules"])


def test_what_is_not_heavy_loads_nothing_and_begins_nothing(walked: dict[str, Any]) -> None:
    heavy, light = (
        [one for one in walked["seen"] if one["is_heavy"] is so] for so in (True, False)
    )
    needed = {name.partition(".")[0] for one in heavy for name in one["loaded"]}
    assert {"pptx", "docx", "PIL"} <= needed  # so the walk sees what it looks for
    assert any(one["begun"] for one in heavy)
    for one in light:
        said = f"{one['method']} {one['address']}"
        assert not needed & {name.partition(".")[0] for name in one["loaded"]}, said
        assert not one["begun"], said
        assert one["size"] < MOST_BYTES, said
        assert not one["kind"] or one["kind"].startswith(LIGHT), said


# -- areas that visitors draw -------------------------------------------------------------------

OUTLINE = encoded(((-9458000, 3907000), (-9455000, 3907000), (-9455000, 3910000)))
# The shortest word, a whole one, and both as people and programs write them.
WORDS = (
    "own-n32",
    "own-n32_52-p4x",
    f"own-p{OUTLINE}",
    "OWN-N32",
    "own%2Dn32",
    "Own-N32",
    "own%252Dn32",
)
ASKED = (
    "pick=32",
    f"shape={OUTLINE}",
    "at=39.06,-94.55&miles=1",
    "PICK=32",
    f"name=x&amp;shape={OUTLINE}",
    f"s%2568ape={OUTLINE}",
    "%70ick=32",
    "pick%3D32",
)


PATHS = (
    "/place/own",
    "/Place/Own/",
    "/place/own.",
    "/place//own",
    "/place/./own",
    "/place/%256fwn",
)


def is_drawn(server: Flask, address: str, **more: Any) -> bool:
    with server.test_request_context(address, **more):
        how = server.extensions[EXTENSION].how()
        return how is not None


def posted(pathname: str, search: str) -> dict[str, Any]:
    """What a living page asks when it is opened at an address."""
    inputs = [
        {"id": "url", "property": name, "value": value}
        for name, value in (("pathname", pathname), ("search", search))
    ]
    return {"method": "POST", "json": {"output": "shell.children", "inputs": inputs}}


@pytest.mark.parametrize("word", WORDS)
def test_an_area_of_a_visitor_is_heavy_wherever_it_is_asked_for(real_app: Dash, word: str) -> None:
    server, atlas = real_app.server, shared.services().atlas
    named = place_named(atlas, decoded(word))
    assert named and PlaceId.parse(named) == PlaceId(Geography.OWN, named.removeprefix("own-"))
    for path in named_places(server, "", word):
        if not path.startswith((paths.PREVIEW, f"{paths.PLACE}/", f"{paths.NUMBER}/")):
            assert is_drawn(server, path), path
    for path in ("/", "/compare", "/fact-sheets", "/api/v1/compare"):
        assert is_drawn(server, f"{path}?places=city,{word}"), path
        assert is_drawn(server, UPDATE, **posted(path, f"?places=city,{decoded(word)}")), path
    assert is_drawn(server, UPDATE, **posted(f"/place/{decoded(word)}", ""))


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("path", PATHS)
def test_its_page_is_heavy_however_it_is_asked_for(real_app: Dash, path: str, asked: str) -> None:
    server, atlas = real_app.server, shared.services().atlas
    assert own_asked(atlas, query_parameters(asked)).word
    assert is_drawn(server, f"{path}?{asked}")
    assert is_drawn(server, UPDATE, **posted(path, f"?{asked}"))
    assert not is_drawn(server, path)
    assert not is_drawn(server, UPDATE, **posted(path, "?lang=es"))


def test_it_is_heavy_however_its_letters_are_written_in_a_callback(real_app: Dash) -> None:
    """What is no text of the payload is not taken for one."""
    said = json.dumps(posted("/compare", "?places=city,own-n32")["json"])
    sent = {"method": "POST", "content_type": "application/json"}
    for letters in ("own\\u002dn32", "\\u006fwn-n32", "own%2Dn32", "own%25252dn32"):
        data = said.replace("own-n32", letters)
        assert is_drawn(real_app.server, UPDATE, data=data, **sent), letters
    for data in (said.replace("own-n32", "zip-64130"), "own-n32", "", "[1, null]"):
        assert not is_drawn(real_app.server, UPDATE, data=data, **sent), data


def test_no_other_address_is_taken_for_one(real_app: Dash) -> None:
    for address in shared.ADDRESSES:
        drawn = "own-" in address or "pick=" in address or "at=" in address or "shape=" in address
        assert is_drawn(real_app.server, address) == drawn, address

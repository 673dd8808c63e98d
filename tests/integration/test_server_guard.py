"""Nothing a stranger sends gets a 500 or a trace."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from callbacks.server.guard import MAXIMUM_BODY_BYTES

UPDATE = "/_dash-update-component"
GOOD: dict[str, Any] = {
    "output": "..echo.children...length.children..",
    "outputs": [{"id": "echo", "property": "children"}, {"id": "length", "property": "children"}],
    "inputs": [{"id": "word", "property": "value", "value": "a"}],
    "state": [{"id": "times", "property": "data", "value": 2}],
    "changedPropIds": ["word.value"],
}
GOOD_PATTERN: dict[str, Any] = {
    "output": "sum.children",
    "outputs": {"id": "sum", "property": "children"},
    "inputs": [
        [
            {"id": {"type": "item", "index": index}, "property": "n_clicks", "value": index}
            for index in range(3)
        ]
    ],
    "changedPropIds": ['{"index":1,"type":"item"}.n_clicks'],
}
JUNK: list[Any] = [
    None,
    [],
    {},
    "",
    0,
    True,
    1e300,
    "echo.children",
    [None],
    [[]],
    [{}],
    {"id": None},
    [{"id": "word"}],
    {"id": {"type": []}, "property": "n_clicks"},
    [[{"id": {"type": "item", "index": {}}, "property": "n_clicks"}]],
    "../../etc/passwd",
    "{not json.value",
]


def test_good_payloads_pass(client: FlaskClient) -> None:
    assert client.post(UPDATE, json=GOOD).status_code == 200
    answer = client.post(UPDATE, json=GOOD_PATTERN)
    assert answer.json == {"multi": True, "response": {"sum": {"children": 3}}}


def without_and_with_junk(good: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each key taken away, and each key replaced by each piece of junk."""
    for key in good:
        yield {name: value for name, value in good.items() if name != key}
        for junk in JUNK:
            yield {**good, key: junk}


def inner_junk(good: dict[str, Any], rng: random.Random, count: int) -> Iterator[Any]:
    """Junk somewhere inside: a random node of the tree is replaced."""
    for _ in range(count):
        tree = json.loads(json.dumps(good))
        parent, key = tree, rng.choice(list(tree))
        while isinstance(parent[key], dict | list) and parent[key] and rng.random() < 0.8:
            parent = parent[key]
            key = rng.choice(list(parent) if isinstance(parent, dict) else range(len(parent)))
        parent[key] = rng.choice(JUNK)
        yield tree


def test_generated_payloads_never_break_the_server(client: FlaskClient) -> None:
    rng = random.Random(2026)
    payloads: list[Any] = list(JUNK)
    for good in (GOOD, GOOD_PATTERN):
        payloads += without_and_with_junk(good)
        payloads += inner_junk(good, rng, 150)
    assert len(payloads) > 400
    statuses = set()
    for body in payloads:
        answer = client.post(UPDATE, json=body)
        statuses.add(answer.status_code)
        assert answer.status_code < 500, body
        assert "Traceback" not in answer.text
        if answer.status_code >= 400:
            assert answer.json["error"]["why"]
    assert {400, 404} <= statuses


@pytest.mark.parametrize("body", [[], {}, None, "text", 7, [GOOD]])
def test_wrong_shapes_are_400(client: FlaskClient, body: object) -> None:
    answer = client.post(UPDATE, data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("output", ["nothing.children", "echo.children", "quick.title", ""])
def test_unknown_outputs_are_404(client: FlaskClient, output: str) -> None:
    # The third one is answered in the browser, never here.
    assert client.post(UPDATE, json={**GOOD, "output": output}).status_code == 404


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"output": NaN}',
        b'"\\ud800"',
        b"[" * 100_000,
        b'{"a":' * 500 + b"1" + b"}" * 500,
        b'{"output": "sum.children", "inputs": ' + b"[" * 90 + b"]" * 90 + b"}",
    ],
)
def test_what_is_not_reasonable_json_is_400(client: FlaskClient, raw: bytes) -> None:
    answer = client.post(UPDATE, data=raw, content_type="application/json")
    assert answer.status_code == 400


def test_other_content_types_are_415(client: FlaskClient) -> None:
    assert client.post(UPDATE, data=json.dumps(GOOD)).status_code == 415


def test_oversized_bodies_are_413(client: FlaskClient) -> None:
    big = {**GOOD, "changedPropIds": ["x" * MAXIMUM_BODY_BYTES]}
    assert client.post(UPDATE, json=big).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/_dash-component-suites/nothing/index.js",
        "/_dash-component-suites/dash/nothing.js",
        "/_dash-component-suites/dash/../../app.py",
        "/_dash-component-suites/dash/%00",
        "/_dash-component-suites/os/path.py",
        "/assets/nothing.js",
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/assets/%00",
        "/assets/",
        "/place/%00",
        "/.env",
        "/wp-login.php",
        "/%ff%fe",
        "/_reload-hash",
        "/" + "a" * 5000,
    ],
)
def test_bad_paths_are_404(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("query", ["%ff", "a=%00", "lang=es&lang=en", "&&&==", "a" * 5000])
def test_bad_queries_are_answered(client: FlaskClient, query: str) -> None:
    assert client.get(f"/?{query}").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_other_methods_are_405(client: FlaskClient, method: str) -> None:
    answer = client.open("/", method=method)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_an_unexpected_failure_is_logged_and_not_shown(client: FlaskClient) -> None:
    def fail() -> str:
        raise RuntimeError("private detail")

    client.application.add_url_rule("/fails", view_func=fail)
    answer = client.get("/fails")
    assert answer.status_code == 500
    assert "private detail" not in answer.text
    assert answer.json["error"]["title"] == "Internal Server Error"

"""Caches: the same bytes as without them, fewer of them, and asked for once."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import brotli
import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callbacks.server.byte_cache import ByteCache, StoredAnswer
from callbacks.server.compression import compress
from callbacks.server.squeezer import Squeezer
from tests.conftest import AppMaker

UPDATE = "/_dash-update-component"
ECHO = "..echo.children...length.children.."


def payload(word: object = "a", times: int = 2) -> dict[str, Any]:
    return {
        "output": ECHO,
        "outputs": [
            {"id": "echo", "property": "children"},
            {"id": "length", "property": "children"},
        ],
        "inputs": [{"id": "word", "property": "value", "value": word}],
        "state": [{"id": "times", "property": "data", "value": times}],
        "changedPropIds": ["word.value"],
    }


def ask(client: FlaskClient, body: dict[str, Any], encoding: str = "br") -> TestResponse:
    return client.post(UPDATE, json=body, headers={"Accept-Encoding": encoding})


def read(answer: TestResponse) -> Any:
    plain = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    return json.loads(plain[answer.headers.get("Content-Encoding")](answer.data))


def shared(answer: TestResponse) -> dict[str, str]:
    """Headers that are the same however often it is asked for."""
    own = ("Content-Length", "X-Request-ID")
    return {key: value for key, value in answer.headers.items() if key not in own}


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity", "gzip, deflate, br, zstd", ""])
def test_hit_equals_miss(client: FlaskClient, calls: list[object], encoding: str) -> None:
    body = payload("neighborhood " * 100)
    miss, hit = ask(client, body, encoding), ask(client, body, encoding)
    assert len(calls) == 1
    assert hit.status_code == miss.status_code == 200
    assert read(hit) == read(miss)
    assert shared(hit) == shared(miss)
    expected = "br" if "br" in encoding else "gzip" if "gzip" in encoding else None
    assert miss.headers.get("Content-Encoding") == expected
    assert miss.headers["Cache-Control"] == "no-store"
    assert read(hit)["response"]["echo"]["children"] == "neighborhood " * 200


def test_each_encoding_and_each_body_is_its_own_entry(
    client: FlaskClient, calls: list[object]
) -> None:
    words = ["x" * 600, "y" * 600]
    for word in words:
        for encoding in ("br", "gzip"):
            answer = ask(client, payload(word), encoding)
            assert read(answer)["response"]["echo"]["children"] == word * 2
    assert calls == [words[0], words[0], words[1], words[1]]


def test_short_answers_are_kept_but_not_compressed(
    client: FlaskClient, calls: list[object]
) -> None:
    assert "Content-Encoding" not in ask(client, payload()).headers
    assert read(ask(client, payload()))["response"]["length"]["children"] == 1
    assert len(calls) == 1


def test_failed_callbacks_are_not_kept(client: FlaskClient, calls: list[object]) -> None:
    for count in (1, 2):
        answer = ask(client, payload(word=None))
        assert answer.status_code == 200
        assert read(answer)["sideUpdate"] == {"notice": {"children": "It did not work"}}
        assert "Trace" not in answer.text
        assert len(calls) == count


def test_refusals_are_not_kept(make_small_app: AppMaker) -> None:
    client = make_small_app().server.test_client()
    assert client.post(UPDATE, json=[]).status_code == 400
    assert client.post(UPDATE, json=[]).status_code == 400


def file_addresses(client: FlaskClient) -> list[str]:
    text = client.get("/").text
    told = json.loads(re.findall(r'<script id="start"[^>]*>([^<]+)', text)[0])
    own = re.findall(r'"([^"]+/page\.[^"]+)"', text)
    return [*own, *told["bundles"].values(), *told["scripts"]]


def test_versioned_files_are_asked_for_once(client: FlaskClient) -> None:
    addresses = file_addresses(client)
    assert any("_dash-component-suites" in address for address in addresses)
    for address in addresses:
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["ETag"]


def test_hashed_names_are_immutable_and_plain_names_are_not(client: FlaskClient) -> None:
    plain = client.get("/assets/icons/icon.svg")
    assert plain.headers["Cache-Control"] == "no-cache"
    assert client.get("/assets/geo/nothing-0123abcd.geojson").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/", "/_dash-layout", "/_dash-dependencies", "/assets/clientside/shared/empty_world.js"],
)
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_second_visit_costs_no_body(client: FlaskClient, path: str, encoding: str) -> None:
    headers = {"Accept-Encoding": encoding}
    first = client.get(path, headers=headers)
    assert first.status_code == 200
    again = client.get(path, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    other = client.get(path, headers={**headers, "If-None-Match": '"other"'})
    assert other.status_code == 200
    assert other.data == first.data


def test_two_processes_agree_on_etags(make_small_app: AppMaker) -> None:
    for path in ("/", "/_dash-layout", "/assets/icons/icon.svg"):
        tags = {make_small_app().server.test_client().get(path).headers["ETag"] for _ in "ab"}
        assert len(tags) == 1


@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/robots.txt", "/assets/icons/icon.svg"])
def test_the_same_bytes_in_the_next_second(
    make_small_app: AppMaker, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """A strong ETag promises them, and a gzip header names a second where nobody stops it."""
    answers = set()
    for second in (1_000_000_000, 2_000_000_000):
        monkeypatch.setattr("gzip.time.time", lambda second=second: second)
        answer = (
            make_small_app().server.test_client().get(path, headers={"Accept-Encoding": "gzip"})
        )
        assert answer.status_code == 200
        answers.add(
            (answer.headers["ETag"], answer.data) if "ETag" in answer.headers else answer.data
        )
    assert len(answers) == 1


def test_compressed_file_is_the_file(client: FlaskClient) -> None:
    path = "/assets/clientside/shared/empty_world.js"
    plain = client.get(path, headers={"Accept-Encoding": "identity"}).data
    small = client.get(path, headers={"Accept-Encoding": "br"})
    assert brotli.decompress(small.data) == plain
    assert len(small.data) < len(plain)
    assert small.headers["Vary"] == "Accept-Encoding"


def test_head_has_no_body(client: FlaskClient) -> None:
    for _ in range(2):
        answer = client.head("/assets/icons/icon.svg")
        assert answer.status_code == 200
        assert answer.data == b""
    assert client.get("/assets/icons/icon.svg").data.startswith(b"<svg")


def stored(size_bytes: int) -> StoredAnswer:
    return StoredAnswer(b"x" * size_bytes, 200, "text/plain", "", "tag")


def test_cache_is_bounded_and_forgets_the_oldest() -> None:
    cache = ByteCache(limit_bytes=10_000)
    for key in range(20):
        cache.put(key, stored(1_000))
        cache.get(0)
        assert cache.size_bytes <= 10_000
    assert cache.get(0) is not None
    assert cache.get(1) is None
    assert cache.get(19) is not None
    assert len(cache) == 6


def test_cache_does_not_keep_what_would_push_out_the_rest() -> None:
    cache = ByteCache(limit_bytes=10_000)
    cache.put("big", stored(3_000))
    assert cache.get("big") is None
    cache.put("small", stored(1_000))
    cache.put("small", stored(500))
    assert cache.size_bytes == stored(500).size_bytes


def test_unknown_encoding_is_an_error() -> None:
    with pytest.raises(ValueError, match="zstd"):
        compress(b"", encoding="zstd", brotli_quality=1)


def test_two_apps_in_one_process_both_answer(make_small_app: AppMaker) -> None:
    apps: list[Dash] = [make_small_app(), make_small_app(base_path="/second")]
    for app, base in zip(apps, ("", "/second"), strict=True):
        client = app.server.test_client()
        answer = client.post(base + UPDATE, json=payload("hello"))
        assert answer.json["response"]["echo"]["children"] == "hellohello"
        assert client.get(f"{base}/").status_code == 200


def test_squeezer_makes_answers_smaller_and_keeps_their_meaning() -> None:
    plain = json.dumps([{"id": n, "name": f"place {n % 17}"} for n in range(900)]).encode()
    quick = compress(plain, encoding="br", brotli_quality=1)
    cache = ByteCache(limit_bytes=1_000_000)
    cache.put("answer", StoredAnswer(quick, 200, "application/json", "br", "tag"))
    looked = iter([False, False, True, True])  # it waits until there is nothing better to do
    squeezer = Squeezer(cache, lambda: next(looked))
    for key in ("answer", "unknown"):
        squeezer.submit(key)
    squeezer._waiting.join()
    kept = cache.get("answer")
    assert kept is not None
    assert len(kept.body) < len(quick)
    assert brotli.decompress(kept.body) == plain
    assert cache.get("unknown") is None

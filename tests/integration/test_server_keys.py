"""One thing has one key, however it is spelled; and of many who ask at once, one makes it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from threading import Barrier, Event
from time import sleep
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from dash import Dash
from flask import request
from flask.testing import FlaskClient

from callbacks.server import keys
from callbacks.server.byte_cache import StoredAnswer
from callbacks.server.delivery import Delivery
from callbacks.server.flights import Flights
from data.address import FILE_PARAMETERS, PAGE_PARAMETERS, query_parameters
from data.decks.packet import MAX_TYPED_CHARS
from layouts import ids
from layouts.pages import PAGES
from tests.conftest import AppMaker
from tests.integration.test_server_delivery import UPDATE, payload

ROOT = Path(__file__).parents[2]
STORED = StoredAnswer(b"x", 200, "text/plain", "", "tag")


def delivery_of(app: Dash) -> Delivery:
    hooks = app.server.before_request_funcs[None]
    owners = [getattr(hook, "__self__", None) for hook in hooks]
    return next(owner for owner in owners if isinstance(owner, Delivery))


# -- answers ------------------------------------------------------------------------------------


def spelled_otherwise() -> list[tuple[str, dict[str, Any]]]:
    plain = payload()
    state = [{**plain["state"][0], "note": "n"}]
    outputs = [{**one, "note": "n"} for one in plain["outputs"]]
    marked = [{**one, "property": f"{one['property']}@x1"} for one in plain["outputs"]]
    return [
        ("in another order", dict(reversed(plain.items()))),
        ("called for what it has not", {**plain, "changedPropIds": ["made.up", "x.y"]}),
        ("called for nothing", {**plain, "changedPropIds": []}),
        ("with more of the renderer's", {**plain, "parsedChangedPropsIds": ["word.value"]}),
        ("with more inside of a state", {**plain, "state": state}),
        ("with more inside of an output", {**plain, "outputs": outputs}),
        ("with a mark at its outputs", {**plain, "outputs": marked}),
    ]


@pytest.mark.parametrize(("how", "body"), spelled_otherwise())
def test_an_answer_is_kept_by_its_values(
    client: FlaskClient, calls: list[object], how: str, body: dict[str, Any]
) -> None:
    assert client.post(UPDATE, json=payload()).status_code == 200
    spaced = json.dumps(body, indent=3)
    again = client.post(f"{UPDATE}?x=1", data=spaced, content_type="application/json")
    assert again.status_code == 200, how
    assert len(calls) == 1, how


@pytest.mark.parametrize("name", ["x", "Output", "background", "cacheKey"])
def test_other_keys_are_refused(client: FlaskClient, calls: list[object], name: str) -> None:
    assert client.post(UPDATE, json={**payload(), name: 1}).status_code == 400
    assert calls == []


def test_a_kept_answer_is_no_way_around_the_guard(client: FlaskClient) -> None:
    assert client.post(UPDATE, json=payload()).status_code == 200
    bad = payload()
    bad["inputs"][0]["id"] = "another"
    assert client.post(UPDATE, json=bad).status_code == 400


def test_what_it_is_called_for_tells_answers_of_several_inputs_apart() -> None:
    """Of a callback with several inputs, and only by its own inputs."""
    several = payload()
    several["inputs"].append({"id": "other", "property": "value", "value": 1})
    asked = [[], ["word.value"], ["other.value"], ["word.value", "made.up"]]
    made = [keys.of_callback({**several, "changedPropIds": changed}) for changed in asked]
    assert len(set(made)) == 3
    assert made[1] == made[3]


def test_only_callbacks_of_several_inputs_ask_what_they_are_called_for(real_app: Dash) -> None:
    """The key of the others does not say it (server/keys.py)."""
    asking = [
        file
        for file in (*ROOT.glob("callbacks/**/*.py"), *ROOT.glob("layouts/**/*.py"))
        if re.search(r"import .*\bctx\b|\bctx\.|callback_context", file.read_text("utf-8"))
    ]
    assert [file.name for file in asking] == ["routing.py"]
    uses = {
        file.name: file.read_text("utf-8").count("triggered=triggered()")
        for file in (ROOT / "callbacks/pages").glob("*.py")
    }
    several = [
        output
        for output, one in real_app.callback_map.items()
        if "callback" in one and len(one["inputs"]) > 1
    ]
    assert sum(uses.values()) == len(several) == 2


# -- files --------------------------------------------------------------------------------------

ODD_PATHS = (
    "/assets/./icons/icon.svg",
    "/assets/icons/../icons/icon.svg",
    "/assets/icons//icon.svg",
    "//assets/icons/icon.svg",
    "/assets/%2e/icons/icon.svg",
    "/assets/icons/%2e%2e/icons/icon.svg",
    "/assets/icons%2F.%2Ficon.svg",
    "/assets/icons%5Cicon.svg",
    "/assets/icons/icon.svg/",
    "/Assets/icons/icon.svg",
    "/assets/icons/ICON.svg",
    "/%61ssets/icons/icon.svg",
    "/assets/icons%2Ficon.svg",
    "/assets/icons/icon.svg?m=1",
)


@pytest.mark.parametrize("path", ODD_PATHS)
def test_a_file_has_one_address(make_small_app: AppMaker, path: str) -> None:
    app = make_small_app()
    client, files = app.server.test_client(), delivery_of(app).files
    assert client.get("/assets/icons/icon.svg").status_code == 200
    held = len(files)
    for _ in "ab":
        answer = client.get(path)
        assert answer.status_code in (200, 308, 404, 421)  # //assets names another host
        assert "immutable" not in answer.headers.get("Cache-Control", "")
    assert len(files) == held


def suites_of(client: FlaskClient) -> list[str]:
    page = unescape(client.get("/").text)
    return re.findall(r'"(/_dash-component-suites[^"]+)"', page)


def test_only_the_true_fingerprint_is_for_good(make_small_app: AppMaker) -> None:
    app = make_small_app()
    client, files = app.server.test_client(), delivery_of(app).files
    for true in suites_of(client):
        assert "immutable" in client.get(true).headers["Cache-Control"]
    true = next(suite for suite in suites_of(client) if "dash_core_components.v" in suite)
    held = len(files)
    for mark in ("v0_0m1", "v4_4_1m99999999", "vXm0"):
        made_up = re.sub(r"\.v[\w-]+m\d+\.", f".{mark}.", true)
        answer = client.get(made_up)
        assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-cache"
    assert len(files) == held
    # a suite asks for its later parts by the mark that its build wrote into it
    mark = re.findall(r'"(v[\w-]+m\d+)"', client.get(true).text)[0]
    for part, said in ((mark, "immutable"), ("v1m1", "no-cache")):
        answer = client.get(f"/_dash-component-suites/dash/dcc/async-graph.{part}.js")
        assert answer.status_code == 200 and said in answer.headers["Cache-Control"]


def test_who_asks_for_a_part_of_a_file_gets_all_of_it(make_small_app: AppMaker) -> None:
    """And what it says of itself: a made-up fingerprint promises nothing in any way of asking."""
    made_up = "/_dash-component-suites/dash/dcc/async-graph.v1_1_1m1111111111.js"
    whole = make_small_app().server.test_client().get(made_up)
    client = make_small_app().server.test_client()
    for method in ("HEAD", "GET", "GET"):  # never asked before, and kept
        part = client.open(made_up, method=method, headers={"Range": "bytes=0-9"})
        assert (part.status_code, part.headers["Cache-Control"]) == (200, "no-cache")
        assert part.data == (b"" if method == "HEAD" else whole.data)


# -- documents ----------------------------------------------------------------------------------

SAME_PAGE = (
    "/?theme=dark&lang=es",
    "/?lang=es&theme=dark",
    "/?lang=es&theme=dark&fbclid=IwAR0&utm_source=x",
    "/?lang=es&amp;theme=dark",
    "/?%6Cang=es&theme=dark&theme=light",
    "/?&&lang=es&theme=dark.",
)


def test_a_page_is_kept_once_however_its_address_is_spelled(make_small_app: AppMaker) -> None:
    app = make_small_app()
    client = app.server.test_client()
    answers = {client.get(path).data for path in SAME_PAGE}
    assert len(answers) == 1
    assert len(delivery_of(app).documents) == 1


def test_a_page_is_drawn_once_however_its_address_is_spelled(real_app: Dash) -> None:
    """By the callback of a living page: its inputs are the path and the query."""

    def asked(pathname: str, search: str) -> bytes:
        said = {"pathname": pathname, "search": search}
        parts = [{"id": ids.LOCATION, "property": name, "value": said[name]} for name in said]
        return keys.of_callback(
            {"output": f"{ids.SHELL}.children", "inputs": parts[:1], "state": parts[1:]}
        )

    usual = asked("/compare", "?lang=es&places=zip-64130,city")
    for pathname, search in (
        ("/compare/", "?lang=es&places=zip-64130,city"),
        ("/Compare", "?places=zip-64130%2Ccity&amp;lang=es&fbclid=a1"),
        ("/./compare", "lang=es&places=zip-64130,city&utm=2"),
    ):
        assert asked(pathname, search) == usual
    assert asked("/compare", "?places=zip-64130,city") != usual
    assert asked("/gaps", "?lang=es&places=zip-64130,city") != usual


@pytest.mark.parametrize(
    "spelled",
    ["/embed/./gap-patterns?lang=es", "/embed/gap-patterns/?utm=1&lang=es",
     "/embed/Gap-Patterns?lang=es&lang=en", "/embed/gap-patterns?lang=es&fbclid=2"],
)  # fmt: skip
def test_a_chart_alone_is_kept_once(real_app: Dash, spelled: str) -> None:
    client, documents = real_app.server.test_client(), delivery_of(real_app).documents
    usual = client.get("/embed/gap-patterns?lang=es")
    held = len(documents)
    assert client.get(spelled).data == usual.data
    assert len(documents) == held
    documents._answers.clear()  # whoever comes first, it is the same for all
    assert client.get(spelled).data == usual.data


def test_a_file_that_is_made_has_one_key(real_app: Dash) -> None:
    def key(address: str) -> tuple[str, str]:
        with real_app.server.test_request_context(address):
            return keys.of_file_request(request)

    sheet = "/fact-sheets/poverty/zip-64130.pdf"
    assert len({key(f"{sheet}?{query}") for query in (
        "lang=es&paper=a4", "paper=a4&lang=es", "lang=es&paper=a4&utm=1", "&&paper=a4&amp;lang=es",
    )}) == 1  # fmt: skip
    others = ("lang=es", "page=2", "print=large", "sheet=both", "meeting=Board&when=May", "size=x")
    assert len({key(f"{sheet}?{query}") for query in others}) == len(others)


def test_what_files_read_of_an_address_is_in_their_keys() -> None:
    """A name that is read and not listed would be dropped: two files would be one."""
    said = re.compile(r"""(?:fields|asked|parameters|args)(?:\.get\(|\[)"([a-z_]+)\"""")
    read = {
        name
        for file in (ROOT / "callbacks/files").glob("*.py")
        if "keeps=True" in (text := file.read_text("utf-8")) or file.stem == "problems"
        for name in said.findall(text)
    }
    assert {"size", "page", "lang", "paper"} <= read
    assert read | MAX_TYPED_CHARS.keys() <= FILE_PARAMETERS


def test_the_host_is_no_part_of_a_page(make_small_app: AppMaker) -> None:
    for hosts, count, settings in (
        (("a.example", "b.example", "c.example:80"), 1, {}),
        (("a.example", "localhost"), 2, {}),  # others cannot open the second
        (("a.example", "localhost"), 1, {"public_url": "https://kc.example"}),
    ):
        app = make_small_app(allowed_hosts="*.example", **settings)
        client = app.server.test_client()
        for host in hosts:
            client.get("/", headers={"Host": host})
        assert len(delivery_of(app).documents) == count, hosts


@pytest.mark.parametrize(
    "query", ["q=50%25", "q=a%26b%3Dc", "name=%C3%B1+%2B", "places=a,b&places=c", "q=%2525", "x"]
)
def test_the_plain_query_says_the_same(query: str) -> None:
    _, plain = keys.of_page("/", query)
    known = {k: v for k, v in query_parameters(query).items() if k in PAGE_PARAMETERS}
    assert query_parameters(plain) == known or plain == query
    assert keys.of_page("/", plain)[1] == plain


def test_no_two_areas_are_one_page() -> None:
    """A form without scripts sends one key many times, and each of them counts."""
    asked = ("pick=52", "pick=52&pick=53", "pick=52&pick=54")
    assert len({keys.of_page("/place/own", query) for query in asked}) == len(asked)
    assert keys.of_page("/place/own", asked[1]) == keys.of_page("/place/own", "pick=52,53")


def test_every_reader_of_addresses_reads_them_as_keys_do() -> None:
    """What a page read otherwise would be kept as the page of another address."""
    readers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("callbacks", "layouts", "data")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\bparse_qsl?\b", path.read_text(encoding="utf-8"))
    }
    assert readers == {"data/decks/words.py"}  # fields within a deck, which is one parameter


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_addresses_that_pages_write_say_only_what_pages_read(
    page: Any, real_client: FlaskClient
) -> None:
    text = real_client.get(page.examples[0]).text
    asked = set()
    for href in re.findall(r'<a [^>]*?href="([^"]+)"', text):
        parts = urlsplit(unescape(href))
        if not parts.scheme and is_page(parts.path):
            asked |= {name for name, _ in parse_qsl(parts.query)}
    for form in re.findall(r"<form .*?</form>", text, re.DOTALL):
        head = form[: form.index(">")]
        action = re.findall(r'action="([^"]*)"', head)
        if 'method="post"' not in head and is_page(action[0] if action else ""):
            asked |= set(re.findall(r'<(?:input|select|textarea)[^>]*? name="([^"]+)"', form))
    assert asked <= PAGE_PARAMETERS


def is_page(path: str) -> bool:
    return not re.search(r"\.[a-z]+$|^/api/|^/embed|^/present/|^/download|^/pack", path)


def test_what_pages_read_is_in_their_keys() -> None:
    """A name that is read and not listed would be dropped from the address."""
    said = re.compile(
        r"""parameters(?:\.get\(|\[)"([a-z_]+)"|"([a-z_]+)" in (?:\w+\.)*parameters"""
    )
    read = {
        one or other
        for folder in ("data", "layouts")
        for file in (ROOT / folder).rglob("*.py")
        for one, other in said.findall(file.read_text("utf-8"))
    }
    assert len(read) > 15
    assert read <= PAGE_PARAMETERS


# -- many at once -------------------------------------------------------------------------------


def at_once(count: int, do: Callable[[], Any]) -> list[Any]:
    together = Barrier(count)

    def one(_: int) -> Any:
        together.wait()
        return do()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


class Slow(list[object]):
    """Whoever calls takes long enough for all others to come."""

    def append(self, item: object) -> None:
        super().append(item)
        sleep(0.15)


@pytest.fixture
def calls() -> list[object]:
    return Slow()


def test_one_makes_the_answer_for_all(make_small_app: AppMaker, calls: list[object]) -> None:
    server = make_small_app().server
    body = payload("word " * 300)
    answers = at_once(24, lambda: server.test_client().post(UPDATE, json=body))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    assert len(calls) == 1


def test_a_failure_frees_all(make_small_app: AppMaker, calls: list[object]) -> None:
    server = make_small_app().server
    body = payload(word=None)
    answers = at_once(8, lambda: server.test_client().post(UPDATE, json=body))
    assert {answer.status_code for answer in answers} == {200}
    assert all("It did not work" in answer.text for answer in answers)
    assert server.test_client().post(UPDATE, json=payload()).status_code == 200


def test_flights() -> None:
    flights = Flights(wait_seconds=0.01)
    assert flights.begin("a")
    assert not flights.begin("a")
    assert flights.begin("b")  # another thing is not held up
    assert flights.wait("a") is None  # too long: goes on alone
    flights.land("a", STORED)
    assert flights.wait("a") is None and flights.begin("a")
    flights.land("never begun", None)

    patient, began = Flights(), Event()
    assert patient.begin("a")

    def wait() -> StoredAnswer | None:
        began.set()
        return patient.wait("a")

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait)
        began.wait()
        sleep(0.05)
        patient.land("a", STORED)
        assert waiting.result() is STORED

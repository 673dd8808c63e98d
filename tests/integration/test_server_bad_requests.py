"""Generated requests that no page sends: notices and refusals, never a 500."""

from __future__ import annotations

import json
import random
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from dash import Dash
from flask.testing import FlaskClient

from callbacks.server.logs import ERRORS
from data.locale import LANGUAGES, texts
from layouts import paths

SEED = 1939
ADDRESSES = 500
UPDATE = "/_dash-update-component"

VALUES: list[Any] = [
    None,
    "",
    "nothing",
    0,
    -1,
    1e308,
    True,
    [],
    {},
    [[]],
    {"a": {"b": []}},
    ["neighborhood-113", 5, None],
    "?outcome=nothing&by=moon&places=neighborhood-0,zip-x",
    "?outcome=life_expectancy&factor=life_expectancy",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "life_expectancy",
    "\u0000\u202e",
    "x" * 3000,
]
KEYS = ["outcome", "factor", "by", "places", "map", "layers", "lang", "theme", "nothing", ""]
WORDS = ["life_expectancy", "poverty_150", "zip", "tract", "es", "fr", "neighborhood-113,zip-1", ""]
PATHS = [
    *("/", "/data", "/methods", "/place/", "/place/neighborhood-113", "/nowhere", "//", "/..;/"),
    *("/download/explore/map.csv", "/download/explore/ranking.csv", "/download/explore/x.csv"),
]


def random_address(rng: random.Random) -> str:
    noise = "".join(chr(rng.choice([*range(32, 127), 0xE9, 0x4E2D])) for _ in range(8))
    words = [*WORDS, noise, "%", "%00", "a" * 500]
    pairs = (f"{rng.choice(KEYS)}={quote(rng.choice(words))}" for _ in range(rng.randrange(6)))
    path = rng.choice([*PATHS, f"/{quote(noise)}"])
    return f"{path}?{'&'.join(pairs)}"


def entry(spec: dict[str, Any], rng: random.Random) -> Any:
    """What the browser sends for an input, with a value it would never send."""
    value = rng.choice(VALUES)
    if not spec["id"].startswith("{"):
        return {"id": spec["id"], "property": spec["property"], "value": value}
    pattern = json.loads(spec["id"])
    chosen = {key: "x" if isinstance(part, list) else part for key, part in pattern.items()}
    one = {"id": chosen, "property": spec["property"], "value": value}
    return [one] if ["ALL"] in pattern.values() else one


def outputs(callback: dict[str, Any]) -> Any:
    declared = callback["output"]
    if isinstance(declared, list | tuple):
        return [output.to_dict() for output in declared]
    return declared.to_dict()


def random_payload(app: Dash, rng: random.Random) -> dict[str, Any]:
    """The right shape for some callback, and nonsense inside; now and then the wrong shape."""
    served = [name for name, callback in app.callback_map.items() if "callback" in callback]
    name = rng.choice(sorted(served))
    callback = app.callback_map[name]
    inputs = [entry(spec, rng) for spec in callback["inputs"]]
    first = callback["inputs"][0]
    body = {
        "output": name,
        "outputs": outputs(callback),
        "inputs": inputs,
        "state": [entry(spec, rng) for spec in callback["state"]],
        "changedPropIds": [f"{first['id']}.{first['property']}"],
    }
    if rng.random() < 0.2:
        body[rng.choice(list(body))] = rng.choice(VALUES)
    return body


@pytest.mark.parametrize("addresses", [80, pytest.param(ADDRESSES, marks=pytest.mark.full)])
def test_addresses(real_client: FlaskClient, addresses: int) -> None:
    rng = random.Random(SEED)
    statuses = set()
    for _ in range(addresses):
        address = random_address(rng)
        status = real_client.get(address).status_code
        assert status in (200, 308, 400, 404), address
        statuses.add(status)
    assert {200, 404} <= statuses


@pytest.mark.parametrize("payloads", [100, pytest.param(500, marks=pytest.mark.full)])
def test_payloads(
    real_app: Dash, real_client: FlaskClient, monkeypatch: pytest.MonkeyPatch, payloads: int
) -> None:
    real_client.get("/")
    # a callback that fails is answered with a notice; none of ours should even fail
    failures: list[object] = []
    monkeypatch.setattr(ERRORS, "error", lambda *said, **more: failures.append((said, more)))
    rng = random.Random(SEED)
    statuses = set()
    for _ in range(payloads):
        body = random_payload(real_app, rng)
        answer = real_client.post(UPDATE, json=body)
        assert answer.status_code < 500, json.dumps(body)[:500]
        assert "Traceback" not in answer.text
        assert failures == [], json.dumps(body)[:500]
        statuses.add(answer.status_code)
    assert {200, 400} <= statuses


def test_two_whole_dashboards_in_one_process(real_app: Dash) -> None:
    from app import create_app
    from data.settings import Settings

    second = create_app(Settings(base_path="/second"))
    for app, base in ((real_app, ""), (second, "/second")):
        client = app.server.test_client()
        assert client.get(f"{base}/").status_code == 200
        assert client.get(f"{base}/healthz").json["status"] == "ok"
        assert client.get(f"{base}/_dash-dependencies").json
    assert set(second.callback_map) == set(real_app.callback_map)
    assert all("callback" in second.callback_map[key] for key in served(real_app))


def served(app: Dash) -> set[str]:
    """Callbacks that the server answers."""
    return {key for key, callback in app.callback_map.items() if "callback" in callback}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "path", [paths.SHARE, paths.YOURS, paths.MODERATE, f"{paths.MODERATE}/decide"]
)
def test_where_no_stories_are_taken_every_address_says_so(
    real_client: FlaskClient, path: str, lang: str
) -> None:
    address = f"{path}?lang={lang}"
    for answer in (real_client.get(address), real_client.post(address, data={"text": "x"})):
        assert answer.status_code == 404
        assert texts(lang).t("share.closed.said") in unescape(answer.text)
    page = real_client.get(f"{paths.STORIES}?lang={lang}").text
    assert paths.SHARE not in page and 'method="post"' not in page

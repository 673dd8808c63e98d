"""The how-to of the API is a script that runs, and redraws a chart from the API alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from requests.adapters import BaseAdapter

from layouts import ids
from layouts.charts.entries import Asked
from layouts.charts.registry import PAGES
from tests.shared import services

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "use-the-api.md"
BLOCKS = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


class InProcess(BaseAdapter):
    """Answers `requests` from the app of the test, so that nothing leaves this machine."""

    def __init__(self, client: FlaskClient) -> None:
        super().__init__()
        self.client = client
        self.asked: list[str] = []

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        self.asked.append(str(request.url))
        parts = urlsplit(str(request.url))
        headers = {**request.headers, "Accept-Encoding": "identity"}
        said = self.client.open(
            f"{parts.path}?{parts.query}",
            base_url=f"{parts.scheme}://{parts.netloc}",
            method=request.method,
            headers=headers,
        )
        answer = requests.Response()
        answer.status_code = said.status_code
        answer._content = said.data
        answer.headers.update(said.headers)
        answer.url, answer.request = str(request.url), request
        return answer

    def close(self) -> None:
        pass


@pytest.fixture
def run(real_client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the blocks leave behind, run in their order, and the addresses that they asked for."""
    adapter = InProcess(real_client)
    monkeypatch.setattr(requests.Session, "get_adapter", lambda *_args, **_words: adapter)
    made: dict[str, Any] = {}
    for block in BLOCKS:
        exec(compile(block, str(GUIDE), "exec"), made)
    return made | {"asked": adapter.asked}


def test_the_script_redraws_our_chart_from_the_api_alone(run: dict[str, Any]) -> None:
    query = "outcome=life_expectancy"
    found = PAGES["gaps"].file(services(), Asked(ids.GAP_PATTERNS, query))
    assert found is not None
    (dots,) = [t for t in found.chart.figure["data"] if t["meta"]["role"] == "dots"]
    (ours,) = run["figure"].data
    assert list(ours.x) == pytest.approx(list(dots["x"]), abs=1e-4)
    for side in ("array", "arrayminus"):
        assert list(ours.error_x[side]) == pytest.approx(dots["error_x"][side], abs=2e-4)
    assert list(ours.y) == [row["group"] for row in found.chart.rows]
    assert list(run["rows"]["value"]) == pytest.approx([row[3] for row in found.chart.csv_rows])
    assert all(urlsplit(address).path.startswith("/api/v1/") for address in run["asked"])


def test_the_script_takes_a_whole_table_and_says_where_it_is_from(run: dict[str, Any]) -> None:
    everywhere = services().numbers.keys(measures=["life_expectancy"], geographies=["zip"])
    assert len(run["table"]) == len(list(everywhere))
    assert services().atlas.data_version in run["number"]["citations"]["plain"]
    assert run["again"].status_code == 304

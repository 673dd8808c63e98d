"""Data: every file that the page links to exists and holds what the command line prints."""

from __future__ import annotations

import json
import random
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from data.__main__ import main
from layouts import ids

SEED = 1939
LINK = re.compile(r'href="([^"]*/download/[^"]*)"')


def linked_files(client: FlaskClient) -> list[str]:
    """Addresses of the files on the page, without the language they keep."""
    payload = {
        "output": f"{ids.SHELL}.children",
        "outputs": {"id": ids.SHELL, "property": "children"},
        "inputs": [{"id": ids.LOCATION, "property": "pathname", "value": "/data"}],
        "state": [{"id": ids.LOCATION, "property": "search", "value": ""}],
        "changedPropIds": [f"{ids.LOCATION}.pathname"],
    }
    answer = client.post("/_dash-update-component", json=payload)
    markup = json.dumps(answer.get_json(), ensure_ascii=False).replace('\\"', '"')
    return [unescape(address) for address in LINK.findall(markup)]


@pytest.mark.parametrize(
    "number", [40, pytest.param(None, marks=pytest.mark.full)], ids=["sample", "all"]
)
def test_every_file_exists(real_client: FlaskClient, number: int | None) -> None:
    files = linked_files(real_client)
    assert len(files) == len(set(files)) > 300
    for address in random.Random(SEED).sample(files, number or len(files)):
        answer = real_client.get(address)
        assert answer.status_code == 200, address
        assert answer.mimetype == "text/csv"


@pytest.mark.parametrize(
    ("indicator", "by"),
    [
        ("life_expectancy", "neighborhood"),
        ("homicide_rate", "zip"),
        ("median_income_2018", "tract"),
    ],
)
def test_a_file_is_what_the_command_line_prints(
    real_client: FlaskClient, capsys: pytest.CaptureFixture[str], indicator: str, by: str
) -> None:
    assert main(["estimates", "--indicator", indicator, "--by", by]) == 0
    printed = capsys.readouterr().out.splitlines()
    answer = real_client.get(f"/download/estimates/{indicator}/{by}.csv")
    assert answer.get_data().decode("utf-8-sig").splitlines() == printed


@pytest.mark.parametrize(
    "path", ["nothing/zip.csv", "life_expectancy/moon.csv", "median_income_2018/zip.csv", "x.csv"]
)
def test_other_files_are_404(real_client: FlaskClient, path: str) -> None:
    assert real_client.get(f"/download/estimates/{path}").status_code == 404

"""Data: every file that the page links to exists and holds what the command line prints."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from data.__main__ import main
from data.locale import LANGUAGES, texts
from data.numbers.address import number_path, published_id
from data.sentences.words import measure
from layouts import ids
from layouts.frame.first_html import first_html
from layouts.pages.data.lines import asked_words, has_words, published_lines, stored_lines
from tests.shared import drawn, services

SEED = 1939
LINK = re.compile(r'href="([^"]*/download/[^"]*\.csv[^"]*)"')


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


# -- one line a measure ---------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_measure_is_on_one_line_or_under_its_newest_release(lang: str) -> None:
    """Each id is an anchor once, and every line says what it is found by."""
    known, facts = services().atlas.catalogue.indicators, services().published
    stored = stored_lines(services().atlas, texts(lang))
    others = published_lines(services().atlas, facts, texts(lang))
    releases = [release.id for one in stored for release in one.releases]
    assert sorted(releases) == sorted(known)
    assert {one.entry.id for one in others} == {measure.id for measure in facts.measures}
    for one in stored:
        ends = [release.year_end for release in one.releases]
        assert ends == sorted(ends, reverse=True)
        assert len({measure(release, lang) for release in one.releases}) == 1
    text = unescape(first_html(drawn(f"/data?lang={lang}")))
    for anchor in (*known, *(one.line.id for one in others), "columns", "freshness", "sources"):
        assert text.count(f'id="{anchor}"') == 1, anchor
    for one in (*stored, *others):
        source = known[one.line.id].source if one.line.id in known else one.sources[0].id
        for asked in (one.line.name, one.line.theme, one.line.id, source, one.line.years):
            assert has_words(one.line, asked_words(asked.upper())), (one.line.id, asked)
        assert not has_words(one.line, asked_words("qqq"))


@pytest.mark.parametrize(
    ("query", "least", "most"),
    [("q=asthma", 1, 1), ("q=ESPERANZA%20de&lang=es", 1, 3), ("q=infant_deaths", 1, 1),
     ("q=", 100, 200), ("q=%22%3E%3Cscript%3E", 0, 0)],
)  # fmt: skip
def test_the_server_filters_without_scripts(
    real_client: FlaskClient, query: str, least: int, most: int
) -> None:
    page = real_client.get(f"/data?{query}").text
    lines = re.findall(r"<li data-find=[^>]*>", page)
    shown = [line for line in lines if " hidden" not in line]
    assert least <= len(shown) <= most
    folds = re.findall(r"<details[^>]*data-filtered[^>]*>", page)
    assert len(folds) == 1
    assert (" open" in folds[0]) == (query == "q=infant_deaths" or "ESPERANZA" in query)


def test_a_published_measure_has_a_file(real_client: FlaskClient) -> None:
    """Every area, group and period, as the atlas holds them."""
    name = "life_expectancy_at_birth"
    answer = real_client.get(f"/download/published/{name}.csv?lang=es")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    held = services().published.estimates(name)
    assert len(rows) == len(held)
    for row, estimate in zip(rows, held, strict=True):
        assert (row["value"] == "") == bool(estimate.left_out)
        assert row["years"] == estimate.years and row["group"] == estimate.group
        assert row["licence"] == estimate.source.licence.es
        address = f"/n/{row['place_id']}/{row['indicator']}"
        assert address == number_path(row["place_id"], published_id(name))
    for unknown in ("nothing", "life_expectancy"):
        assert real_client.get(f"/download/published/{unknown}.csv").status_code == 404

"""Every file of numbers: each row says what it is, a column means the same in all, cells are safe.

The files are read over HTTP, as a visitor's spreadsheet gets them.
"""

from __future__ import annotations

import csv
import io
import random
import re
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from callbacks.files.downloads import view_file
from data.decks.deck import View, ready_decks
from data.files.csv_file import COLUMNS, REQUIRED, Cell, cell_text, number_text
from data.files.names import MAX_CHARS, file_name
from data.locale import LANGUAGES, texts
from data.models import Geography
from data.settings import Settings
from layouts import ids
from layouts.charts.gaps import CHARTS as GAP_CHARTS
from layouts.pages.data.measures import download_path
from tests.shared import services

SETTINGS = Settings()
SERVICES = services()
RNG = random.Random(6_000)
ESTIMATES = [
    download_path(indicator.id, geography)
    for indicator in SERVICES.atlas.catalogue.indicators.values()
    for geography in Geography
    if geography in indicator.geographies
]
EXPLORE = [
    f"/download/explore/{chart}.csv?by={by}&outcome={outcome}&factor={factor}"
    for chart in ids.CHARTS
    for by, outcome, factor in (
        ("neighborhood", "life_expectancy", "poverty_2015"),
        ("zip", "homicide_rate", "ice_2019"),
        ("tract", "diabetes_2015", "no_internet"),
        ("council_district", "life_expectancy", "redlined_1939"),
    )
    if outcome in SERVICES.atlas.catalogue.indicators
    and by in SERVICES.atlas.catalogue.indicators[outcome].geographies
]
GAPS = [
    f"/download/gaps/{chart}.csv{query}"
    for chart in GAP_CHARTS.entries
    for query in ("", "?by=tract", "?group=holc_1939", "?outcome=homicide_rate",
                  "?outcome=homicide_rate&group=council_district")
]  # fmt: skip
PLACES = [
    f"/download/place/{place}/{chart}.csv"
    for chart in ids.PLACE_CHARTS
    for place in (
        "city",
        "zip-64130",
        "neighborhood-113",
        "neighborhood-U3",
        "council_district-3",
        "group-ivanhoe",
    )
]
COMPARE = ["/download/compare.csv?places=neighborhood-113,zip-64130,group-ivanhoe,city"]
NO_CHART = {404}  # this outcome, grouping or place has none
SMALL_SHARE = 0.05
PLACE_ID = re.compile(
    r"city|(neighborhood|zip|council_district|tract|holc_grade)-[A-Za-z0-9]+|group-[a-z0-9-]+"
)
NUMBER = re.compile(r"-?\d+(\.\d+)?")
UNITS = frozenset({"years", "percent", "rate_per_100k", "usd", "index", "people", "days", "ratio",
                   "share", "squared", "thousandths", "deaths", "times"})  # fmt: skip


def rows_of(text: str) -> tuple[list[str], list[dict[str, str]]]:
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    return head, [dict(zip(head, row, strict=True)) for row in rows]


def is_whole_and_clear(text: str, where: str) -> None:
    head, rows = rows_of(text)
    order = [list(COLUMNS).index(name) for name in head]  # a name without a meaning is a ValueError
    assert all(a < b for a, b in pairwise(order)), where
    assert rows, where
    for row in rows:
        for name in REQUIRED:
            assert row[name].strip(), (where, name, row)
        for name, cell in row.items():
            has_right_kind(name, cell, where)
        if row.get("place_id"):
            assert PLACE_ID.fullmatch(row["place_id"]), (where, row["place_id"])
        if row["geography"] == Geography.TRACT.value and row.get("place"):
            assert re.fullmatch(r"(Tract|Tracto) \d+(\.\d\d)?", row["place"]), (where, row["place"])


def has_right_kind(name: str, cell: str, where: str) -> None:
    kind = COLUMNS[name]
    if not cell:
        return
    if kind is Cell.YES:
        assert cell in ("yes", "no"), (where, name, cell)
    elif kind is not Cell.TEXT:
        assert NUMBER.fullmatch(cell), (where, name, cell)
        decimals = len(cell.partition(".")[2])
        assert decimals != 3, (where, name, cell)
        assert not (decimals and float(cell).is_integer()), (where, name, cell)
        assert kind is Cell.NUMBER or not decimals, (where, name, cell)


def read(client: FlaskClient, address: str) -> str | None:
    answer = client.get(address)
    if answer.status_code in NO_CHART and ("/gaps/" in address or "/beside.csv" in address):
        return None
    assert answer.status_code == 200, (address, answer.text[:300])
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return answer.data.decode("utf-8-sig")


SAMPLE = [
    *RNG.sample(ESTIMATES, round(len(ESTIMATES) * SMALL_SHARE)), *EXPLORE, *GAPS, *PLACES, *COMPARE
]  # fmt: skip


def walk(client: FlaskClient, addresses: list[str], lang: str) -> None:
    for address in addresses:
        text = read(client, f"{address}{'&' if '?' in address else '?'}lang={lang}")
        if text is not None:
            is_whole_and_clear(text, address)


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.full), "es"])
def test_every_row_says_what_it_is(real_client: FlaskClient, lang: str) -> None:
    walk(real_client, SAMPLE if lang == "en" else SAMPLE[::2], lang)


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_estimate_file_says_what_it_is(real_client: FlaskClient, lang: str) -> None:
    assert len(ESTIMATES) > 400
    walk(real_client, ESTIMATES, lang)


def test_the_files_of_a_pack_are_the_same_files() -> None:
    views = [view for ready in ready_decks().values() if not ready.needs_place
             for view in ready.deck("en").slides]  # fmt: skip
    views += SERVICES.decks.of_place(ready_decks()["neighborhood"], "neighborhood-113", "en").slides
    views.append(View("compare", "compare", "places=neighborhood-113,zip-64130,city"))
    found = [view_file(SERVICES, view, "es") for view in views]
    assert any(found)
    for file in found:
        if file is not None:
            is_whole_and_clear(file.text, file.name)
            assert file.name.endswith("-es")


def test_units_are_named_and_years_are_of_the_indicator(real_client: FlaskClient) -> None:
    for address in SAMPLE[:20]:
        text = read(real_client, address)
        for row in rows_of(text or "")[1]:
            known = SERVICES.atlas.catalogue.indicators.get(row["indicator"])
            assert row["unit"] in UNITS
            if known is not None:
                assert row["years"] == known.years
                assert row["publisher"] == SERVICES.atlas.catalogue.source_of(known).publisher


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_has_a_meaning_in_words(real_client: FlaskClient, lang: str) -> None:
    spoken = texts(lang)
    assert all(spoken.t(f"columns.meaning.{name}") for name in COLUMNS)
    meanings = [spoken.t(f"columns.meaning.{name}") for name in COLUMNS]
    assert len(set(meanings)) == len(meanings)


# -- cells ----------------------------------------------------------------------------------------


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_number_never_has_exactly_three_decimals(value: float) -> None:
    text = number_text(value)
    assert NUMBER.fullmatch(text)
    assert len(text.partition(".")[2]) != 3
    assert float(text) == pytest.approx(value, rel=1e-9)


def test_cells() -> None:
    assert [number_text(x) for x in (71.0, 0.125, 71.25, -0.0, 1e-12, 85309.0, 1.5e20)] == [
        "71", "0.1250", "71.25", "0", "0.000000000001", "85309", "150000000000000000000",
    ]  # fmt: skip
    assert [cell_text(x, Cell.WHOLE) for x in (91510.6, float("nan"), None, "")] == [
        "91511", "", "", "",
    ]  # fmt: skip
    assert [cell_text(x, Cell.YES) for x in (True, 0)] == ["yes", "no"]


# -- names of files -------------------------------------------------------------------------------


def test_other_content_has_another_name(real_client: FlaskClient) -> None:
    names: dict[str, bytes] = {}
    same: dict[tuple[bytes, str], str] = {}
    for address in SAMPLE:
        for lang in LANGUAGES:
            answer = real_client.get(f"{address}{'&' if '?' in address else '?'}lang={lang}")
            if answer.status_code != 200:
                continue
            name = answer.headers["Content-Disposition"]
            assert names.setdefault(name, answer.data) == answer.data, (name, address)
            assert name.endswith(f'-{lang}.csv"')
            if address in GAPS:  # a name says only what the content stands on
                assert same.setdefault((answer.data, lang), name) == name, address


@given(st.lists(st.text(max_size=60), max_size=12))
def test_a_name_of_a_file_is_short_and_plain(parts: list[str]) -> None:
    name = file_name(*parts, lang="es")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= MAX_CHARS + 3


def test_long_names_stay_different() -> None:
    places = [f"neighborhood-{n}" for n in range(100, 140)]
    assert file_name(*places, "a", lang="en") != file_name(*places, "b", lang="en")


# -- what there is not ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("/download/explore/globe.csv", "globe"),
        ("/download/explore/map.csv?outcome=happiness", "happiness"),
        ("/download/explore/map.csv?factor=luck", "luck"),
        ("/download/explore/map.csv?by=parish", "parish"),
        ("/download/explore/map.csv?outcome=poverty_2015", ""),
        ("/download/explore/map.csv?places=neighborhood-9999", "neighborhood-9999"),
        ("/download/gaps/gap-patterns.csv?outcome=happiness", "happiness"),
        ("/download/gaps/gap-patterns.csv?group=luck", "luck"),
        ("/download/gaps/gap-gold.csv", "gap-gold"),
        ("/download/place/zip-99999/spine.csv", "zip-99999"),
        ("/download/place/zip-64130/gold.csv", "gold"),
        ("/download/compare.csv?places=zip-99999,city", "zip-99999"),
        ("/download/compare.csv?places=city", ""),
        ("/download/estimates/happiness/zip.csv", "happiness"),
        ("/download/estimates/poverty_2015/parish.csv", "parish"),
    ],
)
def test_what_there_is_not_is_a_404_in_words(
    real_client: FlaskClient, address: str, word: str, lang: str
) -> None:
    answer = real_client.get(f"{address}{'&' if '?' in address else '?'}lang={lang}")
    assert answer.status_code == 404
    assert f'lang="{lang}"' in answer.text
    assert texts(lang).t("files.title") in answer.text
    assert word in answer.text

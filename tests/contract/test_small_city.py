"""A city with less: what it lacks is not offered, a sentence says so, and all else answers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from data.atlas.atlas import Atlas
from data.catalogue.determinants import determinants
from data.catalogue.loader import load_catalogue
from data.cities import city as cities
from data.cities.city import CITY_FILE, city
from data.explore.state import Overlay, ViewState, parse_view
from data.gaps.questions import CHANGE, CLUSTERS, DEATHS, RACE, SEGREGATION, SIZE
from data.gaps.state import GapState
from data.locale import LANGUAGES, texts
from data.services import Services
from data.story.results import Screen
from layouts import ids
from layouts.charts import gaps as gaps_charts
from layouts.charts.gaps_questions import offered
from layouts.pages.gaps import page as gaps_page
from layouts.pages.gaps.parts import Parts
from tests import tiny_city
from tests.shared import services as shared_services

ROOT = Path(__file__).parents[2]
TURNED_OFF = (
    ids.GAP_LIFE_GAPS, ids.GAP_LIFE_GAPS_IN_COUNTY,
    ids.GAP_LIFE_BY_RACE, ids.GAP_LIFE_IN_COUNTY, ids.GAP_MEASURES_BY_RACE, ids.GAP_SEGREGATION,
    ids.GAP_ICE, ids.GAP_GRADES, ids.GAP_DEATHS, ids.GAP_CHANGE, ids.GAP_YARDSTICKS,
    *sorted(ids.OF_PUBLISHED_GROUPS | ids.OF_CITY_BY_YEAR),
)  # fmt: skip
# Homes of the whole walk: the other layer is walked with the long tests.
HOMES = ("zip", pytest.param("neighborhood", marks=pytest.mark.full))
# What no page of the city may speak of. A page of data cites its sources, which name other places.
LACKED = re.compile(
    r"[cC]ouncil district|[dD]istritos? del concejo|\b1939\b|[hH]omicid|\bgraded\b(?! for lending)"
    r"|[rR]edlin|Jackson|Kansas|Mis(?:so|u)|calificación"
)
OTHER = {
    "zip": re.compile("[nN]eighborhood|[vV]ecindario"),
    "neighborhood": re.compile("ZIP|postal"),
}
CITES = ("/data", "/n/")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services of the made-up city, over the rows of the extract that it still has."""
    full = shared_services()
    root = tmp_path_factory.mktemp("cities")
    tiny_city.write_folder(root, "neighborhood")
    with tiny_city.shown(root):
        yield Services(Atlas(load_catalogue(), full.atlas.repository._engine, full.atlas._geo))


@cache
def state(lang: str) -> GapState:
    return GapState(lang=lang)


def test_the_city_is_the_tiny_one(tiny: Services) -> None:
    assert city().history is None
    assert texts("es").t("shell.product").endswith("Chiquita")


def test_a_second_city_is_refused_by_name(tiny: Services, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / CITY_FILE).touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cities, "_CITIES", tmp_path)
        with pytest.raises(cities.CatalogueError, match="found one, two"):
            city.__wrapped__()


def test_no_grouping_rests_on_what_is_lacking(tiny: Services) -> None:
    kinds = {option.kind for option in tiny.gaps.options("life_expectancy")}
    assert {kind.value for kind in kinds} == {"fifths"}
    assert tiny.gaps.segregation is None
    assert tiny.gaps.grades_now is None
    assert not tiny.gaps.quotations
    assert not tiny.gaps.by_race.city


@pytest.mark.parametrize("lang", LANGUAGES)
def test_charts_of_what_is_lacking_are_not_made_and_a_sentence_says_so(
    tiny: Services, lang: str
) -> None:
    for chart in TURNED_OFF:
        assert gaps_charts.build(tiny, state(lang), chart) is None, chart
    lacking = texts(lang).t("gaps.ask.lacking")
    for question in (RACE, SEGREGATION, DEATHS):
        asked = state(lang).asking(question)
        assert lacking in str(gaps_page.finding(Parts(tiny, asked, "/")))
        assert Parts(tiny, asked, "/").answer()[1:] == []
    assert offered(tiny) == (SIZE, CHANGE, CLUSTERS)


def test_what_it_has_is_answered(tiny: Services) -> None:
    assert gaps_charts.build(tiny, state("en"), ids.GAP_PATTERNS) is not None
    assert tiny.gaps.data("life_expectancy", city().defaults.factor).groups
    view = ViewState()
    assert view.outcome in tiny.atlas.catalogue.indicators
    place = tiny.place.data("neighborhood-32")
    assert [value.indicator.id for value in place.headline] == list(city().headline)
    assert not place.groups
    sheet = tiny.fact_sheets.data("poverty", "neighborhood-32")
    assert sheet.determinant.chip is None
    assert tiny.plan.data is None and tiny.plan.log.decisions == ()


def test_the_story_leaves_out_what_the_city_lacks(tiny: Services) -> None:
    assert tiny.story.data.screens == (Screen.FIFTHS, Screen.AGES)


def test_only_its_layers_and_sources_are_in_the_catalogue(tiny: Services) -> None:
    known = tiny.atlas.catalogue
    assert {g for i in known.indicators.values() for g in i.geographies} == city().geographies
    assert {"homicide_rate", "redlined_1939"} <= known.lacking
    assert not known.lacking & set(known.indicators)
    assert "homicides" not in known.sources
    assert set(determinants()) == {
        "education", "food", "insurance", "internet", "poverty", "wages",
    }  # fmt: skip
    assert not set(tiny.atlas.place_ids) - city().geographies


def test_an_address_that_asks_for_more_says_what_is_shown_instead(tiny: Services) -> None:
    query = "by=zip&layers=holc,rivers&outcome=homicide_rate"
    parsed = parse_view(query, tiny.atlas.catalogue, tiny.atlas.place_ids)
    assert (parsed.state.by.value, parsed.state.overlays) == ("neighborhood", frozenset())
    said = {(notice.key, notice.value) for notice in parsed.notices}
    assert {("notice.unknown_layers", Overlay.HOLC.value)} < said
    assert {"notice.unknown_outcome", "notice.geography_without_outcome"} < {key for key, _ in said}


# -- the whole app ------------------------------------------------------------------------------


@cache
def _answers(home: str, root: Path) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", tiny_city.__name__, str(root), home],
        cwd=ROOT, capture_output=True, check=False, text=True, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    found: dict[str, Any] = json.loads((root / "answers.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module", params=HOMES)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the whole app answers of a city with two layers, and which layer it has."""
    home = request.param
    return home, _answers(home, tmp_path_factory.mktemp(home))


def _asks_for_more(address: str) -> bool:
    return address.startswith(tiny_city.ASKS_FOR_MORE)


def test_every_page_answers_in_both_languages(whole: Any) -> None:
    _, found = whole
    statuses = {address: page["status"] for address, page in found["pages"].items()}
    gone = ("/place/council_district", "/wage", "/plan")
    lost = {address for address in statuses if address.startswith(gone)}
    assert len(statuses) > 2 * 15
    assert {address for address, status in statuses.items() if status != 200} == lost


def test_no_link_and_no_file_leads_nowhere(whole: Any) -> None:
    _, found = whole
    assert len(found["links"]) > 50
    assert {link: status for link, status in found["links"].items() if status != 200} == {}
    ids_of: dict[str, set[str]] = {}
    for address, page in found["pages"].items():
        ids_of.setdefault(address.partition("?")[0], set()).update(page["ids"])
    dead = [
        (address, path, anchor)
        for address, page in found["pages"].items()
        for path, anchor in page["links"]
        if anchor
        and anchor not in ids_of.get(path.partition("?")[0] or address.partition("?")[0], {anchor})
    ]
    assert dead == []


def test_everything_in_one_file_holds_what_it_has(whole: Any) -> None:
    _, found = whole
    files = found["everything"]
    assert {"numbers.csv", "datapackage.json", "geo/city.geojson", "README.en.md"} <= set(files)
    assert not [name for name in files if "noncommercial" in name or "kansas" in name]
    said = " ".join(files.values())
    assert "Chiquita" in said and not LACKED.search(said)


def test_no_page_speaks_of_what_the_city_lacks(whole: Any) -> None:
    home, found = whole
    said = {
        (address, hit[0])
        for address, page in found["pages"].items()
        if not address.startswith(CITES) and not _asks_for_more(address)
        for pattern in (LACKED, OTHER[home])
        for hit in pattern.finditer(page["text"])
    }
    assert said == set()


def test_charts_are_there_or_a_sentence_says_why_not(whole: Any) -> None:
    _, found = whole
    missing = {
        chart for charts in found["charts"].values() for chart, at in charts.items() if not at
    }
    without_events = {ids.GAP_CURVE, "compare-row"}  # of events; of a row that nobody named
    assert missing == {*TURNED_OFF, ids.BESIDE, *without_events}
    for lang, sentence in (("en", "For Tiny there are no"), ("es", "sobre Chiquita")):
        for question in (RACE, SEGREGATION, DEATHS):
            page = found["pages"][f"/gaps?ask={question}&lang={lang}"]["text"]
            assert page.count(sentence) == 1
            assert not any(f'"{chart}"' in page for chart in TURNED_OFF)
    assert "ready=" not in found["pages"]["/place/city?lang=en"]["text"]

"""A city with less: what it lacks is not offered, a sentence says so, and all else answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pytest
import yaml

from data.atlas.atlas import Atlas
from data.catalogue.determinants import determinants
from data.catalogue.loader import Catalogue, load_catalogue
from data.catalogue.measures import load_measures
from data.catalogue.publications import load_published
from data.catalogue.yardsticks import load_yardsticks
from data.cities import city as cities
from data.cities.city import CITY_FILE, city
from data.decks.deck import ready_decks
from data.explore.state import ViewState
from data.gaps.state import GapState
from data.locale import LANGUAGES, texts
from data.services import Services
from layouts import ids
from layouts.charts import gaps as gaps_charts
from layouts.pages.gaps.page import _around
from layouts.pages.gaps.parts import Parts
from tests.shared import services as shared_services

# The layers of homes and of the whole; no graded land, no events, nothing published, no plan.
LAYERS = ("neighborhood", "city")
GONE = ("county", "groups", "concentration", "history")
TURNED_OFF = (
    ids.GAP_LIFE_BY_RACE, ids.GAP_LIFE_IN_COUNTY, ids.GAP_MEASURES_BY_RACE, ids.GAP_SEGREGATION,
    ids.GAP_ICE, ids.GAP_GRADES, ids.GAP_DEATHS,
)  # fmt: skip
REMEMBERED = (
    city, load_catalogue, load_measures, load_published, load_yardsticks, determinants,
    ready_decks, texts,
)  # fmt: skip


def _forget() -> None:
    for remembered in REMEMBERED:
        remembered.cache_clear()


def _tiny() -> dict[str, object]:
    whole = yaml.safe_load((city().folder / CITY_FILE).read_text(encoding="utf-8"))
    tiny = {key: value for key, value in whole.items() if key not in GONE}
    names = {"name": {"en": "Tiny", "es": "Chiquita"}, "health": ["life_expectancy"]}
    facts = [name for name in whole["sheet_facts"] if name != "homicide_rate"]
    layers = {name: whole["layers"][name] for name in LAYERS if name in whole["layers"]}
    return tiny | names | {"layers": layers, "full_name": names["name"], "sheet_facts": facts}


def _less(known: Catalogue) -> Catalogue:
    """No homicides, no grades; every indicator for two layers only."""
    left = {}
    for key, indicator in known.indicators.items():
        layers = tuple(g for g in indicator.geographies if g.value in LAYERS)
        if layers and indicator.source not in ("homicides", "holc1939"):
            left[key] = indicator.model_copy(update={"geographies": layers})
    return Catalogue(MappingProxyType(left), known.sources, known.themes)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services of the made-up city, over the rows of the extract that it still has."""
    full = shared_services()
    root = tmp_path_factory.mktemp("cities")
    (root / "tiny").mkdir()
    content = yaml.safe_dump(_tiny(), allow_unicode=True)
    (root / "tiny" / CITY_FILE).write_text(content, encoding="utf-8")
    catalogue = _less(full.atlas.catalogue)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cities, "_CITIES", root)
        _forget()
        yield Services(Atlas(catalogue, full.atlas.repository._engine, full.atlas._geo))
    _forget()


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
    shown = [str(section) for section in _around(Parts(tiny, state(lang), "/"))]
    lacking = texts(lang).t("gaps.section.lacking")
    assert len(shown) == 3
    assert all(lacking in section for section in shown)


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

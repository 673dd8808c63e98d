"""The nine determinants: complete, bilingual, only of measures that may be spoken of."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from data.catalogue import determinants as module
from data.catalogue.determinants import determinants, read_determinants
from data.catalogue.loader import load_catalogue
from data.checked import CatalogueError
from data.locale import LANGUAGES, texts
from data.models import Kind

IDS = [
    "poverty",
    "wages",
    "education",
    "segregation",
    "violence",
    "housing",
    "insurance",
    "food",
    "internet",
]
FOLDER = Path(module.__file__).parent / "determinants"


def test_the_nine_stand_in_order() -> None:
    assert list(determinants()) == IDS


@pytest.mark.parametrize("key", IDS)
def test_every_measure_has_its_sentence_in_both_languages(key: str) -> None:
    catalogue = load_catalogue()
    for indicator in determinants()[key].indicators:
        assert catalogue.indicator(indicator).kind is not Kind.MODELLED
        for lang in LANGUAGES:
            assert "{value}" in texts(lang).t(f"fact_sheets.says.{indicator}")


@pytest.mark.parametrize("key", IDS)
def test_every_claim_of_research_names_its_paper(key: str) -> None:
    entry = determinants()[key]
    assert all(any(year in c for year in map(str, range(1990, 2027))) for c in entry.citations)
    for lang in LANGUAGES:
        assert "[1]" in entry.body.get(lang)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"indicators": ["poverty_150", "unemployment", "nothing_like_it"]}, "nothing_like_it"),
        ({"indicators": ["poverty_150", "unemployment", "diabetes_2015"]}, "modelled"),
        ({"outcome": "checkup_2015"}, "modelled"),
        ({"factor": "median_income_2015", "outcome": "homicide_rate"}, "pairs."),
        ({"citations": ["One. 2020.", "Another. 2021."]}, "cite"),
        ({"asks": ["A wage."]}, "asks"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, change: dict, told: str) -> None:
    content = yaml.safe_load((FOLDER / "poverty.yaml").read_text(encoding="utf-8"))
    (tmp_path / "poverty.yaml").write_text(yaml.safe_dump({**content, **change}), encoding="utf-8")
    with pytest.raises(CatalogueError, match=told):
        read_determinants(tmp_path, load_catalogue())

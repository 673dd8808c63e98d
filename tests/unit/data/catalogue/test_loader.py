"""The loader says which file and which field is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import data.catalogue
from data.catalogue.loader import load_catalogue, read_catalogue
from data.checked import CatalogueError

HERE = Path(data.catalogue.__file__).parent
Edit = Callable[[dict[str, object]], object]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The real catalogue's texts, free to be spoiled."""
    for name in ("indicators", "sources"):
        shutil.copytree(HERE / name, tmp_path / name)
    shutil.copy(HERE / "themes.yaml", tmp_path)
    return tmp_path


def _edit(path: Path, change: Edit) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def test_an_untouched_copy_reads_like_the_original(copy: Path) -> None:
    assert list(read_catalogue(copy).indicators) == list(load_catalogue().indicators)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda c: c.pop("why"), "why"),
        (lambda c: c["name"].pop("es"), "name.es"),
        (lambda c: c["name"].update(es=""), "name.es"),
        (lambda c: c.update(polarity="good"), "polarity"),
        (lambda c: c.update(surprise=1), "surprise"),
        (lambda c: c.update(theme="nowhere"), "theme"),
        (lambda c: c.update(source="nobody"), "source"),
        (lambda c: c.update(never_with=["poverty_1890"]), "never_with"),
        (lambda c: c.update(never_with=["diabetes_2015"]), "never_with"),
        (lambda c: c.update(never_with=["diabetes"]), "never_with"),
        (lambda c: c.update(family="sugar"), "family"),
        (lambda c: c.update(id="diabetes_2016"), "id"),
        (lambda c: c.update(modelled_from=[]), "modelled"),
        (lambda c: c.pop("outcome_words"), "outcome_words"),
        (lambda c: c.update(year_end=1999), "year_start"),
        (lambda c: c.update(default_geography="tract", geographies=["zip"]), "default_geography"),
    ],
)
def test_a_wrong_entry_is_named_with_its_field(copy: Path, change: Edit, named: str) -> None:
    _edit(copy / "indicators" / "diabetes_2015.yaml", change)
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(copy)
    assert "indicators/diabetes_2015.yaml" in str(caught.value)
    assert named in str(caught.value)


def test_a_key_written_twice_is_refused_with_its_line(copy: Path) -> None:
    path = copy / "indicators" / "diabetes_2015.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "decimals: 2\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"diabetes_2015\.yaml, line 1: 'decimals' is written"):
        read_catalogue(copy)


def test_broken_yaml_is_named_with_its_line(copy: Path) -> None:
    (copy / "sources" / "usaleep.yaml").write_text("id: usaleep\ntitle: [\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"sources/usaleep\.yaml, line \d+"):
        read_catalogue(copy)


def test_a_file_belongs_to_one_source(copy: Path) -> None:
    twice = {"path": "population/blocks_2010_kcmo.csv"}
    _edit(copy / "sources" / "usaleep.yaml", lambda c: c["files"].append(twice))  # type: ignore[attr-defined]
    with pytest.raises(CatalogueError, match=r"files: population/blocks_2010_kcmo\.csv"):
        read_catalogue(copy)


def test_missing_parts_are_named(copy: Path) -> None:
    (copy / "themes.yaml").rename(copy / "topics.yaml")
    with pytest.raises(CatalogueError, match=r"themes\.yaml"):
        read_catalogue(copy)
    (copy / "topics.yaml").rename(copy / "themes.yaml")
    shutil.rmtree(copy / "sources")
    with pytest.raises(CatalogueError, match="sources"):
        read_catalogue(copy)


def test_a_theme_listed_twice_is_refused(copy: Path) -> None:
    path = copy / "themes.yaml"
    themes = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump([*themes, themes[0]]), encoding="utf-8")
    with pytest.raises(CatalogueError, match="twice"):
        read_catalogue(copy)


def test_an_unknown_indicator_gets_a_hint() -> None:
    catalogue = load_catalogue()
    assert catalogue.indicator("diabetes_2015").id == "diabetes_2015"
    with pytest.raises(KeyError, match="did you mean life_expectancy"):
        catalogue.indicator("life_expectency")


def test_the_catalogue_is_read_once_and_cannot_be_changed() -> None:
    catalogue = load_catalogue()
    assert load_catalogue() is catalogue
    with pytest.raises(TypeError):
        catalogue.indicators["new"] = catalogue.indicator("diabetes_2015")  # type: ignore[index]


def test_expected_rows_name_every_file() -> None:
    rows = load_catalogue().expected_rows
    assert rows["population/blocks_2010_kcmo.csv"] == 12_009
    assert rows["social/SVI2022Documentation_5.17.2024.pdf"] is None

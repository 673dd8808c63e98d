"""What is true of one city only stands in its folder of YAML, and no code repeats it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pytest
import yaml

from data.catalogue.loader import Catalogue, check_city, load_catalogue
from data.checked import CatalogueError
from data.cities.city import CITY_FILE, city, read_city
from data.cities.names import ASKED
from data.locale import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
CODE = ("app.py", "callbacks", "data", "layouts", "assets/clientside")
SUFFIXES = {".py", ".js", ".typ"}
NAME = {"en": "part", "es": "parte"}
# A section of the methods is called like this indicator.
ALSO_A_METHOD = "life_expectancy"


def code_files() -> Iterator[Path]:
    """Every file that runs, in the server, in the browser or on paper."""
    for name in CODE:
        path = ROOT / name
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in found if file.suffix in SUFFIXES)


@cache
def facts() -> dict[str, re.Pattern[str]]:
    """What no code may say, by what it is."""
    own = city()
    history, county = own.history, own.county
    names = own.indicators - {ALSO_A_METHOD} | ({history.id} if history else set())
    numbers = [own.id, *([county.id] if county else []), own.meters]
    words = {text.get(lang) for text in (own.name, own.full_name) for lang in ("en", "es")}
    words |= {county.name.get(lang) for lang in ("en", "es")} if county else set()
    counts = [rf"{count:,}".replace(",", "[_,.]?") for count in own.people.values()]
    return {
        "an id": re.compile("|".join(rf"\b{re.escape(n)}\b" for n in numbers)),
        "a name": re.compile("|".join(re.escape(word) for word in sorted(words))),
        "a count": re.compile("|".join(rf"\b{count}\b" for count in counts)),
        "an indicator": re.compile("|".join(rf"[\"'`]{name}[\"'`]" for name in sorted(names))),
        "its folder": re.compile(rf"[\"'/]{own.folder.name}[\"'/]"),
    }


def found_in(text: str) -> list[str]:
    return [f"{what}: {hit[0]}" for what, fact in facts().items() for hit in fact.finditer(text)]


def test_no_code_says_a_fact_of_the_city() -> None:
    said = {
        str(file.relative_to(ROOT)): found
        for file in code_files()
        if (found := found_in(file.read_text(encoding="utf-8")))
    }
    assert not said


@pytest.mark.parametrize(
    "line",
    ['ID = "2938000"', "PEOPLE = 508_090", 'crs="EPSG:26915"', '"poverty_150"', "`29095`"],
)
def test_a_fact_in_code_is_seen(line: str) -> None:
    assert found_in(line)


def test_scripts_name_what_the_browser_keeps_in_one_way() -> None:
    """Each access goes through shared/kept.js, so that no two cities of an origin share a name."""
    scripts = [file for file in code_files() if file.suffix == ".js"]
    access = re.compile(r"(?:get|set|remove)Item\((?!window\.kcKept\.name\(|key\(\))")
    assert not [
        file.name
        for file in scripts
        if access.search(text := file.read_text(encoding="utf-8")) or own_prefix().search(text)
    ]


def own_prefix() -> re.Pattern[str]:
    return re.compile(rf"[\"'`]{city().storage_prefix}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_asks_for_a_name_that_there_is_not(lang: str) -> None:
    """This city has all that a city can, so what it cannot say is a slip of the pen."""
    files = [*(ROOT / "data/locale" / lang).glob("*.yaml"), city().folder / f"texts/{lang}.yaml"]
    asked = {name for file in files for name in ASKED.findall(file.read_text(encoding="utf-8"))}
    assert len(asked) > 20
    assert asked - set(city().names(lang)) == set()


def test_an_indicator_nobody_knows_is_named_with_the_nearest() -> None:
    known = load_catalogue()
    rest = {key: value for key, value in known.indicators.items() if key != "no_vehicle"}
    less = Catalogue(MappingProxyType(rest), known.sources, known.themes)
    with pytest.raises(CatalogueError, match=r"city\.yaml: no indicator 'no_vehicle'"):
        check_city(city(), less)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "Kansas"}, "id: String should match"),
        ({"people": {2010: 0}}, r"people\.2010"),
        ({"meters": "UTM"}, "meters: "),
        ({"storage_prefix": "a b"}, "storage_prefix: "),
        ({"layers": {}}, "layers: "),
        ({"layers": {"tract": {"one": NAME, "many": NAME}}}, "tract is no layer"),
        ({"evidence": {1990: "poverty_150"}}, "people has no count"),
        ({"mayor": "somebody"}, "mayor: Extra inputs"),
        ({"name": {"en": "Tiny"}}, r"name\.es: Field required"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    whole = yaml.safe_load((city().folder / CITY_FILE).read_text(encoding="utf-8"))
    (tmp_path / CITY_FILE).write_text(yaml.safe_dump(whole | change), encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        read_city(tmp_path)

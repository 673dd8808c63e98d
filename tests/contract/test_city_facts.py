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
from data.cities.city import CITY_FILE, City, city, read_city
from data.cities.names import ASKED
from data.locale import LANGUAGES
from data.models import Layer
from tests.shared import services

ROOT = Path(__file__).resolve().parents[2]
CODE = ("app.py", "callbacks", "data", "layouts", "assets/clientside")
SUFFIXES = {".py", ".js", ".typ"}
NAME = {"en": "part", "es": "parte"}
LAYER = {"source": {"file": "a.geojson", "id": "ID"}, "one": NAME, "many": NAME}
# Other words for the city, its parts and its neighbors, which no file of its folder has.
OTHER_NAMES = ("(?i:kcmo)", "Kansas", "Troost", "Kansas City", "Jackson", "Wyandotte")
# What every city shares; its folder has what stands in their place.
GENERAL_TEXTS = ("data/locale", "data/catalogue/determinants", "data/catalogue/indicators")
ALLOWED = {
    "data/build/sources/": "each reads one file as its publisher names it",
    "data/catalogue/indicators/redlined_1939.yaml": "its grades; a city without any lacks it",
    "data/catalogue/determinants/segregation.yaml": "tells of the same grades, and rests on them",
}
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
    history = own.history
    names = own.indicators - {ALSO_A_METHOD} | ({history.id} if history else set())
    return {
        **said_of_the_city(),
        "projection": re.compile(re.escape(own.meters)),
        "an indicator": re.compile("|".join(rf"[\"'`]{name}[\"'`]" for name in sorted(names))),
        "its folder": re.compile(rf"[\"'/]{own.folder.name}[\"'/]"),
    }


@cache
def said_of_the_city() -> dict[str, re.Pattern[str]]:
    """What no code and no general text may say, by what it is."""
    own = city()
    numbers = [own.id, *([own.county.id] if own.county else [])]
    counts = [rf"{count:,}".replace(",", "[_,.]?") for count in own.people.values()]
    years = [str(own.history.year)] if own.history else []
    return {
        "an id": _words(numbers),
        "a name": _words([*_names(own), *OTHER_NAMES]),
        "a place": _words(_places(own)),
        "a count": _words(counts),
        "the year of its history": _words(years),
        "a number of places": _words(_numbers_of_places(own)),
    }


def _words(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{pattern}\b" for pattern in sorted(patterns)))


def _names(own: City) -> Iterator[str]:
    """Names of the city, its county and the others, its state: in both languages."""
    for lang in LANGUAGES:
        texts = [own.name, own.full_name, *(own.county.names.values() if own.county else ())]
        for text in texts:
            yield from (
                part for part in re.split(r", | and | y |^(?:el|la) ", text.get(lang)) if part
            )


def _places(own: City) -> Iterator[str]:
    """Names of its places that are no everyday words: of two words and more, with capitals."""
    for layer in own.layers:
        for name in services().atlas.areas(Layer(layer))["name"]:
            if re.fullmatch(r"[A-Z]\w+(?: [A-Z]\w+)+", name):
                yield re.escape(name)


def _numbers_of_places(own: City) -> Iterator[str]:
    """How many places of a layer there are, in digits and in words."""
    for layer, words in own.layers.items():
        count = len(services().atlas.areas(Layer(layer)))
        for lang in LANGUAGES:
            said = [str(count), *([words.number.get(lang)] if words.number else [])]
            plural = {text.get(lang) for text in (words.many, words.shorts) if text}
            yield from (f"(?i:{n} {many})" for n in said for many in sorted(plural))


def found_in(text: str, known: dict[str, re.Pattern[str]] | None = None) -> list[str]:
    looked_for = facts() if known is None else known
    return [f"{what}: {hit[0]}" for what, fact in looked_for.items() for hit in fact.finditer(text)]


def test_no_code_says_a_fact_of_the_city() -> None:
    said = {
        name: found
        for file in code_files()
        if not (name := file.relative_to(ROOT).as_posix()).startswith(tuple(ALLOWED))
        if (found := found_in(file.read_text(encoding="utf-8")))
    }
    assert said == {}


def test_no_text_of_every_city_says_a_fact_of_this_one() -> None:
    said = {
        name: found
        for folder in GENERAL_TEXTS
        for file in sorted((ROOT / folder).rglob("*.yaml"))
        if not (name := file.relative_to(ROOT).as_posix()).startswith(tuple(ALLOWED))
        if (found := found_in(file.read_text(encoding="utf-8"), said_of_the_city()))
    }
    assert said == {}


def test_what_is_allowed_is_there_and_says_one() -> None:
    for name in ALLOWED:
        files = [ROOT / name] if (ROOT / name).is_file() else sorted((ROOT / name).glob("*.py"))
        assert any(found_in(file.read_text(encoding="utf-8")) for file in files), name


@pytest.mark.parametrize(
    "line",
    [
        'ID = "2938000"',
        "PEOPLE = 508_090",
        'crs="EPSG:26915"',
        '"poverty_150"',
        "`29095`",
        "graded in 1939",
        "# as in Platte",
        "KCMO",
        "the six council districts",
        "los seis distritos",
        "246 neighborhoods",
        "near Swope Park Campus",
        "condado de Jackson",
        "along Troost",
    ],
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
        ({"layers": {"tract": LAYER}}, "tract is no layer"),
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

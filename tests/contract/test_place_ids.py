"""One grammar of place ids: nobody else prints `<geography>-<area id>` or takes it apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.cities.city import city
from data.models import Geography, Layer, PlaceId, geography_of, printed_ids
from data.services import Services
from data.settings import Settings

ROOT = Path(__file__).parents[2]
SOURCES = sorted(file for name in ("data", "layouts", "callbacks")
                 for file in (ROOT / name).rglob("*.py")
                 if file != ROOT / "data" / "models.py")  # fmt: skip
# Names that are no places: the pattern `swatch-<kind>` of a picture, the period `2021-2023`, a day.
ELSE = {
    "layouts/slides/pdf_pages.py": {"name.partition('-')"},
    "layouts/pages/plan/log.py": {"entry.date.split('-')"},
    "data/published/results.py": {"period.partition('-')"},
    "data/build/sources/wide_table.py": {"self.period.rpartition('-')"},
}


def by_hand(source: str) -> Iterator[str]:
    """`f"{by.value}-{area}"`, `f"{by.value}-" + areas` and `place.partition("-")`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            pairs = zip(node.values, node.values[1:], strict=False)
            if any(_is_kind(first) and _is_dash(then) for first, then in pairs):
                yield ast.unparse(node)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"partition", "rpartition", "split", "rsplit"}
            and node.args
            and _is_dash(node.args[0])
        ):
            yield ast.unparse(node)


def _is_kind(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.FormattedValue)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "value"
    )


def _is_dash(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == "-"


def test_nobody_prints_or_reads_a_place_by_hand() -> None:
    found = {}
    for file in SOURCES:
        name = file.relative_to(ROOT).as_posix()
        hand = set(by_hand(file.read_text(encoding="utf-8"))) - ELSE.get(name, set())
        if hand:
            found[name] = hand
    assert found == {}


@pytest.mark.parametrize(
    "copy",
    [
        'f"{by.value}-{area_id}"',
        'f"{layer.value}-" + areas["area_id"]',
        'place_id.partition("-")[2]',
        'place.split("-", 1)',
    ],
)
def test_a_place_by_hand_would_be_found(copy: str) -> None:
    assert list(by_hand(copy))


def test_every_place_of_the_site_is_read_as_it_was_printed() -> None:
    settings = Settings()
    services = Services.open(settings.database_url, asset_url=lambda path: path)
    known = services.atlas.place_ids
    for geography, ids in known.items():
        for printed in ids:
            place = PlaceId.parse(printed)
            assert place is not None and str(place) == printed and place.geography is geography
    with_page = {i for g in city().with_page if g is not Geography.CITY for i in known[g]} | {
        "city"
    }
    assert {place.place_id for place in services.place_index.places} == with_page
    assert {str(PlaceId.parse(p)) for p in services.compare.places} == with_page


@pytest.mark.parametrize(
    "written", ["", "-", "zip", "zip-", "street-5", "-64130", "city-2938000", "City", "zip_64130"]
)
def test_other_words_are_no_place(written: str) -> None:
    assert PlaceId.parse(written) is None


def test_one_type_has_the_name_of_a_place_value() -> None:
    found = [f for f in SOURCES if "\nclass PlaceValue" in f.read_text(encoding="utf-8")]
    assert [file.relative_to(ROOT).as_posix() for file in found] == ["data/place/results.py"]


def test_layers_have_the_geography_that_visitors_know() -> None:
    assert geography_of(Layer.TRACT_2010) is geography_of(Layer.TRACT_2020) is Geography.TRACT
    assert printed_ids(geography_of(Layer.ZIP), ["64130"]) == ["zip-64130"]
    assert printed_ids(geography_of(Layer.CITY), ["2938000"]) == ["city"]
    with pytest.raises(ValueError, match="holc_grade"):
        geography_of(Layer.HOLC_GRADE)

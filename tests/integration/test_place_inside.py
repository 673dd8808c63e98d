"""The places inside a place by any measure: shares, intervals and verdicts, as page and file."""

from __future__ import annotations

import csv
import io
import random
import re

import pytest
import shapely
from flask.testing import FlaskClient

from callbacks.routing import page_request, show_page
from data.atlas.inside import lies_in, parts_of
from data.cities.city import city
from data.locale import LANGUAGES, texts
from data.locale.format import format_value
from data.models import Geography, Layer, PlaceId
from data.outline import OwnWord, circle, picked_homes
from data.place.inside import measures_inside
from data.settings import Settings
from layouts.pages.place.inside import ROWS_SHOWN, inside
from tests.shared import services
from tests.unit.layouts.trees import text, walk

SERVICES = services()
ATLAS = SERVICES.atlas
HOME = city().home
MEASURES = measures_inside(ATLAS)
HOLDERS = sorted(ATLAS.members[HOME])
D3 = "council_district-3"
WALK = [(place, measure) for place in HOLDERS for measure in MEASURES]
SAMPLE = [
    (D3, "life_expectancy"), (D3, "homicide_rate"), ("council_district-1", "poverty_2015"),
    *random.Random(3).sample(WALK, 20),
]  # fmt: skip


def section(place: str, query: str = "") -> object:
    page = show_page(SERVICES, Settings(), f"/place/{place}", query)
    return next(c for c in walk(page) if "place__within" in str(getattr(c, "className", "")))


def markup(node: object) -> str:
    """All of a part of the page, also what is sent as HTML."""
    parts = [getattr(c, "data-html", "") or "" for c in walk(node)]
    return " ".join([text(node), *parts])


@pytest.mark.parametrize(("place", "measure"), SAMPLE)
def test_the_list_and_its_file_hold_the_places_inside(
    place: str, measure: str, real_client: FlaskClient
) -> None:
    found = SERVICES.place.inside(place, measure)
    assert found is not None
    held = {row.place.place_id for row in found.rows}
    assert held == ATLAS.members[HOME][place]
    assert sum((found.counts.low, found.counts.high, found.counts.alike, found.counts.untested,
                found.counts.few, found.counts.missing)) == len(found.rows)  # fmt: skip
    valued = [row.value.value for row in found.rows if row.value.shown]
    assert valued in (sorted(valued), sorted(valued, reverse=True))
    assert [row.value.shown for row in found.rows] == sorted(
        (row.value.shown for row in found.rows), reverse=True
    )
    answer = real_client.get(f"/download/place/{place}/inside.csv?measure={measure}&lang=es")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert [row["place_id"] for row in rows] == [row.place.place_id for row in found.rows]
    assert measure.replace("_", "-") in answer.headers["Content-Disposition"]
    stored = ATLAS.estimates(measure, Layer(HOME.value)).set_index("area_id")
    for written, row in zip(rows, found.rows, strict=True):
        assert written["verdict"] == stored.loc[row.place.area_id, "verdict"]
        assert written["within"] == place
        if row.part.everyone:
            share = row.part.people / row.part.everyone
            assert float(written["share_within"]) == pytest.approx(share)


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_by_every_measure_is_drawn(lang: str) -> None:
    for number, (place, measure) in enumerate(WALK):
        if number % len(LANGUAGES) != LANGUAGES.index(lang):
            continue
        query = f"?measure={measure}&lang={lang}"
        request = page_request(SERVICES, Settings(), f"/place/{place}", query)
        said = markup(inside(request, SERVICES.place.data(place)))
        assert not re.search(r"[{}]|\bnan\b|\bNone\b", said), (place, measure)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", ["life_expectancy", "poverty_150", "diabetes_2015"])
def test_the_page_lists_them_with_interval_and_verdict(lang: str, measure: str) -> None:
    found = SERVICES.place.inside(D3, measure)
    assert found is not None
    part = section(D3, f"?measure={measure}&lang={lang}")
    said = markup(part)
    assert "57" in text(part)
    assert not re.search(r"[{}]|\bnan\b|\bNone\b", said)
    for row in found.rows:
        assert f"/place/{row.place.place_id}" in said
    first = found.rows[0].value
    assert format_value(
        first.value, unit=found.indicator.unit, decimals=found.indicator.decimals, lang=lang
    ) in said  # fmt: skip
    verdict = "modelled" if first.modelled else first.verdict.value
    assert texts(lang).t(f"figures.verdict.{verdict}") in said
    # a phone sees so many rows, the others unfold
    assert said.index("<details") > said.index(
        f"/place/{found.rows[ROWS_SHOWN - 1].place.place_id}"
    )
    assert re.search(rf'<option[^>]*selected[^>]*value="{measure}"', said)


def test_an_unknown_measure_gets_a_word(real_client: FlaskClient) -> None:
    for lang in LANGUAGES:
        said = text(section(D3, f"?measure=happiness&lang={lang}"))
        assert texts(lang).t("place.inside.unknown_measure", value="happiness") in said
    assert real_client.get(f"/download/place/{D3}/inside.csv?measure=happiness").status_code == 404
    assert real_client.get("/download/place/neighborhood-53/inside.csv").status_code == 404
    assert real_client.get("/download/place/nowhere-1/inside.csv").status_code == 404


def test_every_neighborhood_names_what_it_lies_in() -> None:
    for area_id in ATLAS.areas(Layer(HOME.value))["area_id"]:
        found = SERVICES.place.around(str(PlaceId(HOME, area_id)))
        kinds = {place.geography for place in found}
        assert {Geography.ZIP, Geography.COUNCIL_DISTRICT} <= kinds
    said = text(section("neighborhood-53", "?lang=es"))
    for part in lies_in(ATLAS, "neighborhood-53"):
        assert part.larger.area_id in said.casefold()
    assert "88\u202f%" in said
    assert "place__within" not in to_html_of("city")


def test_a_drawn_area_lists_what_lies_in_it(real_client: FlaskClient) -> None:
    picked = OwnWord(picked_homes(["52", "53", "54", "55"], ATLAS.own_ground.homes))
    place = str(PlaceId(Geography.OWN, picked.area_id))
    found = SERVICES.place.inside(place, "poverty_150")
    assert found is not None
    assert {row.place.area_id for row in found.rows} == {"52", "53", "54", "55"}
    assert {row.part.share for row in found.rows} == {1.0}
    assert sum(row.part.people for row in found.rows) == 4_653
    around = {str(p.part.larger): p.part for p in SERVICES.place.around(place)}
    assert around["council_district-3"].share == 1.0
    zips = [part.people for key, part in around.items() if key.startswith("zip")]
    assert sum(zips) == 4_653
    page = show_page(SERVICES, Settings(), "/place/own", "?pick=52,53,54,55&measure=poverty_150")
    part = next(c for c in walk(page) if "place__within" in str(getattr(c, "className", "")))
    assert "?in=" not in markup(part)
    kept = [getattr(c, "name", "") for c in walk(part)]
    assert "pick" in kept
    answer = real_client.get(f"/download/place/{place}/inside.csv?measure=poverty_150")
    assert answer.get_data(as_text=True).count(place) == 4


def test_a_drawn_circle_holds_the_centers_inside_it() -> None:
    outline = circle(-94.55, 39.06, 2)
    place = str(PlaceId(Geography.OWN, OwnWord(outline).area_id))
    parts = parts_of(ATLAS, place, Layer(HOME.value))
    areas = ATLAS.areas(Layer(HOME.value))
    within = shapely.contains_xy(shapely.Polygon(outline.ring), areas["lon"], areas["lat"])
    assert {p.area_id for p in parts if p.center} == set(areas.loc[within, "area_id"])
    whole = [p for p in parts if p.center and p.everyone]
    assert all(0 < p.share <= 1 for p in whole)


def to_html_of(place: str) -> str:
    page = show_page(SERVICES, Settings(), f"/place/{place}", "")
    return " ".join(str(getattr(c, "className", "")) for c in walk(page))

"""Where a place cannot be told, what can be told around it speaks under its own name."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Iterator

import pytest

from callbacks.routing import show_page
from data.address import Theme
from data.atlas.around import around
from data.catalogue.determinants import determinants
from data.decks.deck import View
from data.fact_sheets import sentences as say
from data.locale import LANGUAGES, texts
from data.models import CITY_PLACE, Geography, Layer, PlaceId
from data.place.climb_sentences import climb_sentence, name_of_larger, where_around
from data.place.climbing import climbs, needs_climbing
from data.place.results import SIDES, Climb
from data.place.sentences import place_name
from data.place.values import place_values
from data.repository.engine import EXTRACT
from data.rules import MIN_SHARE_AROUND
from data.sentences.words import interval_text, value_text
from data.settings import Settings
from layouts.charts.place import build_chart
from layouts.ids import SPINE
from layouts.theme import LIGHT_PALETTE
from tests.comparatives import find_comparatives
from tests.contract.test_ids import walk
from tests.one_slide import build_slide
from tests.shared import services

SERVICES = services()
ATLAS = SERVICES.atlas
PLACES = [p.place_id for p in SERVICES.place_index.places if p.place_id != CITY_PLACE]
PEOPLE = {p.place_id: p.people_2020 for p in SERVICES.place_index.places}
NEIGHBORHOODS = [place for place in PLACES if place.startswith("neighborhood-")]
# In three parts, with nobody, with three residents, in a group, in two districts, a group.
HARD = [
    "neighborhood-152", "neighborhood-155", "neighborhood-U4", "neighborhood-52", "zip-64110",
    "group-waldo", "neighborhood-113",
]  # fmt: skip
SAMPLE = [*HARD, *random.Random(12).sample(PLACES, 14)]
SAMPLED = pytest.mark.parametrize(
    "places", [SAMPLE, pytest.param(PLACES, marks=pytest.mark.full)], ids=["sample", "all"]
)
TOLD = ("life_expectancy", "poverty_150", "housing_cost_burden", "homicide_rate")
SENTENCE = re.compile(r"(?<=[.!?])(?<!UU\.)(?<!St\.)\s+(?!UU)(?=[A-ZÁÉÍÓÚÑ¿])")


# -- which place speaks -----------------------------------------------------------------------

# With none of the code of the app: people and verdicts as the extract has them.
LARGER = """
    SELECT l.layer || '-' || l.area_id, l.layer, l.area_id, l.people_2020, p.people, p.center
    FROM lies_in p JOIN area s ON s.area_key = p.area_key JOIN area l ON l.area_key = p.larger_key
    WHERE s.layer = 'neighborhood' AND s.area_id = ?
"""
STORED = """
    SELECT e.value, e.verdict, e.flags FROM estimate e
    JOIN area a ON a.area_key = e.area_key
    JOIN indicator i ON i.indicator_key = e.indicator_key
    WHERE a.layer = ? AND a.area_id = ? AND i.indicator_id = ?
"""


def expected(db: sqlite3.Connection, area_id: str, people: int, indicator: str) -> str | None:
    """The place that speaks for a neighborhood; empty for none, None where it speaks itself."""

    def told(verdict: str) -> bool:
        return verdict in ("better", "worse")

    value, verdict, _ = db.execute(STORED, ("neighborhood", area_id, indicator)).fetchone()
    if value is not None and told(verdict):
        return None
    larger = [
        (of, name, layer, key)
        for name, layer, key, of, shared, center in db.execute(LARGER, (area_id,))
        if of > people and (shared * 2 > people if people else center)
    ]
    found = []
    for _, name, layer, key in sorted(larger):
        theirs, their_verdict, flags = db.execute(STORED, (layer, key, indicator)).fetchone()
        if theirs is not None and "surrounding_tract" not in flags.split():
            found.append((name, told(their_verdict)))
    chosen = [name for name, is_told in found if is_told]
    if value is None:
        chosen += [name for name, _ in found]
    return next(iter(chosen), "")


def test_the_smallest_place_around_that_can_be_told_speaks() -> None:
    people = ATLAS.areas(Layer.NEIGHBORHOOD).set_index("area_id")["people_2020"]
    kinds = set()
    with sqlite3.connect(f"file:{EXTRACT}?mode=ro", uri=True) as db:
        for place_id in NEIGHBORHOODS:
            place = PlaceId(Geography.NEIGHBORHOOD, place_id.partition("-")[2])
            values = place_values(ATLAS, place.geography, place.area_id, TOLD)
            found = climbs(ATLAS, place, values.values())
            for indicator in TOLD:
                wanted = expected(db, place.area_id, int(people[place.area_id]), indicator)
                climb = found.get(indicator)
                larger = None if climb is None else ""
                if climb is not None and climb.larger is not None:
                    larger = str(climb.larger.at.place)
                assert larger == wanted, (place_id, indicator)
                kinds.add((larger or "").partition("-")[0])
    assert kinds - {""} == {"group", "zip", "council_district"}


def test_what_is_around_holds_most_of_the_people() -> None:
    for place_id in PLACES:
        place = PlaceId.parse(place_id)
        assert place is not None
        found = around(ATLAS, place)
        people = PEOPLE[place_id]
        assert [larger.people for larger in found] == sorted(larger.people for larger in found)
        for larger in found:
            assert larger.people > people and larger.place.geography is not Geography.CITY
            assert not people or MIN_SHARE_AROUND < larger.share <= 1, place_id
        kinds = [x.place.geography for x in found if x.place.geography is not Geography.GROUP]
        assert len(kinds) == len(set(kinds))  # one ZIP code, one district


def test_a_group_comes_before_what_is_larger() -> None:
    found = around(ATLAS, PlaceId(Geography.NEIGHBORHOOD, "52"))
    assert [x.place.geography.value for x in found] == ["group", "zip", "council_district"]
    group = around(ATLAS, PlaceId(Geography.GROUP, "ivanhoe"))
    assert str(group[-1].place) == "council_district-3"
    assert around(ATLAS, PlaceId(Geography.CITY, "kc")) == ()


def test_a_drawn_area_climbs_by_its_blocks() -> None:
    """Two of the four neighborhoods of Ivanhoe; then all of it, which the group does not hold."""
    half, whole = (PlaceId(Geography.OWN, word) for word in ("n52_53", "n52_53_54_55"))
    found = around(ATLAS, half)
    assert [str(x.place) for x in found][:1] == ["group-ivanhoe"]
    assert found[0].share == 1
    assert "group-ivanhoe" not in [str(x.place) for x in around(ATLAS, whole)]
    data = SERVICES.place.data(str(half))
    assert set(data.climbs) == {k for k, v in data.values.items() if needs_climbing(v)}


def test_only_what_a_test_may_tell_is_climbed_for_where_there_is_a_number() -> None:
    for place_id in SAMPLE:
        data = SERVICES.place.data(place_id)
        for value in data.values.values():
            if value.shown and not value.may_be_told:
                assert not needs_climbing(value) and value.indicator.id not in data.climbs


# -- how it is said ---------------------------------------------------------------------------


def named(place_id: str, lang: str) -> str:
    area = SERVICES.place.data(place_id)
    return place_name(area.area.name, area.area.area_id, area.geography, texts(lang))


def assert_named(said: str, climb: Climb, lang: str, *, numbers: bool = True) -> None:
    """Every sentence with the number of the larger place names that place; without `numbers`,
    which other measures may have too, every sentence with its interval.
    """
    assert climb.larger is not None
    value, own = climb.larger.value, climb.own
    number = value_text(value.value, value.indicator, lang)
    limits = interval_text(value.lower, value.upper, value.indicator, lang)
    others = {value_text(x, value.indicator, lang) for x in (own.value, own.rest, value.rest)}
    name = name_of_larger(climb.larger.at, texts(lang))
    for sentence in SENTENCE.split(said):
        if limits and limits in sentence:
            assert name in sentence, said
        if (
            numbers
            and number not in others
            and re.search(rf"(?<![\d.,–]){re.escape(number)}(?![\d–])", sentence)
        ):
            assert name in sentence, said


def walked(places: list[str]) -> Iterator[tuple[str, Climb]]:
    for place_id in places:
        for climb in SERVICES.place.data(place_id).climbs.values():
            yield place_id, climb


@SAMPLED
def test_a_climbed_value_is_said_of_the_place_it_is_of(places: list[str]) -> None:
    seen = set()
    for place_id, climb in walked(places):
        for lang in LANGUAGES:
            spoken, place = texts(lang), named(place_id, lang)
            said = climb_sentence(climb, place=place, texts=spoken)
            if climb.larger is None:
                assert place in said
                assert all(name_of_larger(at, spoken) in said for at in climb.tried)
                continue
            value = climb.larger.value
            assert value.indicator.years in said and place in said
            assert where_around(climb.larger.at, place=place, texts=spoken) in said
            assert interval_text(value.lower, value.upper, value.indicator, lang) in said
            assert_named(said, climb, lang)
            for flag in value.flags:
                key = f"figures.flag.{flag.value}"
                assert not spoken.has(key) or spoken.t(key) in said
            names = [value.indicator.name.get(lang), value.indicator.short_name.get(lang)]
            compares = find_comparatives(said, lang, ignoring=names)
            assert bool(compares) == climb.larger.told or value.indicator.kind.value == "modelled"
            seen.add((climb.larger.told, climb.own.shown))
        seen.add(climb.larger is None)
    assert {(True, True), (True, False), (False, False), True} <= seen


@SAMPLED
def test_every_output_names_the_place_that_a_number_is_of(places: list[str]) -> None:
    for n, place_id in enumerate(places):
        lang, data = LANGUAGES[n % 2], SERVICES.place.data(place_id)
        slide = build_slide(
            SERVICES, View(f"place/{place_id}", SPINE), lang=lang, theme=Theme.LIGHT
        )
        assert slide is not None
        for climb in data.climbs.values():
            if climb.larger is not None:
                assert_named(f"{slide.lead} {slide.more}", climb, lang, numbers=False)
        for determinant in determinants():
            sheet = SERVICES.fact_sheets.data(determinant, place_id)
            if sheet.climb is not None and sheet.climb.larger is not None:
                said = say.finding(sheet, texts(lang))
                assert said.startswith(
                    where_around(
                        sheet.climb.larger.at, place=named(place_id, lang), texts=texts(lang)
                    )
                )
                assert_named(said, sheet.climb, lang)


@SAMPLED
def test_the_page_says_it_beside_the_number_and_leads_to_the_place(places: list[str]) -> None:
    for n, place_id in enumerate(places):
        lang, data = LANGUAGES[n % 2], SERVICES.place.data(place_id)
        page = show_page(SERVICES, Settings(), f"/place/{place_id}", f"lang={lang}")
        said = [part for part in walk(page) if getattr(part, "className", "") == "place__climb"]
        words = [re.sub(r"\s", " ", text_of(part)) for part in said]
        standing = {value.indicator.id for value in data.standouts}
        for value in data.headline:
            climb = data.climbs.get(value.indicator.id)
            if climb is None or value.indicator.id in standing:
                continue
            sentence = climb_sentence(climb, place=named(place_id, lang), texts=texts(lang))
            (at,) = [i for i, text in enumerate(words) if re.sub(r"\s", " ", sentence) in text]
            links = [str(getattr(part, "href", "")) for part in walk(said[at])]
            assert climb.larger is None or any(str(climb.larger.at.place) in x for x in links)


def text_of(part: object) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return "".join(map(text_of, part))
    return text_of(getattr(part, "children", None) or "")


def rows_of(place_id: str) -> list[dict[str, object]]:
    data = SERVICES.place.data(place_id)
    chart = build_chart(SERVICES, data, SPINE, theme=LIGHT_PALETTE, texts=texts("en"))
    assert chart is not None
    return [dict(zip(chart.csv_columns, row, strict=True)) for row in chart.csv_rows]


def test_a_climbed_row_of_the_file_is_that_of_the_larger_place() -> None:
    given = {"around": "", "share_around": ""}
    told = 0
    for place_id in HARD:
        data = SERVICES.place.data(place_id)
        rows = rows_of(place_id)
        climbed = [row for row in rows if row["around"]]
        wanted = [c for c in data.climbs.values() if c.larger and not c.own.modelled]
        assert len(climbed) == len(wanted)
        told += len(climbed)
        for row in climbed:
            assert row["around"] == place_id != row["place_id"]
            theirs = [r for r in rows_of(str(row["place_id"])) if not r["around"]]
            (own,) = [r for r in theirs if r["indicator"] == row["indicator"]]
            assert {**row, **given, "place": ""} == {**own, "place": ""}
    assert told


# -- no sheet ends there ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "determinant",
    [
        pytest.param(key, marks=() if key in ("poverty", "housing") else pytest.mark.full)
        for key in determinants()
    ],
)
def test_no_sheet_of_a_neighborhood_opens_with_what_cannot_be_told(determinant: str) -> None:
    """Before, 124 of 246 on poverty did and 212 on housing."""
    before, after = [], []
    for place_id in NEIGHBORHOODS:
        sheet = SERVICES.fact_sheets.data(determinant, place_id)
        if sheet.headline is not None and sheet.headline.verdict in SIDES:
            assert sheet.climb is None
            continue
        before.append(place_id)
        if sheet.climb is None or sheet.climb.larger is None or not sheet.climb.larger.told:
            after.append(place_id)
    counted = {"poverty": (124, 0), "housing": (212, 0)}
    assert determinant not in counted or (len(before), len(after)) == counted[determinant]
    for place_id in after:
        sheet = SERVICES.fact_sheets.data(determinant, place_id)
        never = sheet.headline is not None and not sheet.headline.may_be_told
        assert never or sheet.climb is not None, place_id

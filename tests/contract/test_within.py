"""Explore limited to a part of the city: every chart, file and slide holds the places inside it.

`make test` walks a seeded sample, `make test-all` every district by every outcome, and every other
part by one.
"""

from __future__ import annotations

import csv
import io
import random
import re

import pytest
from flask.testing import FlaskClient

from data.address import Theme
from data.atlas.inside import parts_of
from data.cities.city import city
from data.decks.deck import EXPLORE, View
from data.explore.results import ExploreData
from data.explore.sentences import ranking_sentence
from data.explore.state import OUTCOME_ROLES, MapMode, ViewState, parse_view
from data.explore.within_sentences import area_title
from data.files.names import slug
from data.locale import LANGUAGES, texts
from data.models import Geography, Kind, Layer, PlaceId
from data.rules import MIN_PLACES_FOR_LINK_INSIDE
from data.sentences.notices import notice_texts
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.charts.file_names import explore_name
from layouts.figures.base import PLACES, is_a
from layouts.pages.explore import choices
from tests.one_slide import build_slide
from tests.shared import services
from tests.unit.layouts.trees import prop, walk

SERVICES = services()
ATLAS = SERVICES.atlas
INDICATORS = ATLAS.catalogue.indicators
HOME = Geography.NEIGHBORHOOD
FACTOR = "poverty_2015"
D3 = "council_district-3"
Choice = tuple[str, str, Geography]
WALK: tuple[Choice, ...] = tuple(
    (inside, outcome.id, by)
    for by, holders in ATLAS.members.items()
    for inside in sorted(holders)
    for outcome in INDICATORS.values()
    if outcome.role in OUTCOME_ROLES and by in outcome.geographies and by in city().mapped
)
ALWAYS: tuple[Choice, ...] = (
    (D3, "life_expectancy", HOME),
    ("council_district-1", "homicide_rate", HOME),  # all have too few events
    (D3, "homicide_rate", Geography.ZIP),
    ("zip-64128", "diabetes_2015", HOME),  # modelled
    ("council_district-4", "dental_visit_2014", Geography.TRACT),
)
SAMPLE = [*ALWAYS, *random.Random(12).sample(WALK, 12)]
LEFT_OVER = re.compile(r"[{}]|\bnan\b|\bNone\b|\binf\b|\bde el\b")


def data_of(inside: str, outcome: str, by: Geography) -> ExploreData:
    return SERVICES.explore.data(outcome, FACTOR, by, inside)


def check(choice: Choice, lang: str) -> None:
    inside, outcome, by = choice
    data, whole = data_of(*choice), SERVICES.explore.data(outcome, FACTOR, by)
    held = ATLAS.members[by][inside] & set(whole.frame["place_id"])
    # the places inside, with the classes, verdicts and ranks of the whole city
    assert set(data.frame["place_id"]) == held
    same = whole.frame[whole.frame["place_id"].isin(held)].reset_index(drop=True)
    assert data.frame.equals(same)
    assert (data.outcome_breaks, data.city, data.ranked) == (
        whole.outcome_breaks, whole.city, whole.ranked,
    )  # fmt: skip
    assert data.gap is None
    if data.association is not None:
        assert data.association.n >= MIN_PLACES_FOR_LINK_INSIDE
    west, south, east, north = data.bounds
    areas = ATLAS.areas(data.outcome.layer_of(by))
    inside_here = areas[areas["area_id"].isin(data.frame["area_id"])]
    assert inside_here["lon"].between(west, east).all()
    assert inside_here["lat"].between(south, north).all()
    _check_words(data, lang)
    for mode in MapMode:
        state = ViewState(
            outcome=outcome, factor=FACTOR, by=by, inside=inside, map_mode=mode, lang=lang
        )
        _check_charts(state, data, held)


def _check_words(data: ExploreData, lang: str) -> None:
    said = ranking_sentence(data, texts=texts(lang))
    assert not LEFT_OVER.search(said), said
    assert data.within is not None
    assert data.outcome.years in said
    if data.outcome.kind is Kind.MODELLED or not len(data.frame):
        return
    # the first number counts the places; those after the colon add up to it
    n, *counts = [int(word) for word in re.findall(r"\b\d+\b(?!–|\))", _without_names(said, data))]
    assert n == len(data.frame)
    assert sum(counts) == n, said


def _without_names(said: str, data: ExploreData) -> str:
    assert data.within is not None
    for lang in LANGUAGES:
        title = area_title(data.within, texts(lang))
        for name in (title, title[:1].lower() + title[1:]):
            said = said.replace(name, "")
    return said.replace(data.outcome.years, "")


def _check_charts(state: ViewState, data: ExploreData, held: frozenset[str]) -> None:
    assert data.within is not None
    area = area_title(data.within, texts(state.lang))
    for name in ids.CHARTS if state.map_mode is MapMode.OUTCOME else (ids.MAP,):
        chart = explore_charts.build(SERVICES, state, name)
        assert area in chart.title
        assert not LEFT_OVER.search(chart.sentence + chart.title), chart.sentence
        assert {row["place_id"] for row in chart.rows} == held
        assert len(chart.csv_rows) == len(held)
        assert chart.csv_shared["within"] == state.inside
        drawn = {
            row[0]
            for trace in chart.figure["data"]
            if is_a(trace, PLACES)
            for row in trace["customdata"]
        }
        assert drawn <= held
        if name == ids.MAP:
            assert drawn == held
            assert any(data.within.place.area_id in trace.get("locations", ())
                       and trace["geojson"] == data.within.geojson_url
                       for trace in chart.figure["data"] if "geojson" in trace)  # fmt: skip
        assert slug(f"in {state.inside}") in explore_name(SERVICES, state, name)


@pytest.mark.parametrize(("inside", "outcome", "by"), SAMPLE)
def test_every_chart_holds_the_places_inside(inside: str, outcome: str, by: Geography) -> None:
    for lang in LANGUAGES:
        check((inside, outcome, by), lang)


@pytest.mark.full
def test_every_district_by_every_outcome_and_every_other_part() -> None:
    districts = [choice for choice in WALK if choice[0].startswith("council")]
    others: dict[tuple[str, Geography], list[Choice]] = {}
    for choice in WALK:
        if not choice[0].startswith("council"):
            others.setdefault((choice[0], choice[2]), []).append(choice)
    rng = random.Random(13)
    for number, choice in enumerate([*districts, *(rng.choice(few) for few in others.values())]):
        check(choice, LANGUAGES[number % 2])


def test_district_3_has_57_neighborhoods() -> None:
    data = data_of(D3, "life_expectancy", HOME)
    assert len(data.frame) == 57
    parts = parts_of(ATLAS, D3, Layer.NEIGHBORHOOD)
    assert {p.area_id for p in parts if p.center} == set(data.frame["area_id"])


# -- the address ---------------------------------------------------------------------------------


def parsed(query: str) -> tuple[ViewState, list[str]]:
    found = parse_view(query, ATLAS.catalogue, ATLAS.place_ids, ATLAS.members)
    return found.state, [notice.key for notice in found.notices]


def test_every_part_travels_in_the_address() -> None:
    for by, holders in ATLAS.members.items():
        for inside in holders:
            state, notices = parsed(f"?outcome=life_expectancy&by={by}&in={inside}&lang=es")
            assert (state.inside, notices) == (inside, [])
            assert parsed(state.to_query())[0] == state
    assert parsed("?in=COUNCIL_DISTRICT_3.")[0].inside == D3
    assert parsed("?in=city") == (ViewState(), [])


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("?in=parish-9", "notice.unknown_in"),
        ("?in=zip-99999", "notice.unknown_in"),
        ("?in=neighborhood-113", "notice.nothing_in"),
        (f"?by=council_district&in={D3}", "notice.nothing_in"),
        ("?by=zip&in=zip-64130", "notice.nothing_in"),
        (f"?in={D3}&places=neighborhood-240", "notice.places_outside"),
    ],
)
def test_what_makes_no_sense_gets_a_word(query: str, key: str, real_client: FlaskClient) -> None:
    found = parse_view(query, ATLAS.catalogue, ATLAS.place_ids, ATLAS.members)
    assert [notice.key for notice in found.notices] == [key]
    assert not found.state.places
    for lang in LANGUAGES:
        (said,) = notice_texts(ATLAS, found.notices, texts(lang))
        assert not re.search(r"council_district|neighborhood-\d|zip-6", said), said
    # a file that fell back to something near would hold other numbers than its address says
    assert real_client.get(f"/download/explore/map.csv{query}").status_code == 404


def test_the_control_offers_what_the_address_understands() -> None:
    for lang in LANGUAGES:
        groups = choices.inside_options(SERVICES, texts(lang))[1:]
        offered = [option.value for group in groups for option in group.options]  # type: ignore[union-attr]
        assert sorted(offered) == sorted(ATLAS.members[HOME])
        assert len({o.label for g in groups for o in g.options}) == len(offered)  # type: ignore[union-attr]


# -- files and slides ----------------------------------------------------------------------------


@pytest.mark.parametrize("chart", ids.CHARTS)
def test_file_and_slide_are_of_the_places_inside(chart: str, real_client: FlaskClient) -> None:
    answer = real_client.get(f"/download/explore/{chart}.csv?in={D3}&lang=es")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert {row["place_id"] for row in rows} == ATLAS.members[HOME][D3]
    assert {row["within"] for row in rows} == {D3}
    assert "in-council-district-3" in answer.headers["Content-Disposition"]
    for lang in LANGUAGES:
        slide = build_slide(
            SERVICES, View(EXPLORE, chart, f"in={D3}", "", ""), lang=lang, theme=Theme.LIGHT
        )
        assert slide is not None
        assert slide.live.startswith(f"/?in={D3}")
        within = data_of(D3, "life_expectancy", HOME).within
        assert within is not None
        assert area_title(within, texts(lang)) in slide.title + slide.also
        said = " ".join((slide.lead, slide.more, slide.also))
        assert said.count("2010–2015)") <= 4
        assert not LEFT_OVER.search(said)
    assert PlaceId.parse(D3) is not None


def test_places_of_the_whole_page_agree(real_client: FlaskClient) -> None:
    """The first answer of the page holds the places inside and the part chosen in its control."""
    from tests.shared import drawn

    components = list(walk(drawn(f"/?in={D3}")))
    by_id = {getattr(c, "id", None): c for c in components if isinstance(getattr(c, "id", ""), str)}
    assert prop(by_id[ids.field(ids.INSIDE_SELECT)], "data-value") == D3
    assert set(prop(by_id[ids.NAMES_STORE], "data")) == ATLAS.members[HOME][D3]
    assert prop(by_id[ids.VIEW_STORE], "data")["in"] == D3
    assert prop(by_id[ids.GEOGRAPHY_STORE], "data") == f"neighborhood {D3}"

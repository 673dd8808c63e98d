"""Slides over HTTP: data for the player, and the file for a USB stick."""

from __future__ import annotations

import json
from itertools import pairwise
from math import isfinite

import pytest
from flask.testing import FlaskClient

from data.address import Theme
from data.cities.city import city
from data.compare.parts import counted_rows
from data.compare.results import CompareData
from data.compare.sentences import headline, may_lead
from data.decks.deck import MAX_POSTED_CHARS, Deck, View, ready_decks, to_link
from data.locale import texts
from data.models import Geography
from data.services import Services
from layouts.slides.build import build_deck
from layouts.slides.slide import Slide, fitted, parted
from tests.comparatives import find_comparatives
from tests.one_slide import build_slide
from tests.slide_views import opening_views, ready_views, wide_views

DECK = ready_decks()["gap"].deck("en")
PLACE = "neighborhood-60"
COMPARED = f"places={PLACE},neighborhood-113,zip-64130,city&baseline=city"
MEASURES = ("life_expectancy", "homicide_rate", "diabetes_2015", "population_2020")


@pytest.fixture
def client(real_client: FlaskClient) -> FlaskClient:
    return real_client


def every_view() -> list[View]:
    """Every chart and view that can be a slide; the measures of Compare with and without values."""
    rows = [View("compare", "compare-row", f"{COMPARED}&measure={m}") for m in MEASURES]
    return [*opening_views(), *wide_views(), *rows, *ready_views(PLACE)]


def slide_of(services: Services, view: View, lang: str = "en") -> Slide:
    slide = build_slide(services, view, lang=lang, theme=Theme.LIGHT)
    assert slide is not None
    return slide


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("view", every_view(), ids=lambda view: f"{view.page}-{view.chart}")
def test_every_slide_says_all_of_its_finding(services: Services, view: View, lang: str) -> None:
    slide = slide_of(services, view, lang)
    assert slide.lead
    assert slide.source
    said = f"{slide.lead} {slide.more} {slide.also}"
    assert set(slide.chart.sentence.split()) <= set(said.split()) or view.chart == "gap-patterns"
    for figure in slide.figures:
        assert figure["layout"]["font"]["size"] >= 28
        assert "height" not in figure["layout"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_modelled_outcomes_get_no_word_of_comparison(services: Services, lang: str) -> None:
    modelled = [
        indicator.id
        for indicator in services.atlas.catalogue.indicators.values()
        if indicator.kind.value == "modelled" and indicator.role.value == "outcome"
    ][:4]
    for outcome in modelled:
        for chart in ("map", "ranking"):
            view = View("explore", chart, f"outcome={outcome}")
            slide = build_slide(services, view, lang=lang, theme=Theme.LIGHT)
            assert slide is not None
            assert not find_comparatives(f"{slide.lead} {slide.more}", lang)


def test_a_finding_is_parted_between_sentences_and_nothing_is_lost() -> None:
    text = "One is 7.6 of St. Louis. Two is next. 3 is the third."
    assert parted(text, 0) == ("One is 7.6 of St. Louis.", "Two is next. 3 is the third.")
    assert parted(text, 23) == ("One is 7.6 of St. Louis. Two is next.", "3 is the third.")


def test_what_does_not_fit_goes_to_the_notes_but_for_caveats() -> None:
    text = "One is here. Two is next and long. Three is last. We cannot tell more."
    assert fitted(text, room_em=100) == (text, "")
    shown, rest = fitted(text, keep=["We cannot tell more."], room_em=18)
    assert shown == "One is here. We cannot tell more."
    assert rest == "Two is next and long. Three is last."


def test_unknown_charts_and_places_leave_a_gap_that_is_named(services: Services) -> None:
    views = (View("gaps", "map"), View("place/neighborhood-99999", "spine"), View("explore", "map"))
    slides, notices = build_deck(services, Deck(views), lang="en", theme=Theme.LIGHT)
    assert [slide is None for slide in slides] == [True, True, False]
    assert [(n.key, n.value) for n in notices] == [("deck.no_chart", "1"), ("deck.no_chart", "2")]


def test_slides_for_the_player_hold_both_themes_codes_and_boundaries(client: FlaskClient) -> None:
    address, public = "/present/slides.json?lang=es", "https://health.example.org"
    answer = client.post(address, data=to_link(DECK), base_url=public)
    assert answer.status_code == 200
    made = answer.get_json()
    assert made["lang"] == "es"
    assert len(made["slides"]) == len(DECK.slides)
    for slide in made["slides"]:
        assert slide["qr"].startswith("<svg")
        assert slide["live"].startswith(f"{public}/")
        assert len(slide["light"]["figures"]) == len(slide["dark"]["figures"])
    assert made["geo"] and all(client.get(url).status_code == 200 for url in made["geo"])
    for slide in client.post(address, data=to_link(DECK)).get_json()["slides"]:
        assert (slide["qr"], slide["no_code"]) == ("", texts("es").t("common.no_code"))
        assert slide["live"].startswith("http://localhost/")  # leads on from this screen


@pytest.mark.parametrize("ending", ["json", "html", "pptx", "pdf"])
def test_bad_decks_are_refused_with_words(client: FlaskClient, ending: str) -> None:
    address = f"/present/slides.{ending}"
    bad = client.get(f"{address}?deck=garbage&lang=es")
    assert bad.status_code == 400
    assert bad.get_json()["notices"] == [texts("es").t("deck.unreadable", value="", used="")]
    assert client.get(address).status_code == 400
    large = client.post(address, data="A" * (MAX_POSTED_CHARS + 1))
    assert large.status_code == 413


def test_the_file_for_a_usb_stick_fetches_nothing(client: FlaskClient) -> None:
    answer = client.post("/present/slides.html?lang=es", data=to_link(DECK))
    assert answer.status_code == 200
    document = answer.get_data(as_text=True)
    assert '<html lang="es" data-storage="kc-"' in document
    assert "<link" not in document.split("</head>")[0]
    assert "<script src" not in document
    start = document.index('id="deck-data">') + len('id="deck-data">')
    made = json.loads(document[start : document.index("</script>", start)])
    assert set(made["shapes"]) == set(made["geo"])
    assert all(shape["features"] for shape in made["shapes"].values())


# -- Compare ------------------------------------------------------------------------------------

PAIRS = ("neighborhood-60,city", "neighborhood-113,zip-64130", "zip-64113,council_district-3,city")


def comparison(services: Services, places: str) -> CompareData:
    """A slide compares with the city, whether or not it was named."""
    named = (*(place for place in places.split(",") if place != "city"), "city")
    return services.compare.data(named, "city")


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("places", PAIRS)
def test_a_row_says_a_difference_only_where_its_test_found_one(
    services: Services, places: str, lang: str
) -> None:
    silent = 0
    for row in comparison(services, places).rows:
        view = View("compare", "compare-row", f"places={places}&measure={row.indicator.id}")
        slide = slide_of(services, view, lang)
        said = f"{slide.lead} {slide.more}"
        if not row.is_different:
            silent += 1
            assert not find_comparatives(said, lang), said
        else:
            assert slide.lead.endswith(".") and "95" in said
    assert silent > 10


@pytest.mark.parametrize("places", PAIRS)
def test_a_comparison_shows_its_clearest_differences_with_the_numbers_of_the_page(
    services: Services, places: str
) -> None:
    data = comparison(services, places)
    slide = slide_of(services, View("compare", "compare", f"places={places}"))
    assert headline(data, texts("en")) in f"{slide.lead} {slide.more}"
    shown = list(dict.fromkeys(line[0] for line in slide.chart.csv_rows))
    rows = {row.indicator.id: row for row in data.rows}
    assert 1 <= len(shown) <= 3
    assert all(rows[name].is_different for name in shown)
    assert len({rows[name].theme.id for name in shown}) == len(shown)
    life, *others = shown if shown[0] == "life_expectancy" else ("", *shown)
    assert bool(life) == rows["life_expectancy"].is_different
    most = max(row.clearness for row in counted_rows(data) if may_lead(row) and row.is_different)
    assert life or rows[others[0]].clearness == most
    assert all(may_lead(rows[name]) for name in shown)
    assert rows[shown[0]].indicator.years in slide.lead
    assert all(line["value"] in slide.also for line in slide.chart.rows)
    for figure, name in zip(slide.figures, shown, strict=True):
        drawn = [x for trace in figure["data"] for x in trace["x"]]
        values = [v.value for v in rows[name].values if v is not None and isfinite(v.value)]
        assert drawn == pytest.approx(values, abs=1e-3)


def test_places_that_cannot_be_told_apart_show_headline_measures_and_say_so(
    services: Services,
) -> None:
    known = [p for p in services.compare.places if p.startswith("neighborhood-")]
    same = next(
        f"{a},{b}&baseline={a}"  # a visitor's own choice of what they are compared with
        for a, b in pairwise(known)
        if (data := services.compare.data((a, b), a)).tests
        and not any(pair.is_real for row in data.rows for pair in row.pairs)
    )
    slide = slide_of(services, View("compare", "compare", f"places={same}"))
    said = f"{slide.lead} {slide.more}"
    assert texts("en").t("compare.slide.not_same") in said
    assert not find_comparatives(said, "en")
    assert {line[0] for line in slide.chart.csv_rows} <= {*city().headline, *city().health}
    assert {t["marker"]["symbol"][0] for f in slide.figures for t in f["data"]} <= {
        "circle-open", "circle", "diamond",
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "",
        "places=nowhere,city",
        f"places={PLACE},nowhere,city",
        f"places={PLACE},city&baseline=zip-64130",
        f"places={PLACE},city&measure=nothing",
    ],
)
def test_a_comparison_with_something_unknown_is_named(services: Services, query: str) -> None:
    deck = Deck((View("compare", "compare-row", query),))
    slides, notices = build_deck(services, deck, lang="en", theme=Theme.LIGHT)
    assert slides == (None,)
    assert [(n.key, n.value) for n in notices] == [("deck.no_chart", "1")]


def test_the_live_view_of_a_comparison_has_its_places(services: Services) -> None:
    view = View("compare", "compare-row", f"{COMPARED}&measure=life_expectancy")
    slide = slide_of(services, view, "es")
    assert slide.live == f"/compare?places={PLACE},neighborhood-113,zip-64130,city&lang=es"


# -- places -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("place", [PLACE, "zip-64130", "council_district-3", "city"])
def test_what_a_model_expects_is_labelled_and_never_judged(
    services: Services, place: str, lang: str
) -> None:
    slide = slide_of(services, View(f"place/{place}", "expected"), lang)
    assert not find_comparatives(f"{slide.lead} {slide.more} {slide.title}", lang)
    label = texts(lang).t("place.expected.label").split()
    assert len(slide.figures) == len(city().expected)
    for figure in slide.figures:
        titles = " ".join(note["text"] for note in figure["layout"]["annotations"])
        assert set(label) <= set(titles.replace("<br>", " ").split())
        assert figure["data"][0]["marker"]["symbol"][0] == "diamond-open"
    assert {line[-1] for line in slide.chart.csv_rows} <= {"not_tested", ""}
    assert texts(lang).t("place.expected.lead") in slide.also


def test_the_measures_a_model_expects_are_modelled_and_have_an_interval(
    services: Services,
) -> None:
    values = services.place.data(PLACE).values
    for name in city().expected:
        assert values[name].modelled and isfinite(values[name].upper)


def test_ages_under_500_residents_are_withheld_on_the_slide_too(services: Services) -> None:
    places = services.place_index.places
    small = next(
        p.place_id
        for p in places
        if p.geography is Geography.NEIGHBORHOOD
        and (ages := services.place.data(p.place_id).ages).withheld
        and ages.people_2010.sum() > 0
    )
    slide = slide_of(services, View(f"place/{small}", "age"))
    said = f"{slide.lead} {slide.more}"
    assert texts("en").t("place.age.withheld") in said and "In 2010" in said
    (figure,) = slide.figures
    assert len(figure["data"]) == 2  # the city, and 2010 alone


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_chosen_place_without_a_number_is_named(services: Services, lang: str) -> None:
    place = "neighborhood-113"  # no life expectancy
    name = services.place.data(place).area.name
    for chart, key in (("map", "one"), ("scatter", "two")):
        view = View("explore", chart, f"places={place}")
        slide = build_slide(services, view, lang=lang, theme=Theme.LIGHT)
        assert slide is not None
        said = texts(lang).t(f"present.unmarked.{key}.one", places=name)
        assert said in f"{slide.lead} {slide.more}"


@pytest.mark.parametrize("place", ["zip-64130", "council_district-3"])
def test_the_ready_deck_marks_a_place_of_any_kind(services: Services, place: str) -> None:
    deck = services.decks.of_place(ready_decks()["neighborhood"], place, "en")
    slides, notices = build_deck(services, deck, lang="en", theme=Theme.LIGHT)
    assert not notices
    for view, slide in zip(deck.slides, slides, strict=True):
        assert slide is not None
        if view.chart == "map":
            outlines = [t for t in slide.figures[0]["data"] if len(t.get("locations", ())) == 1]
            assert {t["locations"][0] for t in outlines} == {place.partition("-")[2]}


def test_all_measures_by_race_are_on_the_slide_or_in_its_notes(services: Services) -> None:
    slide = slide_of(services, View("gaps", "gap-race-measures"))
    said = [measure for measure in services.gaps.by_race.measures if measure.in_words]
    assert len(slide.figures) == len(said) > 0
    for row in slide.chart.rows:
        assert row["measure"] in slide.also and f"{row['group']}: {row['value']}" in slide.also

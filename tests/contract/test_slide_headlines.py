"""The large words of a slide: a finding with its groups and years, compared only where tested.

Ready-made decks x languages x outputs, and each kind of chart over outcomes, factors and places.
`make test` walks a seeded sample of the kinds, `make test-all` everything.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BytesIO

import pytest
from pptx import Presentation

from data.address import Theme
from data.cities.city import city
from data.decks.deck import EXPLORE, GAPS, Deck, View, ready_decks
from data.decks.words import WORDS
from data.explore.state import MapMode, parse_view
from data.gaps import sentences as gaps
from data.gaps.age_split_sentences import ages
from data.gaps.state import parse_gap
from data.locale import LANGUAGES, texts
from data.models import Kind, Role
from data.sentences.gap import may_claim
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.charts import gaps as gaps_charts
from layouts.charts.offered import OF_GROUPS
from layouts.charts.registry import PAGES as CHARTS_OF_PAGES
from layouts.slides.pdf_pages import pdf_content
from layouts.slides.player import payload
from layouts.slides.powerpoint.file import pptx_file
from layouts.slides.slide import Slide
from tests.comparatives import find_comparatives
from tests.contract.test_gaps_walk import CHOICES
from tests.contract.test_printed_differences import numbers
from tests.one_slide import build_slide
from tests.shared import services
from tests.slide_views import opening_views

SERVICES = services()
PLACES = ("neighborhood-60", "zip-64130", "council_district-3")
SAMPLED, MODELLED, MAPS = 40, 100, 12
YEARS = re.compile(r"\b(19|20)\d\d\b")
COEFFICIENT = re.compile(r"\br\s*=|Moran")
YEARS_OF_WHAT = re.compile(r"(?<!\bde \d y )\d\s(years|años)\b")  # no ages: "de 3 y 4 años"
OF_LIFE = re.compile(r"\b(life|vida)\b", re.IGNORECASE)
# Longer than this no source is short: two lines under a slide, and a few words.
SHORT_CHARS = 310
MOST_WHAT_IF = 220  # letters of what would be if all did as well


def decks(lang: str) -> Iterator[Deck]:
    """The charts of every ready-made deck."""
    for ready in ready_decks().values():
        of_places = (SERVICES.decks.of_place(ready, place, lang) for place in PLACES)
        for deck in of_places if ready.needs_place else (ready.deck(lang),):
            yield Deck(tuple(view for view in deck.slides if view.page != WORDS))


def slide_of(view: View, lang: str) -> Slide | None:
    return build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)


def told(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


# -- every slide --------------------------------------------------------------------------------


def assert_headline(view: View, slide: Slide) -> None:
    """Years, no coefficient, and whatever is counted in years says that they are of life."""
    assert YEARS.search(slide.lead), (view, slide.lead)
    assert not COEFFICIENT.search(f"{slide.title} {slide.lead}"), (view, slide.lead)
    if YEARS_OF_WHAT.search(slide.lead):
        assert OF_LIFE.search(slide.lead), (view, slide.lead)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_slide_of_a_ready_deck_leads_with_a_finding(lang: str) -> None:
    for deck in decks(lang):
        leads: list[str] = []
        for view in deck.slides:
            slide = slide_of(view, lang)
            assert slide is not None, view
            assert_headline(view, slide)
            leads.append(slide.lead)
        assert len(set(leads)) == len(leads), leads  # no two slides say the same


# -- sources ------------------------------------------------------------------------------------


def live(path: str) -> str:
    return f"https://example.org{path}"


def in_player(view: View, slide: Slide, lang: str) -> tuple[str, str]:
    made = payload(SERVICES, Deck((view,)), lang=lang, live_url=live)["slides"][0]
    return made["source"], f"{made['also']} {made['source']}"


def in_pdf(view: View, slide: Slide, lang: str) -> tuple[str, str]:
    page = pdf_content([slide], texts=texts(lang), live_url=live, made=date(2026, 1, 1))["pages"][0]
    return page["source"], slide.also + slide.source  # a PDF has no notes: the pack has them


def in_powerpoint(view: View, slide: Slide, lang: str) -> tuple[str, str]:
    page = Presentation(BytesIO(pptx_file([slide], texts=texts(lang), live_url=live))).slides[0]
    words = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]
    return " ".join(words), page.notes_slide.notes_text_frame.text


OUTPUTS: Mapping[str, Callable[[View, Slide, str], tuple[str, str]]] = {
    "player and HTML": in_player,
    "PDF": in_pdf,
    "PowerPoint": in_powerpoint,
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sources_are_short_on_a_slide_and_whole_in_the_notes(lang: str) -> None:
    views = [*opening_views(), *(view for deck in decks(lang) for view in deck.slides)]
    for view in dict.fromkeys(views):
        slide = slide_of(view, lang)
        assert slide is not None, view
        made = slide.chart.travels
        short = made.source_short or made.source
        assert made.source and len(short) <= SHORT_CHARS, (view, short)
        for name, read in OUTPUTS.items():
            shown, spoken = (told(words) for words in read(view, slide, lang))
            assert told(short) in shown, (name, view)
            assert told(made.source) in spoken, (name, view)
            if made.source_short:
                assert told(made.source) not in shown, (name, view)


# -- groups -------------------------------------------------------------------------------------


def gap_views() -> list[View]:
    queries = [f"outcome={o}&group={g}" + (f"&by={by.value}" if by else "") for o, g, by in CHOICES]
    return [View(GAPS, chart, query) for query in queries for chart in OF_GROUPS]


def assert_groups(view: View, lang: str) -> None:
    """The years of the outcome and both ends; a comparison only where the test found one."""
    slide = slide_of(view, lang)
    if slide is None:
        return
    assert_headline(view, slide)
    state = parse_gap(
        f"{view.query}&lang={lang}", SERVICES.atlas.catalogue, default_lang="en"
    ).state
    data, spoken = gaps_charts.data_of(SERVICES, state), texts(lang)
    ends = gaps.end_words(data, spoken)
    assert data.outcome.years in slide.lead, (view, slide.lead)
    is_sure = data.gap is not None and may_claim(data.gap, data.outcome)
    compared = find_comparatives(slide.lead, lang, ignoring=ends)
    if compared:
        assert is_sure, (view, slide.lead)
    if is_sure and view.chart in (ids.GAP_GROUPS, ids.GAP_PATTERNS, ids.GAP_MEASURES):
        assert compared, (view, slide.lead)
    if view.chart == ids.GAP_AGES and is_sure and data.ages is not None:
        split = numbers(re.sub(r"\([^)]*\)", "", ages(data, spoken)))
        total, *parts = (n for n in split if n.as_tuple().exponent != 0)  # ages are whole
        assert numbers(slide.lead)[:2] == [sum(parts[:-1]), total], (view, slide.lead)
        assert all(end in slide.lead for end in ends), (view, slide.lead)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "views",
    [
        random.Random(9).sample(gap_views(), SAMPLED),
        pytest.param(gap_views(), marks=pytest.mark.full),
    ],
    ids=["sample", "all"],
)
def test_groups_are_compared_where_tested_with_their_years(views: list[View], lang: str) -> None:
    for view in views:
        assert_groups(view, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_would_be_is_said_in_short_on_a_slide_and_whole_in_the_notes(lang: str) -> None:
    """Every outcome by fifths of poverty: the longest sentence of Gaps, with a unit said twice."""
    views = [
        View(GAPS, ids.GAP_POTENTIAL, f"outcome={o}") for o in sorted({o for o, *_ in CHOICES})
    ]
    shortened = 0
    for view in views:
        slide = slide_of(view, lang)
        if slide is None or not slide.figures:
            continue
        state = parse_gap(f"{view.query}&lang={lang}", SERVICES.atlas.catalogue, default_lang="en")
        data, spoken = gaps_charts.data_of(SERVICES, state.state), texts(lang)
        assert gaps.potential(data, spoken) == slide.chart.sentence
        assert slide.chart.sentence in slide.also
        if data.potential is not None and data.potential.sure:
            shortened += 1
            assert len(slide.lead) <= MOST_WHAT_IF, slide.lead
            assert told(gaps.potential_gain(data, spoken)) in told(slide.more), slide.more
    assert shortened >= 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_does_not_depend_on_an_outcome_has_its_years(lang: str) -> None:
    for chart in sorted(CHARTS_OF_PAGES[GAPS].entries.keys() - set(OF_GROUPS)):
        view = View(GAPS, chart)
        slide = slide_of(view, lang)
        assert slide is not None, chart
        assert_headline(view, slide)


# -- published values, segregation --------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_city_and_county_never_share_a_slide(lang: str) -> None:
    data = SERVICES.gaps.by_race
    places = {place: texts(lang).t(f"gap_sentences.life_by_race.place.{place}")
              for place in ("city", "county")}  # fmt: skip
    charts = {
        "city": (ids.GAP_LIFE_GAPS, ids.GAP_LIFE_BY_RACE),
        "county": (ids.GAP_LIFE_GAPS_IN_COUNTY, ids.GAP_LIFE_IN_COUNTY),
    }
    for place, chart in ((place, chart) for place, of in charts.items() for chart in of):
        slide = slide_of(View(GAPS, chart), lang)
        assert slide is not None and slide.figures
        other = places["county" if place == "city" else "city"]
        everything = f"{slide.title} {slide.lead} {slide.more} {slide.also} {slide.figures}"
        assert places[place] in slide.lead and other not in everything
        cells = {str(row["place"]) for row in slide.chart.rows}
        assert cells == {release.title.get(lang) for release in data.of(place)}
    assert [view.chart for view in ready_decks()["gap"].deck(lang).slides][:2] == [
        gaps for gaps, _ in charts.values()
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_newest_release_of_segregation_leads(lang: str) -> None:
    data = SERVICES.gaps.segregation
    slide = slide_of(ready_decks()["redlining"].deck(lang).slides[-1], lang)
    assert slide is not None
    newest = max(year.years for year in (*data.comparable, data.apart))
    assert newest in slide.lead


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_redlining_deck_begins_with_the_gap_between_grades(lang: str) -> None:
    first = ready_decks()["redlining"].deck(lang).slides[0]
    slide = slide_of(first, lang)
    state = parse_gap(
        f"{first.query}&lang={lang}", SERVICES.atlas.catalogue, default_lang="en"
    ).state
    assert slide is not None
    assert slide.lead == gaps.headline(gaps_charts.data_of(SERVICES, state), texts(lang))


# -- scatter ------------------------------------------------------------------------------------


def scatter_views() -> list[View]:
    """Every pair that is tested, and a part of those that a model made."""
    found = SERVICES.atlas.catalogue.indicators.values()
    outcomes = [i for i in found if i.outcome_words is not None and i.role is Role.OUTCOME]
    factors = [i.id for i in found if i.factor_words is not None]
    by_model: dict[bool, list[View]] = {True: [], False: []}
    for outcome in outcomes:
        by_model[outcome.kind is Kind.MODELLED] += [
            View(EXPLORE, ids.SCATTER, f"outcome={outcome.id}&factor={factor}&by={by.value}")
            for factor in factors
            for by in city().mapped
        ]
    return [*by_model[False], *random.Random(9).sample(by_model[True], MODELLED)]


def assert_scatter(view: View, lang: str) -> None:
    """In words on the slide, with r in the notes; a comparison only where r is not 0 for sure."""
    slide = slide_of(view, lang)
    assert slide is not None
    state = parse_view(
        f"{view.query}&lang={lang}",
        SERVICES.atlas.catalogue,
        SERVICES.atlas.place_ids,
        default_lang="en",
    ).state
    data = explore_charts.data_of(SERVICES, state)
    found = data.association
    assert not COEFFICIENT.search(f"{slide.title} {slide.lead} {slide.figures}"), view
    if found is None:
        assert slide.lead, view
        return
    assert_headline(view, slide)
    assert data.outcome.years in slide.lead and data.factor.years in slide.lead, slide.lead
    assert data.factor.factor_words is not None
    ends = [
        end.get(lang) for end in (data.factor.factor_words.worst, data.factor.factor_words.best)
    ]
    assert all(end in slide.lead for end in ends), slide.lead
    sure = found.r_lower > 0 or found.r_upper < 0
    allowed = sure and Kind.MODELLED not in (data.outcome.kind, data.factor.kind)
    assert bool(find_comparatives(slide.lead, lang, ignoring=ends)) == allowed, slide.lead
    assert told(slide.chart.sentence) in told(slide.also), view


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "views",
    [
        random.Random(9).sample(scatter_views(), SAMPLED),
        pytest.param(scatter_views(), marks=pytest.mark.full),
    ],
    ids=["sample", "all"],
)
def test_a_scatter_says_in_words_how_two_measures_go_together(views: list[View], lang: str) -> None:
    for view in views:
        assert_scatter(view, lang)


# -- map ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mode", MapMode)
def test_a_map_leads_with_a_finding_and_its_years(mode: MapMode, lang: str) -> None:
    for pair in random.Random(9).sample(scatter_views(), MAPS):
        view = View(EXPLORE, ids.MAP, f"{pair.query}&map={mode.value}")
        slide = slide_of(view, lang)
        assert slide is not None, view
        assert_headline(view, slide)

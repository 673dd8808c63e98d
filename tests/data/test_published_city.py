"""Published values of the city itself; what is not confirmed is loaded and shown nowhere."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from types import SimpleNamespace

import pytest
from plotly.utils import PlotlyJSONEncoder

from data.catalogue.measures import EVERYONE, load_measures
from data.catalogue.schema import Source
from data.locale import LANGUAGES
from data.published.compare import change
from data.published.facts import PublishedFacts, published_facts
from data.published.results import PublishedEstimate
from tests.shared import ADDRESSES, app, drawn, services

ATLAS = services().atlas
FACTS = published_facts(ATLAS)
URBAN = ("city_household_income", "city_employment", "city_high_school", "city_preschool")
UNCONFIRMED = {"causes_of_death_2024", "mental_health_2024"}


def of_city(
    measure: str, group: str = EVERYONE, facts: PublishedFacts = FACTS
) -> PublishedEstimate:
    found = facts.latest(measure, "city", group)
    assert found is not None, (measure, group)
    return found


@pytest.mark.parametrize(
    ("group", "dollars", "low", "high"),
    [
        ("all", 64_230, 62_284, 65_552),
        ("black", 40_781, 38_393, 42_897),
        ("hispanic", 56_494, 50_296, 62_284),
        ("white", 77_470, 75_069, 79_359),
    ],
)
def test_the_income_of_2023(group: str, dollars: int, low: int, high: int) -> None:
    found = of_city("city_household_income", group)
    assert (round(found.value), round(found.lower), round(found.upper)) == (dollars, low, high)
    assert found.span[1] == 2023 and found.quality == 1


@pytest.mark.parametrize(
    ("group", "percent"), [("all", 83.5), ("black", 78.4), ("hispanic", 79.7), ("white", 86.3)]
)
def test_the_employment_of_2023(group: str, percent: float) -> None:
    assert round(of_city("city_employment", group).value, 1) == percent


def test_bounds_of_an_unknown_level_say_so() -> None:
    for measure in URBAN:
        entry = load_measures().measures[measure]
        assert entry.note is not None
        assert "95% interval, which its text does not confirm" in entry.note.en
        assert "lo que su texto no confirma" in entry.note.es
        for found in FACTS.estimates(measure):
            assert found.level_assumed and found.level_percent == 95
            assert found.years_inferred
    assert of_city("city_internet").limits is None
    assert not of_city("city_internet").level_assumed


def test_gaps_by_race_of_the_city_are_tested_within_a_release() -> None:
    black, hispanic = FACTS.gaps("city_household_income", "city")
    for found in (black, hispanic):
        assert found.contrast is not None and found.differs
    assert round(black.contrast.difference if black.contrast else 0) == 77_470 - 40_781


def test_dollars_of_different_years_are_never_a_change() -> None:
    own = [e for e in FACTS.estimates("city_household_income") if e.of_everyone]
    first, last = own[0], own[-1]
    assert first.span[1] < last.span[0]
    assert change(first, last).why_not == "published.not_compared.dollars"


def test_weak_values_are_left_out() -> None:
    by_year = {e.period: e for e in FACTS.estimates("city_homicides_by_year")}
    assert {y: e.value for y, e in by_year.items() if not e.left_out} == {
        "2019": 151, "2020": 179, "2021": 157, "2022": 170, "2023": 182, "2024": 144,
    }  # fmt: skip
    assert by_year["2018"].left_out == "published.left_out.weak"


def test_lines_of_the_city_say_how_their_sources_differ() -> None:
    found = {e.period: round(e.value, 2) for e in FACTS.estimates("city_eviction_filings")}
    assert found == {"2023": 7.38, "2024": 7.1}
    for measure, said in (
        ("city_homicides_by_year", ("FBI", "police shootings")),
        ("city_eviction_filings", ("site as the Eviction Lab draws it", "may not be the city")),
    ):
        note = load_measures().measures[measure].note
        assert note is not None and all(part in note.en for part in said)


# -- what is not confirmed ------------------------------------------------------------------------


def confirmed(source: Source) -> Source:
    return source.model_copy(update={"confirmed": True, "unconfirmed_reason": None})


def unconfirmed_words(lang: str) -> set[str]:
    """Titles of the sources and names of the measures that no page may print."""
    sources = {s for s in ATLAS.catalogue.sources.values() if not s.confirmed}
    words = {source.title.get(lang) for source in sources} | {s.id for s in sources}
    for measure in load_measures().measures.values():
        if {release.source for release in measure.releases} <= UNCONFIRMED:
            words |= {measure.id, measure.name.get(lang)}
    return words


def test_they_are_loaded_with_the_reason() -> None:
    sources = {s.id: s for s in ATLAS.catalogue.sources.values() if not s.confirmed}
    assert set(sources) == UNCONFIRMED
    for source in sources.values():
        assert source.unconfirmed_reason is not None
        assert source not in ATLAS.catalogue.shown_sources
    rows = ATLAS.repository.published_estimates()
    counts = rows[rows["source_id"].isin(UNCONFIRMED)].groupby("source_id").size()
    assert counts.to_dict() == {"causes_of_death_2024": 120, "mental_health_2024": 22}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_shows_what_is_not_confirmed(lang: str) -> None:
    assert (
        not {e.source.id for m in FACTS.entries.measures for e in FACTS.estimates(m)} & UNCONFIRMED
    )
    words = unconfirmed_words(lang)
    assert len(words) > 80
    for address in ADDRESSES:
        joined = f"{address}{'&' if '?' in address else '?'}lang={lang}"
        page = json.dumps(drawn(joined).to_plotly_json(), cls=PlotlyJSONEncoder, ensure_ascii=False)
        said = unescape(page)
        assert not {word for word in words if word in said}, address


def test_no_file_or_answer_holds_what_is_not_confirmed() -> None:
    words = {word for lang in LANGUAGES for word in unconfirmed_words(lang)}
    server = app().server
    client = server.test_client()
    seen = 0
    for rule in server.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.arguments:
            continue
        answer = client.get(rule.rule)
        if answer.is_streamed and answer.mimetype == "application/octet-stream":
            continue
        said = answer.get_data().decode("utf-8", errors="ignore")
        assert not {word for word in words if word in said}, rule.rule
        seen += 1
    assert seen > 3


def test_once_confirmed_they_are_shown() -> None:
    sources = {name: confirmed(s) for name, s in ATLAS.catalogue.sources.items()}
    catalogue = replace(ATLAS.catalogue, sources=sources)
    atlas = SimpleNamespace(catalogue=catalogue, repository=ATLAS.repository)
    facts = PublishedFacts(atlas)  # type: ignore[arg-type]
    assert {source.id for source in facts.sources} >= UNCONFIRMED
    assert {source.id for source in catalogue.shown_sources} >= UNCONFIRMED
    deaths = {"heart": 907, "cancer": 766, "stroke": 186, "poisoning": 180, "homicide": 111}
    for cause, count in deaths.items():
        assert of_city(f"cause_deaths_{cause}", facts=facts).value == count
    assert of_city("cause_rank_heart", facts=facts).value == 1
    unmet = of_city("mental_health_survey_unmet", facts=facts)
    assert (unmet.value, unmet.denominator, unmet.limits) == (24, 643, None)

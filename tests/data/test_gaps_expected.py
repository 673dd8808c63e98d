"""What the Gaps page must say of this city: published figures, and values checked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from data.catalogue.measures import load_measures
from data.gaps import context_sentences as gap_context
from data.gaps.groups import fifths_allowed
from data.gaps.published_results import PublishedRelease
from data.gaps.results import GapsData
from data.locale import LANGUAGES, texts
from data.locale.format import format_people
from data.models import Flag, Geography, Kind, Layer
from data.pooling.poolers import EventPooler
from data.stats.event_contrast import rate_contrast
from layouts.figures.gaps.separation import build_ice
from layouts.theme import palette
from tests.comparatives import find_comparatives
from tests.shared import services

SERVICES = services()
GAPS = SERVICES.gaps


def poverty_gap() -> GapsData:
    return GAPS.data("life_expectancy", "poverty_2015", Geography.NEIGHBORHOOD)


def test_fifths_hold_equal_people_of_the_outcome() -> None:
    """People of the other census would make groups of 79,409 to 94,000 and a gap of 9.09."""
    data = GAPS.data("life_expectancy", "poverty_150", Geography.NEIGHBORHOOD)
    people = [group.people for group in data.groups]
    assert (min(people), max(people)) == (85_309, 89_066)
    assert data.gap is not None
    assert data.gap.difference == pytest.approx(-8.79, abs=0.005)


def _cut(outcome_id: str, factor_id: str) -> bool:
    outcome = SERVICES.atlas.catalogue.indicator(outcome_id)
    return fifths_allowed(outcome, SERVICES.atlas.catalogue.indicator(factor_id))


@pytest.mark.parametrize("factor_id", ["poverty_150", "poverty_2015"])
@pytest.mark.parametrize("outcome_id", ["life_expectancy", "homicide_rate", "diabetes_2015"])
def test_explore_and_gaps_cut_the_same_fifths(outcome_id: str, factor_id: str) -> None:
    if not _cut(outcome_id, factor_id):
        return
    gaps = GAPS.data(outcome_id, factor_id, Geography.NEIGHBORHOOD).gap
    explored = SERVICES.explore.data(outcome_id, factor_id, Geography.NEIGHBORHOOD).gap
    assert gaps is not None
    assert explored is not None
    assert explored.difference == pytest.approx(gaps.difference, rel=1e-12)
    assert explored.groups["people"].tolist() == gaps.groups["people"].tolist()


def test_homicides_of_groups_are_stretched() -> None:
    """Fifths are as large as districts: so is their dispersion; one interval for the difference."""
    data = GAPS.data("homicide_rate", "poverty_2015", Geography.NEIGHBORHOOD)
    assert data.gap is not None
    ends = data.groups[0], data.groups[-1]
    pooler = SERVICES.atlas.pooler("homicide_rate", Layer.NEIGHBORHOOD)
    assert isinstance(pooler, EventPooler)
    assert pooler.dispersion == SERVICES.atlas.dispersion(Layer.COUNCIL_DISTRICT) > 1.5
    years = [e.events / e.value for e in ends]
    expected = rate_contrast(
        ends[0].events, ends[1].events, 0, *years, dispersion=pooler.dispersion
    )
    assert data.gap.difference_lower == pytest.approx(expected.lower)
    assert data.gap.p_value == pytest.approx(expected.p_value)
    measure = next(m for m in data.measures if m.name == "d")
    limits = sorted(map(abs, (data.gap.difference_lower, data.gap.difference_upper)))
    assert sorted((abs(measure.lower), abs(measure.upper))) == pytest.approx(limits)


def test_the_headline_of_the_city() -> None:
    data = poverty_gap()
    assert data.gap is not None
    assert data.gap.difference == pytest.approx(-8.76, abs=0.01)
    assert data.gap.claim_allowed
    assert data.ages is not None
    shares = [round(100 * part.share) for part in data.ages.broad]
    assert shares == pytest.approx([7, 27, 41, 25], abs=3)
    assert [(p.age_from, p.age_to) for p in data.ages.broad] == [
        (0, 14),
        (15, 44),
        (45, 64),
        (65, None),
    ]


def test_life_expectancy_by_grade_is_pooled_from_tables() -> None:
    data = GAPS.data("life_expectancy", "holc_1939", None)
    values = {group.key: group.value for group in data.groups}
    expected = {"A": 80.9, "B": 78.0, "C": 73.7, "D": 71.6}
    assert {key: values[key] for key in expected} == pytest.approx(expected, abs=0.05)
    assert [group.key for group in data.groups] == ["D", "C", "B", "A", "U"]
    ungraded = data.groups[-1]
    assert not ungraded.compared
    assert ungraded.order is None
    assert ungraded.people > 0.5 * data.grouped_people
    stored = SERVICES.atlas.repository.values("life_expectancy", Layer.HOLC_GRADE).set_index(
        "area_id"
    )
    assert values == pytest.approx(stored["value"].to_dict(), rel=1e-6)


@pytest.mark.parametrize("outcome", ["life_expectancy", "homicide_rate", "diabetes_2015"])
def test_districts_have_their_stored_values_and_verdicts(outcome: str) -> None:
    data = GAPS.data(outcome, "council_district", None)
    stored = SERVICES.atlas.repository.values(outcome, Layer.COUNCIL_DISTRICT).set_index("area_id")
    for group in data.groups:
        row = stored.loc[group.key]
        assert group.value == pytest.approx(row["value"], rel=1e-6)
        assert group.upper == pytest.approx(row["upper"], rel=2e-3)
        assert group.verdict == row["verdict"]
    assert data.gap is None


def test_fewer_than_ten_homicides_have_no_rate_and_no_gap() -> None:
    data = GAPS.data("homicide_rate", "holc_1939", None)
    best = data.group("A")
    assert best is not None
    assert best.events < 10
    assert math.isnan(best.value)
    assert best.upper > 0
    assert data.gap is None
    assert data.measures == ()


def test_homicides_of_all_districts_are_all_homicides_inside_them() -> None:
    data = GAPS.data("homicide_rate", "council_district", None)
    assert sum(group.events for group in data.groups) == 1190


def test_segregation_is_as_published_by_the_method() -> None:
    found = GAPS.segregation
    years = [*found.comparable, found.apart]
    assert [round(year.dissimilarity, 3) for year in years] == [0.635, 0.613, 0.589]
    assert [year.vintage for year in years] == [2010, 2010, 2020]
    for year in years:
        assert year.black_share < year.isolation < 1
        assert year.isolation + year.interaction < 1
        assert 0 < year.entropy < 1


def test_concentration_is_one_release_with_its_cut_offs() -> None:
    ice = GAPS.segregation.ice
    assert sum(share for _, _, share in ice.bins) == pytest.approx(1.0)
    assert ice.low == pytest.approx(sum(share for _, to, share in ice.bins if to <= -ice.surplus))
    assert ice.low + ice.high <= 1
    assert ice.city == pytest.approx(SERVICES.atlas.city_value(ice.indicator)[0], abs=0.005)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_surplus_is_never_called_a_majority(lang: str) -> None:
    said = texts(lang)
    chart = build_ice(GAPS.segregation, theme=palette("light"), texts=said)
    words = " ".join([chart.sentence, *chart.notes])
    releases = {
        i.years for i in SERVICES.atlas.catalogue.indicators.values() if i.id.startswith("ice_")
    }
    assert [years for years in sorted(releases) if years in words] == [
        GAPS.segregation.ice.indicator.years
    ]
    assert gap_context.ice_surplus(GAPS.segregation.ice, said) in words
    assert "$25,000" in words
    assert "$100,000" in words
    everything = " ".join(said.t(key) for key in said.keys())  # noqa: SIM118  (no mapping)
    assert "predomin" not in everything


def release(name: str) -> PublishedRelease:
    both = (*GAPS.by_race.city, *GAPS.by_race.county)
    return next(found for found in both if found.id == name)


@pytest.mark.parametrize(
    ("name", "years", "difference"),
    [
        ("city_2000", "2000", 6.5),
        ("city_2013", "2013", 4.9),
        ("county_2020", "2016–2018", 5.5),
        ("county_2022", "2018–2020", 6.2),
    ],
)
def test_differences_by_race_as_published(name: str, years: str, difference: float) -> None:
    found = release(name)
    assert (found.years, found.difference) == (years, difference)
    assert found.quoted == (name == "city_2000")
    assert found.citation
    names = [value.name.en for value in found.values]
    assert names == sorted(names)


def test_small_groups_are_left_out_with_the_reason() -> None:
    for name in ("county_2020", "county_2022"):
        left = [value for value in release(name).values if value.left_out]
        assert [value.group for value in left] == ["native"]
        assert all(math.isnan(value.value) for value in left)
    least = load_measures().groups.least_residents
    for lang in LANGUAGES:
        said = texts(lang).t("gap_sentences.left_out.few_residents")
        assert format_people(least, lang=lang) in said


def test_infant_deaths_are_a_mean_of_years() -> None:
    infants = next(m for m in GAPS.by_race.measures if m.id == "infant_mortality")
    values = {value.group: round(value.value, 2) for value in infants.values}
    assert values == {"black": 9.43, "hispanic": 6.63, "white": 4.27}
    assert (infants.years, infants.pooled, infants.years_by_group) == ("2011–2013", True, (3, 3, 3))


def test_clusters_are_named_only_where_a_test_may_speak() -> None:
    data = GAPS.clusters("life_expectancy")
    assert data.n == 145
    assert data.moran_p <= 0.001
    assert data.moran_i == pytest.approx(0.672, abs=0.0005)
    flags = SERVICES.atlas.estimates("life_expectancy", Layer.TRACT_2010).set_index("area_id")[
        "flags"
    ]
    forbidden = {Flag.FEW_RESIDENTS.value, Flag.PREDICTED_TABLES.value}
    for area in data.areas:
        assert not forbidden & set(flags[area.tract_id].split())
        assert area.people >= 500
    stored = SERVICES.atlas.repository.local_moran("life_expectancy")
    named = stored[stored["cluster"] != "none"]
    assert (named["p_adjusted"] <= 0.05).all()
    assert {area.tract_id for area in data.areas} <= set(named["tract_id"])
    assert sum(cluster not in ("", "none") for cluster in data.clusters) == len(data.areas)


def test_no_clusters_of_modelled_values_or_rare_events() -> None:
    assert (
        SERVICES.atlas.repository.moran()["indicator_id"]
        .map(lambda name: SERVICES.atlas.catalogue.indicator(name).kind is not Kind.MODELLED)
        .all()
    )
    for outcome, reason in (("diabetes_2015", "modelled"), ("homicide_rate", "events")):
        data = GAPS.clusters(outcome)
        assert data.reason == f"gap_sentences.reason.clusters.{reason}"
        assert set(data.clusters) == {""}


def test_land_of_1939_now() -> None:
    rows = {row.indicator.id: row for row in GAPS.grades_now.rows}
    assert set(rows) == {"poverty_2015", "ice_2019", "life_expectancy"}
    assert rows["life_expectancy"].claim_allowed
    # Their sources publish no margin, so nothing is claimed of them.
    for name in ("poverty_2015", "ice_2019"):
        assert not rows[name].claim_allowed
        assert np.isnan(rows[name].difference.lower)
    assert sum(people for _, people in GAPS.grades_now.people) == 459_787


@pytest.mark.parametrize("lang", LANGUAGES)
def test_context_compares_nothing_that_was_not_tested(lang: str) -> None:
    said = texts(lang)
    data = GAPS
    sentences = [
        *(gap_context.life_by_race(data.by_race, place, said) for place in ("city", "county")),
        *(gap_context.measure_by_race(m, said) for m in data.by_race.measures),
        gap_context.segregation(data.segregation, said),
        gap_context.ice(data.segregation.ice, said),
        *(gap_context.grades_now(row, said) for row in data.grades_now.rows[:2]),
        gap_context.clusters(data.clusters("no_internet"), said),
        gap_context.clusters(data.clusters("diabetes_2015"), said),
    ]
    for sentence in sentences:
        assert "{" not in sentence
        assert find_comparatives(sentence, lang) == (), sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_context_compares_what_was_tested(lang: str) -> None:
    words = SERVICES.atlas.catalogue.indicator("life_expectancy").outcome_words
    assert words is not None
    row = next(r for r in GAPS.grades_now.rows if r.claim_allowed)
    said = gap_context.grades_now(row, texts(lang))
    assert find_comparatives(said, lang) == (words.lower.get(lang),)
    clusters = gap_context.clusters(GAPS.clusters("life_expectancy"), texts(lang))
    assert set(find_comparatives(clusters, lang)) == {words.lower.get(lang), words.higher.get(lang)}


def test_quotations_carry_citation_and_warning() -> None:
    found = GAPS.quotations
    assert set(found) == {"city_deaths", "national_deaths", "homicide_2000", "zip_codes"}
    national = {figure.id: figure.amount for figure in found["national_deaths"].figures}
    assert national == {
        "low_education": 245_000,
        "racial_segregation": 176_000,
        "low_social_support": 162_000,
        "poverty": 133_000,
        "income_inequality": 119_000,
        "area_poverty": 39_000,
    }
    for quotation in found.values():
        assert quotation.citation
        for lang in LANGUAGES:
            assert quotation.warning.get(lang)

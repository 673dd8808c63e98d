"""Published values of county, state and nation: each one as published, and what is said of it."""

from __future__ import annotations

import math
from contextlib import nullcontext
from dataclasses import replace
from html import unescape
from types import MappingProxyType, SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from data.atlas.atlas import Atlas
from data.build.checks import _published
from data.build.errors import CheckError
from data.catalogue.measures import EVERYONE, load_measures
from data.catalogue.yardsticks import load_yardsticks
from data.checked import Text
from data.locale import LANGUAGES, texts
from data.models import Kind
from data.published.compare import change, gap
from data.published.facts import PublishedFacts, published_facts
from data.published.results import PublishedEstimate, alphabetical, shares_years
from data.repository.queries import Repository
from data.repository.tables import published_estimate_noncommercial
from data.repository.writing import Rows
from tests.shared import drawn, services

ATLAS = services().atlas
FACTS = published_facts(ATLAS)
SOURCES = {**ATLAS.catalogue.sources, **ATLAS.catalogue.awaited_sources}
ESTIMATES = [
    estimate for measure in FACTS.entries.measures for estimate in FACTS.estimates(measure)
]
JACKSON = "county_29095"


def latest(measure: str, group: str = EVERYONE) -> PublishedEstimate:
    found = FACTS.latest(measure, JACKSON, group)
    assert found is not None
    return found


def rounded(estimate: PublishedEstimate) -> tuple[float, float, float]:
    return round(estimate.value, 1), round(estimate.lower, 1), round(estimate.upper, 1)


@pytest.mark.parametrize(
    ("measure", "group", "years", "printed"),
    [
        ("life_expectancy_at_birth", "all", "2021–2023", (75.0, 74.8, 75.2)),
        ("life_expectancy_at_birth", "black", "2021–2023", (69.6, 69.1, 70.1)),
        ("life_expectancy_at_birth", "white", "2021–2023", (76.7, 76.4, 76.9)),
        ("infant_deaths", "all", "2017–2023", (7.0, 6.3, 7.6)),
        ("infant_deaths", "black", "2017–2023", (12.7, 10.9, 14.4)),
        ("homicide_deaths", "all", "2017–2023", (24.5, 23.1, 25.9)),
        ("homicide_deaths", "black", "2017–2023", (75.9, 70.9, 81.0)),
        ("suicide_deaths", "all", "2019–2023", (20.6, 19.1, 22.1)),
        ("firearm_deaths", "all", "2019–2023", (35.6, 33.6, 37.5)),
        ("household_income", "all", "2019–2023", (67178, 66051, 68305)),
        ("poverty_one_year", "all", "2023", (12.0, 10.7, 13.3)),
        ("low_birth_weight", "black", "2017–2023", (15.8, 15.3, 16.4)),
    ],
)
def test_the_county_as_published(
    measure: str, group: str, years: str, printed: tuple[float, float, float]
) -> None:
    found = latest(measure, group)
    assert (found.years, rounded(found)) == (years, printed)


def test_the_gap_in_life_expectancy() -> None:
    black, hispanic = FACTS.gaps("life_expectancy_at_birth", JACKSON)
    assert (black.value.group, black.other.group) == ("white", "black")
    assert black.contrast is not None and hispanic.contrast is not None
    found = black.contrast
    assert (round(found.difference, 2), round(found.lower, 1), round(found.upper, 1)) == (
        7.05,
        6.5,
        7.6,
    )
    assert black.differs
    assert hispanic.contrast.difference < 0  # Hispanic residents live longer: above zero is worse
    assert hispanic.differs
    assert black.value.years_inferred


def test_rates_have_a_difference_and_a_ratio() -> None:
    """Ten times as many Black as white residents are killed, in proportion."""
    found = FACTS.gaps("homicide_deaths", JACKSON)[0]
    assert found.contrast is not None and found.ratio is not None
    assert found.contrast.difference == pytest.approx(75.923405 - 7.605153, abs=1e-5)
    assert found.ratio == pytest.approx(75.923405 / 7.605153, abs=1e-5)
    assert found.ratio_differs
    hispanic = FACTS.gaps("child_deaths", JACKSON)[1]
    assert hispanic.ratio_limits is not None and hispanic.ratio_limits.lower > 1
    assert not hispanic.differs  # the difference leaves room for none, so no times are said
    assert not hispanic.ratio_differs


def test_every_value_lies_in_its_interval_and_says_its_level() -> None:
    assert len(ESTIMATES) > 700
    for e in ESTIMATES:
        if e.left_out:
            assert math.isnan(e.value) and e.limits is None, e
            continue
        assert e.measure.valid_range[0] <= e.value <= e.measure.valid_range[1]
        assert (e.level_percent is None) == (e.limits is None), e
        if e.limits:
            assert e.lower - 1e-6 <= e.value <= e.upper + 1e-6


def test_every_measure_has_texts_years_source_and_licence() -> None:
    for measure in load_measures().measures.values():
        for part in type(measure).model_fields:
            text = getattr(measure, part)
            if isinstance(text, Text):
                assert text.en.strip() and text.es.strip(), (measure.id, part)
        assert measure.name.en != measure.name.es
        assert measure.theme in {theme.id for theme in ATLAS.catalogue.themes}
        for release in measure.releases:
            source = SOURCES[release.source]
            assert source.licence.en and source.licence.es and source.citation
            assert {table.file for table in release.tables} <= {f.path for f in source.files}
        for lang in LANGUAGES:
            assert all(texts(lang).has(f"caveats.{name}") for name in measure.caveats)


def test_a_measure_links_to_an_indicator_of_its_unit() -> None:
    for measure in load_measures().measures.values():
        if measure.same_as:
            indicator = ATLAS.catalogue.indicator(measure.same_as)
            assert indicator.unit is measure.number_format, measure.id
            assert (measure.kind is Kind.MODELLED) == (indicator.kind is Kind.MODELLED)


def test_each_table_has_the_sources_that_its_licence_allows() -> None:
    frame = ATLAS.repository.published_estimates()
    sources = ATLAS.catalogue.sources
    said = [sources[name].noncommercial for name in frame["source_id"]]
    assert frame["noncommercial"].astype(bool).tolist() == said
    assert any(said)


def rows_of(repository: Repository, *, noncommercial: bool) -> Rows:
    frame = repository.published_estimates()
    own = frame[frame["noncommercial"] == int(noncommercial)].drop(columns="noncommercial")
    rows = own.astype(object).where(own.notna(), None).to_dict("records")
    return [{str(key): cell for key, cell in row.items()} for row in rows]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": 1e6}, "outside its interval"),
        ({"lower": None}, "one limit"),
        ({"level_percent": None}, "its level"),
        ({"source_id": "saipe_2023"}, "another licence"),
        ({}, None),
    ],
)
def test_the_build_refuses_a_wrong_row(changed: dict[str, object], said: str | None) -> None:
    rows = rows_of(ATLAS.repository, noncommercial=True)
    limited = next(i for i, row in enumerate(rows) if row["lower"] is not None)
    rows[limited] |= changed
    name = published_estimate_noncommercial.name
    with pytest.raises(CheckError, match=said) if said else nullcontext():
        _published(name, pd.DataFrame(rows), ATLAS.catalogue)


def test_years_are_marked_in_the_extract_as_in_the_catalogue() -> None:
    frame = ATLAS.repository.published_estimates()
    marked = frame.groupby(["measure_id", "source_id", "period"])["years_inferred"].first()
    for measure in load_measures().measures.values():
        for release in measure.releases:
            key = (measure.id, release.source, release.period)
            source = SOURCES[release.source]
            if key not in marked.index:  # or a cause that was not among the ten of that year
                assert source.awaited or not source.confirmed
                continue
            inferred = marked[key]
            assert bool(inferred) == (release.years_basis == "inferred")


def test_a_source_that_is_not_confirmed_is_never_shown() -> None:
    assert all(source.confirmed for source in FACTS.sources)
    assert {e.source.id for e in ESTIMATES} == {source.id for source in FACTS.sources}
    reason = Text(en="A working figure.", es="Una cifra de trabajo.")
    doubted = ATLAS.catalogue.sources["chr_2026"].model_copy(
        update={"confirmed": False, "unconfirmed_reason": reason}
    )
    sources = MappingProxyType({**ATLAS.catalogue.sources, "chr_2026": doubted})
    atlas = SimpleNamespace(
        catalogue=replace(ATLAS.catalogue, sources=sources), repository=ATLAS.repository
    )
    found = PublishedFacts(cast(Atlas, atlas))
    assert not found.estimates("life_expectancy_at_birth")
    assert "chr_2026" not in {source.id for source in found.sources}
    assert found.estimates("household_income")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_data_page_names_every_source_with_its_licence(lang: str) -> None:
    whole = drawn(f"/data?lang={lang}")
    parts = (getattr(part, "data-html", "") for part in [whole, *whole._traverse()])
    page = unescape("".join(map(str, parts)))
    for source in ATLAS.catalogue.shown_sources:
        assert source.title.get(lang) in page, source.id
        assert source.licence.get(lang) in page


def test_modelled_values_and_values_without_interval_are_never_tested() -> None:
    seen = 0
    for measure in FACTS.measures:
        for area in FACTS.entries.areas:
            for found in FACTS.gaps(measure.id, area):
                seen += 1
                given = found.value.limits and found.other.limits
                allowed = measure.kind is Kind.MEASURED and bool(given)
                assert (found.contrast is not None) == allowed
                assert (found.why_not is None) == allowed
                assert (found.ratio is None) or measure.is_rate
    assert seen > 100


def test_values_flagged_as_weak_or_of_few_people_are_left_out() -> None:
    left = {e.left_out for e in ESTIMATES if e.left_out}
    assert {"published.left_out.few_residents", "published.left_out.unstable"} <= left
    income = {e.group: e for e in FACTS.by_group("household_income", JACKSON)}
    assert income["native"].left_out == "published.left_out.few_residents"
    assert income["asian"].left_out is None
    weak = [e for e in ESTIMATES if e.quality == 3]
    assert weak and all(e.left_out for e in weak)


def test_beside_the_city_stands_only_the_same_measure() -> None:
    seen = set()
    for indicator in ATLAS.catalogue.indicators:
        for estimate in FACTS.beside(indicator):
            assert estimate.measure.same_as == indicator
            assert estimate.area.role in {"place", "benchmark"}
            assert estimate.of_everyone
            seen.add(indicator)
    assert {"poverty_150", "no_high_school", "median_income_2023"} <= seen
    for name, measure in load_measures().measures.items():
        if name in ATLAS.catalogue.indicators:
            assert measure.same_as == name, "one id for two definitions"


def test_yardsticks_are_drawn_only_where_they_compare() -> None:
    entries = load_yardsticks().yardsticks
    drawn = [entry for name in load_measures().measures for entry in FACTS.yardsticks(name)]
    assert {e.id for e in drawn} == {e.id for e in entries if e.comparable != "no"}
    assert len(drawn) == 8
    for entry in drawn:
        measure = FACTS.entries.measures[str(entry.measure)]
        assert measure.valid_range[0] <= entry.drawn <= measure.valid_range[1]
        assert entry.differs.en and entry.differs.es
    assert FACTS.yardsticks("uninsured_under_65")[0].drawn == pytest.approx(7.6)
    assert not FACTS.yardsticks("obesity_county")


def test_how_much_of_the_city_is_the_county() -> None:
    found = FACTS.county_share
    assert found is not None
    assert (found.county.id, found.year) == (JACKSON, 2020)
    assert (round(found.of_city, 2), round(found.of_county, 2)) == (0.62, 0.44)


def test_groups_stand_in_the_order_of_their_names() -> None:
    found = FACTS.by_group("life_expectancy_at_birth", JACKSON)
    for lang in LANGUAGES:
        names = [e.group_name.get(lang) for e in alphabetical(found, lang) if e.group_name]
        assert names == sorted(names, key=str.casefold)
        assert alphabetical(found, lang)[-1].of_everyone
    left = {e.group: e.left_out for e in found if e.left_out}
    assert set(left) == {"native", "pacific", "several"}
    for key in left.values():
        assert all(texts(lang).has(str(key)) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("period", "other", "shared"),
    [
        ("2021-2023", "2019-2021", True),
        ("2019-2023", "2020", True),
        ("2016-2018", "2021-2023", False),
        ("2019", "2020", False),
    ],
)
def test_periods_that_share_a_year(period: str, other: str, shared: bool) -> None:
    assert shares_years(period, other) is shared is shares_years(other, period)


def test_a_change_needs_periods_without_a_common_year() -> None:
    white = latest("life_expectancy_at_birth", "white")
    assert change(white, white).why_not == "published.not_compared.shared_years"
    with pytest.raises(ValueError, match="group"):
        change(latest("life_expectancy_at_birth", "black"), white)


def test_a_gap_is_within_one_release_and_area() -> None:
    other = FACTS.latest("life_expectancy_at_birth", "state_29", "black")
    assert other is not None
    with pytest.raises(ValueError, match="one release and area"):
        gap(other, latest("life_expectancy_at_birth", "white"))

"""What every entry of the catalogue promises: texts, references, honest columns of meaning."""

from __future__ import annotations

import re

import pytest

from data.catalogue.loader import Catalogue, load_catalogue
from data.catalogue.measures import MeasureEntry, load_measures
from data.catalogue.publications import load_published
from data.catalogue.schema import Indicator, Source
from data.catalogue.yardsticks import load_yardsticks
from data.checked import Text
from data.cities.city import city
from data.locale import LANGUAGES, texts
from data.models import (
    Denominator,
    Estimator,
    Geography,
    IntervalKind,
    Kind,
    Polarity,
    Role,
    Unit,
)
from data.wage.results import SOURCES as WAGE_SOURCES

CATALOGUE: Catalogue = load_catalogue()
INDICATORS = tuple(CATALOGUE.indicators.values())
# Those whose files are awaited keep the same promises: they appear without anybody's doing.
EVERY = (*INDICATORS, *CATALOGUE.awaited_indicators.values())
SOURCES = (*CATALOGUE.sources.values(), *CATALOGUE.awaited_sources.values())
SHORT_NAME_CHARS = 26
NAME_CHARS = 70
# Spelled alike in both languages.
SAME_IN_BOTH = {"Diabetes, 2015", "Diabetes, 2022", "Diabetes, 2023", "Internet"}
# Words that blame people or places, or that claim a cause.
UNWELCOME = {
    "en": r"\b(bad|blighted|ghetto|slums?|inner-city residents|the poor|because of|caused by)\b",
    "es": r"\b(malos?|marginad\w+|guetos?|los pobres|a causa de|causad[oa] por)\b",
}
JARGON = {
    "en": r"\b(prevalence|crude|quintile|covariates?|denominator|apportion\w*|percentile)\b",
    "es": r"\b(prevalencia|cruda|quintil\w*|covariables?|denominador|percentil)\b",
}
indicator = pytest.mark.parametrize("indicator", EVERY, ids=lambda i: i.id)


def _all_texts(entry: Indicator) -> dict[str, Text]:
    found = {
        "name": entry.name,
        "short_name": entry.short_name,
        "meaning": entry.meaning,
        "why": entry.why,
    }
    if entry.universe is not None:
        found["universe"] = entry.universe
    if entry.outcome_words is not None:
        found |= {f"outcome_words.{k}": v for k, v in entry.outcome_words}
    if entry.factor_words is not None:
        found |= {f"factor_words.{k}": v for k, v in entry.factor_words}
    return found


def test_the_promised_indicators_are_there() -> None:
    promised = {"life_expectancy", "diabetes_2015", "smoking_2015", "poverty_150", "poverty_2015"}
    assert promised | {"homicide_rate", city().defaults.outcome, city().defaults.factor} <= set(
        CATALOGUE.indicators
    )
    released_2017 = [i for i in INDICATORS if i.source == "cities500_2017"]
    assert len(released_2017) == 28
    assert len({i.input.value for i in released_2017 if i.input}) == 28
    places = {i.id for i in INDICATORS if i.source == "eji2024" and i.kind is Kind.MODELLED}
    assert places == {
        f"{name}_places"
        for name in ("diabetes", "heart_disease", "asthma", "cancer", "poor_mental_health")
    }


def test_indicators_stand_in_theme_order() -> None:
    order = [theme.id for theme in CATALOGUE.themes]
    positions = [order.index(i.theme) for i in INDICATORS]
    assert positions == sorted(positions)
    listed = [i for _, members in CATALOGUE.by_theme() for i in members]
    assert listed == list(INDICATORS)


def test_every_theme_and_every_source_of_values_is_used() -> None:
    assert {t.id for t in CATALOGUE.themes} == {i.theme for i in INDICATORS}
    outlines = {"boundaries_city", "boundaries_census"}
    outlines |= {"streets", "landmarks", "water", "map_names"}
    entry = load_published().by_race
    quoted = {part.source for part in (*entry.releases, *entry.measures) if part.source}
    quoted |= {r.source for m in load_measures().measures.values() for r in m.releases}
    quoted |= {str(load_yardsticks().source), *WAGE_SOURCES}
    assert set(CATALOGUE.sources) - outlines - quoted == {i.source for i in INDICATORS} - quoted


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.id)
def test_a_source_line_has_english_words_in_names_alone(source: Source) -> None:
    """Publisher and years stand in both languages as they are: what is said goes into the title."""
    said = {*re.findall(r"\b[a-z]+\b", source.publisher)}
    assert said <= {"and", "for", "of", "et", "al", "contributors", "airportsdata"}, (
        source.publisher
    )
    assert not re.search(r"[a-z]{2}", source.vintage, re.IGNORECASE), source.vintage
    assert source.title.en != source.title.es


@indicator
def test_texts_are_whole_and_plain(indicator: Indicator) -> None:
    for field, text in _all_texts(indicator).items():
        for lang in LANGUAGES:
            said = text.get(lang)
            assert said == said.strip(), field
            assert "  " not in said, field
            assert not re.search(UNWELCOME[lang], said, re.IGNORECASE), (field, said)
            assert not re.search(JARGON[lang], said, re.IGNORECASE), (field, said)
        if text.en not in SAME_IN_BOTH:
            assert text.en != text.es, field


@indicator
def test_lengths_fit_where_they_are_shown(indicator: Indicator) -> None:
    for lang in LANGUAGES:
        assert len(indicator.short_name.get(lang)) <= SHORT_NAME_CHARS
        assert len(indicator.name.get(lang)) <= NAME_CHARS
        for sentence in (indicator.meaning, indicator.why):
            assert sentence.get(lang).endswith(".")
            assert sentence.get(lang)[0].isupper() or sentence.get(lang)[0] in "«“"
        longest = max(len(part.split()) for part in re.split(r"[.;:]", indicator.why.get(lang)))
        assert longest <= 26, "a sentence of `why` is too long to read at a glance"


@pytest.mark.parametrize("measure", load_measures().measures.values(), ids=lambda m: m.id)
def test_texts_of_published_measures_are_whole_and_plain(measure: MeasureEntry) -> None:
    named = {field: getattr(measure, field) for field in type(measure).model_fields}
    found = {field: text for field, text in named.items() if isinstance(text, Text)}
    found |= {f"{r.period} inferred": r.inferred_from for r in measure.releases if r.inferred_from}
    for field, text in found.items():
        assert text.en != text.es or text.en in SAME_IN_BOTH | {"Diabetes"}, field
        for lang in LANGUAGES:
            said = text.get(lang)
            assert said == said.strip(), field
            assert "  " not in said, field
            assert not re.search(UNWELCOME[lang], said, re.IGNORECASE), (field, said)
            assert not re.search(JARGON[lang], said, re.IGNORECASE), (field, said)
            if field in ("meaning", "note", "differs"):
                assert said.endswith("."), field
    for lang in LANGUAGES:
        assert len(measure.short_name.get(lang)) <= SHORT_NAME_CHARS
        assert len(measure.name.get(lang)) <= NAME_CHARS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_tell_indicators_apart(lang: str) -> None:
    names = [i.name.get(lang) for i in EVERY]
    shorts = [i.short_name.get(lang) for i in EVERY]
    assert len(set(names)) == len(names)
    assert len(set(shorts)) == len(shorts)


@indicator
def test_words_fit_into_sentences(indicator: Indicator) -> None:
    if indicator.factor_words is not None:
        for text in (indicator.factor_words.worst, indicator.factor_words.best):
            assert text.en.startswith("where ")
            assert text.es.startswith("donde ")
            assert not text.en.endswith(".") and not text.es.endswith(".")
        assert indicator.factor_words.worst != indicator.factor_words.best
    if indicator.outcome_words is not None:
        subject = indicator.outcome_words.subject
        assert subject.en[0].islower() and subject.es.split()[0] in {"la", "el"}
        feminine = subject.es.startswith("la ")
        for word in (indicator.outcome_words.higher, indicator.outcome_words.lower):
            assert word.es.startswith("más ")
            assert word.es.endswith("a" if feminine else "o")


@indicator
def test_caveats_are_explained_in_both_languages(indicator: Indicator) -> None:
    for lang in LANGUAGES:
        missing = [c for c in indicator.caveats if not texts(lang).has(f"caveats.{c}")]
        assert not missing
    assert len(set(indicator.caveats)) == len(indicator.caveats)


def test_no_caveat_is_left_over() -> None:
    used = {f"caveats.{c}" for i in EVERY for c in i.caveats}
    for lang in LANGUAGES:
        known = texts(lang).keys()
        assert {k for k in known if k.startswith("caveats.")} == used


@indicator
def test_what_must_be_said_is_said(indicator: Indicator) -> None:
    caveats = set(indicator.caveats)
    if indicator.kind is Kind.MODELLED:
        assert {"modelled_expected", "not_age_adjusted"} <= caveats
        assert set(indicator.modelled_from) >= {"age", "race_ethnicity", "education", "poverty"}
    if indicator.interval is IntervalKind.NONE:
        assert "no_interval" in caveats
    if indicator.interval is IntervalKind.MARGIN_90:
        assert "survey_margins" in caveats
    if indicator.year_end - indicator.year_start == 4 and indicator.kind is Kind.MEASURED:
        weather = "own_past" in caveats  # not a survey
        assert "five_year_average" in caveats or weather or indicator.source == "ejscreen2020"
    if "cancer" in indicator.id:
        assert indicator.polarity is Polarity.NONE


@indicator
def test_numbers_are_what_their_unit_says(indicator: Indicator) -> None:
    low, high = indicator.valid_range
    assert low < high
    if indicator.unit is Unit.PERCENT:
        assert low >= 0 and high <= 100
        assert indicator.decimals == 1
    if indicator.unit is Unit.INDEX:
        assert (low, high) == (-1, 1)
    if indicator.estimator is Estimator.TRACT_ONLY:
        assert indicator.geographies == (Geography.TRACT,)
    else:
        assert Geography.COUNCIL_DISTRICT in indicator.geographies
    by_event = indicator.estimator in {
        Estimator.EVENT_RATE, Estimator.EVENT_SHARE, Estimator.AREA_RATE,
    }  # fmt: skip
    assert (indicator.tract_vintage is None) == by_event
    assert not (by_event and Geography.TRACT in indicator.geographies)


@indicator
def test_the_input_is_complete(indicator: Indicator) -> None:
    given = indicator.input
    assert given is not None
    if indicator.estimator is Estimator.COUNT_SHARE:
        assert given.count is not None
        # The universe is published, or it follows from count and percentage (with a fallback).
        assert given.denominator is not None or (given.value and given.fallback_denominator)
        assert indicator.denominator is Denominator.OWN_COUNT
    if indicator.interval is IntervalKind.MARGIN_90:
        assert given.margin or (given.count_margin and given.denominator)
    if indicator.denominator is Denominator.OWN_COUNT:
        assert indicator.universe is not None


@indicator
def test_weights_follow_the_people_the_number_is_about(indicator: Indicator) -> None:
    if indicator.kind is not Kind.MODELLED:
        return
    special = {
        "teeth_loss_2014": Denominator.AGE_65_PLUS,
        "preventive_services_men_2014": Denominator.MEN_65_PLUS,
        "preventive_services_women_2014": Denominator.WOMEN_65_PLUS,
        "uninsured_2015": Denominator.AGE_18_64,
    }
    assert indicator.denominator is special.get(indicator.id, Denominator.AGE_18_PLUS)


@indicator
def test_roles_follow_the_methods(indicator: Indicator) -> None:
    if indicator.role in {Role.FACTOR, Role.GROUP}:
        assert indicator.factor_words is not None
    if {"age", "race_ethnicity"} & set(indicator.built_in):
        assert indicator.role in {Role.CONTEXT, Role.GROUP}
        assert indicator.polarity is Polarity.NONE, "no group of people is better or worse"
    if indicator.theme == "preventive_care":
        assert indicator.role is Role.CARE


def test_what_an_indicator_carries_is_declared() -> None:
    carries = {i.id: set(i.built_in) for i in EVERY}
    for entry in EVERY:
        if entry.id.startswith(("share_", "people_of_color")):
            assert carries[entry.id] == {"race_ethnicity"}
        if entry.id.startswith(("age_", "children_", "older_adults_")):
            assert carries[entry.id] == {"age"}
        if entry.theme == "education":
            assert carries[entry.id] == {"education"}
        if entry.id.startswith("ice_"):
            assert carries[entry.id] == {"ice"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.id)
def test_sources_can_be_cited(source) -> None:  # type: ignore[no-untyped-def]
    assert source.citation.endswith(".")
    assert source.files
    for file in source.files:
        assert not file.path.startswith(("/", "."))
        if file.path.endswith(".geojson"):
            assert file.rows is not None
    assert source.licence.en != source.licence.es
    assert source.url is None or source.url.startswith("https://")


def test_share_alike_sources_say_so() -> None:
    for source_id in ("holc1939", "homicides"):
        for lang in LANGUAGES:
            assert "CC BY-NC-SA 4.0" in CATALOGUE.sources[source_id].licence.get(lang)

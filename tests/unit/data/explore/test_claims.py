"""No word of comparison without its verdict: generated numbers, every indicator, two languages."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue.loader import load_catalogue
from data.explore.sentences import (
    association_sentence,
    map_sentence,
    ranking_sentence,
    selection_sentence,
)
from data.locale import texts
from data.models import Geography, Kind, Role, Verdict
from tests.comparatives import comparative_words, find_comparatives
from tests.unit.data.sentences.gaps import a_gap, gap_sentence
from tests.unit.layouts.figures.example import association, example

CATALOGUE = load_catalogue().indicators
OUTCOMES = [i for i in CATALOGUE.values() if i.outcome_words is not None]
FACTORS = [i for i in CATALOGUE.values() if i.factor_words is not None]
LANGUAGES = st.sampled_from(["en", "es"])
NUMBERS = st.floats(0.5, 95.0)


def phrases(indicator, lang):
    """What the catalogue calls the ends of a factor and a subject: names, not comparisons."""
    words = [indicator.name.get(lang)]
    if indicator.factor_words:
        words += [indicator.factor_words.worst.get(lang), indicator.factor_words.best.get(lang)]
    if indicator.outcome_words:
        words.append(indicator.outcome_words.subject.get(lang))
    return words


def compared(sentence, lang, *indicators):
    known = [phrase for indicator in indicators for phrase in phrases(indicator, lang)]
    return find_comparatives(sentence, lang, ignoring=known)


@settings(max_examples=150, deadline=None)
@given(
    lang=LANGUAGES,
    outcome=st.sampled_from(OUTCOMES),
    factor=st.sampled_from(FACTORS),
    worst=NUMBERS,
    best=NUMBERS,
    p_value=st.one_of(st.just(math.nan), st.floats(0, 1)),
    claim_allowed=st.booleans(),
)
def test_a_gap_compares_only_where_the_test_allows(  # noqa: PLR0917 - hypothesis passes by name
    lang, outcome, factor, worst, best, p_value, claim_allowed
):
    gap = a_gap(worst=worst, best=best, p_value=p_value, claim_allowed=claim_allowed)
    said = gap_sentence(gap, outcome=outcome, factor=factor, texts=texts(lang))
    allowed = (
        claim_allowed
        and outcome.kind is not Kind.MODELLED
        and not math.isnan(p_value)
        and worst != best
    )
    found = compared(said, lang, outcome, factor)
    if not allowed:
        assert found == ()
        return
    words = outcome.outcome_words
    expected = words.higher if worst > best else words.lower
    assert set(found) == {expected.get(lang)}


@settings(max_examples=100, deadline=None)
@given(
    lang=LANGUAGES,
    outcome=st.sampled_from(OUTCOMES),
    factor=st.sampled_from(FACTORS),
    ends=st.tuples(st.floats(-0.99, 0.99), st.floats(-0.99, 0.99)).map(sorted),
)
def test_an_association_never_compares(lang, outcome, factor, ends):
    found = association(r=sum(ends) / 2, r_lower=ends[0], r_upper=ends[1])
    said = association_sentence(
        found,
        outcome=outcome,
        factor=factor,
        geography=Geography.NEIGHBORHOOD,
        texts=texts(lang),
    )
    assert compared(said, lang, outcome, factor) == ()


@settings(max_examples=100, deadline=None)
@given(
    lang=LANGUAGES,
    outcome=st.sampled_from(OUTCOMES),
    verdicts=st.lists(st.sampled_from([v.value for v in Verdict]), min_size=12, max_size=12),
)
def test_a_ranking_compares_only_what_was_stored(lang, outcome, verdicts):
    data = replace(_EXAMPLE, outcome=outcome, frame=_EXAMPLE.frame.assign(verdict=verdicts))
    found = set(compared(ranking_sentence(data, texts=texts(lang)), lang, outcome))
    shown = verdicts[:11]  # the last place has no value
    words = outcome.outcome_words
    low, high = {
        "higher_is_better": ("worse", "better"),
        "higher_is_worse": ("better", "worse"),
        "none": ("lower", "higher"),
    }[outcome.polarity.value]
    expected = set()
    if outcome.kind is not Kind.MODELLED:
        expected |= {words.lower.get(lang)} if low in shown else set()
        expected |= {words.higher.get(lang)} if high in shown else set()
    assert found == expected


_EXAMPLE = example()


@settings(max_examples=100, deadline=None)
@given(
    lang=LANGUAGES,
    indicator=st.sampled_from([*OUTCOMES, *FACTORS]),
    value=st.one_of(st.just(math.nan), NUMBERS),
    city=NUMBERS,
    count=st.integers(1, 40),
)
def test_a_selection_is_never_compared(lang, indicator, value, city, count):
    said = selection_sentence(
        names=["64130"] * count,
        people=1200.0 * count,
        value=value,
        lower=value - 1,
        upper=value + 1,
        city=city,
        indicator=indicator,
        geography=Geography.ZIP,
        texts=texts(lang),
    )
    assert compared(said, lang, indicator) == ()


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("mode", ["outcome", "factor", "both"])
def test_a_map_never_compares(lang, mode):
    for outcome_id in ("life_expectancy", "homicide_rate", "diabetes_2015"):
        data = example(outcome_id)
        said = map_sentence(data, mode=mode, texts=texts(lang))
        assert compared(said, lang, data.outcome, data.factor) == ()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_guard_knows_every_comparative_of_the_catalogue(lang):
    for indicator in OUTCOMES:
        for word in (indicator.outcome_words.higher, indicator.outcome_words.lower):
            assert find_comparatives(f"x {word.get(lang)}.", lang) == (word.get(lang),), (
                indicator.id
            )


def test_the_guard_reads_whole_words():
    assert find_comparatives("Lowest incomes; flower; older adults", "en") == ()
    assert find_comparatives("Life is SHORTER here", "en") == ("shorter",)
    assert find_comparatives("personas mayores y menores de 18 años", "es") == ()
    assert find_comparatives("La tasa es mayor y más baja", "es") == ("mayor", "más baja")
    assert all(word == word.lower() for lang in ("en", "es") for word in comparative_words(lang))


def test_outcomes_exist_of_every_kind_that_the_rules_speak_of():
    assert {i.kind for i in OUTCOMES if i.role is Role.OUTCOME} == set(Kind)

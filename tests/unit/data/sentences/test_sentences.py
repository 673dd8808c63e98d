"""Words follow the numbers and the stored tests, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from data.catalogue.loader import load_catalogue
from data.explore.sentences import (
    association_sentence,
    map_sentence,
    ranking_sentence,
    selection_sentence,
)
from data.locale import texts
from data.models import Flag, Geography
from data.sentences.gap import gap_detail, gap_headline
from data.sentences.words import amount, kind_of_number, place_label, subject
from layouts.figures.travels import value_flags
from tests.unit.data.sentences.gaps import a_gap, gap_sentence
from tests.unit.layouts.figures.example import association, example

CATALOGUE = load_catalogue()
LIFE, DIABETES = CATALOGUE.indicator("life_expectancy"), CATALOGUE.indicator("diabetes_2015")
POVERTY, HOMICIDE = CATALOGUE.indicator("poverty_2015"), CATALOGUE.indicator("homicide_rate")
EN, ES = texts("en"), texts("es")


def test_the_finding():
    gap = a_gap()
    assert gap_sentence(gap, outcome=LIFE, factor=POVERTY, texts=EN) == (
        "Where the most people live in poverty, life expectancy (2010–2015) is about 8 years "
        "shorter than where the fewest people live in poverty. "
        "71.9 against 80.3 years. The gap is 7.1 to 9.7 years (95% interval)."
    )
    assert gap_headline(gap, outcome=LIFE, factor=POVERTY, texts=ES) == (
        "Donde más personas viven en la pobreza, la esperanza de vida (2010–2015) es unos 8 años "
        "más corta que donde menos personas viven en la pobreza."
    )


def test_the_word_follows_the_sign():
    gap = a_gap(worst=40.0, best=5.0, lower=25.0, upper=45.0)
    said = gap_headline(gap, outcome=HOMICIDE, factor=POVERTY, texts=EN)
    assert "the homicide rate (2007–2017) is higher than where the fewest people" in said
    assert "a gap of about 35 people killed here, a year, for every 100,000 residents" in said
    turned = gap_headline(
        replace(gap, worst=5.0, best=40.0, difference=-35.0),
        outcome=HOMICIDE,
        factor=POVERTY,
        texts=EN,
    )
    assert "lower" in turned and "higher" not in turned


def test_small_gaps_keep_their_decimals_and_none_is_negative():
    assert amount(-0.84, LIFE, EN, about=True) == "0.8 years"
    assert amount(-2.26, LIFE, EN, about=True) == "2.3 years"
    assert amount(8.5, LIFE, EN, about=True) == "9 years"
    assert amount(-8.46, DIABETES, EN) == "8.5 percentage points"
    detail = gap_detail(a_gap(), outcome=LIFE, texts=EN)
    assert "−" not in detail and "-" not in detail


def test_what_cannot_be_told_apart_is_said_so_with_both_intervals():
    gap = a_gap(worst=75.0, best=76.0, lower=-2.5, upper=0.5, p_value=0.2, claim_allowed=False)
    said = gap_sentence(gap, outcome=LIFE, factor=POVERTY, texts=EN)
    assert "cannot be told apart" in said
    assert "74.0–76.0 and 75.0–77.0" in said
    assert "no se puede decir" in gap_sentence(gap, outcome=LIFE, factor=POVERTY, texts=ES)


def test_without_a_gap_the_reason_is_the_sentence():
    reason = "explore.reason.few_areas"
    for spoken in (EN, ES):
        said = gap_sentence(None, outcome=LIFE, factor=POVERTY, texts=spoken, reason=reason)
        assert said == spoken.t(reason)


@pytest.mark.parametrize(
    ("lower", "upper", "said"),
    [
        (-0.89, -0.48, "opposite directions"),
        (0.2, 0.6, "rise and fall together"),
        (-0.2, 0.5, "cannot tell"),
    ],
)
def test_a_direction_needs_an_interval_without_zero(lower, upper, said):
    found = association(r=(lower + upper) / 2, r_lower=lower, r_upper=upper)
    sentence = association_sentence(
        found, outcome=LIFE, factor=POVERTY, geography=Geography.ZIP, texts=EN
    )
    assert said in sentence
    assert "11 ZIP codes" in sentence and "about 5 independent" in sentence
    assert "not about single people" in sentence
    assert not {"because", "tied"} & set(sentence.split())


def test_a_modelled_association_gets_its_number_and_a_warning_only():
    sentence = association_sentence(
        association(), outcome=DIABETES, factor=POVERTY, geography=Geography.ZIP, texts=EN
    )
    assert "r\u00a0=\u00a0−0.75" in sentence and "come from the model" in sentence
    assert "directions" not in sentence and "together" not in sentence


def test_the_ranking_counts_stored_verdicts():
    sentence = ranking_sentence(example(), texts=EN)
    assert sentence.startswith(
        "In 2 of 11 neighborhoods, life expectancy is shorter than in the rest of the city; "
        "in 1, it is longer."
    )
    assert "1 of the 11" in sentence, "untested places are counted"


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (["worse"] * 12, "In 11 of 11 neighborhoods, the homicide rate is higher"),
        (["better"] * 12, "In 11 of 11 neighborhoods, the homicide rate is lower"),
        (["not_different"] * 12, "cannot tell any of the 11 neighborhoods apart"),
        (["not_tested"] * 12, "11 neighborhoods in order"),
    ],
)
def test_worse_is_high_where_high_is_bad(verdicts, said):
    data = replace(example("life_expectancy", verdicts=verdicts), outcome=HOMICIDE)
    assert said in ranking_sentence(data, texts=EN)


def test_a_map_counts_what_it_cannot_color():
    sentence = map_sentence(example("homicide_rate"), mode="outcome", texts=EN)
    assert "1 of 12 neighborhoods has no value. 1 has too few events for a rate." in sentence


def test_both_counts_the_darkest_cell():
    data = example()
    low = data.frame["outcome"] <= data.outcome_tertiles[0]
    high = data.frame["factor"] > data.factor_tertiles[-1]
    count = int((low & high).sum())
    people = f"{int(data.frame.loc[low & high, 'people'].sum()):,}"
    assert count > 0
    sentence = map_sentence(data, mode="both", texts=EN)
    assert sentence.startswith(f"{count} of 11 neighborhoods") and people in sentence


def test_a_selection_is_described_beside_the_city():
    described = {
        "people": 31_000,
        "value": 70.1,
        "lower": 68.9,
        "upper": 71.3,
        "city": 75.9,
        "indicator": LIFE,
        "geography": Geography.NEIGHBORHOOD,
        "texts": EN,
    }
    said = selection_sentence(names=["Oak Park"] * 12, **described)
    assert said == (
        "12 neighborhoods, 31,000 people: 70.1 years (95% interval 68.9–71.3); city 75.9 years."
    )
    alone = selection_sentence(names=["Oak Park"], **described)
    assert alone.startswith("Oak Park, 31,000 people: 70.1 years")


def test_names_inside_a_sentence():
    assert subject(POVERTY, "en") == "people in poverty"
    assert subject(CATALOGUE.indicator("share_black_2019"), "en") == "Black residents"
    assert subject(CATALOGUE.indicator("redlined_1939"), "en").endswith("in 1939")
    assert subject(LIFE, "es") == "la esperanza de vida"
    assert place_label("3", "3", Geography.COUNCIL_DISTRICT, EN) == "District 3"
    assert place_label("64130", "64130", Geography.ZIP, EN) == "64130"
    assert place_label("18th And Vine", "9", Geography.NEIGHBORHOOD, EN) == "18th And Vine"


def test_both_languages_have_the_same_texts_with_the_same_blanks():
    blanks = re.compile(r"\{(\w+)\}")
    keys = EN.keys()
    for key in sorted(keys):
        if key.startswith(("sentences.", "figures.")):
            assert set(blanks.findall(EN.t(key))) == set(blanks.findall(ES.t(key))), key


@pytest.mark.parametrize("language", [EN, ES])
def test_no_number_is_both_partly_and_mostly_a_model_s(language):
    partly = language.t("figures.kind.partly_modelled")
    assert kind_of_number(LIFE, (Flag.LOW_RELIABILITY,), language) == partly
    assert kind_of_number(POVERTY, (Flag.PREDICTED_TABLES,), language) == ""
    assert kind_of_number(DIABETES, (Flag.PREDICTED_TABLES,), language) != ""
    said = value_flags(LIFE, (Flag.PREDICTED_TABLES,), language)
    assert said == [language.t("figures.flag.predicted_tables")]

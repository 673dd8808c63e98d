"""Words of comparison stand only where the test of the page found a difference."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest

from data.compare.parts import counted_rows
from data.compare.results import CompareData
from data.compare.sentences import (
    comparative,
    contracted,
    headline,
    place_summaries,
    result_text,
    side_sentences,
    signed_amount,
)
from data.compare.state import Order
from data.locale import LANGUAGES, Texts, texts
from data.models import Verdict
from layouts.figures.compare.rows import build_compare, display_rows
from tests.comparatives import find_comparatives
from tests.shared import services

SERVICES = services()
COMPARER = SERVICES.compare
# Phrases that name a flag or a rule and compare nothing.
NEUTRAL = ("menos de", "under 500", "fewer than")


SAMPLES = 12
SIDES = {
    "en": ("better on", "worse on"),
    "es": ("mejor en", "peor en"),
}


@cache
def samples() -> list[CompareData]:
    draw = random.Random(113)
    ids = sorted(COMPARER.places)
    return [COMPARER.data(tuple(draw.sample(ids, 4)), "") for _ in range(SAMPLES)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", range(SAMPLES))
def test_every_comparative_has_its_test(number: int, lang: str) -> None:
    data, spoken = samples()[number], texts(lang)
    for row in data.rows:
        for line, pair in zip(display_rows(data, row, spoken), row.results, strict=True):
            said = " ".join(line[key] for key in ("value", "difference", "result", "note"))
            compared = find_comparatives(said, lang, ignoring=NEUTRAL)
            if pair is None or not pair.is_real:
                assert compared == (), said
            elif pair.verdict in (Verdict.BETTER, Verdict.WORSE):
                assert compared, said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comparative_without_a_test_is_refused(lang: str) -> None:
    data = samples()[0]
    row = next(row for row in data.rows if row.pairs and not row.is_different)
    with pytest.raises(ValueError, match="test found"):
        comparative(row.pairs[0], row.indicator, texts(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", range(SAMPLES))
def test_the_summary_has_one_sentence_a_place(number: int, lang: str) -> None:
    data = samples()[number]
    sentences = place_summaries(data, texts(lang))
    assert len(sentences) == len(data.places) - 1
    assert all(sentence[0].isupper() or sentence[0].isdigit() for sentence in sentences)
    tests = sum(row.is_tested for row in counted_rows(data))
    said = headline(data, texts(lang))
    assert not tests or tests == 1 or str(tests) in said
    assert not tests or re.search(r"\d{4}–\d{4}", said)


def test_the_summary_says_the_clearest_difference_of_each_theme() -> None:
    data = COMPARER.data(("zip-64130", "zip-64113"), "zip-64113")
    said = place_summaries(data, texts("en"))[0]
    assert said.startswith("ZIP 64130: life expectancy (2010–2015) 12.3 years shorter")
    assert "people below 150% of the poverty line" in said
    assert said.count("percentage points higher") == 2
    assert "más corta" in place_summaries(data, texts("es"))[0]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", range(SAMPLES))
def test_the_page_says_on_how_many_measures_a_place_is_better_and_worse(
    number: int, lang: str
) -> None:
    data = samples()[number]
    others = [i for i in range(len(data.places)) if i != data.baseline]
    for index, said in zip(others, side_sentences(data, texts(lang)), strict=True):
        found = [row.results[index] for row in counted_rows(data)]
        verdicts = [pair.verdict for pair in found if pair is not None]
        for verdict, words in ((Verdict.BETTER, SIDES[lang][0]), (Verdict.WORSE, SIDES[lang][1])):
            count = verdicts.count(verdict)
            assert (f"{words} {count} " in said) == (count > 0), said
        assert bool(find_comparatives(said, lang)) <= any(p.is_real for p in found if p)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "ZIP 64130 is worse on 8 of 10 measures. Its life expectancy is shorter."),
        (
            "es",
            "Código postal 64130: peor en 8 de 10 medidas. La esperanza de vida ahí es más corta.",
        ),
    ],
)
def test_the_page_says_to_which_side_life_expectancy_differs(lang: str, said: str) -> None:
    data = COMPARER.data(("zip-64130", "zip-64113"), "zip-64113")
    assert side_sentences(data, texts(lang)) == [said]


def test_the_city_is_the_rest_of_the_city() -> None:
    data = COMPARER.data(("zip-64130", "city"), "city")
    assert "the rest of the city" in headline(data, texts("en"))
    assert " el resto de la ciudad" in headline(data, texts("es"))
    turned = COMPARER.data(("zip-64130", "city"), "zip-64130")
    assert place_summaries(turned, texts("en"))[0].startswith("The rest of the city: ")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("de el resto", "del resto"),
        ("frente a el distrito", "frente al distrito"),
        ("de El Rancho", "de El Rancho"),
        ("desde el", "desde el"),
    ],
)
def test_spanish_joins_its_articles(written: str, said: str) -> None:
    assert contracted(written, "es") == said
    assert contracted(written, "en") == written


def test_a_difference_carries_its_sign_and_unit(spoken: Texts = texts("en")) -> None:  # noqa: B008
    life = SERVICES.atlas.catalogue.indicator("life_expectancy")
    assert signed_amount(-5.33, life, spoken) == "−5.3 years"
    assert signed_amount(5.35, life, spoken) == "+5.3 years"
    assert signed_amount(0.01, life, spoken) == "0.0 years"
    assert signed_amount(float("nan"), life, spoken) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_result_words_exist_for_every_pair(lang: str) -> None:
    for data in samples():
        for row in data.rows:
            for pair in row.results:
                assert result_text(pair, row.indicator, texts(lang))


def test_the_chart_speaks_the_same_sentence() -> None:
    data = samples()[1]
    chart = build_compare(data, order=Order.THEME, texts=texts("en"))
    assert chart.sentence == headline(data, texts("en"))

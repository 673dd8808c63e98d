"""No causal sentence of our own: a claim of cause names who makes it, or cites its paper."""

from __future__ import annotations

import re

import pytest

from data.catalogue.determinants import determinants
from data.cities.city import city
from data.locale import LANGUAGES, texts

# Words by which a sentence says that one thing makes another.
CAUSAL = {
    "en": r"causes?|caused|because|leads? to|due to|makes?|made|shapes?|drives?|harms?|cuts?|cut|"
    r"helps?|helped|root|takes? away|wears? on|reduces?|raise[sd]?|results? in|comes? from",
    "es": r"causas?|causad[oa]s?|porque|lleva a|debido a|hace|hizo|influye|daña|dañar|reduj\w+|"
    r"reduc\w+|aument\w+|ayud(a|ó|aron)|raíz|fondo|provoc\w+|viene de|desgast\w+",
}
ATTRIBUTED = re.compile(r"\[\d\]|As reported|Según se informó|reported|informaron")
# Where a word of the list makes no claim about health: maps that were made.
NO_CLAIM = re.compile(r"maps made for|mapas hechos")
CHARTS = (
    "gaps.", "caveats.", "gap_sentences.", "sentences.", "fact_sheets.", "explore.", "pages.",
    "fact.", "kit.", "stories.", "memo.", "packet.",
)  # fmt: skip
# What a meeting says and asks: there even an everyday word must make no claim.
EVERYDAY = {
    "en": r"makes?|made|because|comes? from|come from|drives?",
    "es": r"hace|hizo|porque",
}
MEETING = ("kit.", "stories.")
# Sentences that were published here as our own.
GONE = (
    "how people are treated", "made by law", "social causes",
    "se hizo con leyes", "cómo se trata", "trato que reciben", "causas sociales",
)  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", list(determinants()))
def test_a_determinant_claims_no_cause_of_its_own(key: str, lang: str) -> None:
    entry = determinants()[key]
    assert entry.chip is not None
    said = (entry.meaning, entry.body, entry.chip)
    pattern = re.compile(rf"\b(?:{CAUSAL[lang]})\b", re.IGNORECASE)
    for text in said:
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿])", text.get(lang)):
            if pattern.search(sentence) and not NO_CLAIM.search(sentence):
                assert ATTRIBUTED.search(sentence), sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_a_page_says_where_a_gap_comes_from(lang: str) -> None:
    spoken = texts(lang)
    for key in spoken.keys():  # noqa: SIM118  (no mapping)
        if key.startswith(CHARTS):
            assert not [part for part in GONE if part in spoken.t(key)], key


def test_a_finding_says_how_far_it_reaches() -> None:
    assert "surface temperature" in determinants()["segregation"].body.en  # Hoffman


@pytest.mark.parametrize("key", list(determinants()))
def test_the_line_on_the_plan_cites_its_reference(key: str) -> None:
    entry = determinants()[key]
    assert entry.chip is not None
    for lang in LANGUAGES:
        for number in re.findall(r"\[(\d)\]", entry.chip.get(lang)):
            assert city().name.en in entry.citations[int(number) - 1]
        assert "[" in entry.chip.get(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_meeting_is_given_claims_no_cause(lang: str) -> None:
    """Guide, questions, cards and the page of stories ask; they say of nothing what it does."""
    spoken = texts(lang)
    causal = re.compile(rf"\b(?:{CAUSAL[lang]})\b", re.IGNORECASE)
    everyday = re.compile(rf"(?:{EVERYDAY[lang]})", re.IGNORECASE)
    for key in spoken.keys():  # noqa: SIM118  (no mapping)
        if key.startswith(MEETING):
            words = (match[0] for match in causal.finditer(spoken.t(key)))
            found = {word for word in words if not everyday.fullmatch(word)}
            assert not found, key

"""What the form says, cleaned and held against what is asked for; codes as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from data.stories.codes import address_hash, code_hash, code_of, is_token, token_hash
from data.stories.draft import Draft
from data.stories.model import MAX_TEXT_CHARS, Consent, Use
from data.stories.text import clean_line, clean_text

PLACES = {"zip-64130", "council_district-3"}
GOOD = {
    "text": "The bus comes once an hour.",
    "place": "zip-64130",
    "aloud": "yes",
    "months": "6",
    "age": "adult",
}
WRONG = {
    ("text", ""): ("text", "no_text"),
    ("text", " \u200b\u202e 123 !! "): ("text", "no_text"),
    ("text", "a" * (MAX_TEXT_CHARS + 7)): ("text", "long_text"),
    ("signed", "x" * 41): ("signed", "long_name"),
    ("place", "neighborhood-113"): ("place", "place"),
    ("place", "<script>"): ("place", "place"),
    ("aloud", "no"): ("aloud", "no_use"),
    ("months", "36"): ("months", "months"),
    ("months", "6 or 1=1"): ("months", "months"),
    ("age", "17"): ("age", "no_age"),
    ("age", "minor"): ("guardian", "guardian"),
    ("website", "http://spam"): ("website", "trap"),
}


def test_a_whole_form_has_no_problem_and_says_the_same_again() -> None:
    draft = Draft.read(GOOD)
    assert draft.problems(PLACES) == ()
    assert Draft.read(draft.fields()) == draft
    assert draft.consent(date(2026, 1, 31)) == Consent(frozenset({Use.ALOUD}), date(2026, 7, 31))


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_is_missing_is_named_at_its_field(field: str, value: str) -> None:
    found = Draft.read(GOOD | {field: value}).problems(PLACES)
    assert [(problem.field, problem.key) for problem in found] == [WRONG[field, value]]


def test_a_minor_needs_a_guardian_and_an_adult_has_none() -> None:
    minor = Draft.read(GOOD | {"age": "minor", "guardian": "yes"})
    assert minor.problems(PLACES) == ()
    assert minor.consent(date(2026, 1, 1)).has_guardian
    adult = Draft.read(GOOD | {"guardian": "yes"})
    assert not adult.consent(date(2026, 1, 1)).has_guardian
    with pytest.raises(ValueError):
        Draft.read(GOOD | {"age": "minor"}).consent(date(2026, 1, 1))


def test_text_is_plain_text() -> None:
    assert clean_text("a\r\nb\r\n\r\n\r\n\r\nc\t d  ") == "a\nb\n\nc d"
    assert clean_text("a\0b\x1b[31m\u202e\ufeff\ud800\u2028c") == "ab[31m\nc"
    assert clean_text("e\u0301") == "é"
    assert len(clean_text("z" + "\u0316" * 500)) < 8
    assert clean_text("👩\u200d🌾") == "👩\u200d🌾"
    assert clean_line("Rosa\n  M.") == "Rosa M."


def test_a_code_is_read_however_it_is_typed() -> None:
    code = code_of("nonce", secret="s")
    assert len(code) == 19 and code == code_of("nonce", secret="s")
    assert code != code_of("nonce", secret="t")
    kept = code_hash(code)
    assert kept and code.replace("-", "") not in kept
    assert (
        code_hash(f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ") == kept
    )
    for wrong in ("", "4F7K", "u" * 16, code + "0", "é" * 16):
        assert code_hash(wrong) is None


def test_a_token_and_an_address_are_kept_as_hashes() -> None:
    assert is_token("secret ", token_hash("secret"))
    assert not is_token("secreT", token_hash("secret"))
    assert not is_token("", "")
    hashes = {
        address_hash("192.0.2.7", secret=secret, hour=hour) for secret in "ab" for hour in (1, 2)
    }
    assert len(hashes) == 4 and not any("192" in found for found in hashes)

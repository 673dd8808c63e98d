"""What is asked about before a story is sent, in both languages; and what is left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from data.stories.hints import Kind, hints_of

ASKED = {
    "Call me at 816-555-0199.": [(Kind.PHONE, "816-555-0199")],
    "My number is (816) 555 0199, or 555-0199": [
        (Kind.PHONE, "(816) 555 0199"),
        (Kind.PHONE, "555-0199"),
    ],
    "Mi teléfono es +52 55 1234 5678": [(Kind.PHONE, "+52 55 1234 5678")],
    "write to rosa.m@example.org": [(Kind.EMAIL, "rosa.m@example.org")],
    "joe at gmail dot com": [(Kind.EMAIL, "joe at gmail dot com")],
    "see www.example.org/me": [(Kind.LINK, "www.example.org/me")],
    "My SSN is 123-45-6789": [(Kind.NUMBER, "123-45-6789")],
    "We live at 3912 E 39th St": [(Kind.ADDRESS, "3912 E 39th St")],
    "Vivo en la calle Benton 4521": [(Kind.ADDRESS, "calle Benton 4521")],
    "My son Marcus was sent home": [(Kind.NAME, "Marcus")],
    "Mi vecina Rosa me ayudó": [(Kind.NAME, "Rosa")],
    "My boss, Mr. John Smith, fired me": [(Kind.NAME, "Mr. John Smith")],
    "then Zebulon Quist came": [(Kind.NAME, "Zebulon Quist")],
    "Maria lost her job": [(Kind.NAME, "Maria")],
    "Se llama Xóchitl": [(Kind.NAME, "Xóchitl")],
    "My mother has diabetes": [(Kind.DIAGNOSIS, "diabetes")],
    "mi hijo tiene asma": [(Kind.DIAGNOSIS, "asma")],
    "after the HEART  ATTACK": [(Kind.DIAGNOSIS, "HEART  ATTACK")],
    "he is undocumented": [(Kind.IMMIGRATION, "undocumented")],
    "vivimos sin papeles": [(Kind.IMMIGRATION, "sin papeles")],
    "we are afraid of ICE": [(Kind.IMMIGRATION, "ICE")],
}
LEFT_ALONE = (
    "In 2019 our rent was $1,250 and in 2024 it was $1,900.",
    "We have lived near Troost Avenue in Kansas City for 30 years. The bus was late again.",
    "Last Christmas the heat went off. On Monday I called about it.",
    "Trabajo 60 horas a la semana y la renta sube. El lunes no hubo agua.",
    "We put off the doctor. Call it luck. I told the officer. Then we left.",
    "The ice on the steps stayed for a week, and I may move.",
    "I will hope for grace; a rose grew by the art school.",
)


@pytest.mark.parametrize("text", ASKED)
def test_what_may_tell_who_somebody_is_is_asked_about(text: str) -> None:
    assert [(hint.kind, text[hint.start : hint.end]) for hint in hints_of(text)] == ASKED[text]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_a_plain_story_is_left_alone(text: str) -> None:
    assert hints_of(text) == ()


def test_hints_stand_apart_in_the_order_of_the_text() -> None:
    hints = hints_of(" ".join(ASKED))
    assert {hint.kind for hint in hints} == set(Kind)
    assert all(a.end <= b.start for a, b in pairwise(hints))

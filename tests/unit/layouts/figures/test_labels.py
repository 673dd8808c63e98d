"""Names beside charts have the room that they take, whatever letters they are made of."""

from __future__ import annotations

import pytest

from data.locale import LANGUAGES
from layouts.figures.labels import cut, longest_px, text_px, wrapped
from tests import shared


@pytest.fixture(scope="module")
def names() -> list[str]:
    services = shared.services()
    return [place.names[lang] for place in services.place_index.places for lang in LANGUAGES]


def test_room_is_measured_letter_by_letter_and_without_markup() -> None:
    assert text_px("WWWWW") > 2 * text_px("iiiii")
    assert text_px("<span style='color:#fff'>a</span>") == text_px("a")
    assert text_px("<b>2019</b>") > text_px("2019")


def test_lines_are_no_longer_than_asked_and_lose_no_word(names: list[str]) -> None:
    for name in names:
        lines = wrapped(name, 10).split("<br>")
        assert " ".join(lines) == name
        assert all(longest_px([line]) <= 120 for line in lines if " " in line), lines


def test_a_name_is_cut_by_its_length_and_not_by_its_letters(names: list[str]) -> None:
    short = [cut(name, 168) for name in names]
    assert 150 < longest_px(short) <= 168
    for name, said in zip(names, short, strict=True):
        assert said == name or (said.endswith("…") and name.startswith(said[:-1]))
        assert (said == name) == (text_px(name) <= 168)

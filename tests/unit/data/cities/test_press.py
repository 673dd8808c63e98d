"""Quotations of the press: at most two sentences, dated, linked, of this city's determinants."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.atlas.places import find_place
from data.catalogue.determinants import determinants
from data.checked import CatalogueError
from data.cities.city import city
from data.cities.press import MOST_SENTENCES, read_press, sentences_of
from tests.shared import services

QUOTE = """- id: someone
  speaker: Somebody
  role: { en: a neighbor, es: una vecina }
  voice: resident
  day: 2020-01-02
  outlet: The Paper
  url: https://paper.example.org/a
  quote: { en: "One. Two.", es: "Uno. Dos." }
"""


def test_every_quotation_is_short_and_linked() -> None:
    assert len(city().press_quotes) >= 3
    for quote in city().press_quotes:
        assert quote.url.startswith("https://")
        assert set(quote.about) <= set(determinants())
        assert all(find_place(services().atlas, place) for place in quote.places)
        for lang in ("en", "es"):
            assert 1 <= sentences_of(quote.quote.get(lang)) <= MOST_SENTENCES
    assert {quote.voice for quote in city().press_quotes} >= {"resident", "official"}


def test_sentences_are_counted_as_a_reader_does() -> None:
    assert sentences_of("One. Two?") == 2
    assert sentences_of("They say, ‘What now?’ and I pay it.") == 1
    assert sentences_of("We don’t. We can’t. We won’t.") == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("One. Two.", "One. Two. Three.", "sentences"),
        ("https://paper", "http://paper", "url"),
        ("  day: 2020-01-02\n", "", "a day or a year"),
        ("voice: resident", "voice: stranger", "voice"),
    ],
)
def test_what_is_no_such_quotation_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = tmp_path / "press.yaml"
    file.write_text(QUOTE, encoding="utf-8")
    assert len(read_press(file)) == 1
    file.write_text(QUOTE.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        read_press(file)
    assert read_press(tmp_path / "none.yaml") == ()

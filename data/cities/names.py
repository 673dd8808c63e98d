"""The words of a city in the texts of every page: its names, its layers, its graded land. Pure.

A text says `{city_name}` or `{zip_many}`. What the city lacks has no words: a sentence that needs
them is left out, and a text of which nothing is left is no text at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from data.models import CHOSEN_LAYERS

_LAYERS = "|".join(CHOSEN_LAYERS)
# What a text may ask of a city, whether or not this one can say it.
ASKED = re.compile(rf"{{((?i:city|county|plan|history|layers|home|events|{_LAYERS})_[a-z_]+)}}")
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÁ-Ú{¿¡\"«])")
# These stand in the middle of a list: nothing stands there where the city has none.
_MAY_BE_EMPTY = "_listed"
# Before these sounds the words for "and" and "or" are others.
_SPANISH = {
    " y ": (" e ", re.compile("h?i(?!e)", re.IGNORECASE)),
    " o ": (" u ", re.compile("h?o", re.IGNORECASE)),
}
_WORDS = {
    "en": {"and": " and ", "or": " or ", "comma_or": ", or "},
    "es": {"and": " y ", "or": " o "},
}


def filled(text: str, names: Mapping[str, str]) -> str | None:
    """`text` with its names, without the sentences that ask for one too many; None for no text."""
    asked = set(ASKED.findall(text))
    lacking = {name for name in asked - set(names) if not name.endswith(_MAY_BE_EMPTY)}
    if lacking:
        text = _without(text, {f"{{{name}}}" for name in lacking})
        if not text:
            return None
    for name in asked:
        text = text.replace(f"{{{name}}}", names.get(name, ""))
    return text


def _without(text: str, lacking: set[str]) -> str:
    paragraphs = (
        " ".join(
            sentence
            for sentence in _SENTENCES.split(paragraph)
            if not any(name in sentence for name in lacking)
        )
        for paragraph in text.split("\n\n")
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def layer_names(layers: Mapping[str, Mapping[str, str]], lang: str) -> dict[str, str]:
    """Names of the layers from their forms: one by one, the first as `home`, and all in a list."""
    found = {
        f"{layer}_{form}": said for layer, forms in layers.items() for form, said in forms.items()
    }
    found |= {
        f"{layer}{_MAY_BE_EMPTY}": f"{forms['definite']}, " for layer, forms in layers.items()
    }
    found |= {f"home_{form}": said for form, said in next(iter(layers.values())).items()}
    for form in ("one", "many", "short", "shorts", "definite"):
        said = [forms[form] for forms in layers.values()]
        found[f"layers_{form}"] = ", ".join(said)
        for joint, word in _WORDS[lang].items():
            found[f"layers_{form}_{joint}"] = _joined(said, word, lang)
    return found


def with_capitals(names: Mapping[str, str]) -> dict[str, str]:
    """Each name also under its name with a capital, as a sentence begins."""
    return {**names, **{_opened(name): _opened(said) for name, said in names.items()}}


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(said: Sequence[str], word: str, lang: str) -> str:
    if len(said) == 1:
        return said[0]
    if lang == "es":
        other, sounds = _SPANISH[word]
        word = other if sounds.match(said[-1]) else word
    return f"{', '.join(said[:-1])}{word}{said[-1]}"

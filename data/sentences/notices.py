"""What a page says about an address that it could not follow: in names, never in ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from data.addresses import understood
from data.catalogue.schema import Indicator
from data.locale import Texts
from data.sentences.words import place_label
from data.view_state import Notice

if TYPE_CHECKING:
    from data.services import Services

# What the words of a notice are names of, by the last part of its key.
_ABOUT = {
    "unknown_by": "geography",
    "geography_without_outcome": "geography",
    "places_without_group": "geography",
    "unknown_group": "group",
    "group_without_outcome": "group",
    "unknown_map": "map",
    "unknown_lang": "lang",
    "unknown_theme": "theme",
}


def notice_texts(services: Services, notices: Sequence[Notice], texts: Texts) -> list[str]:
    """Each notice as a sentence."""
    return [notice_text(services, notice, texts) for notice in notices]


def notice_text(
    services: Services,
    notice: Notice,
    texts: Texts,
    *,
    key: str = "",
    place_name: Callable[[str], str | None] = lambda place: None,
) -> str:
    """The notice as a sentence, under its own key or another one that takes the same words.

    `place_name` may call places by other names than the index of places does.
    """
    about = _ABOUT.get(notice.key.rpartition(".")[2], "")

    def said(word: str) -> str:
        return place_name(word) or name_of(services, word, texts, about=about)

    return texts.t(key or notice.key, value=said(notice.value), used=said(notice.used))


def name_of(services: Services, word: str, texts: Texts, *, about: str = "") -> str:
    """Name of an indicator, a place or a choice; the word itself where it is none."""
    own = f"notice.name.{about}.{word}"
    if texts.has(own):
        return texts.t(own)
    indicator = services.catalogue.indicators.get(word)
    if indicator is not None:
        return indicator_name(indicator, texts)
    return _place(services, word, texts) or word


def indicator_name(indicator: Indicator, texts: Texts) -> str:
    """Name with its years, which tell releases apart."""
    name = indicator.name.get(texts.lang)
    return name if indicator.years in name else f"{name}, {indicator.years}"


def _place(services: Services, word: str, texts: Texts) -> str | None:
    for geography, known in services.place_ids.items():
        place_id = understood(word, known)
        if place_id is None:
            continue
        place = services.place_index.get(place_id)
        area_id = place_id.partition("-")[2]
        if place is None:
            return place_label(area_id, area_id, geography, texts)
        return place.names[texts.lang]
    return None
